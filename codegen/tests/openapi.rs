//! The OpenAPI documents of this repository's specification and of the obstacle course: they are valid, and their
//! examples match their schemas.

use crate::support::openapi::Document;
use concur_codegen::openapi::{self, Version};
use concur_spec::{Contract, Sources};
use serde_json::Value;

fn real() -> Contract {
    let sources =
        Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("the specification is readable");
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn obstacles() -> Contract {
    let sources = Sources::from_texts([
        ("spec/concur.yaml", include_str!("obstacle/platform.yaml")),
        ("spec/obstacle.yaml", include_str!("obstacle/obstacle.yaml")),
    ]);
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn document(contract: &Contract, version: Version) -> Document {
    Document::of(&openapi::document(contract, version).unwrap_or_else(|diagnostic| panic!("{diagnostic}")))
}

#[test]
fn references_ids_paths_tags_and_scopes_are_consistent() {
    for contract in [real(), obstacles()] {
        for version in [Version::V3_1, Version::V3_0] {
            document(&contract, version).assert_is_consistent();
        }
    }
}

#[test]
fn schemas_are_valid_and_match_examples_and_defaults() {
    let document = document(&real(), Version::V3_1);
    assert!(document.examples() > 300, "{} examples", document.examples());
    document.assert_schemas_hold();
    document.assert_requests_fit();
    self::document(&obstacles(), Version::V3_1).assert_schemas_hold();
}

#[test]
fn openapi_3_0_has_no_keywords_of_3_1() {
    for contract in [real(), obstacles()] {
        document(&contract, Version::V3_0).assert_is_3_0();
    }
}

#[test]
fn updates_accept_null_in_openapi_3_0() {
    let document = document(&real(), Version::V3_0);
    let update = &document.root["components"]["schemas"]["request.UpdateRequest"]["properties"];
    assert_eq!(update["comment"]["nullable"], true);
    assert_eq!(update["mainDestination"]["nullable"], true);
    assert_eq!(update["mainDestination"]["type"], "object");
}

#[test]
fn forms_have_no_references_to_strings_in_openapi_3_0() {
    let document = document(&real(), Version::V3_0);
    let content = &document.root["paths"]["/oauth2/v0/token"]["post"]["requestBody"]["content"];
    let kind = &content["application/x-www-form-urlencoded"]["schema"]["properties"]["grant_type"];
    assert_eq!(kind["type"], "string");
    assert_eq!(kind["x-extensible-enum"][0], "password");
}

#[test]
fn both_versions_have_the_same_operations() {
    let ids = |version| {
        let document = document(&real(), version);
        let ids = document
            .operations()
            .into_iter()
            .map(|operation| operation["operationId"].clone());
        ids.collect::<Vec<Value>>()
    };
    assert_eq!(ids(Version::V3_1), ids(Version::V3_0));
    assert_eq!(ids(Version::V3_1).len(), real().counts().operations);
}

#[test]
fn descriptions_mention_errata() {
    let document = document(&real(), Version::V3_1);
    let field = &document.root["components"]["schemas"]["purchase_request.LineItem"]["properties"]["quantity"];
    let description = field["description"].as_str().expect("the field has a description");
    assert!(
        description.contains("The documentation says that the type is `decimal`; the service "),
        "{description}"
    );
    assert_eq!(field["x-concur-errata"][0]["id"], "pr-decimals-as-strings");
}

#[test]
fn retired_and_deprecated_operations_are_deprecated() {
    let real = (real(), vec!["request.get_cash_advance", "request.create_report"]);
    for (contract, ids) in [real, (obstacles(), vec!["obstacle.errors"])] {
        let document = document(&contract, Version::V3_1);
        let operations = document.operations();
        let retired: Vec<&&Value> = operations
            .iter()
            .filter(|operation| operation["deprecated"] == true)
            .collect();
        let found: Vec<&Value> = retired.iter().map(|operation| &operation["operationId"]).collect();
        assert_eq!(found, ids);
    }
}

#[test]
fn responses_allow_unknown_fields() {
    let document = document(&real(), Version::V3_1);
    let schemas = document.root["components"]["schemas"]
        .as_object()
        .expect("there are schemas");
    for (name, schema) in schemas {
        let received = schema["x-concur-view"] == "read" || schema["x-concur-view"] == "shared";
        assert!(!received || schema["additionalProperties"] == true, "{name}");
        assert_ne!(schema["additionalProperties"], false, "{name}");
    }
}

#[test]
fn updates_accept_null_for_clearable_fields() {
    let document = document(&real(), Version::V3_1);
    let update = &document.root["components"]["schemas"]["request.UpdateRequest"]["properties"];
    assert_eq!(update["comment"]["type"], serde_json::json!(["string", "null"]));
    assert_eq!(update["mainDestination"]["anyOf"][1]["type"], "null");
    assert!(update.get("id").is_none(), "read-only fields are not in updates");
}

#[test]
fn fields_with_two_names_have_both() {
    let document = document(&real(), Version::V3_1);
    let item = &document.root["components"]["schemas"]["purchase_request.LineItem"]["properties"];
    assert_eq!(item["uomCode"]["x-concur-alias-of"], "uoMCode");
    assert_eq!(item["uomCode"]["type"], item["uoMCode"]["type"]);
}

#[test]
fn the_form_of_the_token_call_matches_one_grant() {
    let document = document(&real(), Version::V3_1);
    let content = &document.root["paths"]["/oauth2/v0/token"]["post"]["requestBody"]["content"];
    let form = &content["application/x-www-form-urlencoded"]["schema"];
    let grants = form["anyOf"].as_array().expect("there are grants");
    assert_eq!(grants.len(), real().platform.grants.len());
    for grant in grants {
        for field in grant["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            assert!(form["properties"].get(field).is_some(), "{field}");
        }
    }
}

#[test]
fn error_codes_that_are_numbers_are_json_numbers_beside_text() {
    let document = document(&real(), Version::V3_1);
    let codes = &document.root["components"]["schemas"]["oauth.ErrorCode"]["anyOf"];
    let listed = codes[0]["enum"].as_array().expect("the codes");
    assert!(
        listed.contains(&16.into()) && listed.contains(&"invalid_grant".into()),
        "{codes}"
    );
    assert_eq!(codes[0]["type"], serde_json::json!(["integer", "string"]));
    assert_eq!(codes[1]["type"], serde_json::json!(["integer", "string"]));
}

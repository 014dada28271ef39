//! The OpenAPI document of the specification as it is, and of obstacles: it is sound, and its examples fit.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "support/openapi.rs"]
mod support;

use concur_codegen::openapi::{self, Version};
use concur_spec::{Contract, Sources};
use serde_json::Value;
use support::Document;

fn real() -> Contract {
    let sources = Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("it can be read");
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
fn references_lead_somewhere_and_ids_paths_tags_and_scopes_fit() {
    for contract in [real(), obstacles()] {
        for version in [Version::V3_1, Version::V3_0] {
            document(&contract, version).assert_is_consistent();
        }
    }
}

#[test]
fn schemas_are_schemas_and_examples_and_defaults_fit_them() {
    let document = document(&real(), Version::V3_1);
    assert!(document.examples() > 300, "{} examples", document.examples());
    document.assert_schemas_hold();
    document.assert_requests_fit();
    self::document(&obstacles(), Version::V3_1).assert_schemas_hold();
}

#[test]
fn the_older_version_has_no_words_of_the_newer() {
    for contract in [real(), obstacles()] {
        document(&contract, Version::V3_0).assert_is_3_0();
    }
}

#[test]
fn in_the_older_version_an_update_clears_with_null_too() {
    let document = document(&real(), Version::V3_0);
    let update = &document.root["components"]["schemas"]["request.UpdateRequest"]["properties"];
    assert_eq!(update["comment"]["nullable"], true);
    assert_eq!(update["mainDestination"]["nullable"], true);
    assert_eq!(update["mainDestination"]["type"], "object");
}

#[test]
fn in_the_older_version_a_form_has_no_reference_to_a_text() {
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
fn an_erratum_is_told_in_the_description_of_what_it_corrects() {
    let document = document(&real(), Version::V3_1);
    let field = &document.root["components"]["schemas"]["purchase_request.LineItem"]["properties"]["quantity"];
    let description = field["description"].as_str().expect("it has a description");
    assert!(
        description.contains("The documentation says that the type is `decimal`; the service "),
        "{description}"
    );
    assert_eq!(field["x-concur-errata"][0]["id"], "pr-decimals-as-strings");
}

#[test]
fn a_retired_operation_is_deprecated() {
    for (contract, id) in [(real(), "request.create_report"), (obstacles(), "obstacle.errors")] {
        let document = document(&contract, Version::V3_1);
        let operations = document.operations();
        let retired: Vec<&&Value> = operations
            .iter()
            .filter(|operation| operation["deprecated"] == true)
            .collect();
        let ids: Vec<&Value> = retired.iter().map(|operation| &operation["operationId"]).collect();
        assert_eq!(ids, [id]);
    }
}

#[test]
fn answers_may_have_more_than_is_known() {
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
fn an_update_clears_with_null_what_can_be_cleared() {
    let document = document(&real(), Version::V3_1);
    let update = &document.root["components"]["schemas"]["request.UpdateRequest"]["properties"];
    assert_eq!(update["comment"]["type"], serde_json::json!(["string", "null"]));
    assert_eq!(update["mainDestination"]["anyOf"][1]["type"], "null");
    assert!(update.get("id").is_none(), "nobody sends what the service sets");
}

#[test]
fn a_field_with_two_names_has_both() {
    let document = document(&real(), Version::V3_1);
    let item = &document.root["components"]["schemas"]["purchase_request.LineItem"]["properties"];
    assert_eq!(item["uomCode"]["x-concur-alias-of"], "uoMCode");
    assert_eq!(item["uomCode"]["type"], item["uoMCode"]["type"]);
}

#[test]
fn the_form_of_the_token_call_is_the_form_of_one_of_its_grants() {
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

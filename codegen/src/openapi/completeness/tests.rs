use std::sync::LazyLock;

use concur_spec::{Contract, Sources};

use super::check;
use crate::json::Json;
use crate::openapi::document;

/// The specification of the workspace.
static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let sources = Sources::read(place).expect("the specification can be read");
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
});

/// Returns the error of the check after the last key of a path is removed.
fn without(path: &[&str]) -> String {
    let mut document = document::document(&CONTRACT);
    let (key, parents) = path.split_last().expect("a path");
    let parent = document
        .at_mut(parents)
        .unwrap_or_else(|| panic!("missing {parents:?}"));
    assert!(parent.remove(key).is_some(), "missing {path:?}");
    check(&CONTRACT, &document)
        .expect_err("something is missing")
        .to_string()
}

#[test]
fn the_document_has_the_whole_specification() {
    check(&CONTRACT, &document::document(&CONTRACT)).expect("nothing is missing");
}

#[test]
fn missing_parts_are_reported() {
    let list = ["paths", "/travelrequest/v4/requests", "get"];
    let schemas = ["components", "schemas"];
    let cases: [(&[&str], &str); 13] = [
        (&list, "request.list"),
        (&[list[0], list[1], list[2], "parameters"], "a parameter"),
        (&[list[0], list[1], list[2], "responses", "200"], "200"),
        (&[list[0], list[1], list[2], "x-concur-pagination"], "pagination"),
        (&[schemas[0], schemas[1], "request.Amount"], "request.Amount"),
        (
            &[schemas[0], schemas[1], "request.Expense", "properties", "custom40"],
            "custom40",
        ),
        (
            &[
                schemas[0],
                schemas[1],
                "purchase_request.LineItem",
                "properties",
                "uomCode",
            ],
            "uomCode",
        ),
        (&[schemas[0], schemas[1], "request.WorkflowAction", "enum"], "submit"),
        (
            &[
                schemas[0],
                schemas[1],
                "request.ErrorCode",
                "x-concur-error-codes",
                "notFound",
            ],
            "notFound",
        ),
        (
            &[
                "components",
                "securitySchemes",
                "oauth2",
                "x-concur-scopes",
                "purchaserequest.write",
            ],
            "purchaserequest.write",
        ),
        (&["x-concur-limits", "page_limit"], "page_limit"),
        (&["servers"], "data center"),
        (&[list[0], list[1], list[2], "x-concur-errata"], "an erratum"),
    ];
    for (path, expected) in cases {
        let diagnostic = without(path);
        assert!(diagnostic.contains(expected), "{path:?}: {diagnostic}");
    }
}

#[test]
fn missing_values_are_reported() {
    let mut document = document::document(&CONTRACT);
    let set = document
        .at_mut(&["components", "schemas", "request.SegmentCode"])
        .expect("the schema exists");
    for case in set.get_mut("anyOf").into_iter().flat_map(Json::items_mut) {
        if let Some(listed) = case.as_object_mut().and_then(|case| case.get_mut("enum")) {
            *listed = Json::List(Vec::new());
        }
    }
    let diagnostic = check(&CONTRACT, &document).expect_err("values are missing");
    assert!(diagnostic.to_string().contains("AIRFR"), "{diagnostic}");
}

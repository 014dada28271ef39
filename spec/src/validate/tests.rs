#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::Sources;
use crate::api::{Api, BodyView, Contract, Operation, ParameterLocation};

use super::*;

/// The contract of the specification in this crate.
pub(super) fn contract() -> &'static Contract {
    static READ: LazyLock<Contract> = LazyLock::new(|| {
        let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        crate::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
    });
    &READ
}

fn api(key: &str) -> &'static Api {
    let apis = &contract().apis;
    apis.iter().find(|api| api.key == key).unwrap()
}

fn operation(api: &'static Api, key: &str) -> &'static Operation {
    api.operations.iter().find(|operation| operation.key == key).unwrap()
}

fn order() -> Value {
    json!({
        "userLoginId": "ann@example.com",
        "currencyCode": "USD",
        "lineItems": [{
            "purchaseType": "GOODS", "vendorCode": "V", "vendorAddressCode": "A", "description": "d",
            "quantity": "20", "unitPrice": 1.5, "custom4": "x",
        }],
    })
}

fn of_order(body: &Value) -> Vec<(String, Problem)> {
    let findings = super::body(api("purchase_request"), "CreatePurchaseRequest", BodyView::Create, body);
    findings.into_iter().map(|found| (found.path, found.problem)).collect()
}

#[test]
fn the_documented_examples_are_valid() {
    let mut count = 0;
    for api in &contract().apis {
        for operation in &api.operations {
            let Some(body) = &operation.body else { continue };
            for example in operation.examples.iter().filter_map(|example| example.request.as_ref()) {
                let example: Value = serde_json::from_str(example).unwrap();
                let findings = super::request_body(api, body, &example);
                assert_eq!(findings, [], "{}.{}", api.key, operation.key);
                count += 1;
            }
        }
    }
    assert!(count > 0);
}

#[test]
fn valid_bodies_have_no_findings() {
    assert_eq!(of_order(&order()), []);
}

#[test]
fn all_missing_fields_are_found_at_once() {
    let mut body = order();
    body["lineItems"][0].as_object_mut().unwrap().remove("vendorCode");
    body["lineItems"][0]["description"] = json!("  ");
    body["currencyCode"] = Value::Null;
    let missing = |path: &str| (path.to_owned(), Problem::Missing);
    assert_eq!(
        of_order(&body),
        [
            missing("lineItems[0].vendorCode"),
            missing("lineItems[0].description"),
            missing("currencyCode")
        ]
    );
}

#[test]
fn unknown_names_are_found_with_the_nearest() {
    let mut body = order();
    body["lineItems"][0]["vendorcode"] = json!("V");
    body["custom41"] = json!("x");
    let found = of_order(&body);
    assert!(found.contains(&(
        "lineItems[0].vendorcode".into(),
        Problem::Unknown(Some("vendorCode".into()))
    )));
    assert!(
        found
            .iter()
            .any(|(path, problem)| path == "custom41" && matches!(problem, Problem::Unknown(_)))
    );
}

#[test]
fn exactly_one_field_of_a_group_must_be_present() {
    let mut body = order();
    body["userEmail"] = json!("ann@example.com");
    assert!(
        matches!(&of_order(&body)[..], [(path, Problem::MoreThanOneOf(names))] if path.is_empty() && names.len() == 2)
    );
    for name in ["userEmail", "userLoginId"] {
        body.as_object_mut().unwrap().remove(name);
    }
    assert!(matches!(&of_order(&body)[..], [(_, Problem::NoneOf(names))] if names.len() == 3));
}

#[test]
fn values_of_the_wrong_type_are_found() {
    let mut body = order();
    body["lineItems"][0]["quantity"] = json!("many");
    body["lineItems"][0]["purchaseType"] = json!("THINGS");
    body["lineItems"][0]["neededByDate"] = json!("28.6.2018");
    let found = of_order(&body);
    assert!(found.contains(&("lineItems[0].quantity".into(), Problem::NotOfType("a number"))));
    assert!(found.contains(&("lineItems[0].purchaseType".into(), Problem::Unlisted)));
    assert!(found.contains(&(
        "lineItems[0].neededByDate".into(),
        Problem::NotOfType("a date, YYYY-MM-DD")
    )));
}

#[test]
fn updates_can_be_partial() {
    let api = api("request");
    let update = operation(api, "update").body.as_ref().unwrap();
    assert_eq!(super::request_body(api, update, &json!({ "comment": null })), []);
}

#[test]
fn a_body_that_is_a_union_is_checked_by_its_case() {
    let api = api("purchase_order_receipts");
    let update = operation(api, "update").body.as_ref().unwrap();
    let missing = |given: Value| {
        let found = super::request_body(api, update, &given).into_iter();
        let paths: Vec<String> = found.map(|found| found.path).collect();
        paths
    };
    let key = json!({ "PurchaseOrderNumber": "1", "LineItemExternalID": "2", "GoodsReceiptNumber": "3" });
    assert_eq!(missing(key.clone()), [""; 0]);
    let mut confirmation = key;
    confirmation["IsReceived"] = json!("Y");
    assert_eq!(missing(confirmation), ["GoodsReceiptNumber"]);
    assert_eq!(
        missing(json!({ "IsReceived": "?", "LineItemExternalID": "2" })),
        ["IsReceived", "PurchaseOrderNumber"]
    );
}

#[test]
fn query_parameters_are_checked_by_their_types() {
    let api = api("request");
    let given = [("view", "ALL"), ("limit", "ten"), ("sortorder", "asc")];
    let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let found = super::query(api, operation(api, "list"), ParameterLocation::Query, &given);
    let found: Vec<_> = found.into_iter().map(|found| (found.path, found.problem)).collect();
    assert_eq!(
        found,
        [
            ("limit".into(), Problem::NotOfType("a whole number")),
            ("sortorder".into(), Problem::Unknown(Some("sortOrder".into())))
        ]
    );
}

#[test]
fn missing_required_query_parameters_are_found() {
    let api = api("purchase_request");
    let found = super::query(api, operation(api, "get"), ParameterLocation::Query, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].path.as_str(), &found[0].problem), ("mode", &Problem::Missing));
}

#[test]
fn unknown_names_are_reported_up_to_a_limit() {
    let mut body = order();
    for number in 0..100_000 {
        body[format!("unknown{number}")] = json!(1);
    }
    let found = of_order(&body);
    let unknown = found
        .iter()
        .filter(|(_, problem)| matches!(problem, Problem::Unknown(_)));
    assert_eq!(unknown.count(), MAX_UNKNOWN);

    let api = api("oauth");
    let form: Vec<(String, String)> = (0..100_000)
        .map(|number| (format!("unknown{number}"), "x".into()))
        .collect();
    let found = query(api, operation(api, "token"), ParameterLocation::Form, &form);
    assert!(found.len() <= MAX_UNKNOWN + 5, "{}", found.len());
    assert_eq!(nearest(&"vendorCode".repeat(100), ["vendorCode"].into_iter()), None);
}

#[test]
fn findings_are_limited_in_number() {
    let mut body = order();
    body["lineItems"] = (0..100_000).map(|number| json!({ "custom1": number })).collect();
    assert_eq!(of_order(&body).len(), MAX_FINDINGS);
}

/// Returns what is wrong with a filter of the search for users.
fn of_filter(filter: &str) -> Option<String> {
    let api = api("identity");
    let body = json!({ "schemas": ["urn:x"], "filter": filter });
    let findings = super::fields(api, operation(api, "search"), &body);
    let mut wrong = findings
        .iter()
        .filter(|found| matches!(found.problem, Problem::NotAFilter(_)));
    wrong.next().map(ToString::to_string)
}

#[test]
fn filters_of_the_documents_are_valid() {
    let api = api("identity");
    let examples = operation(api, "search")
        .examples
        .iter()
        .filter_map(|one| one.request.as_deref());
    let bodies = examples.map(|text| serde_json::from_str::<Value>(text).unwrap());
    let printed: Vec<String> = bodies
        .filter_map(|body| Some(body["filter"].as_str()?.to_owned()))
        .collect();
    assert!(printed.len() > 3, "{printed:?}");
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    // Those of the tables and notes of the guide.
    let others = [
        "id eq c7e128ed-a8a6-4627-bd5d-42f7f89cdeb4",
        "emails[type eq \"work\" or value sw \"admin\" or verified eq false]",
        "emails[type eq \"work\" and value ew \"@SAP.com\" or type eq \"home\" and value ew \".com\"]",
        "name[givenName ne \"John\" and not(givenName eq \"Bob\")]",
        "(name.givenName eq \"John\" or name.givenName eq \"James\") and name.familyName pr",
        "meta.lastModified gt \"2011-05-13T04:42:34Z\"",
        "USERNAME Eq \"x\" and EMAILS.Value co \"y\"",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"x\"",
        &format!("{enterprise}:manager[value eq \"x\"] or {enterprise}:terminationDate lt 2013-12-31"),
        "emails pr and active ne null",
    ];
    for filter in printed.iter().map(String::as_str).chain(others) {
        assert_eq!(of_filter(filter), None, "{filter}");
    }
}

#[test]
fn what_is_wrong_with_a_filter_is_said() {
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    for (filter, wrong) in [
        ("", "a field is expected, not the end"),
        ("active is true", "an operator is expected, not `is`"),
        ("active eq", "a value is expected, not the end"),
        ("active eq true)", "the expression goes on with `)`"),
        ("(active eq true", "a `)` is missing"),
        ("userName eq \"open", "a quote is not closed"),
        ("emails[type ne \"work\"]", "brackets contain no `ne`"),
        (
            "emails[value sw \"C\" and VALUE ew \"S\"]",
            "brackets name a field once in an `and`",
        ),
        ("usrName eq \"x\"", "no field `usrName`; did you mean `userName`?"),
        ("title pr", "no field `title`"),
        ("emails[kind eq \"work\"]", "no field `emails.kind`"),
        (
            &format!("{enterprise}:userName pr"),
            &format!("no field `{enterprise}:userName`"),
        ),
        ("active gt true", "`active` cannot be compared with `gt`"),
        ("userName le \"x\"", "`userName` cannot be compared with `le`"),
        ("emails eq \"x\"", "`emails` cannot be compared with `eq`"),
        ("active eq maybe", "the value of `active` is not true or false"),
        (
            "meta.created ge \"yesterday\"",
            "the value of `meta.created` is not a timestamp of RFC 3339",
        ),
    ] {
        let found = of_filter(filter).unwrap_or_else(|| panic!("{filter} is valid"));
        let found = found.strip_prefix("`filter` is not a valid filter: ");
        assert!(
            found.is_some_and(|found| found.starts_with(wrong)),
            "{filter}: {found:?}"
        );
    }
}

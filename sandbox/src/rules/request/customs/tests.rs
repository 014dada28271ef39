#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;
use crate::api::call::Body;
use crate::rules::request::expenses::rule_calls::{RuleCalls, code};

/// What becomes of a field that is tied to the list of departments.
fn department(field: Value) -> Result<Value, Refusal> {
    let mut fields = Map::new();
    fields.insert("custom1".to_owned(), field);
    let lists = CustomFields::from([(1, "departments".to_owned())]);
    let mut calls = RuleCalls::of("ann@example.com");
    calls.with_call("POST", "/requests", Body::Absent, |world, call| {
        resolve(world, call, &lists, &mut fields)
    })?;
    Ok(fields["custom1"].clone())
}

const ADVERTISING: &str = "CED0CF3C798244BA678684BDE5AC63A1";

#[test]
fn an_item_is_found_by_its_id_and_made_whole() {
    let whole = json!({
        "code": "ADVT", "value": ADVERTISING, "href": format!("http://first/list/v4/items/{ADVERTISING}"),
    });
    assert_eq!(department(json!({ "value": ADVERTISING })).unwrap(), whole);
    assert_eq!(
        department(json!({ "value": ADVERTISING.to_lowercase() })).unwrap(),
        whole
    );
    assert_eq!(department(whole.clone()).unwrap(), whole);
}

#[test]
fn code_name_and_the_id_of_another_list_are_no_values() {
    for value in ["ADVT", "Advertising", "9A8565B38056E246C040FC2E4C07CE80"] {
        assert_eq!(code(department(json!({ "value": value }))), "listValidationError");
    }
    assert_eq!(code(department(json!({ "code": "ADVT" }))), "listValidationError");
}

#[test]
fn what_has_nothing_in_it_is_left_as_it_is() {
    for nothing in [
        Value::Null,
        json!({}),
        json!({ "value": " " }),
        json!({ "value": null }),
    ] {
        assert_eq!(department(nothing.clone()).unwrap(), nothing);
    }
}

#[test]
fn a_field_without_a_list_is_text_and_other_fields_are_not_touched() {
    let mut fields = Map::new();
    fields.insert("custom2".to_owned(), json!({ "value": "x", "code": "", "href": "y" }));
    fields.insert("customer".to_owned(), json!({ "code": "C" }));
    let mut calls = RuleCalls::of("ann@example.com");
    let lists = CustomFields::from([(1, "departments".to_owned())]);
    calls.with_call("POST", "/requests", Body::Absent, |world, call| {
        resolve(world, call, &lists, &mut fields).unwrap();
    });
    assert_eq!(fields["custom2"], json!({ "value": "x" }));
    assert_eq!(fields["customer"], json!({ "code": "C" }));
}

#[test]
fn a_text_field_with_a_code_alone_is_no_field() {
    let mut fields = Map::new();
    fields.insert("custom2".to_owned(), json!({ "code": "C" }));
    let mut calls = RuleCalls::of("ann@example.com");
    calls
        .with_call("POST", "/requests", Body::Absent, |world, call| {
            resolve(world, call, &CustomFields::new(), &mut fields)
        })
        .unwrap();
    assert!(fields.is_empty(), "{fields:?}");
}

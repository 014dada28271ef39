#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;
use crate::api::call::Body;
use crate::rules::request::expenses::rule_calls::{RuleCalls, code};

/// Resolves a field with the list of departments.
fn department(field: Value) -> Result<Value, Refusal> {
    let mut fields = Map::new();
    fields.insert("custom1".to_owned(), field);
    let lists = CustomFields::from([(1, CustomField::List("departments".to_owned()))]);
    let mut calls = RuleCalls::of("ann@example.com");
    calls.with_call("POST", "/requests", Body::Absent, |world, call| {
        resolve(world, call, &lists, &Map::new(), &mut fields)
    })?;
    Ok(fields["custom1"].clone())
}

const ADVERTISING: &str = "CED0CF3C798244BA678684BDE5AC63A1";

#[test]
fn items_are_found_by_id_and_completed() {
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
fn codes_names_and_ids_of_other_lists_are_refused() {
    for value in ["ADVT", "Advertising", "9A8565B38056E246C040FC2E4C07CE80"] {
        assert_eq!(code(department(json!({ "value": value }))), "listValidationError");
    }
    assert_eq!(code(department(json!({ "code": "ADVT" }))), "listValidationError");
}

#[test]
fn empty_fields_are_unchanged() {
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
fn fields_without_a_list_keep_only_their_text() {
    let mut fields = Map::new();
    fields.insert("custom2".to_owned(), json!({ "value": "x", "code": "", "href": "y" }));
    fields.insert("customer".to_owned(), json!({ "code": "C" }));
    let mut calls = RuleCalls::of("ann@example.com");
    let lists = CustomFields::from([(1, CustomField::List("departments".to_owned()))]);
    calls.with_call("POST", "/requests", Body::Absent, |world, call| {
        resolve(world, call, &lists, &Map::new(), &mut fields).unwrap();
    });
    assert_eq!(fields["custom2"], json!({ "value": "x" }));
    assert_eq!(fields["customer"], json!({ "code": "C" }));
}

#[test]
fn text_fields_with_only_a_code_are_removed() {
    let mut fields = Map::new();
    fields.insert("custom2".to_owned(), json!({ "code": "C" }));
    let mut calls = RuleCalls::of("ann@example.com");
    calls
        .with_call("POST", "/requests", Body::Absent, |world, call| {
            resolve(world, call, &CustomFields::new(), &Map::new(), &mut fields)
        })
        .unwrap();
    assert!(fields.is_empty(), "{fields:?}");
}

/// The id of an item of the list `plants`, by the codes of its levels.
fn plant(codes: &[&str]) -> String {
    let tenant = crate::tenant::Tenant::seeded().unwrap();
    let mut items = tenant.list("plants").unwrap();
    let mut id = String::new();
    for code in codes {
        let item = items.iter().find(|item| item.code == *code).unwrap();
        (items, id) = (&item.items, item.id.clone());
    }
    id
}

#[test]
fn a_kept_item_must_stay_below_that_of_the_field_above() {
    let field = |codes: &[&str]| json!({ "value": plant(codes) });
    let lists = CustomFields::from([(1, CustomField::List("plants".to_owned())), (2, CustomField::Below(1))]);
    let resolved = |kept: Value, sent: Value| {
        let (kept, mut sent) = (kept.as_object().unwrap().clone(), sent.as_object().unwrap().clone());
        let mut calls = RuleCalls::of("ann@example.com");
        let resolved = calls.with_call("POST", "/requests", Body::Absent, |world, call| {
            resolve(world, call, &lists, &kept, &mut sent)
        });
        resolved.map(|()| Value::Object(sent))
    };
    let hall = field(&["NORTH", "HALL1"]);
    resolved(json!({ "custom1": field(&["NORTH"]) }), json!({ "custom2": hall })).unwrap();
    resolved(json!({ "custom1": field(&["NORTH"]), "custom2": hall }), json!({})).unwrap();
    for (kept, sent) in [
        (json!({ "custom1": field(&["SOUTH"]) }), json!({ "custom2": hall })),
        (json!({ "custom2": hall }), json!({ "custom1": field(&["SOUTH"]) })),
    ] {
        assert_eq!(code(resolved(kept, sent)), "listValidationError");
    }
}

use serde_json::json;

use super::*;

fn changed(operations: &Value) -> Value {
    let user = json!({ "nickName": "Al", "emails": [{ "type": "work", "value": "a@example.com" }], "name": { "givenName": "A" } });
    let mut user = user.as_object().cloned().expect("an object");
    for operation in operations.as_array().expect("a list") {
        carry_out(&mut user, operation).expect("a valid operation");
    }
    user.into()
}

#[test]
fn an_attribute_is_added_replaced_and_removed() {
    let user = changed(&json!([
        { "op": "add", "path": "title", "value": "Buyer" },
        { "op": "replace", "path": "name.givenName", "value": "B" },
        { "op": "remove", "path": "nickName" },
    ]));
    let emails = json!([{ "type": "work", "value": "a@example.com" }]);
    assert_eq!(
        user,
        json!({ "title": "Buyer", "name": { "givenName": "B" }, "emails": emails })
    );
}

#[test]
fn a_list_without_a_filter_is_replaced_as_a_whole() {
    let user = changed(&json!([{ "op": "add", "path": "emails", "value": [{ "type": "home", "value": "h" }] }]));
    assert_eq!(user["emails"], json!([{ "type": "home", "value": "h" }]));
}

#[test]
fn a_filter_selects_the_items_that_change() {
    let user = changed(&json!([
        { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "w" },
        { "op": "add", "path": "emails[type eq \"home\"].value", "value": "h" },
    ]));
    assert_eq!(
        user["emails"],
        json!([{ "type": "work", "value": "w" }, { "type": "home", "value": "h" }])
    );
    let user = changed(&json!([{ "op": "remove", "path": "emails[type eq \"work\"]" }]));
    assert_eq!(user["emails"], json!([]));
}

#[test]
fn without_a_path_the_value_has_the_attributes() {
    let user = changed(&json!([{ "op": "Add", "value": { "title": "Buyer", "name": { "familyName": "Z" } } }]));
    assert_eq!(user["name"], json!({ "givenName": "A", "familyName": "Z" }));
    assert_eq!(user["title"], "Buyer");
}

#[test]
fn an_operation_without_a_target_is_refused() {
    let mut user = Map::new();
    for operation in [
        json!({ "op": "remove" }),
        json!({ "op": "move", "path": "title" }),
        json!({ "op": "add", "path": "urn:example:x", "value": 1 }),
        json!({ "op": "add", "path": "emails[type eq", "value": 1 }),
        json!({ "op": "add", "value": 1 }),
    ] {
        assert!(carry_out(&mut user, &operation).is_err(), "{operation}");
    }
}

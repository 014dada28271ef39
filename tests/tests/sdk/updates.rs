//! Updates: each field stays, is cleared or is set.

use sap_concur::request::{CustomField, Request, UpdateRequest};
use sap_concur::{Update, dec};

fn written(update: &UpdateRequest) -> String {
    serde_json::to_string(update).expect("it is written")
}

#[test]
fn what_is_left_alone_does_not_travel() {
    assert_eq!(written(&UpdateRequest::new()), "{}");
}

#[test]
fn the_three_states_survive_a_round_trip() {
    let update = UpdateRequest::new().name("Kyoto").clear_comment();
    let text = written(&update);
    assert_eq!(text, r#"{"comment":null,"name":"Kyoto"}"#);
    assert_eq!(
        serde_json::from_str::<UpdateRequest>(&text).expect("it is read"),
        update
    );
}

#[test]
fn custom_fields_are_set_and_cleared_by_number() {
    let mut update = UpdateRequest::new();
    update.set_custom(2, CustomField::from("x")).expect("it exists");
    update.set_custom(3, Update::Clear).expect("it exists");
    assert!(update.set_custom(21, Update::Clear).is_err());
    assert_eq!(written(&update), r#"{"custom2":{"value":"x"},"custom3":null}"#);
    assert_eq!(update.customs().map(|(number, _)| number).collect::<Vec<_>>(), [2, 3]);
}

/// A Request as the service sends it, with what an update cannot change and what nobody knows.
fn fetched() -> Request {
    let body = r#"{
        "id": "A1", "requestId": "3F2A", "name": "Tokyo", "comment": "first", "startDate": "2026-12-01",
        "approved": false, "totalPostedAmount": {"value": 1290.00000000, "currency": "JPY"},
        "custom1": {"code": "SALES", "value": "0A1B", "isValid": true}, "custom7": {"value": "x"},
        "mainDestination": {"city": "Tokyo", "countryCode": "JP", "lnKey": 29928},
        "newField": 1.10, "otherField": [1]
    }"#;
    serde_json::from_str(body).expect("it is read")
}

#[test]
fn an_update_from_a_fetched_value_sends_only_what_changed() {
    let before = fetched();
    let mut after = before.clone();
    after.name = Some("Kyoto".into());
    after.comment = None;
    after.set_custom(7, "y").expect("it exists");
    after.set_custom(8, "z").expect("it exists");
    assert_eq!(
        written(&UpdateRequest::between(&before, &after)),
        r#"{"comment":null,"custom7":{"value":"y"},"custom8":{"value":"z"},"name":"Kyoto"}"#
    );
}

#[test]
fn an_update_from_a_fetched_value_that_did_not_change_sends_nothing() {
    assert_eq!(written(&UpdateRequest::between(&fetched(), &fetched())), "{}");
}

#[test]
fn an_update_leaves_out_what_cannot_be_changed() {
    let before = fetched();
    let mut after = before.clone();
    after.approved = Some(true);
    after.request_id = None;
    assert_eq!(written(&UpdateRequest::between(&before, &after)), "{}");
}

#[test]
fn unknown_fields_are_sent_when_they_changed_and_null_when_they_are_gone() {
    let before = fetched();
    let mut after = before.clone();
    after.additional.remove("otherField");
    after.additional.insert("newField", dec!(1.20));
    assert_eq!(
        written(&UpdateRequest::between(&before, &after)),
        r#"{"newField":1.20,"otherField":null}"#
    );
}

//! Updates: each field is unchanged, cleared or set.

use sap_concur::request::{CustomField, Request, UpdateRequest};
use sap_concur::{Update, dec};
use serde_json::json;

use crate::server::Server;

fn serialized(update: &UpdateRequest) -> String {
    serde_json::to_string(update).expect("it serializes")
}

#[test]
fn untouched_fields_are_not_sent() {
    assert_eq!(serialized(&UpdateRequest::new()), "{}");
}

#[test]
fn set_cleared_and_untouched_fields_round_trip() {
    let update = UpdateRequest::new().name("Kyoto").clear_comment();
    let text = serialized(&update);
    assert_eq!(text, r#"{"comment":null,"name":"Kyoto"}"#);
    assert_eq!(
        serde_json::from_str::<UpdateRequest>(&text).expect("it deserializes"),
        update
    );
}

#[test]
fn custom_fields_are_set_and_cleared_by_number() {
    let mut update = UpdateRequest::new();
    update
        .set_custom(2, CustomField::from("x"))
        .expect("the custom field exists");
    update.set_custom(3, Update::Clear).expect("the custom field exists");
    assert!(update.set_custom(21, Update::Clear).is_err());
    assert_eq!(serialized(&update), r#"{"custom2":{"value":"x"},"custom3":null}"#);
    assert_eq!(update.customs().map(|(number, _)| number).collect::<Vec<_>>(), [2, 3]);
}

/// Returns a Request as the service sends it, with read-only and unknown fields.
fn fetched() -> Request {
    let body = r#"{
        "id": "A1", "requestId": "3F2A", "name": "Tokyo", "comment": "first", "startDate": "2026-12-01",
        "approved": false, "totalPostedAmount": {"value": 1290.00000000, "currency": "JPY"},
        "custom1": {"code": "SALES", "value": "0A1B", "isValid": true}, "custom7": {"value": "x"},
        "mainDestination": {"city": "Tokyo", "countryCode": "JP", "lnKey": 29928},
        "newField": 1.10, "otherField": [1]
    }"#;
    serde_json::from_str(body).expect("it deserializes")
}

#[test]
fn update_from_a_fetched_value_sends_only_changes() {
    let before = fetched();
    let mut after = before.clone();
    after.name = Some("Kyoto".into());
    after.comment = None;
    after.set_custom(7, "y").expect("the custom field exists");
    after.set_custom(8, "z").expect("the custom field exists");
    assert_eq!(
        serialized(&UpdateRequest::between(&before, &after)),
        r#"{"comment":null,"custom7":{"value":"y"},"custom8":{"value":"z"},"name":"Kyoto"}"#
    );
}

#[test]
fn update_from_an_unchanged_value_sends_nothing() {
    assert_eq!(serialized(&UpdateRequest::between(&fetched(), &fetched())), "{}");
}

#[test]
fn update_omits_read_only_fields() {
    let before = fetched();
    let mut after = before.clone();
    after.approved = Some(true);
    after.request_id = None;
    assert_eq!(serialized(&UpdateRequest::between(&before, &after)), "{}");
}

#[test]
fn changed_unknown_fields_are_sent_and_removed_ones_are_null() {
    let before = fetched();
    let mut after = before.clone();
    after.additional.remove("otherField");
    after.additional.insert("newField", dec!(1.20));
    assert_eq!(
        serialized(&UpdateRequest::between(&before, &after)),
        r#"{"newField":1.20,"otherField":null}"#
    );
}

#[tokio::test]
async fn update_body_has_set_fields_and_null_for_cleared_ones() {
    let server = Server::responding(200, r#"{"id": "A1"}"#).await;
    let mut update = UpdateRequest::new().name("Kyoto").clear_comment().custom1("x");
    update.set_custom(2, Update::Clear).expect("the custom field exists");
    let call = server.concur().requests().update("A1", &update).user_id("u-1");
    call.await.expect("it is updated");
    let body = json!({ "name": "Kyoto", "comment": null, "custom1": { "value": "x" }, "custom2": null });
    let request = server.request();
    request
        .assert_target("PUT", "/travelrequest/v4/requests/A1", Some("userId=u-1"))
        .assert_json_body(&body);
}

#[tokio::test]
async fn update_of_a_fetched_request_sends_the_difference() {
    let server = Server::with_handler(|request| {
        let body = r#"{"id": "A1", "name": "Tokyo", "comment": "first", "startDate": "2026-12-01",
            "custom7": {"value": "x"}, "custom9": null, "newField": 1.10, "otherField": [1]}"#;
        crate::server::answer(
            200,
            if request.method == "GET" {
                body
            } else {
                r#"{"id": "A1"}"#
            },
        )
    });
    let requests = server.concur().requests();
    let before = requests.get("A1").await.expect("it exists").into_inner();
    let mut after = before.clone();
    after.comment = None;
    after.name = Some("Kyoto".into());
    after.custom7 = None;
    after.set_custom(9, "new").expect("the custom field exists");
    after.additional.insert("newField", dec!(1.20));
    let update = UpdateRequest::between(&before, &after);
    requests.update("A1", &update).await.expect("it is updated");
    let sent = server.requests()[1].clone();
    let body =
        json!({ "name": "Kyoto", "comment": null, "custom7": null, "custom9": { "value": "new" }, "newField": 1.2 });
    sent.assert_target("PUT", "/travelrequest/v4/requests/A1", None)
        .assert_json_body(&body);
    // `serde_json::Value` does not compare trailing zeros.
    assert!(String::from_utf8_lossy(&sent.body).contains("\"newField\":1.20"));
}

#[tokio::test]
async fn update_without_changes_sends_an_empty_object() {
    let server = Server::responding(200, r#"{"id": "A1"}"#).await;
    let update = UpdateRequest::between(&fetched(), &fetched());
    server
        .concur()
        .requests()
        .update("A1", &update)
        .await
        .expect("it is updated");
    server
        .request()
        .assert_target("PUT", "/travelrequest/v4/requests/A1", None)
        .assert_json_body(&json!({}));
}

//! Updates: each field stays, is cleared or is set.

use sap_concur::Update;
use sap_concur::request::{CustomField, UpdateRequest};

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

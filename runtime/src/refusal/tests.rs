use super::*;
use crate::envelope::refused_details as details;

const FAILED: RefusedWhen = field("Status", Some("FAILURE"));
const WITHOUT_RESULT: RefusedWhen = RefusedWhen::Field {
    field: "errors",
    is: None,
    without: Some("id"),
    code: None,
    message: None,
};

const fn field(field: &'static str, is: Option<&'static str>) -> RefusedWhen {
    RefusedWhen::Field {
        field,
        is,
        without: None,
        code: Some("Code"),
        message: Some("Message"),
    }
}

fn found(rules: &[RefusedWhen], body: &str) -> Option<Refusal> {
    of(rules, StatusCode::OK, body.as_bytes())
}

#[test]
fn a_field_with_the_value_is_a_refusal() {
    assert_eq!(found(&[FAILED], r#"{"Status":"FAILURE"}"#), Some(Refusal::Whole));
    assert_eq!(found(&[FAILED], r#"{"Status":"SUCCESS"}"#), None);
    assert_eq!(found(&[FAILED], "{}"), None);
    let number = field("failed", Some("3"));
    assert_eq!(found(&[number], r#"{"failed":3}"#), Some(Refusal::Whole));
    let flag = field("failed", Some("true"));
    assert_eq!(found(&[flag], r#"{"failed":true}"#), Some(Refusal::Whole));
}

#[test]
fn any_value_is_neither_null_nor_empty() {
    let rule = || field("message", None);
    for absent in [
        r#"{"message":null}"#,
        r#"{"message":""}"#,
        r#"{"message":[]}"#,
        "{}",
        "[]",
        "7",
        "<html>",
        "",
    ] {
        assert_eq!(found(&[rule()], absent), None, "{absent}");
    }
    for present in [
        r#"{"message":"x"}"#,
        r#"{"message":[1]}"#,
        r#"{"message":0}"#,
        r#"{"message":{}}"#,
    ] {
        assert_eq!(found(&[rule()], present), Some(Refusal::Whole), "{present}");
    }
}

#[test]
fn a_result_makes_it_no_refusal() {
    assert_eq!(found(&[WITHOUT_RESULT], r#"{"errors":[{}]}"#), Some(Refusal::Whole));
    assert_eq!(
        found(&[WITHOUT_RESULT], r#"{"errors":[{}],"id":""}"#),
        Some(Refusal::Whole)
    );
    assert_eq!(found(&[WITHOUT_RESULT], r#"{"errors":[{}],"id":"7"}"#), None);
    assert_eq!(found(&[WITHOUT_RESULT], r#"{"errors":[],"id":null}"#), None);
}

#[test]
fn a_refused_item_of_several_is_a_part() {
    let rule = || field("Items.StatusList.Type", Some("ERROR"));
    let body = |types: &[&str]| {
        let items: Vec<String> = types
            .iter()
            .map(|ty| format!(r#"{{"StatusList":[{{"Type":"INFO"}},{{"Type":"{ty}"}}]}}"#))
            .collect();
        format!(r#"{{"Items":[{}]}}"#, items.join(","))
    };
    assert_eq!(found(&[rule()], &body(&["ERROR", "ERROR"])), Some(Refusal::Whole));
    assert_eq!(found(&[rule()], &body(&["ERROR", "OK"])), Some(Refusal::Part));
    assert_eq!(found(&[rule()], &body(&["OK", "OK"])), None);
    assert_eq!(found(&[rule()], &body(&[])), None);
}

#[test]
fn any_rule_suffices() {
    let rules = [FAILED, field("Message", None)];
    assert_eq!(found(&rules, r#"{"Message":"no such order"}"#), Some(Refusal::Whole));
}

#[test]
fn a_status_is_a_refusal_of_a_part_whatever_the_body() {
    let rules = [RefusedWhen::Status(206)];
    for body in ["", "{}", "<html>"] {
        assert_eq!(
            of(&rules, StatusCode::PARTIAL_CONTENT, body.as_bytes()),
            Some(Refusal::Part)
        );
        assert_eq!(of(&rules, StatusCode::OK, body.as_bytes()), None);
    }
}

#[test]
fn details_are_those_of_the_objects_that_have_the_field() {
    let rules = [field("Items.StatusList.Type", Some("ERROR"))];
    let body = r#"{"Items":[{"StatusList":[{"Type":"OK","Message":"fine"}]},
        {"StatusList":[{"Type":"OK"},{"Type":"ERROR","Code":17,"Message":"no such country"}]}]}"#;
    let [detail] = &details(&rules, body.as_bytes())[..] else {
        panic!()
    };
    assert_eq!(detail.code.as_deref(), Some("17"));
    assert_eq!(detail.message.as_deref(), Some("no such country"));
    assert_eq!(detail.data_path.as_deref(), Some("Items[1].StatusList[1]"));
    assert_eq!(details(&[WITHOUT_RESULT], br#"{"errors":[{"Code":"1"}]}"#), []);
    let twice = [FAILED, field("Code", None)];
    assert_eq!(details(&twice, br#"{"Status":"FAILURE","Code":"5000"}"#).len(), 1);
}

proptest::proptest! {
    #[test]
    fn reading_never_panics(text in "[\\[{\"ItemsStatusListType:,\\]} 0-9]{0,60}") {
        let rules = [field("Items.StatusList.Type", None), field("Status", Some("7")), RefusedWhen::Status(206)];
        let _ = of(&rules, StatusCode::OK, text.as_bytes());
        let _ = details(&rules, text.as_bytes());
    }
}

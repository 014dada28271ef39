#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;

#[test]
fn names_are_secret_in_apis_that_mark_them_or_lack_them() {
    let secrets = Secrets::of(crate::contract().unwrap());
    let body = br#"{"code":"c0de","password":"p","name":"n"}"#;
    let shown = |operation| secrets.of_call(operation).in_body(body);
    let redacted = r#"{"code":"***","name":"n","password":"***"}"#;
    assert_eq!(shown(None), redacted);
    assert_eq!(shown(Some("oauth.token")), redacted);
    assert_eq!(
        shown(Some("request.get")),
        r#"{"code":"c0de","name":"n","password":"***"}"#
    );
}

#[test]
fn secrets_are_redacted_in_any_encoding_and_of_any_type() {
    let secrets = Secrets::of(crate::contract().unwrap());
    assert_eq!(
        secrets.in_body(b"client%5Fsecret=s3cret&p%61ssword=pw&a=b"),
        "client%5Fsecret=***&p%61ssword=***&a=b"
    );
    for password in ["123456", "[\"s3cret\"]", "{\"a\":\"s3cret\"}"] {
        let body = format!("{{\"password\":{password}}}");
        assert_eq!(secrets.in_body(body.as_bytes()), r#"{"password":"***"}"#);
    }
    let shown = |answer: serde_json::Value| secrets.in_answer(&mut Content::Json(answer));
    assert_eq!(shown(json!({ "code": 16 })), r#"{"code":16}"#);
    assert_eq!(shown(json!([{ "code": "c0de" }])), r#"[{"code":"***"}]"#);
}

#[test]
fn duplicate_secrets_are_both_redacted() {
    let secrets = Secrets::of(crate::contract().unwrap());
    let body = br#"{"password":"s3cret","password":null}"#;
    assert_eq!(secrets.in_body(body), r#"{"password":null}"#);
}

#[test]
fn redacting_does_not_change_the_answer_sent() {
    let secrets = Secrets::of(crate::contract().unwrap());
    let mut answer = Content::Json(json!({ "access_token": "t0ken" }));
    assert_eq!(secrets.in_answer(&mut answer), r#"{"access_token":"***"}"#);
    assert_eq!(answer.text(), r#"{"access_token":"t0ken"}"#);
}

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;

#[test]
fn a_name_is_secret_in_the_apis_that_mark_it_and_in_those_that_do_not_have_it() {
    let secrets = Secrets::of(crate::contract().unwrap());
    let body = br#"{"code":"c0de","password":"p","name":"n"}"#;
    let shown = |operation| secrets.of_call(operation).in_body(body);
    let black = r#"{"code":"***","name":"n","password":"***"}"#;
    assert_eq!(shown(None), black);
    assert_eq!(shown(Some("oauth.token")), black);
    assert_eq!(
        shown(Some("request.get")),
        r#"{"code":"c0de","name":"n","password":"***"}"#
    );
}

#[test]
fn a_secret_is_blacked_out_however_its_name_is_written_and_whatever_it_is() {
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
fn a_secret_that_stands_there_twice_is_not_shown_once() {
    let secrets = Secrets::of(crate::contract().unwrap());
    let body = br#"{"password":"s3cret","password":null}"#;
    assert_eq!(secrets.in_body(body), r#"{"password":null}"#);
}

#[test]
fn an_answer_goes_out_with_its_secrets() {
    let secrets = Secrets::of(crate::contract().unwrap());
    let mut answer = Content::Json(json!({ "access_token": "t0ken" }));
    assert_eq!(secrets.in_answer(&mut answer), r#"{"access_token":"***"}"#);
    assert_eq!(answer.text(), r#"{"access_token":"t0ken"}"#);
}

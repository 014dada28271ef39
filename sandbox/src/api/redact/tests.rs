#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod properties;

use std::sync::LazyLock;

use serde_json::json;

use super::*;

fn secrets() -> &'static Secrets {
    static SECRETS: LazyLock<Secrets> = LazyLock::new(|| Secrets::of(crate::contract().unwrap()));
    &SECRETS
}

fn shown(body: &str) -> String {
    secrets().in_body(body.as_bytes())
}

#[test]
fn names_are_secret_in_apis_that_mark_them_or_lack_them() {
    let secrets = secrets();
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
fn names_are_compared_by_their_letters_only() {
    for name in [
        "Client_Secret",
        "PASSWORD",
        "client-secret",
        "clientSecret",
        "Client Secret",
        "client.secret",
    ] {
        assert_eq!(shown(&format!("{name}=s3cret&a=b")), format!("{name}=***&a=b"));
        assert_eq!(
            shown(&json!({ name: "s3cret" }).to_string()),
            json!({ name: "***" }).to_string()
        );
    }
}

#[test]
fn headers_that_authenticate_are_redacted() {
    let secrets = secrets();
    for name in [
        "authorization",
        "proxy-authorization",
        "x-api-key",
        "cookie",
        "set-cookie",
        "x-auth-token",
        "x-amz-security-token",
        "ocp-apim-subscription-key",
    ] {
        assert_eq!(secrets.in_header(name, "s3cret"), "***", "{name}");
    }
    assert_eq!(secrets.in_header("x-other", "Bearer s3cret"), "***");
    assert_eq!(
        secrets.in_header("referer", "http://a.test/?code=s3cret&b=c"),
        "http://a.test/?code=***&b=c"
    );
    for (name, value) in [
        ("user-agent", "curl/8.0"),
        ("content-type", "text/html; charset=utf-8"),
        ("host", "a:80"),
    ] {
        assert_eq!(secrets.in_header(name, value), value);
    }
}

#[test]
fn secrets_are_redacted_in_any_encoding_and_of_any_type() {
    assert_eq!(
        shown("client%5Fsecret=s3cret&p%61ssword=pw&a=b"),
        "client%5Fsecret=***&p%61ssword=***&a=b"
    );
    for password in ["123456", "[\"s3cret\"]", "{\"a\":\"s3cret\"}"] {
        let body = format!("{{\"password\":{password}}}");
        assert_eq!(shown(&body), r#"{"password":"***"}"#);
    }
    let secrets = secrets();
    let shown = |answer: serde_json::Value| secrets.in_answer(&mut Content::Json(answer));
    assert_eq!(shown(json!({ "code": 16 })), r#"{"code":16}"#);
    assert_eq!(shown(json!([{ "code": "c0de" }])), r#"[{"code":"***"}]"#);
}

#[test]
fn malformed_forms_are_redacted() {
    for (body, expected) in [
        ("a=1;client_secret=s3cret&b=c", "a=1;client_secret=***&b=c"),
        ("a=1; password=s3;cret=t&b=c", "a=1; password=***&b=c"),
        ("a%26client_secret%3Ds3cret&b=c", "a%26client_secret%3D***&b=c"),
        ("a%2526client_secret%253Ds3cret&b=c", "a%2526client_secret%253D***&b=c"),
        (
            "redirect_uri=http%3A%2F%2Fa%3Fcode%3Ds3cret&b=c",
            "redirect_uri=http%3A%2F%2Fa%3Fcode%3D***&b=c",
        ),
        ("user[password]=s3cret&b=c", "user[password]=***&b=c"),
        ("password=\"s3\"cret&b=c", "password=***&b=c"),
        ("client_secret:s3cret", "client_secret:***"),
        ("password=&b=c", "password=&b=c"),
        ("=&==&;=%", "=&==&;=%"),
    ] {
        assert_eq!(shown(body), expected);
    }
}

#[test]
fn broken_json_is_redacted() {
    for (body, expected) in [
        (r#"{"password":"s3cret","a":1"#, r#"{"password":"***","a":1"#),
        (r#"{"password":"s3cret"#, r#"{"password":"***"#),
        (r#"{"password":"s3"cret","a":1"#, r#"{"password":"***","a":1"#),
        (r#"{"password":"s3\"cret","a":1"#, r#"{"password":"***","a":1"#),
        (r#"{"pass\u0077ord" : 12345,"a":1"#, r#"{"pass\u0077ord" : ***,"a":1"#),
        (r#"{"password":["s]","cret"],"a":1"#, r#"{"password":***"#),
        (r#"{'password':'s3cret',}"#, r#"{'password':'***',}"#),
        (r#"{password: s3cret, a: 1"#, r#"{password: ***, a: 1"#),
        (
            r#"{"a":"{\"password\":\"s3\\\"cret\",\"b\":1}","#,
            r#"{"a":"{\"password\":\"***\",\"b\":1}","#,
        ),
    ] {
        assert_eq!(shown(body), expected);
    }
}

#[test]
fn json_and_forms_inside_of_strings_are_redacted() {
    for (text, expected) in [
        (r#"{"password":"s3cret","a":1}"#, r#"{"a":1,"password":"***"}"#),
        ("client_secret=s3cret&a=b", "client_secret=***&a=b"),
        ("see http://a.test/?code=s3cret", "see http://a.test/?code=***"),
    ] {
        assert_eq!(shown(&json!([text]).to_string()), json!([expected]).to_string());
        assert!(!shown(&json!({ text: 1 }).to_string()).contains("s3cret"));
    }
    let plain = json!({ "startDate": "2026-12-01T08:00:00", "href": "http://a.test/b?limit=1", "name": "a: b" });
    assert_eq!(shown(&plain.to_string()), plain.to_string());
}

#[test]
fn multipart_bodies_are_redacted() {
    let part = |headers: &str| format!("--b\r\n{headers}\r\n\r\ns3cret\r\n--more s3cret\r\n--b\r\n");
    let shown = |headers: &str| shown(&part(headers));
    for headers in [
        "Content-Disposition: form-data; name=\"client_secret\"",
        "content-disposition:form-data;NAME=Client-Secret; filename=a",
        "Content-Type: text/plain\r\nContent-Disposition: form-data;\r\n name*=utf-8''client%5Fsecret",
    ] {
        assert_eq!(shown(headers), format!("--b\r\n{headers}\r\n\r\n***\r\n--b\r\n"));
    }
    let other = "Content-Disposition: form-data; name=\"a\"";
    assert_eq!(shown(other), part(other));
}

#[test]
fn duplicate_secrets_are_both_redacted() {
    let body = r#"{"password":"s3cret","password":null}"#;
    assert_eq!(shown(body), r#"{"password":null}"#);
}

#[test]
fn redacting_does_not_change_the_answer_sent() {
    let mut answer = Content::Json(json!({ "access_token": "t0ken" }));
    assert_eq!(secrets().in_answer(&mut answer), r#"{"access_token":"***"}"#);
    assert_eq!(answer.text(), r#"{"access_token":"t0ken"}"#);
}

#[test]
fn endless_names_and_values_take_linear_time() {
    for unit in [
        "=",
        ":",
        "%3D",
        "%253D",
        "password",
        "\"",
        "\\\"",
        "{\"a\":",
        "--\n",
        "\n:",
        "password:\"\\",
    ] {
        let body = unit.repeat(1 << 20 >> 3);
        let began = std::time::Instant::now();
        shown(&body);
        assert!(began.elapsed().as_secs() < 5, "{unit:?}: {:?}", began.elapsed());
    }
}

#[test]
fn of_a_long_body_only_the_start_is_redacted_and_kept() {
    let filler = "x".repeat(super::MAX_PARSED);
    for start in [
        r#"{"client\u005fsecret":"canary","a":""#,
        "grant_type=password&Client-Secret=canary&a=",
        "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\ncanary\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
    ] {
        let body = format!("{start}{filler}");
        let shown = self::shown(&body);
        assert!(!shown.contains("canary"), "{shown:.200}");
        assert!(shown.contains("***"), "{shown:.200}");
        assert!(shown.ends_with(&format!("… ({} bytes)", body.len())) && shown.len() < 16 << 10);
    }
    // A secret at the end of the start is cut with it.
    let long = format!("{{\"a\":\"{}\",\"password\":\"canary", "x".repeat(super::MAX_TEXT - 25));
    assert!(!shown(&format!("{long}{filler}")).contains("canary"));
}

//! The encoding of forms, and missing fields.

use super::*;

const FORM: &str = "application/x-www-form-urlencoded";

fn with_type(service: &OAuthService, content_type: Option<&'static str>) -> Incoming {
    let body = encoded(&service.password("ann@example.com"));
    let mut incoming = incoming(Home::First, "POST", TOKEN, &body);
    incoming.headers.remove("content-type");
    if let Some(content_type) = content_type {
        let value = http::HeaderValue::from_static(content_type);
        incoming.headers.insert("content-type", value);
    }
    incoming
}

#[test]
fn only_form_encoded_bodies_are_accepted() {
    let service = OAuthService::new();
    let cases = [
        (None, false),
        (Some("application/json"), false),
        (Some("text/plain"), false),
        (Some(FORM), true),
        (Some("Application/X-WWW-Form-Urlencoded"), true),
    ];
    for (content_type, good) in cases {
        let (status, body) = read(service.handle(&with_type(&service, content_type)).answer);
        assert_eq!(status == 200, good, "{content_type:?}: {body}");
        assert!(good || body["code"] == 135, "{body}");
    }
}

#[test]
fn json_bodies_are_refused() {
    let service = OAuthService::new();
    let body = serde_json::to_string(&service.password("ann@example.com")).unwrap();
    let mut incoming = incoming(Home::First, "POST", TOKEN, &body);
    let json = http::HeaderValue::from_static("application/json");
    incoming.headers.insert("content-type", json);
    let (status, body) = read(service.handle(&incoming).answer);
    assert_eq!((status, &body["code"]), (400, &Value::from(135)));
}

#[test]
fn a_charset_adds_a_remark_or_is_refused_in_strict_mode() {
    const WITH_CHARSET: Option<&str> = Some("application/x-www-form-urlencoded; charset=utf-8");
    let service = OAuthService::new();
    let handled = service.handle(&with_type(&service, WITH_CHARSET));
    assert_eq!(handled.answer.status, 200);
    assert!(handled.remarks.iter().any(|remark| remark.contains("charset")));
    let plain = service.handle(&with_type(&service, Some(FORM)));
    assert_eq!(plain.remarks, Vec::<String>::new());

    let strict = Behavior {
        strict: true,
        ..Behavior::default()
    };
    let strict = OAuthService::with(|_| {}, strict);
    let (status, body) = read(strict.handle(&with_type(&strict, WITH_CHARSET)).answer);
    assert_eq!((status, &body["code"]), (400, &Value::from(135)));
    assert_eq!(strict.handle(&with_type(&strict, Some(FORM))).answer.status, 200);
}

#[test]
fn secrets_in_the_query_are_refused() {
    let service = OAuthService::new();
    let fields = service.password("ann@example.com");
    for secret in ["client_secret", "password", "refresh_token", "otp", "code"] {
        let target = format!("{TOKEN}?{secret}=x");
        let (status, body) = service.post_at(Home::First, &target, &fields);
        assert_eq!((status, &body["code"]), (400, &Value::from(135)), "{secret}");
    }
    let (status, _) = service.post_at(Home::First, &format!("{TOKEN}?scope=x"), &fields);
    assert_eq!(status, 200, "other parameters are accepted");
}

#[test]
fn missing_client_credentials_are_reported_first() {
    let service = OAuthService::new();
    let whole = service.password("ann@example.com");
    assert_eq!(service.refused(&whole.clone().without("client_id")), 62);
    assert_eq!(service.refused(&whole.clone().without("client_secret")), 63);
    assert_eq!(service.refused(&whole.clone().without("grant_type")), 65);
    assert_eq!(
        service.refused(&whole.and(&[("client_id", "")])),
        62,
        "an empty field counts as missing"
    );
    assert_eq!(service.refused(&fields(&[("username", "x")])), 62);
}

#[test]
fn strict_mode_refuses_with_the_same_codes() {
    let strict = Behavior {
        strict: true,
        ..Behavior::default()
    };
    let service = OAuthService::with(|_| {}, strict);
    let whole = service.password("ann@example.com");
    assert_eq!(service.refused(&whole.clone().without("client_id")), 62);
    assert_eq!(service.refused(&whole.clone().and(&[("credtype", "x")])), 120);
    assert_eq!(service.refused(&whole.and(&[("grant_type", "implicit")])), 60);
}

#[test]
fn strict_mode_names_unknown_fields_in_an_oauth_error() {
    let strict = Behavior {
        strict: true,
        ..Behavior::default()
    };
    let service = OAuthService::with(|_| {}, strict);
    let (status, body) = service.token(&service.password("ann@example.com").and(&[("geo", "x"), ("skope", "y")]));
    let text = "unsupported request format: `geo` is unknown; `skope` is unknown; did you mean `scope`?";
    assert_eq!(
        (status, &body["code"], &body["error"], &body["error_description"]),
        (400, &135.into(), &"invalid_request".into(), &text.into())
    );
}

#[test]
fn every_required_field_of_a_grant_has_a_missing_code() {
    let contract = crate::contract().unwrap();
    let api = contract.apis.iter().find(|api| api.key == "oauth").unwrap();
    for grant in &contract.platform.grants {
        for field in &grant.required {
            let code = super::super::codes::of_field(api, "missing", field);
            assert!(code.is_some(), "{}: {field}", grant.key);
        }
    }
}

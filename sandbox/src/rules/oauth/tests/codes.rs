//! The content of a refusal.

use super::*;

#[test]
fn refusals_have_code_error_message_and_correlation_id() {
    let service = OAuthService::new();
    let fields = service.password("ann@example.com").and(&[("password", "wrong")]);
    let mut incoming = incoming(Home::First, "POST", TOKEN, &encoded(&fields));
    let id = http::HeaderValue::from_static("5512c7be-3fab-4d65-ae69-8a74a04a0c7f");
    incoming.headers.insert("concur-correlationid", id.clone());
    let answer = service.handle(&incoming).answer;
    assert!(answer.headers.contains(&("concur-correlationid".parse().unwrap(), id)));
    let expected = serde_json::json!({
        "code": 5,
        "error": "invalid_grant",
        "error_description": "Incorrect credentials. Please Retry",
        "concur-correlationid": "5512c7be-3fab-4d65-ae69-8a74a04a0c7f",
    });
    assert_eq!(read(answer), (400, expected));
}

#[test]
fn body_and_header_have_the_same_new_correlation_id() {
    let service = OAuthService::new();
    let incoming = incoming(Home::First, "POST", TOKEN, "client_id=x");
    let answer = service.handle(&incoming).answer;
    let (_, header) = &answer.headers[0];
    let header = header.to_str().unwrap().to_owned();
    assert_eq!(read(answer).1["concur-correlationid"], header);
}

#[test]
fn oauth_error_names_match_the_contract() {
    let contract = crate::contract().unwrap();
    let api = contract.apis.iter().find(|api| api.key == "oauth").unwrap();
    assert!(api.error_codes.len() > 50);
    for code in &api.error_codes {
        let name = super::super::codes::name(&code.wire);
        assert!(
            code.doc.text.contains(&format!("(`{name}`)")),
            "{}: {}",
            code.wire,
            code.doc.text
        );
    }
}

#[test]
fn a_code_has_a_message_per_operation() {
    let service = OAuthService::new();
    let unknown = service
        .application(0)
        .and(&[("client_id", "nobody"), ("grant_type", "password")]);
    assert_eq!(service.token(&unknown).1["error_description"], "client not found");
    let unknown = unknown.and(&[("channel_handle", "ann@example.com"), ("channel_type", "email")]);
    let (_, body) = service.post_at(Home::First, OTP, &unknown.without("grant_type"));
    assert_eq!(body["error_description"], "client_id is not known to us");
}

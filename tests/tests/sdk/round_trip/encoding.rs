//! Invalid text and byte order marks over real sockets.

use sap_concur::request::{ErrorCode, RequestError};
use sap_concur::{Credentials, TokenError};

use super::*;
use crate::server::{Server, answer};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

fn with_byte_order_mark(body: &str) -> Vec<u8> {
    [BYTE_ORDER_MARK, body.as_bytes()].concat()
}

#[tokio::test]
async fn byte_order_mark_is_skipped_in_responses_and_errors() {
    let refused = r#"{"errors":[{"errorCode":"notFound","errorMessage":"Resource not found"}]}"#;
    let server = Server::with_responses([
        answer(200, "").bytes(with_byte_order_mark(r#"{"id":"A1"}"#)),
        answer(404, "").bytes(with_byte_order_mark(refused)),
    ]);
    let concur = server.concur();
    let request = concur.requests().get("A1").await.unwrap();
    assert_eq!((request.id.as_deref(), request.warnings()), (Some("A1"), &[][..]));
    match concur.requests().get("A1").await {
        Err(Error::Api(RequestError::NotFound(error))) => assert!(error.has(ErrorCode::NotFound)),
        other => panic!("{:?}", other.map(drop)),
    }
}

#[tokio::test]
async fn byte_order_mark_is_skipped_in_token_responses() {
    let token = r#"{"access_token":"t1","expires_in":3600,"token_type":"Bearer"}"#;
    let refused = r#"{"code":5,"error":"invalid_grant","error_description":"Incorrect Credentials."}"#;
    for (status, body) in [(200, token), (400, refused)] {
        let server = Server::with_handler(move |request| match request.path.as_str() {
            "/oauth2/v0/token" => answer(status, "").bytes(with_byte_order_mark(body)),
            _ => answer(200, r#"{"id":"A1"}"#),
        });
        let concur = Concur::builder()
            .base_url(server.url())
            .credentials(Credentials::client_credentials("app", "secret"))
            .build()
            .unwrap();
        match (status, concur.requests().get("A1").user_id("u").await) {
            (200, Ok(request)) => assert_eq!(request.id.as_deref(), Some("A1")),
            (400, Err(Error::Token(error))) => {
                assert!(matches!(error.error(), TokenError::Refused(_)), "{error}");
                assert!(error.has("5"), "{error}");
            }
            (status, other) => panic!("{status}: {:?}", other.map(drop)),
        }
    }
}

#[tokio::test]
async fn invalid_text_affects_one_field_and_is_kept_raw() {
    // A truncated UTF-16 surrogate pair, a truncated UTF-8 sequence, and Latin-1.
    for (sent, read, raw) in [
        (&b"Visit \\ud83d"[..], "Visit \u{fffd}", r#""Visit \ud83d""#),
        (
            b"Visit \xF0\x9F\x98",
            "Visit \u{fffd}\u{fffd}\u{fffd}",
            r#""Visit \udcf0\udc9f\udc98""#,
        ),
        (b"Caf\xE9", "Caf\u{fffd}", r#""Caf\udce9""#),
    ] {
        let body = [br#"{"id":"A1","name":""#, sent, br#"","comment":"whole"}"#].concat();
        let server = Server::with_responses([answer(200, "").bytes(body), answer(200, "{}")]);
        let concur = server.concur();
        let request = concur.requests().get("A1").await.unwrap();
        assert_eq!(request.name.as_deref(), Some(read));
        assert_eq!(request.comment.as_deref(), Some("whole"));
        let [warning] = request.warnings() else {
            panic!("{:?}", request.warnings());
        };
        assert_eq!(
            (warning.path(), warning.raw(), warning.is_skipped()),
            ("name", raw, false)
        );
        assert_eq!(
            warning.to_string(),
            "`name` is read in part: a character is cut off or is not UTF-8"
        );
        assert_eq!(request.additional.raw("name").map(Json::as_str), Some(raw));
        let serialized = serde_json::to_string(&*request).unwrap();
        assert!(serialized.contains(&format!("\"name\":{raw}")), "{serialized}");
    }
}

#[tokio::test]
async fn invalid_text_in_names_and_unknown_fields_is_kept() {
    let body = b"{\"id\":\"A1\",\"\\ud83d\":1,\"new\":\"\\ud83d\",\"mainDestination\":{\"c\xE9\":2,\"city\":\"Paris\"},\"name\":\"x\"}";
    let server = Server::with_responses([answer(200, "").bytes(&body[..])]);
    let request = server.concur().requests().get("A1").await.unwrap();
    assert_eq!(request.name.as_deref(), Some("x"));
    assert_eq!(request.additional.get("\u{fffd}").map(Json::as_str), Some("1"));
    assert_eq!(request.additional.get("new").map(Json::as_str), Some(r#""\ud83d""#));
    let destination = request.main_destination.as_deref().unwrap();
    assert_eq!(destination.city.as_deref(), Some("Paris"));
    assert_eq!(destination.additional.get("c\u{fffd}").map(Json::as_str), Some("2"));
    let warnings: Vec<_> = request.warnings().iter().map(|warning| warning.path()).collect();
    assert_eq!(warnings, ["[\"\u{fffd}\"]", "mainDestination[\"c\u{fffd}\"]"]);
}

#[tokio::test]
async fn names_with_different_lone_surrogates_stay_distinct() {
    let body = br#"{"id":"A1","name\ud83d":1,"name\ud83e":2}"#;
    let server = Server::with_responses([answer(200, "").bytes(&body[..])]);
    let request = server.concur().requests().get("A1").await.unwrap();
    let fields: Vec<_> = request
        .additional
        .iter()
        .map(|(name, value)| (name, value.as_str()))
        .collect();
    assert_eq!(fields, [("name\u{fffd}", "1"), ("name\u{fffd}\u{fffd}", "2")]);
}

#[tokio::test]
async fn error_with_invalid_text_keeps_its_code() {
    let body = b"{\"errors\":[{\"errorCode\":\"notFound\",\"errorMessage\":\"Caf\xE9 \\ud83d\"}]}";
    let server = Server::with_responses([answer(404, "").bytes(body.to_vec())]);
    match server.concur().requests().get("A1").await {
        Err(Error::Api(error)) => {
            assert!(error.has(ErrorCode::NotFound));
            assert_eq!(error.details()[0].message.as_deref(), Some("Caf\u{fffd} \u{fffd}"));
        }
        other => panic!("{:?}", other.map(drop)),
    }
}

//! Errors: distinct, typed, with everything a caller needs to handle them, and without secrets.

use sap_concur::request::{ErrorCode, RequestError};
use sap_concur::{CallOptions, Concur, Error};

use crate::server::{RESPONSE_CORRELATION_ID, Server, TOKEN};

/// Returns the error of a call that gets this status and body.
async fn refused(status: u16, body: &str) -> RequestError {
    let server = Server::responding(status, body).await;
    match server.concur().requests().get("A1").await {
        Err(Error::Api(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn all_four_error_body_shapes_are_parsed() {
    let shapes = [
        (
            r#"{"errors":[{"errorCode":"notFound","errorMessage":"gone"}]}"#,
            "notFound",
            "gone",
        ),
        (
            r#"{"code":16,"error":"invalid_request","error_description":"gone","geolocation":"https://us"}"#,
            "16",
            "gone",
        ),
        (
            r#"{"errorId":"notFound","errorMessage":"gone","httpStatus":"404","path":"/x","timestamp":"t"}"#,
            "notFound",
            "gone",
        ),
        (
            r#"{"timestamp":"t","httpStatus":404,"error":{"id":"notFound","message":"gone"}}"#,
            "notFound",
            "gone",
        ),
    ];
    for (body, code, message) in shapes {
        let refused = refused(404, body).await;
        assert!(matches!(refused, RequestError::NotFound(_)), "{body}");
        assert!(refused.has(ErrorCode::from(code)), "{body}: {refused}");
        assert_eq!(refused.details()[0].message.as_deref(), Some(message), "{body}");
    }
}

#[tokio::test]
async fn html_error_page_is_kept_raw() {
    let html = "<html><body>Bad Gateway</body></html>";
    let refused = refused(502, html).await;
    assert!(matches!(refused, RequestError::Other(_)));
    assert!(refused.details().is_empty());
    assert_eq!(refused.body().text(), html);
    assert_eq!(refused.status().as_u16(), 502);
    assert_eq!(refused.correlation_id(), RESPONSE_CORRELATION_ID);
}

#[tokio::test]
async fn unknown_error_code_is_preserved() {
    let refused = refused(404, r#"{"errors":[{"errorCode":"brandNew","errorMessage":"?"}]}"#).await;
    assert!(matches!(refused.codes().next(), Some(ErrorCode::Unknown(code)) if code.as_str() == "brandNew"));
}

#[tokio::test]
async fn connection_refused_is_not_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    drop(listener);
    let concur = Concur::builder()
        .base_url(url)
        .access_token(TOKEN)
        .build()
        .expect("the client builds");
    let error = concur
        .requests()
        .get("A1")
        .await
        .expect_err("the connection is refused");
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
}

#[tokio::test]
async fn decode_error_has_the_path_and_the_body() {
    let server = Server::responding(200, r#"{"id":"A1","totalPostedAmount":{"value":"much"}}"#).await;
    let strict = Concur::builder()
        .base_url(server.url())
        .access_token(TOKEN)
        .strict(true)
        .build()
        .expect("the client builds");
    let error = strict
        .requests()
        .get("A1")
        .await
        .expect_err("the value is not a number");
    let Error::Decode(decode_error) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(decode_error.path(), "totalPostedAmount.value");
    assert!(decode_error.body().text().contains("much"));
    assert_eq!(error.correlation_id(), RESPONSE_CORRELATION_ID);
}

#[tokio::test]
async fn errors_do_not_show_the_token() {
    let server = Server::responding(401, r#"{"errors":[{"errorCode":"invalidUser","errorMessage":"no"}]}"#).await;
    let concur = server.concur();
    let error = concur.requests().get("A1").await.expect_err("it is refused");
    let shown = format!("{error} {error:?} {concur:?} {:?}", concur.requests().get("A1"));
    assert!(!shown.contains(TOKEN), "{shown}");
}

#[test]
fn https_is_required_except_for_localhost() {
    let build = |url: &str| Concur::builder().base_url(url).access_token(TOKEN).build();
    assert!(build("http://us2.api.concursolutions.com").is_err());
    assert!(build("https://us2.api.concursolutions.com").is_ok());
    assert!(build("http://localhost:1").is_ok());
    assert!(build("nonsense").is_err());
}

#[tokio::test]
async fn errors_print_the_operation_and_the_cause_only() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    drop(listener);
    let build = |builder: sap_concur::ClientBuilder<Concur>| builder.build().expect("the client builds");
    let requests = build(Concur::builder().base_url(url.as_str()).access_token(TOKEN)).requests();
    let errors = [
        requests.get("").await.expect_err("the id is empty"),
        build(Concur::builder().base_url(url))
            .requests()
            .get("A1")
            .await
            .expect_err("there is no token"),
        requests
            .get("A1")
            .options(CallOptions::new().attempts(1))
            .await
            .expect_err("the connection is refused"),
    ];
    for (error, name) in errors.iter().zip(["InvalidCallError", "NoTokenError", "NotSent"]) {
        let printed = format!("{error:?}");
        for part in [
            name,
            "operation: request.get",
            "correlation_id: \"",
            "attempts: ",
            "error: ",
        ] {
            assert!(printed.contains(part), "{part:?} is missing in {printed}");
        }
        assert!(!printed.contains("Operation {"), "{printed}");
    }
}

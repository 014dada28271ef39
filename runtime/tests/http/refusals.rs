//! Responses with which the service refuses a call.

use std::collections::BTreeMap;

use sap_concur_runtime::{ApiError, Call, CarriedOut, ErrorDetail};

use super::support::*;

async fn refused(status: u16, body: &'static str) -> ApiError<TestCode> {
    let server = Server::with_headers(status, &[("concur-correlationid", "abc")], body).await;
    let call = Call::new(&client(&server.url), &CREATE).json(&1);
    refusal(call.send::<serde_json::Value, TestError>().await.unwrap_err())
}

fn parts(detail: &ErrorDetail<TestCode>) -> (Option<&str>, Option<&str>, Option<&str>) {
    (
        detail.code.as_ref().map(AsRef::as_ref),
        detail.message.as_deref(),
        detail.data_path.as_deref(),
    )
}

#[tokio::test]
async fn a_list_of_errors_is_parsed() {
    let body = r#"{"errors":[
        {"errorCode":"invalidVendor","errorMessage":"No such\nvendor","dataPath":"lineItems[0].vendorCode"},
        {"errorCode":"missingPolicy","errorMessage":"Which one?"},
        {"errorMessage":"limit must be at most 100"}]}"#;
    let error = refused(400, body).await;
    assert_eq!(error.status(), 400);
    assert!(error.has("invalidVendor") && !error.has("other"));
    assert_eq!(error.codes().count(), 2);
    assert_eq!(
        parts(&error.details()[0]),
        (
            Some("invalidVendor"),
            Some("No such\nvendor"),
            Some("lineItems[0].vendorCode")
        )
    );
    assert_eq!(
        parts(&error.details()[2]),
        (None, Some("limit must be at most 100"), None)
    );
    assert_eq!(
        error.to_string(),
        "`test.create` was refused: 400 Bad Request, invalidVendor: No such vendor (at lineItems[0].vendorCode), and 2 \
         more errors; correlation id abc"
    );
}

#[tokio::test]
async fn the_numeric_code_of_a_token_endpoint_is_parsed() {
    let error = refused(
        400,
        r#"{"code":16,"error":"invalid_request","error_description":"user lives elsewhere"}"#,
    )
    .await;
    assert_eq!(
        parts(&error.details()[0]),
        (Some("16"), Some("user lives elsewhere"), None)
    );
    assert!(error.has("16"));
}

#[tokio::test]
async fn a_flat_error_includes_its_validation_errors() {
    let body = r#"{"errorId":"badRequest","errorMessage":"Bad","httpStatus":"400",
        "validationErrors":[{"source":"name","message":"too long"}]}"#;
    let error = refused(400, body).await;
    assert_eq!(parts(&error.details()[0]), (Some("badRequest"), Some("Bad"), None));
    assert_eq!(parts(&error.details()[1]), (None, Some("too long"), Some("name")));
    assert!(
        error
            .to_string()
            .contains("badRequest: Bad, and too long (at name); correlation id"),
        "{error}"
    );
}

#[tokio::test]
async fn a_nested_error_is_parsed() {
    let error = refused(
        404,
        r#"{"timestamp":"x","error":{"id":"notFound","message":"No list"},"path":"/lists/1"}"#,
    )
    .await;
    assert_eq!(
        parts(&error.details()[0]),
        (Some("notFound"), Some("No list"), Some("/lists/1"))
    );
}

#[tokio::test]
async fn the_body_of_a_gateway_page_is_kept_unchanged() {
    let page = "<html>\r\n<body>\t<h1>502 Bad Gateway</h1></body></html>";
    let error = refused(502, page).await;
    assert_eq!(error.body().as_bytes(), page.as_bytes());
    assert!(error.details().is_empty());
    assert_eq!(
        error.to_string(),
        "`test.create` was refused: 502 Bad Gateway, <html> <body> <h1>502 Bad Gateway</h1></body></html>; \
         correlation id abc"
    );
    let empty = refused(503, "").await;
    assert_eq!(
        empty.to_string(),
        "`test.create` was refused: 503 Service Unavailable; correlation id abc"
    );
}

#[tokio::test]
async fn a_2xx_with_errors_and_no_result_is_a_refusal() {
    let error = refused(202, r#"{"errors":[{"errorCode":"missingCurrencyCode"}]}"#).await;
    assert!(error.has("missingCurrencyCode"));
    assert_eq!(error.status(), 202);

    let server = Server::responding(202, r#"{"errors":[{"errorCode":"warning"}],"id":"1"}"#).await;
    let call = Call::new(&client(&server.url), &CREATE);
    assert!(call.send::<serde_json::Value, TestError>().await.is_ok());
    let server = Server::responding(200, r#"{"errors":[{"errorCode":"warning"}]}"#).await;
    let call = Call::new(&client(&server.url), &LIST);
    assert!(
        call.send::<serde_json::Value, TestError>().await.is_ok(),
        "this operation has no `refused_when`"
    );
}

#[tokio::test]
async fn a_success_that_refuses_records_is_a_refusal() {
    let refused = async |status, body| {
        let server = Server::responding(status, body).await;
        let call = Call::new(&client(&server.url), &IMPORT);
        refusal(call.send::<serde_json::Value, TestError>().await.unwrap_err())
    };
    let all = r#"{"records":[{"state":"FAILURE","code":17,"message":"no such country"}]}"#;
    let error = refused(200, all).await;
    assert!(error.has("17"));
    assert_eq!(error.carried_out(), CarriedOut::No);
    let shown = "`test.import` was refused: 200 OK, 17: no such country (at records[0]); correlation id ";
    assert!(error.to_string().starts_with(shown), "{error}");
    let some = r#"{"records":[{"state":"SUCCESS"},{"state":"FAILURE","code":17}]}"#;
    assert_eq!(refused(200, some).await.carried_out(), CarriedOut::Perhaps);
    assert_eq!(refused(206, r#"{"failed":1}"#).await.carried_out(), CarriedOut::Perhaps);
    assert_eq!(refused(206, "").await.carried_out(), CarriedOut::Perhaps);

    let server = Server::responding(200, r#"{"records":[{"state":"SUCCESS"}]}"#).await;
    let call = Call::new(&client(&server.url), &IMPORT);
    assert!(call.send::<serde_json::Value, TestError>().await.is_ok());
}

#[tokio::test]
async fn every_send_method_returns_refusals() {
    let server = Server::responding(403, r#"{"errors":[{"errorCode":"publicApiNotAllowed"}]}"#).await;
    let call = Call::new(&client(&server.url), &LIST);
    let error = refusal(call.clone().send_list::<u8, TestError>(None).await.unwrap_err());
    assert!(error.has("publicApiNotAllowed"));
    let error = refusal(call.send_ignoring_body::<TestError>().await.unwrap_err());
    assert!(error.has("publicApiNotAllowed"));
}

#[tokio::test]
async fn a_redirect_is_a_refusal_and_is_not_followed() {
    let target = Server::responding(200, "{}").await;
    let server = Server::with_headers(307, &[("location", &format!("{}/trap?key=secret", target.url))], "").await;
    let call = Call::new(&client(&server.url), &LIST);
    let error = refusal(call.send::<serde_json::Value, TestError>().await.unwrap_err());
    assert_eq!(error.status(), 307);
    let location = format!("307 Temporary Redirect to {}/trap;", target.url);
    assert!(error.to_string().contains(&location), "{error}");
    assert_eq!(server.requests().len(), 1);
    assert_eq!(target.requests().len(), 0);
}

#[tokio::test]
async fn a_redirect_followed_by_a_custom_client_is_an_error() {
    let target = Server::responding(200, "{}").await;
    let server = Server::with_headers(307, &[("location", &format!("{}/trap", target.url))], "").await;
    let client = builder(&server.url)
        .reqwest_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    let error = Call::new(&client, &LIST)
        .send::<serde_json::Value, TestError>()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert!(error.to_string().contains("follows redirects"), "{error}");
}

#[tokio::test]
async fn long_error_texts_are_shortened() {
    let body: &'static str = Box::leak(
        format!(
            r#"{{"errors":[{{"errorCode":"{0}","errorMessage":"{0}","dataPath":"{0}"}}]}}"#,
            "é".repeat(9000)
        )
        .into_boxed_str(),
    );
    assert!(refused(400, body).await.to_string().chars().count() < 800);
    let page: &'static str = Box::leak("é".repeat(9000).into_boxed_str());
    let error = refused(400, page).await;
    assert!(error.to_string().chars().count() < 300);
    assert!(format!("{error:?}").chars().count() < 500);
}

#[tokio::test]
async fn the_body_of_a_refusal_is_read_as_a_type() {
    let error = refused(409, r#"{"failed": 3, "left": 1}"#).await;
    let body: BTreeMap<String, u32> = error.body_as().unwrap();
    assert_eq!((body["failed"], body["left"]), (3, 1));
    let page = refused(409, "<html>A gateway</html>").await;
    assert_eq!(page.body_as::<BTreeMap<String, u32>>(), None);
    assert_eq!(refused(409, "{}").await.body_as::<Vec<u32>>(), None);
}

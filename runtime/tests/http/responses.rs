//! Successful responses and how they are decoded.

use std::collections::BTreeMap;

use sap_concur_runtime::{Call, CarriedOut, Decimal, JsonList, Response};

use super::support::*;

/// `{"name":"packed"}`.
pub(crate) const PACKED: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 75, 204, 77, 85, 178, 82, 42, 72, 76, 206, 78, 77, 81, 170, 5, 0,
    252, 171, 234, 233, 17, 0, 0, 0,
];

type Thing = BTreeMap<String, Decimal>;

async fn get(server: &Server) -> Result<Response<Thing>, Error> {
    Call::new(&client(&server.url), &GET).path("id", 1).send().await
}

async fn list(server: &Server, items_in: Option<&'static str>) -> Result<Response<JsonList<Thing>>, Error> {
    Call::new(&client(&server.url), &LIST).send_list(items_in).await
}

#[tokio::test]
async fn any_2xx_is_a_response_with_its_status_and_headers() {
    for status in [200, 201, 202, 207] {
        let server = Server::with_headers(status, &[("sunset", "tomorrow")], r#"{"total":1290.00000000}"#).await;
        let answer = get(&server).await.unwrap();
        assert_eq!(answer["total"].to_string(), "1290.00000000");
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["sunset"], "tomorrow");
        assert_eq!(
            answer.correlation_id(),
            server.only_request().header("concur-correlationid")
        );
        assert_eq!(answer.map(|thing| thing.len()).into_inner(), 1);
    }
}

#[tokio::test]
async fn the_correlation_id_of_the_response_takes_precedence() {
    let server = Server::with_headers(200, &[("Concur-Correlationid", "from-the-service")], "{}").await;
    assert_eq!(get(&server).await.unwrap().correlation_id(), "from-the-service");
    let server = Server::with_headers(200, &[("Concur-Correlationid", "")], "{}").await;
    assert_eq!(get(&server).await.unwrap().correlation_id().len(), 36);
}

#[tokio::test]
async fn gzip_is_decompressed() {
    for spelling in ["gzip", "GZIP", "x-gzip", "X-GZip"] {
        let server = Server::with_headers(200, &[("content-encoding", spelling)], PACKED).await;
        let answer = Call::new(&client(&server.url), &LIST)
            .send::<BTreeMap<String, String>, TestError>()
            .await
            .unwrap();
        assert_eq!(answer["name"], "packed", "{spelling}");
        assert!(!answer.headers().contains_key("content-encoding"));
    }
}

#[tokio::test]
async fn truncated_gzip_is_an_error_and_an_empty_gzip_body_is_empty() {
    for length in 1..PACKED.len() {
        let server = Server::with_headers(200, &[("content-encoding", "gzip")], &PACKED[..length]).await;
        let call = Call::new(&client_without_retries(&server.url), &LIST);
        let error = call.send_ignoring_body::<TestError>().await.unwrap_err();
        assert!(error.to_string().contains("not complete gzip"), "{length}: {error}");
    }
    let server = Server::with_headers(200, &[("content-encoding", "gzip")], "").await;
    let call = Call::new(&client(&server.url), &LIST);
    call.send_ignoring_body::<TestError>().await.unwrap();
}

fn client_without_retries(url: &str) -> sap_concur_runtime::Client {
    let never = sap_concur_runtime::RetryPolicy::never();
    builder(url).retries(never).build().unwrap()
}

#[tokio::test]
async fn an_ignored_body_can_be_any_json_or_empty() {
    for body in ["true", "", "7", "{\"errors\":[]}"] {
        let server = Server::responding(200, body).await;
        let call = Call::new(&client(&server.url), &DELETE).path("id", 1);
        call.send_ignoring_body::<TestError>().await.unwrap();
    }
}

#[tokio::test]
async fn a_list_can_be_bare_or_under_its_key_or_null() {
    for (body, items_in, count) in [
        ("[{},{}]", None, 2),
        ("[{},{}]", Some("data"), 2),
        (r#"{"data":[{}],"operations":[],"totalCount":5}"#, Some("data"), 1),
        (r#"{"data":null}"#, Some("data"), 0),
        ("null", None, 0),
    ] {
        assert_eq!(
            list(&Server::responding(200, body).await, items_in)
                .await
                .unwrap()
                .len(),
            count,
            "{body}"
        );
    }
    assert_eq!(list(&Server::responding(204, "").await, None).await.unwrap().len(), 0);
}

#[tokio::test]
async fn an_optional_empty_body_is_read_as_null_or_an_empty_object() {
    for (status, operation) in [(201, &CREATE), (202, &CREATE), (204, &LIST), (200, &DELETE)] {
        let server = Server::responding(status, " ").await;
        let call = call_of(&client(&server.url), operation);
        assert!(call.clone().send::<Option<Thing>, TestError>().await.unwrap().is_none());
        assert!(call.clone().send::<Thing, TestError>().await.unwrap().is_empty());
        assert!(
            call.clone()
                .send_list::<Thing, TestError>(None)
                .await
                .unwrap()
                .is_empty()
        );
        call.clone().send_ignoring_body::<TestError>().await.unwrap();
        let error = call.send::<Vec<u8>, TestError>().await.unwrap_err();
        assert_eq!(error.carried_out(), CarriedOut::Yes);
        let Error::Decode(decode_error) = error else {
            panic!("{error}")
        };
        assert_eq!((decode_error.path(), decode_error.problem()), ("", "the body is empty"));
    }
}

#[tokio::test]
async fn an_empty_body_where_json_is_required_is_a_foreign_response() {
    let server = Server::responding(200, " ").await;
    for operation in [&GET, &UPDATE, &CREATE] {
        let call = call_of(&client(&server.url), operation);
        let as_value = call
            .clone()
            .send::<Option<Thing>, TestError>()
            .await
            .map(drop)
            .unwrap_err();
        let as_list = call.send_list::<Thing, TestError>(None).await.map(drop).unwrap_err();
        for error in [as_value, as_list] {
            assert_eq!(error.carried_out(), CarriedOut::Perhaps);
            let Error::Decode(decode_error) = error else {
                panic!("{error}")
            };
            assert_eq!(
                decode_error.problem(),
                "the response is not from the service: the body is empty"
            );
        }
    }
}

#[tokio::test]
async fn a_decode_error_has_the_body_and_the_path() {
    let body = r#"{"data":[{"a":1},{"a":true}]}"#;
    let server = Server::with_headers(200, &[("concur-correlationid", "abc")], body).await;
    let strict = builder(&server.url).strict(true).build().unwrap();
    let call = Call::new(&strict, &LIST).send_list::<Thing, TestError>(Some("data"));
    let error = call.await.unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::OK));
    assert_eq!(
        error.to_string(),
        "`test.list` answered 200 OK, which cannot be decoded: at `data[1]`: invalid type: boolean `true`, expected a \
         decimal number at line 1 column 27; correlation id abc"
    );
    let Error::Decode(decode_error) = error else {
        panic!("{error}")
    };
    assert_eq!(decode_error.path(), "data[1]");
    assert_eq!(decode_error.body().text(), body);
    assert_eq!(decode_error.headers()["concur-correlationid"], "abc");
}

#[tokio::test]
async fn invalid_json_and_trailing_characters_are_decode_errors() {
    for body in ["<html>", "{} {}", "{", "\u{feff}\u{feff}{}"] {
        let server = Server::responding(200, body).await;
        assert!(matches!(get(&server).await, Err(Error::Decode(_))), "{body}");
    }
    let server = Server::responding(200, "[] []").await;
    assert!(matches!(list(&server, None).await, Err(Error::Decode(_))));
    let server = Server::responding(200, &b"{\"a\"\xff:1}"[..]).await;
    assert!(matches!(get(&server).await, Err(Error::Decode(_))));
}

#[tokio::test]
async fn a_single_item_is_read_as_a_list_of_one() {
    async fn read(body: &'static str) -> Result<Response<JsonList<Thing>>, Error> {
        let server = Server::responding(200, body).await;
        Call::new(&client(&server.url), &LIST).send_one_or_many().await
    }
    let (one, many) = (r#"{"total":1.50}"#, r#"[{"total":1.50},{"total":2}]"#);
    for (body, totals) in [
        (one, vec!["1.50"]),
        (many, vec!["1.50", "2"]),
        ("[]", vec![]),
        ("null", vec![]),
    ] {
        let answer = read(body).await.unwrap();
        let found: Vec<String> = answer.iter().map(|thing| thing["total"].to_string()).collect();
        assert_eq!(found, totals, "{body}");
    }
    // It is written as it was read.
    let list = read(one).await.unwrap().into_inner();
    assert_eq!(serde_json::to_string(&list).unwrap(), one);
    assert!(matches!(read("7").await, Err(Error::Decode(_))));
}

//! Malformed links to the next page.

use sap_concur::Error;
use serde_json::{Value, json};

use super::{PATH, page, read, start};
use crate::server::{Server, answer};

/// Starts a server with two pages. `next` is the link to the second.
fn linked_by(next: impl Into<Value>) -> Server {
    let next = next.into();
    Server::with_handler(move |request| match start(request) {
        0 => {
            let mut link = json!({ "rel": "next" });
            if !next.is_null() {
                link["href"] = next.clone();
            }
            answer(
                200,
                json!({ "data": [{ "id": "A" }], "operations": [link] }).to_string(),
            )
        }
        _ => page(&["B"], None),
    })
}

#[tokio::test]
async fn link_to_another_host_is_never_followed_there() {
    let elsewhere = Server::responding(200, r#"{"data": [{"id": "stolen"}]}"#).await;
    let authority = elsewhere.url().trim_start_matches("http://").to_owned();
    for link in [
        format!("http://{authority}{PATH}?start=1"),
        format!("http://user:pass@{authority}/?start=1"),
        format!("//{authority}{PATH}?start=1"),
        format!("\\\\{authority}{PATH}?start=1"),
        format!("http://{authority}?start=1#{PATH}"),
    ] {
        let server = linked_by(link.as_str());
        for list in [
            server.concur().requests().list(),
            server.concur().requests().list().limit(1),
        ] {
            let (ids, error) = read(list).await;
            assert!(error.is_none(), "{link}: {error:?}");
            assert_eq!(ids, ["A", "B"], "{link}");
        }
        for request in server.requests() {
            assert_eq!(request.path, PATH);
            assert_eq!(request.header("host"), Some(server.url().trim_start_matches("http://")));
        }
    }
    assert!(elsewhere.requests().is_empty(), "{:?}", elsewhere.requests());
}

#[tokio::test]
async fn link_without_the_gateway_prefix_uses_the_path_of_the_call() {
    for link in [
        "/v4/requests?start=1",
        "v4/requests?start=1",
        "https://us2.api.concursolutions.com/v4/requests?start=1",
    ] {
        let server = linked_by(link);
        let (ids, error) = read(server.concur().requests().list()).await;
        assert!(error.is_none(), "{link}: {error:?}");
        assert_eq!(ids, ["A", "B"]);
        server.requests()[1].assert_target("GET", PATH, Some("start=1"));
    }
}

#[tokio::test]
async fn unusable_link_is_an_error_after_earlier_items() {
    for link in [
        json!(""),
        json!("next"),
        json!("https://us2.api.concursolutions.com/travelrequest/v4/requests"),
        json!("?"),
        json!("?limit=2"),
        json!("?start="),
        json!("?start=two"),
        json!("?start=-1"),
        json!("?start=1.5"),
        json!("?start=99999999999999999999999"),
        json!("?start=1&start=2"),
        json!(7),
        json!({ "start": 1 }),
        // No href.
        Value::Null,
    ] {
        let server = linked_by(link.clone());
        let (ids, error) = read(server.concur().requests().list()).await;
        assert_eq!(ids, ["A"], "{link}");
        let Some(Error::Decode(decode_error)) = &error else {
            panic!("{link}: {error:?}")
        };
        assert_eq!(decode_error.path(), "operations", "{link}");
        assert!(decode_error.body().text().contains("\"next\""), "{link}");
        assert_eq!(server.requests().len(), 1, "{link}");
    }
}

#[tokio::test]
async fn link_to_an_earlier_page_is_an_error_not_a_loop() {
    for link in ["?start=2", "?start=1", "?start=0"] {
        let server = Server::with_handler(move |request| match start(request) {
            0 => page(&["A", "B"], Some("?start=2")),
            _ => page(&["C"], Some(link)),
        });
        let (ids, error) = read(server.concur().requests().list()).await;
        assert_eq!(ids, ["A", "B", "C"], "{link}");
        let Some(Error::Decode(decode_error)) = &error else {
            panic!("{link}: {error:?}")
        };
        assert!(decode_error.to_string().contains("not a later page"), "{decode_error}");
        assert_eq!(server.requests().len(), 2, "{link}");
    }
}

#[tokio::test]
async fn endless_empty_pages_are_an_error() {
    let server = Server::with_handler(|request| page(&[], Some(&format!("?start={}", start(request) + 1))));
    let (ids, error) = read(server.concur().requests().list()).await;
    assert!(ids.is_empty());
    assert!(matches!(error, Some(Error::Decode(_))), "{error:?}");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn link_errors_do_not_quote_the_query() {
    let server = linked_by("?limit=2&userId=a-person");
    let (_, error) = read(server.concur().requests().list().user_id("a-person")).await;
    let error = error.expect("the link is unusable");
    assert!(!error.to_string().contains("a-person"), "{error}");
}

#[tokio::test]
async fn page_without_a_next_link_is_the_last() {
    for end in [
        json!({}),
        json!({ "operations": null }),
        json!({ "operations": [] }),
        json!({ "operations": [{ "rel": "first", "href": "?start=0" }, { "rel": "last", "href": "?start=9" }] }),
        json!({ "operations": [{ "href": "?start=9" }] }),
    ] {
        let mut body = end.clone();
        body["data"] = json!([{ "id": "A" }]);
        let server = Server::responding(200, body.to_string()).await;
        let (ids, error) = read(server.concur().requests().list()).await;
        assert!(error.is_none(), "{end}: {error:?}");
        assert_eq!(ids, ["A"], "{end}");
        assert_eq!(server.requests().len(), 1);
    }
}

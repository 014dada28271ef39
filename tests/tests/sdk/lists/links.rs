//! Links to the next page that are not what they should be.

use sap_concur::Error;
use serde_json::{Value, json};

use super::{PATH, page, read, start};
use crate::server::{Server, answer};

/// Two pages, the second of which is linked to by this.
fn linked_by(next: impl Into<Value>) -> Server {
    let next = next.into();
    Server::by(move |seen| match start(seen) {
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
async fn a_link_to_another_host_is_read_and_the_host_is_never_asked() {
    let elsewhere = Server::answering(200, r#"{"data": [{"id": "stolen"}]}"#).await;
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
        for seen in server.all() {
            assert_eq!(seen.path, PATH);
            assert_eq!(seen.header("host"), Some(server.url().trim_start_matches("http://")));
        }
    }
    assert!(elsewhere.all().is_empty(), "{:?}", elsewhere.all());
}

#[tokio::test]
async fn a_link_without_the_prefix_of_the_gateway_leads_to_the_path_of_the_call() {
    for link in [
        "/v4/requests?start=1",
        "v4/requests?start=1",
        "https://us2.api.concursolutions.com/v4/requests?start=1",
    ] {
        let server = linked_by(link);
        let (ids, error) = read(server.concur().requests().list()).await;
        assert!(error.is_none(), "{link}: {error:?}");
        assert_eq!(ids, ["A", "B"]);
        server.all()[1].went("GET", PATH, Some("start=1"));
    }
}

#[tokio::test]
async fn a_link_that_leads_nowhere_is_an_error_after_the_items_before_it() {
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
        // No href at all.
        Value::Null,
    ] {
        let server = linked_by(link.clone());
        let (ids, error) = read(server.concur().requests().list()).await;
        assert_eq!(ids, ["A"], "{link}");
        let Some(Error::Decode(unreadable)) = &error else {
            panic!("{link}: {error:?}")
        };
        assert_eq!(unreadable.path(), "operations", "{link}");
        assert!(unreadable.body().text().contains("\"next\""), "{link}");
        assert_eq!(server.all().len(), 1, "{link}");
    }
}

#[tokio::test]
async fn a_link_that_leads_back_or_to_the_same_page_is_an_error_and_not_a_loop() {
    for back in ["?start=2", "?start=1", "?start=0"] {
        let server = Server::by(move |seen| match start(seen) {
            0 => page(&["A", "B"], Some("?start=2")),
            _ => page(&["C"], Some(back)),
        });
        let (ids, error) = read(server.concur().requests().list()).await;
        assert_eq!(ids, ["A", "B", "C"], "{back}");
        let Some(Error::Decode(unreadable)) = &error else {
            panic!("{back}: {error:?}")
        };
        assert!(unreadable.to_string().contains("loop"), "{unreadable}");
        assert_eq!(server.all().len(), 2, "{back}");
    }
}

#[tokio::test]
async fn pages_without_items_that_go_on_and_on_are_an_error() {
    let server = Server::by(|seen| page(&[], Some(&format!("?start={}", start(seen) + 1))));
    let (ids, error) = read(server.concur().requests().list()).await;
    assert!(ids.is_empty());
    assert!(matches!(error, Some(Error::Decode(_))), "{error:?}");
    assert_eq!(server.all().len(), 3);
}

#[tokio::test]
async fn an_error_of_a_link_quotes_no_query() {
    let server = linked_by("?limit=2&userId=a-person");
    let (_, error) = read(server.concur().requests().list().user_id("a-person")).await;
    let error = error.expect("the link leads nowhere");
    assert!(!error.to_string().contains("a-person"), "{error}");
}

#[tokio::test]
async fn a_page_without_a_link_is_the_last_one_however_that_is_written() {
    for end in [
        json!({}),
        json!({ "operations": null }),
        json!({ "operations": [] }),
        json!({ "operations": [{ "rel": "first", "href": "?start=0" }, { "rel": "last", "href": "?start=9" }] }),
        json!({ "operations": [{ "href": "?start=9" }] }),
    ] {
        let mut body = end.clone();
        body["data"] = json!([{ "id": "A" }]);
        let server = Server::answering(200, body.to_string()).await;
        let (ids, error) = read(server.concur().requests().list()).await;
        assert!(error.is_none(), "{end}: {error:?}");
        assert_eq!(ids, ["A"], "{end}");
        assert_eq!(server.all().len(), 1);
    }
}

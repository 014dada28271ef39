//! Positions other than an offset in a link: the URI of the next page, cursors and page numbers.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};

use bytes::Bytes;
use proptest::prelude::*;
use sap_concur_runtime::{Call, NextPage, Page, Paging, Position};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::support::{Answer, Error, LIST, Net, SEARCH, TestError};

static BY_URI: Paging = Paging {
    start: "offset",
    limit: Some("limit"),
    in_body: false,
    first_only: &[],
    position: Position::Opaque,
    next: NextPage::Uri { field: "NextPage" },
};

static BY_CURSOR: Paging = Paging {
    start: "cursor",
    limit: Some("count"),
    in_body: false,
    first_only: &[],
    position: Position::Opaque,
    next: NextPage::Cursor { field: "nextCursor" },
};

static IN_BODY: Paging = Paging {
    in_body: true,
    first_only: &["filter", "trace"],
    ..BY_CURSOR
};

static IN_BODY_BY_NUMBER: Paging = Paging {
    in_body: true,
    ..BY_NUMBER
};

static BY_NUMBER: Paging = Paging {
    start: "page",
    limit: None,
    in_body: false,
    first_only: &[],
    position: Position::Number,
    next: NextPage::Number { field: "page.number" },
};

static BY_LINK: Paging = Paging {
    start: "cursor",
    limit: None,
    in_body: false,
    first_only: &[],
    position: Position::Opaque,
    next: NextPage::Link {
        links: "links",
        relation: "next",
    },
};

static BY_OFFSET: Paging = Paging {
    position: Position::Number,
    ..BY_URI
};

/// A page of numbers, whose `next` tells the next page.
struct Numbers(Value);

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}

impl Page for Numbers {
    type Item = u64;

    fn next_page(&self) -> Option<Cow<'_, str>> {
        self.0["next"].as_str().map(Cow::Borrowed)
    }

    fn total_count(&self) -> Option<u64> {
        None
    }

    fn is_empty(&self) -> bool {
        self.0["items"].as_array().is_none_or(Vec::is_empty)
    }

    fn into_items(self) -> Vec<u64> {
        let items = self.0["items"].as_array().into_iter().flatten();
        items.filter_map(Value::as_u64).collect()
    }
}

type Items = sap_concur_runtime::Items<Numbers, TestError>;

/// Returns the value of a query parameter of a request.
fn query(request: &http::Request<Bytes>, name: &str) -> Option<String> {
    let query = request.uri().query().unwrap_or_default();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.find(|(own, _)| *own == name).map(|(_, value)| value)?;
    let value = value.replace('+', " ");
    Some(
        percent_encoding::percent_decode_str(&value)
            .decode_utf8()
            .unwrap()
            .into_owned(),
    )
}

/// Reads a list from a service that answers each position with the items and what tells the next page.
async fn read(
    paging: &'static Paging,
    call: impl FnOnce(Call) -> Call,
    pages: &[(Option<&str>, &[u64], Option<&str>)],
) -> (Vec<u64>, Option<String>, Vec<String>) {
    let pages: HashMap<Option<String>, Value> = pages
        .iter()
        .map(|(position, items, next)| (position.map(str::to_owned), json!({ "items": items, "next": next })))
        .collect();
    let net = Net::new(move |_, request| match pages.get(&query(request, paging.start)) {
        Some(page) => Answer::ok(page.clone()),
        None => Answer::status(400, json!({})),
    });
    let mut items = Items::new(call(Call::new(&net.client(), &LIST)), paging);
    let mut read = Vec::new();
    let problem = loop {
        match items.try_next().await {
            Ok(Some(item)) => read.push(item),
            Ok(None) => break None,
            Err(Error::Decode(error)) => break Some(format!("{}: {}", error.path(), error.problem())),
            Err(error) => panic!("{error}"),
        }
    };
    (read, problem, net.urls())
}

#[tokio::test]
async fn of_a_uri_only_the_position_and_size_are_used() {
    let pages: &[(Option<&str>, &[u64], Option<&str>)] = &[
        (
            None,
            &[1, 2],
            Some("http://www.evil.example.com/old/things?offset=a%2Fb+c%3D&limit=2&name=X"),
        ),
        (Some("a/b c="), &[3, 4], Some("?offset=last")),
        (Some("last"), &[5], None),
    ];
    let (items, problem, urls) = read(&BY_URI, |call| call.query("name", "Acme"), pages).await;
    assert_eq!((items, problem), (vec![1, 2, 3, 4, 5], None));
    assert_eq!(
        urls,
        [
            "https://api.example.com/gateway/v4/things?name=Acme",
            "https://api.example.com/gateway/v4/things?name=Acme&offset=a%2Fb%20c%3D&limit=2",
            "https://api.example.com/gateway/v4/things?name=Acme&offset=last",
        ]
    );
}

#[tokio::test]
async fn cursors_are_sent_as_they_came() {
    let cursor = "eyJpZCI6 \"&=?#%2F+é\u{1F4A9}";
    let pages: &[(Option<&str>, &[u64], Option<&str>)] = &[
        (None, &[1], Some(cursor)),
        (Some(cursor), &[], Some("0")),
        (Some("0"), &[2], None),
    ];
    let (items, problem, _) = read(&BY_CURSOR, |call| call, pages).await;
    assert_eq!((items, problem), (vec![1, 2], None));
}

#[tokio::test]
async fn links_and_uris_lead_to_numbers_and_to_texts() {
    let pages = [(None, &[1][..], Some("/x?cursor=abc")), (Some("abc"), &[2][..], None)];
    let (items, problem, _) = read(&BY_LINK, |call| call, &pages).await;
    assert_eq!((items, problem), (vec![1, 2], None));
    let pages = [
        (None, &[1][..], Some("?offset=1")),
        (Some("1"), &[2][..], Some("?offset=0")),
    ];
    let (items, problem, _) = read(&BY_OFFSET, |call| call, &pages).await;
    assert_eq!(items, [1, 2]);
    let expected = "NextPage: the URI `NextPage` leads from `offset` 1 to 0, which is not a later page";
    assert_eq!(problem.as_deref(), Some(expected));
}

#[tokio::test]
async fn pages_are_numbered_until_the_last() {
    let pages: &[(Option<&str>, &[u64], Option<&str>)] = &[
        (None, &[1], Some("2")),
        (Some("2"), &[2], Some("3")),
        (Some("3"), &[3], None),
    ];
    let (items, problem, urls) = read(&BY_NUMBER, |call| call, pages).await;
    assert_eq!((items, problem), (vec![1, 2, 3], None));
    assert!(urls[2].ends_with("things?page=3"), "{urls:?}");
    let (items, problem, _) = read(&BY_NUMBER, |call| call.query("page", 2), pages).await;
    assert_eq!((items, problem), (vec![2, 3], None));
}

#[tokio::test]
async fn a_position_that_was_read_before_is_an_error() {
    let pages = [(None, &[1][..], Some("b")), (Some("b"), &[2][..], Some("b"))];
    let (items, problem, urls) = read(&BY_CURSOR, |call| call, &pages).await;
    assert_eq!((items, urls.len()), (vec![1, 2], 2));
    let expected = "nextCursor: the cursor `nextCursor` leads to a page that was read before";
    assert_eq!(problem.as_deref(), Some(expected));
    let pages = [
        (Some("a"), &[1][..], Some("?offset=b")),
        (Some("b"), &[2][..], Some("?offset=a")),
    ];
    let (items, problem, _) = read(&BY_URI, |call| call.query("offset", "a"), &pages).await;
    assert_eq!(items, [1, 2]);
    let expected = "NextPage: the URI `NextPage` leads to a page that was read before";
    assert_eq!(problem.as_deref(), Some(expected));
    let pages = [(None, &[1][..], Some("2")), (Some("2"), &[2][..], Some("2"))];
    let (items, problem, _) = read(&BY_NUMBER, |call| call, &pages).await;
    assert_eq!(items, [1, 2]);
    let expected = "page.number: the page number `page.number` leads from `page` 2 to 2, which is not a later page";
    assert_eq!(problem.as_deref(), Some(expected));
}

#[tokio::test]
async fn a_uri_without_a_position_is_an_error_that_does_not_quote_it() {
    for uri in [
        "https://x/somebody",
        "?user=somebody",
        "?offset=1&offset=2&user=somebody",
    ] {
        let (items, problem, _) = read(&BY_URI, |call| call, &[(None, &[1], Some(uri))]).await;
        assert_eq!(items, [1], "{uri}");
        let problem = problem.unwrap();
        assert!(problem.starts_with("NextPage: the URI `NextPage` has "), "{problem}");
        assert!(!problem.contains("somebody"), "{problem}");
    }
    let (_, problem, _) = read(&BY_NUMBER, |call| call, &[(None, &[1], Some("two"))]).await;
    assert_eq!(
        problem.as_deref(),
        Some("page.number: the page number `page.number` is not a whole number")
    );
}

#[tokio::test]
async fn a_third_page_in_a_row_without_items_is_an_error() {
    let pages = [
        (None, &[][..], Some("1")),
        (Some("1"), &[][..], Some("2")),
        (Some("2"), &[][..], Some("3")),
    ];
    let (items, problem, urls) = read(&BY_CURSOR, |call| call, &pages).await;
    assert_eq!((items.len(), urls.len()), (0, 3));
    let expected = "nextCursor: the cursor `nextCursor` is on a page without items, after 2 others";
    assert_eq!(problem.as_deref(), Some(expected));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Whatever cursors a service returns, the list ends: after the last page, or at a cursor that was there before.
    #[test]
    fn every_walk_over_cursors_ends(next in prop::collection::vec(prop::option::of(0..6_usize), 6)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let names: Vec<String> = (0..6).map(|number| format!("c{number}")).collect();
        let at = |number: usize| next[number].map(|next| names[next].as_str());
        let items: Vec<[u64; 1]> = (0..6).map(|number| [number]).collect();
        let mut pages: Vec<(Option<&str>, &[u64], Option<&str>)> =
            (0..6).map(|number| (Some(names[number].as_str()), &items[number][..], at(number))).collect();
        pages.push((None, &[99], at(0)));
        let (read, problem, urls) = runtime.block_on(read(&BY_CURSOR, |call| call, &pages));
        prop_assert!(urls.len() <= 7, "{urls:?}");
        prop_assert_eq!(read.len(), urls.len());
        let mut seen: Vec<usize> = Vec::new();
        let mut here = next[0];
        let ends = loop {
            match here {
                None => break true,
                Some(number) if seen.contains(&number) => break false,
                Some(number) => {
                    seen.push(number);
                    here = next[number];
                }
            }
        };
        prop_assert_eq!(problem.is_none(), ends);
    }
}

/// A page of a search: its position, its items and what tells the next page.
type Searched = (Value, &'static [u64], Option<&'static str>);

/// Reads a list whose position is in the body, from a service that answers each position, as JSON, with the items and
/// what tells the next page.
async fn search(
    paging: &'static Paging,
    call: impl FnOnce(Call) -> Call,
    pages: &'static [Searched],
) -> (Vec<u64>, Option<String>, Vec<(String, Value)>) {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let net = Net::new({
        let sent = sent.clone();
        move |_, request| {
            let body: Value = serde_json::from_slice(request.body()).unwrap();
            let place = body.get(paging.start).cloned().unwrap_or_default();
            let query = request.uri().query().unwrap_or_default().to_owned();
            sent.lock().unwrap().push((query, body));
            match pages.iter().find(|(position, ..)| *position == place) {
                Some((_, items, next)) => Answer::ok(json!({ "items": items, "next": next })),
                None => Answer::status(400, json!({})),
            }
        }
    });
    let mut items = Items::new(call(Call::new(&net.client(), &SEARCH)), paging);
    let mut read = Vec::new();
    let problem = loop {
        match items.try_next().await {
            Ok(Some(item)) => read.push(item),
            Ok(None) => break None,
            Err(Error::Decode(error)) => break Some(format!("{}: {}", error.path(), error.problem())),
            Err(error) => panic!("{error}"),
        }
    };
    let sent = sent.lock().unwrap().clone();
    (read, problem, sent)
}

#[tokio::test]
async fn a_position_in_the_body_leaves_out_what_is_first_only() {
    static PAGES: LazyLock<Vec<Searched>> = LazyLock::new(|| {
        vec![
            (Value::Null, &[1, 2], Some("a \"b\"")),
            (json!("a \"b\""), &[3], Some("7")),
            (json!("7"), &[4], None),
        ]
    });
    let call = |call: Call| {
        let call = call.query("trace", "t").query("name", "n").body_field("schemas", ["s"]);
        call.body_field("filter", "x eq 1").body_field("count", 2)
    };
    let (items, problem, sent) = search(&IN_BODY, call, &PAGES).await;
    assert_eq!((items, problem), (vec![1, 2, 3, 4], None));
    let expected = [
        (
            "trace=t&name=n",
            json!({ "schemas": ["s"], "filter": "x eq 1", "count": 2 }),
        ),
        ("name=n", json!({ "schemas": ["s"], "count": 2, "cursor": "a \"b\"" })),
        ("name=n", json!({ "schemas": ["s"], "count": 2, "cursor": "7" })),
    ];
    assert_eq!(sent, expected.map(|(query, body)| (query.to_owned(), body)));
}

#[tokio::test]
async fn a_position_in_the_body_that_was_read_is_an_error() {
    static PAGES: LazyLock<Vec<Searched>> =
        LazyLock::new(|| vec![(json!("a"), &[1], Some("b")), (json!("b"), &[2], Some("a"))]);
    let (items, problem, sent) = search(&IN_BODY, |call| call.body_field("cursor", "a"), &PAGES).await;
    assert_eq!((items, sent.len()), (vec![1, 2], 2));
    let expected = "nextCursor: the cursor `nextCursor` leads to a page that was read before";
    assert_eq!(problem.as_deref(), Some(expected));
}

#[tokio::test]
async fn a_page_number_in_the_body_is_a_number() {
    static PAGES: LazyLock<Vec<Searched>> =
        LazyLock::new(|| vec![(json!(2), &[1], Some("3")), (json!(3), &[2], Some("3"))]);
    let (items, problem, _) = search(&IN_BODY_BY_NUMBER, |call| call.body_field("page", 2), &PAGES).await;
    assert_eq!(items, [1, 2]);
    let expected = "page.number: the page number `page.number` leads from `page` 3 to 3, which is not a later page";
    assert_eq!(problem.as_deref(), Some(expected));
}

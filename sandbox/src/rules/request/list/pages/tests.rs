#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;
use crate::behavior::Behavior;
use crate::behavior::Links;
use crate::rules::request::test_service::{RequestService, TRAVEL};
use crate::tenant::Tenant;

fn service(links: Links, requests: usize) -> RequestService {
    let behavior = Behavior {
        links,
        ..Behavior::default()
    };
    let service = RequestService::with(Tenant::seeded().unwrap().clone(), behavior);
    for _ in 0..requests {
        service.created("ann", TRAVEL);
    }
    service
}

/// Returns the links of a page as pairs of relation and URL.
fn links(list: &Value) -> Vec<(&str, &str)> {
    let links = list["operations"].as_array().unwrap();
    links
        .iter()
        .map(|link| (link["rel"].as_str().unwrap(), link["href"].as_str().unwrap()))
        .collect()
}

#[test]
fn page_links_keep_the_other_query_parameters() {
    let service = service(Links::Proper, 25);
    let list = service
        .get("ann", "/requests?view=ALL&start=10&x=a%26b&sortOrder=ASC")
        .ok();
    let at = |start: usize| {
        format!("http://127.0.0.1:4004/travelrequest/v4/requests?view=ALL&x=a%26b&sortOrder=ASC&limit=10&start={start}")
    };
    let (next, before, first, last) = (at(20), at(0), at(0), at(20));
    let expected = [("next", &next), ("prev", &before), ("first", &first), ("last", &last)];
    assert_eq!(links(&list), expected.map(|(rel, href)| (rel, href.as_str())));
    assert_eq!(list["totalCount"], 25);
}

#[test]
fn links_have_the_observed_forms() {
    let query = "limit=1&start=1";
    for (shape, expected) in [
        (Links::Proper, "http://127.0.0.1:4004/travelrequest/v4/requests"),
        (Links::WithoutPrefix, "http://127.0.0.1:4004/v4/requests"),
        (Links::InternalHost, "http://rqa3-raas.concurasp.com/v4/requests"),
        (
            Links::Malformed,
            "http://http://127.0.0.1:4004/travelrequest/v4/requests",
        ),
    ] {
        let list = service(shape, 2).get("ann", "/requests?limit=1").ok();
        assert_eq!(
            links(&list)[0],
            ("next", format!("{expected}?{query}").as_str()),
            "{shape:?}"
        );
    }
}

#[test]
fn the_last_page_has_no_next_and_the_first_no_previous() {
    let service = service(Links::Proper, 20);
    let rels = |query: &str| {
        let list = service.get("ann", &format!("/requests?{query}")).ok();
        links(&list)
            .into_iter()
            .map(|(rel, _)| rel.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(rels("start=0"), ["next", "first", "last"]);
    assert_eq!(rels("start=10"), ["prev", "first", "last"]);
    assert_eq!(rels("limit=100"), ["first", "last"]);
    assert_eq!(rels("start=5&limit=15"), ["prev", "first", "last"]);
}

#[test]
fn pages_beyond_the_end_are_empty_and_link_back() {
    let service = service(Links::Proper, 3);
    for (start, before) in [("3", 1), ("1000", 2), ("9223372036854775807", 2)] {
        let list = service.get("ann", &format!("/requests?limit=2&start={start}")).ok();
        assert_eq!((&list["data"], &list["totalCount"]), (&json!([]), &json!(3)));
        let rels: Vec<&str> = links(&list).into_iter().map(|(rel, _)| rel).collect();
        assert_eq!(rels, ["prev", "first", "last"]);
        assert!(links(&list)[0].1.ends_with(&format!("start={before}")), "{list}");
    }
    let empty = service.get("bea", "/requests").ok();
    assert_eq!((&empty["data"], &empty["totalCount"]), (&json!([]), &json!(0)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn following_next_returns_every_item_once(total in 0_usize..30, limit in 1_usize..12, start in 0_usize..35) {
        let service = service(Links::Proper, total);
        let all = service.get("ann", "/requests?limit=100").ok()["data"].clone();
        let (mut items, mut query) = (Vec::new(), Some(format!("limit={limit}&start={start}")));
        while let Some(asked) = query {
            let list = service.get("ann", &format!("/requests?{asked}")).ok();
            let data = list["data"].as_array().unwrap();
            prop_assert!(data.len() <= limit);
            items.extend(data.clone());
            let next = links(&list).into_iter().find(|(rel, _)| *rel == "next");
            query = next.map(|(_, href)| href.split_once('?').unwrap().1.to_owned());
            prop_assert!(items.len() <= total);
        }
        let expected: Vec<Value> = all.as_array().unwrap().iter().skip(start).cloned().collect();
        prop_assert_eq!(items, expected);
    }
}

//! Reading lists page by page.

use std::pin::{Pin, pin};

use futures_core::Stream;
use futures_util::StreamExt;
use sap_concur_runtime::{Call, CallOptions, CorrelationId, OneError, PageSummary};
use serde_json::json;

use super::support::*;

/// Serves three pages of three items each: 0 to 8.
fn nine_items() -> Net {
    Net::new(|_, request| {
        let start = start_of(request);
        let next = (start < 6).then(|| format!("https://api.example.com/gateway/v4/things?start={}", start + 3));
        things(start..start + 3, next.as_deref())
    })
}

fn items(net: &Net) -> Items {
    Items::new(Call::new(&net.client(), &LIST), &PAGING)
}

fn pages(net: &Net) -> Pages {
    Pages::new(Call::new(&net.client(), &LIST), &PAGING)
}

#[tokio::test]
async fn the_items_of_all_pages_are_read_in_order() {
    let net = nine_items();
    let read: Vec<u64> = items(&net).map(Result::unwrap).collect().await;
    assert_eq!(read, (0..9).collect::<Vec<_>>());
    assert_eq!(
        net.urls(),
        [
            "https://api.example.com/gateway/v4/things",
            "https://api.example.com/gateway/v4/things?start=3",
            "https://api.example.com/gateway/v4/things?start=6",
        ]
    );
}

#[tokio::test]
async fn the_only_item_is_returned_and_any_other_number_is_an_error() {
    let of = |count: u64| Net::new(move |_, _| things(0..count, None));
    assert_eq!(items(&of(1)).one().await.unwrap(), 0);
    let none = items(&of(0)).one().await.unwrap_err();
    assert!(none.is_not_found(), "{none}");
    let two = items(&of(2)).one().await.unwrap_err();
    assert!(matches!(two, OneError::Several), "{two}");
    assert_eq!(two.to_string(), "more than one matches: the list has several items");
}

#[tokio::test]
async fn no_page_is_read_after_the_second_item() {
    let net = nine_items();
    assert!(matches!(items(&net).one().await, Err(OneError::Several)));
    assert_eq!(net.urls().len(), 1);
}

#[tokio::test]
async fn a_failed_call_is_not_an_empty_list() {
    let net = Net::new(|_, _| Answer::status(403, json!({})));
    let failed = items(&net).one().await.unwrap_err();
    let OneError::Call(error) = &failed else {
        panic!("{failed}")
    };
    assert_eq!(error.to_string(), failed.to_string());
}

#[tokio::test]
async fn pages_have_the_status_and_correlation_id_of_the_response() {
    let net = nine_items();
    let mut pages = pages(&net);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.status(), 200);
    assert_eq!(first.correlation_id(), net.headers("concur-correlationid")[0]);
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(sap_concur_runtime::Page::into_items(page.into_inner()).len());
    }
    assert_eq!(sizes, [3, 3]);
}

#[tokio::test]
async fn each_page_is_requested_only_when_it_is_needed() {
    let net = nine_items();
    let mut items = items(&net);
    assert_eq!(net.calls(), 0);
    for expected in [1, 1, 1, 2] {
        items.try_next().await.unwrap().unwrap();
        assert_eq!(net.calls(), expected);
    }
}

#[tokio::test]
async fn filters_of_the_caller_are_sent_with_every_page() {
    let net = Net::new(|number, _| {
        things(
            [1],
            ["?view=ALL&userId=someone&start=1", "?start=2&sortField=x"]
                .get(number)
                .copied(),
        )
    });
    let call = Call::new(&net.client(), &LIST)
        .query("view", "ACTIVE")
        .query("userId", "x&start=9")
        .header("concur-note", "mine");
    let mut items = Items::new(call, &PAGING);
    while items.try_next().await.unwrap().is_some() {}
    let filters = "https://api.example.com/gateway/v4/things?view=ACTIVE&userId=x%26start%3D9";
    assert_eq!(
        net.urls(),
        [
            filters.to_owned(),
            format!("{filters}&start=1"),
            format!("{filters}&start=2")
        ]
    );
    assert_eq!(net.headers("concur-note"), ["mine"; 3]);
    assert!(
        net.headers("authorization")
            .iter()
            .all(|sent| *sent == format!("Bearer {ACCESS_TOKEN}"))
    );
}

#[tokio::test]
async fn a_list_begins_at_the_start_that_the_caller_sets() {
    let net = Net::new(|number, _| things([1], (number == 0).then_some("?start=8")));
    let call = Call::new(&net.client(), &LIST).query("start", 7).query("view", "ALL");
    let mut items = Items::new(call, &PAGING);
    assert_eq!(items.collect_up_to(9).await.unwrap().len(), 2);
    let at = "https://api.example.com/gateway/v4/things?start=";
    assert_eq!(net.urls(), [format!("{at}7&view=ALL"), format!("{at}8&view=ALL")]);
}

#[tokio::test]
async fn the_limit_of_the_caller_overrides_that_of_the_link() {
    let links = [
        "?start=1&limit=10",
        "?start=2&limit=20",
        "?start=3&limit=many",
        "?start=4&limit=0",
    ];
    for (limit, expected) in [
        (
            None,
            ["", "?start=1&limit=10", "?start=2&limit=20", "?start=3", "?start=4"],
        ),
        (
            Some(5),
            [
                "?limit=5",
                "?limit=5&start=1",
                "?limit=5&start=2",
                "?limit=5&start=3",
                "?limit=5&start=4",
            ],
        ),
    ] {
        let net = Net::new(move |number, _| things([1], links.get(number).copied()));
        let mut call = Call::new(&net.client(), &LIST);
        if let Some(limit) = limit {
            call = call.query("limit", limit);
        }
        Items::new(call, &PAGING).collect_up_to(100).await.unwrap();
        let expected = expected.map(|query| format!("https://api.example.com/gateway/v4/things{query}"));
        assert_eq!(net.urls(), expected);
    }
}

#[tokio::test]
async fn the_last_known_total_count_is_kept() {
    let net = Net::new(|number, _| match number {
        0 => Answer::ok(json!({"data": [1], "totalCount": 7, "operations": [{"rel": "next", "href": "?start=1"}]})),
        1 => Answer::ok(json!({"data": [2], "operations": [{"rel": "next", "href": "?start=2"}]})),
        _ => Answer::ok(json!({"data": [3], "totalCount": 8})),
    });
    let mut items = items(&net);
    let mut totals = vec![items.total_count()];
    while items.try_next().await.unwrap().is_some() {
        totals.push(items.total_count());
    }
    assert_eq!(totals, [None, Some(7), Some(7), Some(8)]);
}

#[tokio::test]
async fn a_given_correlation_id_is_only_used_for_the_first_page() {
    let net = nine_items();
    let id = CorrelationId::random();
    let call = Call::new(&net.client(), &LIST).options(CallOptions::new().correlation_id(id.clone()));
    Items::new(call, &PAGING).collect_up_to(9).await.unwrap();
    let ids = net.headers("concur-correlationid");
    assert_eq!(ids[0], id.as_str());
    assert!(ids[1] != ids[0] && ids[2] != ids[0] && ids[1] != ids[2]);
}

#[tokio::test]
async fn an_error_comes_after_the_items_before_it_and_ends_the_list() {
    let net = Net::new(|number, _| match number {
        0 => things([1, 2], Some("?start=2")),
        1 => Answer::status(403, json!({})),
        _ => panic!("a call was sent after an error"),
    });
    let mut items = items(&net);
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap(), 403);
    for _ in 0..3 {
        assert!(items.next().await.is_none());
    }
    assert_eq!(net.calls(), 2);
}

#[tokio::test]
async fn an_empty_list_ends_after_one_call() {
    let net = Net::new(|_, _| Answer::ok(json!({"data": [], "operations": []})));
    let mut items = items(&net);
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
    assert_eq!(net.calls(), 1);
}

#[tokio::test]
async fn two_empty_pages_are_skipped_and_three_are_an_error() {
    // Each digit is a page: 1 has an item, 0 is empty. Three empty pages are only an error if another page follows.
    for (layout, succeeds) in [
        ("1001001", true),
        ("001", true),
        ("10001", false),
        ("000", true),
        ("0001", false),
    ] {
        let net = Net::new(move |_, request| {
            let number = usize::try_from(start_of(request)).unwrap();
            let next = format!("?start={}", number + 1);
            let items = if &layout[number..=number] == "1" {
                vec![1]
            } else {
                vec![]
            };
            things(items, (number + 1 < layout.len()).then_some(&next))
        });
        let mut items = items(&net);
        let mut pages = pages(&net);
        let ones = layout.matches('1').count();
        if succeeds {
            assert_eq!(items.collect_up_to(100).await.unwrap().len(), ones, "{layout}");
            while pages.try_next().await.unwrap().is_some() {}
        } else {
            let sent_until = layout.find("000").unwrap() + 3;
            let error = loop {
                match items.try_next().await {
                    Ok(item) => assert!(item.is_some(), "{layout} ended without an error"),
                    Err(error) => break error,
                }
            };
            assert_eq!(net.calls(), sent_until);
            let message = error.to_string();
            assert!(
                message.contains("at `operations`: there is a link `next` on a page without items"),
                "{message}"
            );
            assert!(items.next().await.is_none());
        }
    }
}

#[tokio::test]
async fn three_empty_pages_are_an_error_when_pages_are_read_too() {
    let net = Net::new(|number, _| things([], Some(&format!("?start={}", number + 1))));
    let mut pages = pages(&net);
    for _ in 0..3 {
        assert!(pages.next().await.unwrap().is_ok());
    }
    assert!(matches!(pages.next().await.unwrap(), Err(Error::Decode(_))));
    assert!(pages.next().await.is_none());
    assert_eq!(net.calls(), 3);
}

#[tokio::test]
async fn collect_up_to_requests_no_more_pages_than_needed() {
    let net = nine_items();
    let mut items = items(&net);
    assert_eq!(items.collect_up_to(0).await.unwrap().len(), 0);
    assert_eq!(net.calls(), 0);
    assert_eq!(items.collect_up_to(3).await.unwrap(), [0, 1, 2]);
    assert_eq!(net.calls(), 1);
    assert_eq!(items.collect_up_to(4).await.unwrap(), [3, 4, 5, 6]);
    assert_eq!(items.collect_up_to(usize::MAX).await.unwrap(), [7, 8]);
    assert_eq!(items.collect_up_to(1).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_dropped_future_loses_no_item() {
    let net = Net::new(|_, request| match start_of(request) {
        0 => Answer::Later(Box::new(things([1], Some("?start=1")))),
        _ => Answer::Later(Box::new(things([2], None))),
    });
    let mut items = items(&net);
    let mut read = Vec::new();
    for _ in 0..2 {
        assert!(poll_once(pin!(items.next())).is_pending());
        read.push(items.next().await.unwrap().unwrap());
    }
    assert_eq!(read, [1, 2]);
    assert_eq!(net.calls(), 2);
}

#[tokio::test]
async fn the_size_hint_counts_the_buffered_items() {
    let net = nine_items();
    let mut items = items(&net);
    assert_eq!(items.size_hint(), (0, None));
    items.next().await;
    assert_eq!(items.size_hint(), (2, None));
    items.collect_up_to(6).await.unwrap();
    assert_eq!(items.size_hint(), (2, Some(2)));
}

#[tokio::test]
async fn streams_are_send_and_unpin_and_redact_parameters() {
    fn assert_stream<S: futures_core::FusedStream + Send + Unpin + std::fmt::Debug>(_: &S) {}
    let net = nine_items();
    let call = Call::new(&net.client(), &LIST).query("userId", "somebody");
    let (pages, mut items) = (Pages::new(call.clone(), &PAGING), Items::new(call, &PAGING));
    assert_stream(&pages);
    assert_stream(&items);
    let _ = poll_once(pin!(Pin::new(&mut items).next()));
    for debug in [format!("{pages:?}"), format!("{items:?}")] {
        assert!(debug.contains("test.list") && !debug.contains("somebody"), "{debug}");
    }
    let _: &dyn Send = &pages;
}

/// The fields of a page that is known at run time.
fn summary(page: &serde_json::Value) -> PageSummary {
    let links = page["operations"].as_array().into_iter().flatten();
    let mut next = links
        .filter(|link| link["rel"] == "next")
        .map(|link| link["href"].as_str());
    PageSummary {
        next: next.next().map(|href| href.unwrap_or_default().to_owned()),
        total: page["totalCount"].as_u64(),
        is_empty: page["data"].as_array().is_none_or(Vec::is_empty),
    }
}

#[tokio::test]
async fn pages_of_any_type_are_read_by_their_summary() {
    let net = nine_items();
    let call = Call::new(&net.client(), &LIST).query("limit", 3);
    let mut pages = sap_concur_runtime::Pages::<_, TestError>::summarized(call, &PAGING, summary);
    let mut read = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        read.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(serde_json::Value::as_u64),
        );
    }
    assert_eq!(read, (0..9).collect::<Vec<_>>());
    assert_eq!(
        net.urls()[2],
        "https://api.example.com/gateway/v4/things?limit=3&start=6"
    );
}

#[tokio::test]
async fn summarized_pages_never_go_round_in_circles() {
    let net = Net::new(|_, _| things([1], Some("?start=0")));
    let call = Call::new(&net.client(), &LIST);
    let mut pages = sap_concur_runtime::Pages::<_, TestError>::summarized(call, &PAGING, summary);
    assert!(pages.try_next().await.unwrap().is_some());
    let error = pages.try_next().await.unwrap_err();
    assert!(error.to_string().contains("not a later page"), "{error}");
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(net.calls(), 1);
}

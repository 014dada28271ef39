//! Whatever the pages are, all of their items come, once each and in order.

use proptest::collection::vec;
use proptest::prelude::*;
use sap_concur::request::Request;
use sap_concur::testing::{ManualClock, Script, answer};
use sap_concur::{Concur, DataCenter};
use serde_json::{Value, json};

/// A service with these pages: for each how many items, and whether it says how many there are in all.
fn service(pages: Vec<(usize, bool)>) -> Script {
    let total: usize = pages.iter().map(|(size, _)| size).sum();
    Script::by(move |sent| {
        let place: usize = sent
            .query("start")
            .map_or(0, |start| start.parse().expect("it is a number"));
        let before: usize = pages[..place].iter().map(|(size, _)| size).sum();
        let (size, says_total) = pages[place];
        let data: Vec<Value> = (before..before + size)
            .map(|id| json!({ "id": id.to_string() }))
            .collect();
        let mut body = json!({ "data": data, "operations": [] });
        if place + 1 < pages.len() {
            body["operations"] = json!([{ "rel": "next", "href": format!("https://x.example/?start={}", place + 1) }]);
        }
        if says_total {
            body["totalCount"] = json!(total);
        }
        answer(200, body.to_string()).into()
    })
}

fn concur(script: &Script) -> Concur {
    let builder = Concur::builder().base_url(DataCenter::Us2).access_token("token");
    let builder = builder.sender(script.clone()).clock(ManualClock::jumping());
    builder.build().expect("the client is whole")
}

/// Pages of which no three in a row are empty: those would be an error.
fn pages() -> impl Strategy<Value = Vec<(usize, bool)>> {
    vec((0_usize..5, any::<bool>()), 1..9).prop_map(|mut pages| {
        for at in 2..pages.len() {
            if pages[at - 2..=at].iter().all(|(size, _)| *size == 0) {
                pages[at].0 = 1;
            }
        }
        pages
    })
}

fn ids(requests: impl IntoIterator<Item = Request>) -> Vec<String> {
    let ids = requests.into_iter().map(|request| request.id.expect("it has an id"));
    ids.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_items_come_once_each_and_in_order(pages in pages(), prefetch: bool, at_once in 1_usize..7) {
        let script = service(pages.clone());
        let list = concur(&script).requests().list();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime starts");
        let total: usize = pages.iter().map(|(size, _)| size).sum();
        let expected: Vec<String> = (0..total).map(|id| id.to_string()).collect();
        let (read, of_pages, counted) = runtime.block_on(async {
            let mut items = list.clone().stream();
            let mut all = list.pages();
            if prefetch {
                (items, all) = (items.prefetch(), all.prefetch());
            }
            let mut read = Vec::new();
            loop {
                let some = items.collect_up_to(at_once).await.expect("the pages are there");
                if some.is_empty() {
                    break;
                }
                read.extend(ids(some));
            }
            let mut of_pages = Vec::new();
            while let Some(page) = all.try_next().await.expect("the pages are there") {
                of_pages.push(ids(page.into_inner().data));
            }
            (read, of_pages, items.total_count())
        });
        prop_assert_eq!(&read, &expected);
        let sizes: Vec<usize> = of_pages.iter().map(Vec::len).collect();
        prop_assert_eq!(sizes, pages.iter().map(|(size, _)| *size).collect::<Vec<_>>());
        prop_assert_eq!(of_pages.concat(), expected);
        prop_assert_eq!(script.sent().len(), 2 * pages.len());
        let says_total = pages.iter().any(|(_, says_total)| *says_total);
        prop_assert_eq!(counted, says_total.then_some(total as u64));
    }
}

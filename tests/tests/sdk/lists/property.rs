//! Property tests: whatever the pages are, a stream returns every item once and in order.

use proptest::collection::vec;
use proptest::prelude::*;
use sap_concur::request::Request;
use sap_concur::testing::{ManualClock, Script, answer};
use sap_concur::{Concur, DataCenter};
use serde_json::{Value, json};

/// Returns a service with the given pages: the number of items of each, and whether it has a total count.
fn service(pages: Vec<(usize, bool)>) -> Script {
    let total: usize = pages.iter().map(|(size, _)| size).sum();
    Script::by(move |sent| {
        let index: usize = sent.query("start").map_or(0, |start| start.parse().expect("a number"));
        let before: usize = pages[..index].iter().map(|(size, _)| size).sum();
        let (size, has_total) = pages[index];
        let data: Vec<Value> = (before..before + size)
            .map(|id| json!({ "id": id.to_string() }))
            .collect();
        let mut body = json!({ "data": data, "operations": [] });
        if index + 1 < pages.len() {
            body["operations"] = json!([{ "rel": "next", "href": format!("https://x.example/?start={}", index + 1) }]);
        }
        if has_total {
            body["totalCount"] = json!(total);
        }
        answer(200, body.to_string()).into()
    })
}

fn concur(script: &Script) -> Concur {
    let builder = Concur::builder().base_url(DataCenter::Us2).access_token("token");
    let builder = builder.sender(script.clone()).clock(ManualClock::jumping());
    builder.build().expect("the client builds")
}

/// Generates pages without three empty ones in a row, which would be an error.
fn pages() -> impl Strategy<Value = Vec<(usize, bool)>> {
    vec((0_usize..5, any::<bool>()), 1..9).prop_map(|mut pages| {
        for index in 2..pages.len() {
            if pages[index - 2..=index].iter().all(|(size, _)| *size == 0) {
                pages[index].0 = 1;
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
    fn every_item_is_returned_once_in_order(pages in pages(), prefetch: bool, batch_size in 1_usize..7) {
        let script = service(pages.clone());
        let list = concur(&script).requests().list();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("the runtime starts");
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
                let batch = items.collect_up_to(batch_size).await.expect("the pages load");
                if batch.is_empty() {
                    break;
                }
                read.extend(ids(batch));
            }
            let mut of_pages = Vec::new();
            while let Some(page) = all.try_next().await.expect("the pages load") {
                of_pages.push(ids(page.into_inner().data));
            }
            (read, of_pages, items.total_count())
        });
        prop_assert_eq!(&read, &expected);
        let sizes: Vec<usize> = of_pages.iter().map(Vec::len).collect();
        prop_assert_eq!(sizes, pages.iter().map(|(size, _)| *size).collect::<Vec<_>>());
        prop_assert_eq!(of_pages.concat(), expected);
        prop_assert_eq!(script.sent().len(), 2 * pages.len());
        let has_total = pages.iter().any(|(_, has_total)| *has_total);
        prop_assert_eq!(counted, has_total.then_some(total as u64));
    }
}

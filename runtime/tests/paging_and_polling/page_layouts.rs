//! Property tests: lists with pages of any size.

use std::sync::Arc;

use proptest::prelude::*;
use sap_concur_runtime::Call;

use super::support::*;

/// Generates page sizes with at most two empty pages in a row.
fn sizes() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(0..5_u64, 1..12).prop_map(|mut sizes| {
        for at in 2..sizes.len() {
            if sizes[at - 2..=at] == [0, 0, 0] {
                sizes[at] = 1;
            }
        }
        sizes
    })
}

fn net(sizes: Vec<u64>, base: &'static str, later: bool) -> Net {
    let sizes = Arc::new(sizes);
    Net::new(move |number, request| {
        // Page n starts at 10 n + 1, which is never the position of an item.
        let at = number as u64 * 10 + 1;
        assert_eq!(
            start_of(request),
            if number == 0 { 0 } else { at },
            "pages are requested in order"
        );
        let first: u64 = sizes[..number].iter().sum();
        let next = format!("{base}?start={}&limit=7", at + 10);
        let answer = things(
            first..first + sizes[number],
            (number + 1 < sizes.len()).then_some(&next),
        );
        if later { Answer::Later(Box::new(answer)) } else { answer }
    })
}

fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(future)
}

proptest! {
    #[test]
    fn every_item_is_read_once_in_order_with_one_call_per_page(
        sizes in sizes(),
        base in prop::sample::select(vec!["", "https://api.example.com/v4/things", "http://10.0.0.1:1/x/y"]),
        prefetch: bool,
        later: bool,
        chunk in 1..9_usize,
    ) {
        let (pages, all) = (sizes.len(), sizes.iter().sum::<u64>());
        let net = net(sizes, base, later);
        let mut items = Items::new(Call::new(&net.client(), &LIST), &PAGING);
        if prefetch {
            items = items.prefetch();
        }
        let read = block_on(async {
            let mut read = Vec::new();
            loop {
                let some = items.collect_up_to(chunk).await.unwrap();
                read.extend_from_slice(&some);
                if some.len() < chunk {
                    break read;
                }
            }
        });
        prop_assert_eq!(read, (0..all).collect::<Vec<_>>());
        prop_assert_eq!(net.calls(), pages);
    }

    #[test]
    fn each_page_takes_one_call(sizes in sizes(), prefetch: bool, later: bool) {
        let expected = sizes.len();
        let net = net(sizes, "", later);
        let mut pages = Pages::new(Call::new(&net.client(), &LIST), &PAGING);
        if prefetch {
            pages = pages.prefetch();
        }
        let read = block_on(async {
            let mut read = 0;
            while pages.try_next().await.unwrap().is_some() {
                read += 1;
            }
            read
        });
        prop_assert_eq!(read, expected);
        prop_assert_eq!(net.calls(), expected);
    }

    #[test]
    fn no_link_causes_a_panic_or_a_call_to_another_url(link in "\\PC*|.{0,3}\\?(start=)?.{0,12}|\\?start=[0-9]{0,22}") {
        let net = Net::new(move |number, _| things([1], (number == 0).then_some(&link)));
        let mut items = Items::new(Call::new(&net.client(), &LIST), &PAGING);
        block_on(async { while let Ok(Some(_)) = items.try_next().await {} });
        for url in net.urls() {
            prop_assert!(
                url == "https://api.example.com/gateway/v4/things"
                    || url.starts_with("https://api.example.com/gateway/v4/things?start="),
                "{url}"
            );
        }
    }
}

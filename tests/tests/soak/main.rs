//! A few seconds of the soak that `cargo run --release -p tests --example soak` plays for ten minutes.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod play;

use std::collections::HashMap;
use std::time::Duration;

use concur_sandbox::Sandbox;
use play::Plan;
use play::ledger::{Fate, Ledger};
use tokio::sync::oneshot;

/// A sandbox on a thread and a runtime of its own, whose tasks and connections do not count among those of the SDK.
struct Elsewhere {
    url: String,
    gateway: String,
    _end: oneshot::Sender<()>,
}

impl Elsewhere {
    fn start() -> Self {
        let (url, started) = std::sync::mpsc::channel();
        let (_end, ended) = oneshot::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("there is a runtime").block_on(async move {
                let creation = Duration::from_millis(200);
                let sandbox = Sandbox::builder().random_seed(1).creation_takes(creation);
                let sandbox = sandbox
                    .idle_timeout(play::IDLE_TIMEOUT)
                    .start()
                    .await
                    .expect("it starts");
                let gateway = play::gateway::start(sandbox.url()).await.expect("it starts");
                url.send((sandbox.url().to_owned(), gateway))
                    .expect("somebody waits for it");
                let _ = ended.await;
            });
        });
        let (url, gateway) = started.recv().expect("it has started");
        Self { url, gateway, _end }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_faults_nothing_is_lost_doubled_or_left() {
    let sandbox = Elsewhere::start();
    let (url, gateway) = (sandbox.url.clone(), sandbox.gateway.clone());
    let plan = Plan::new(url, gateway, 16, Duration::from_secs(5)).expect("the company has all");
    let report = play::play(&plan).await.expect("the sandbox answers");
    println!("{report}");
    let found = report.faults_found();
    assert!(found.is_empty(), "{report}\n{found:#?}");
    assert!(report.calls() > 100, "{report}");
    assert!(
        report.counts.calls.values().all(|(calls, failed)| failed < calls),
        "{report}"
    );
}

#[test]
fn books_that_do_not_agree_are_found() {
    let books = Ledger::default();
    let there = Fate::There("id".into());
    for (description, fate) in [
        ("lost", there.clone()),
        ("doubled", there.clone()),
        ("another", there.clone()),
        ("kept", there),
        ("unnamed", Fate::ThereUnnamed),
        ("refused", Fate::NotThere),
        ("unknown", Fate::Unknown),
        ("unknown and there", Fate::Unknown),
        ("unknown and doubled", Fate::Unknown),
    ] {
        books.note(description.into(), fate);
    }
    let there = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let orders = HashMap::from([
        ("doubled".to_owned(), there(&["id", "id 2"])),
        ("another".to_owned(), there(&["id 2"])),
        ("kept".to_owned(), there(&["id"])),
        ("refused".to_owned(), there(&["id 3"])),
        ("unknown and there".to_owned(), there(&["id 4"])),
        ("unknown and doubled".to_owned(), there(&["id 5", "id 6"])),
        ("sent by nobody".to_owned(), there(&["id 7"])),
    ]);
    let broken = books.compared_with(&orders);
    let named = broken.iter().filter_map(|line| line.split('`').nth(1));
    assert_eq!(
        named.collect::<Vec<_>>(),
        [
            "another",
            "doubled",
            "lost",
            "refused",
            "sent by nobody",
            "unknown and doubled",
            "unnamed"
        ]
    );
}

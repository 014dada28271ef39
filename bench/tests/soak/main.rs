//! Runs the soak test for a few seconds. `cargo run --release --manifest-path bench/Cargo.toml --example soak` runs it for ten minutes.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod workload;

use std::collections::HashMap;
use std::time::Duration;

use concur_sandbox::Sandbox;
use tokio::sync::oneshot;
use workload::Plan;
use workload::ledger::{Fate, Ledger};

/// A sandbox on its own thread and runtime, so that its tasks and connections do not count as the SDK's.
struct BackgroundSandbox {
    url: String,
    gateway: String,
    _stop: oneshot::Sender<()>,
}

impl BackgroundSandbox {
    fn start() -> Self {
        let (url, started) = std::sync::mpsc::channel();
        let (_stop, stopped) = oneshot::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("the runtime starts").block_on(async move {
                let creation = Duration::from_millis(200);
                let sandbox = Sandbox::builder().random_seed(1).creation_takes(creation);
                let sandbox = sandbox
                    .idle_timeout(workload::IDLE_TIMEOUT)
                    .start()
                    .await
                    .expect("the sandbox starts");
                let gateway = workload::gateway::start(sandbox.url())
                    .await
                    .expect("the gateway starts");
                url.send((sandbox.url().to_owned(), gateway))
                    .expect("the receiver is alive");
                let _ = stopped.await;
            });
        });
        let (url, gateway) = started.recv().expect("the sandbox starts");
        Self { url, gateway, _stop }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_lose_duplicate_or_leak_nothing() {
    let sandbox = BackgroundSandbox::start();
    let (url, gateway) = (sandbox.url.clone(), sandbox.gateway.clone());
    let plan = Plan::new(url, gateway, 16, Duration::from_secs(5)).expect("the seed is valid");
    let report = workload::run(&plan).await.expect("the sandbox responds");
    println!("{report}");
    let violations = report.violations();
    assert!(violations.is_empty(), "{report}\n{violations:#?}");
    assert!(report.calls() > 100, "{report}");
    assert!(
        report.counts.calls.values().all(|(calls, failed)| failed < calls),
        "{report}"
    );
}

#[test]
fn ledger_mismatches_are_reported() {
    let ledger = Ledger::default();
    let created = Fate::Created("id".into());
    for (description, fate) in [
        ("lost", created.clone()),
        ("duplicated", created.clone()),
        ("other id", created.clone()),
        ("as reported", created),
        ("unknown id", Fate::CreatedWithUnknownId),
        ("refused", Fate::NotCreated),
        ("unknown", Fate::Unknown),
        ("unknown and created", Fate::Unknown),
        ("unknown and duplicated", Fate::Unknown),
    ] {
        ledger.record(description.into(), fate);
    }
    let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let orders = HashMap::from([
        ("duplicated".to_owned(), owned(&["id", "id 2"])),
        ("other id".to_owned(), owned(&["id 2"])),
        ("as reported".to_owned(), owned(&["id"])),
        ("refused".to_owned(), owned(&["id 3"])),
        ("unknown and created".to_owned(), owned(&["id 4"])),
        ("unknown and duplicated".to_owned(), owned(&["id 5", "id 6"])),
        ("never sent".to_owned(), owned(&["id 7"])),
    ]);
    let mismatches = ledger.compared_with(&orders);
    let descriptions = mismatches.iter().filter_map(|line| line.split('`').nth(1));
    assert_eq!(
        descriptions.collect::<Vec<_>>(),
        [
            "duplicated",
            "lost",
            "never sent",
            "other id",
            "refused",
            "unknown and duplicated",
            "unknown id"
        ]
    );
}

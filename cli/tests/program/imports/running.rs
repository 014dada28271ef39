//! Runs that somebody interrupts, or looks at, while they go on.

use super::*;
use crate::orders::import;

/// Waits until the sandbox has this many purchase requests.
async fn arrived(user: &User, count: usize) {
    for _ in 0..500 {
        if user.records().await.len() >= count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{count} purchase requests do not arrive");
}

#[tokio::test(flavor = "multi_thread")]
async fn signals_wait_for_what_is_in_flight() {
    for signal in ["-INT", "-TERM"] {
        let user = user_with(&orders("S", 8)).await;
        let slow = user
            .sandbox
            .inject(Fault::latency(Duration::from_millis(900)).on(CREATE));
        let said = user.path("said.txt");
        let mut running = user.start(import("orders.csv", &["--workers", "2"]), &said);
        arrived(&user, 2).await;
        running.signal(signal);
        let status = running.ended(Duration::from_secs(10)).await.unwrap();
        let said = std::fs::read_to_string(said).unwrap();
        assert_eq!(status.code(), Some(130), "{said}");
        assert!(said.contains("Once more to end at once"), "{said}");
        assert_eq!(user.records().await.len(), 2, "nothing else was sent");
        let states = user.states().await;
        assert_eq!(
            (states.get("accepted"), states.get("planned")),
            (Some(&2), Some(&6)),
            "{states:?}"
        );

        user.sandbox.clear_fault(slow);
        user.import("orders.csv", &[]).await.succeeded();
        assert_eq!(user.records().await.len(), 8);
        assert_eq!(user.states().await.get("created"), Some(&8));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn second_signal_ends_at_once_and_loses_nothing() {
    let user = user_with(&orders("S", 6)).await;
    let slow = user.sandbox.inject(Fault::latency(Duration::from_secs(20)).on(CREATE));
    let mut running = user.start(import("orders.csv", &["--workers", "2"]), &user.path("said.txt"));
    arrived(&user, 2).await;
    running.signal("-INT");
    assert!(running.ended(Duration::from_millis(300)).await.is_none(), "it waits");
    running.signal("-INT");
    let status = running.ended(Duration::from_secs(2)).await.expect("it ends at once");
    assert_eq!(status.code(), Some(130));

    user.sandbox.clear_fault(slow);
    user.import("orders.csv", &[]).await.ended_with(7);
    let states = user.states().await;
    assert_eq!(
        (states.get("uncertain"), states.get("created")),
        (Some(&2), Some(&4)),
        "{states:?}"
    );
    assert_eq!(keys(&user.records().await), ["S-1", "S-2", "S-3", "S-4", "S-5", "S-6"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn signals_do_not_wait_for_the_rate_or_after_a_429() {
    let busy = Fault::status(429).retry_after(Duration::from_secs(60));
    for (rate, fault) in [("1/m", None), ("100/s", Some(busy.on(CREATE).skip(1)))] {
        let user = user_with(&orders("S", 5)).await;
        fault.map(|fault| user.sandbox.inject(fault));
        let said = user.path("said.txt");
        let mut running = user.start(import("orders.csv", &["--rate", rate]), &said);
        arrived(&user, 1).await;
        // The others wait.
        tokio::time::sleep(Duration::from_millis(200)).await;
        running.signal("-INT");
        let status = running
            .ended(Duration::from_secs(5))
            .await
            .expect("nothing is in flight");
        assert_eq!(status.code(), Some(130), "{}", std::fs::read_to_string(said).unwrap());
        let states = user.states().await;
        assert_eq!(states.get("planned"), Some(&4), "{states:?}");
        user.sandbox.clear_faults();
        user.import("orders.csv", &[]).await.succeeded();
        assert_eq!(user.records().await.len(), 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_may_read_journals() {
    use std::os::unix::fs::PermissionsExt;

    let user = user_with(&orders("P", 4)).await;
    user.sandbox
        .inject(Fault::latency(Duration::from_millis(500)).on(CREATE));
    let mut running = user.start(import("orders.csv", &[]), &user.path("said.txt"));
    arrived(&user, 1).await;
    let files = std::fs::read_dir(user.path("config")).unwrap().map(Result::unwrap);
    let journal: Vec<_> = files
        .filter(|file| file.file_name().to_string_lossy().starts_with("imports-"))
        .collect();
    assert!(
        journal.len() >= 3,
        "a log and a lock belong to it while it is written: {journal:?}"
    );
    for file in journal {
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.path());
    }
    assert!(running.ended(Duration::from_secs(20)).await.unwrap().success());

    std::fs::set_permissions(user.journal(), PermissionsExt::from_mode(0o644)).unwrap();
    let ran = user.import("orders.csv", &[]).await;
    assert_ne!(ran.code, 0);
    assert!(ran.stderr.contains("chmod 600"), "{}", ran.stderr);
}

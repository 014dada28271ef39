//! An export that is killed again and again while Requests change and the service fails in every way that it can:
//! afterwards the file has each Request in its newest state, and no state twice.
//!
//! `EXPORT_TRIAL_RUNS=200` sets the number of runs, `EXPORT_TRIAL_SEED` the seed.

use std::collections::BTreeMap;
use std::time::Duration;

use concur_sandbox::Fault;

use super::office::Office;

const RUNS: u64 = 16;

#[tokio::test(flavor = "multi_thread")]
async fn killed_exports_lose_and_double_nothing() {
    trial("requests.jsonl", number("EXPORT_TRIAL_SEED").unwrap_or(11)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_exports_of_csv_lose_and_double_nothing() {
    trial("requests.csv", number("EXPORT_TRIAL_SEED").unwrap_or(12)).await;
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn faults() -> Vec<Fault> {
    let (list, get, token) = ("request.list", "request.get", "oauth.token");
    let of = |fault: Fault, operation: &str, share: f64| fault.on(operation).rate(share);
    let millis = Duration::from_millis;
    vec![
        of(Fault::latency(millis(3)), get, 1.0),
        of(Fault::status(429).retry_after(millis(20)), get, 0.02),
        of(Fault::status(503), list, 0.03),
        of(Fault::status(503), get, 0.005),
        of(Fault::drop_connection(), list, 0.03),
        of(Fault::drop_connection(), get, 0.005),
        of(Fault::truncate(40), list, 0.03),
        of(Fault::truncate(40), get, 0.005),
        of(Fault::html(), get, 0.002),
        of(Fault::status(503), token, 0.2),
    ]
}

async fn trial(file: &'static str, seed: u64) {
    let office = Office::new().await.with_file(file);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut ids = office.create_many(60).await;
    let said = office.user.path("said.txt");
    let mut ends: BTreeMap<&str, u64> = BTreeMap::new();
    let runs = number("EXPORT_TRIAL_RUNS").unwrap_or(RUNS);
    let mut changes = 0;
    for run in 0..runs {
        for fault in faults() {
            office.user.sandbox.inject(fault);
        }
        let arguments = office.arguments(&["--parameter", "limit=9", "--timeout", "2s", "--overlap", "1s"]);
        let mut running = office.user.start(arguments, &said);
        // Some come to their end.
        let lasts = match run % 4 {
            3 => Duration::from_millis(1000),
            _ => Duration::from_millis(random.u64(20..=600)),
        };
        let began = std::time::Instant::now();
        // The next change comes as soon as the last one is done.
        while began.elapsed() < lasts && running.ended(Duration::ZERO).await.is_none() {
            change(&office, &mut ids, &mut random, changes).await;
            changes += 1;
        }
        let patience = Duration::from_secs(if run % 4 == 3 { 20 } else { 0 });
        let end = match running.ended(patience).await {
            Some(status) if status.success() => "done",
            Some(_) => "failed",
            None => {
                running.kill();
                "killed"
            }
        };
        *ends.entry(end).or_default() += 1;
        office.user.sandbox.clear_faults();
        if run % 8 == 7 {
            office.export(&[]).await.succeeded();
            office.is_whole().await;
        }
    }
    office.export(&[]).await.succeeded();
    office.is_whole().await;
    println!(
        "{file}: {changes} changes, {} lines, runs: {ends:?}",
        office.lines().len()
    );
    assert!(ends.get("killed").is_some_and(|killed| *killed > runs / 4), "{ends:?}");
}

/// One change to a Request, or a new one. One in ten is deleted.
async fn change(office: &Office, ids: &mut Vec<String>, random: &mut fastrand::Rng, number: u64) {
    let place = random.usize(..ids.len());
    match random.u8(..10) {
        0 | 1 if ids.len() > 60 => office.remove(&ids.swap_remove(place)).await,
        0..=2 => ids.push(office.create(&format!("new {number}")).await),
        3 => office.add_expense(&ids[place]).await,
        4 => {
            office
                .rename(&ids[place], &format!("line {number}\nand \"another\""))
                .await
        }
        _ => office.rename(&ids[place], &format!("change {number}")).await,
    }
    tokio::time::sleep(Duration::from_millis(random.u64(5..25))).await;
}

//! The cost of a call through the SDK compared with the same call through reqwest and serde_json, to a loopback server
//! that responds immediately. The two are measured in alternating rounds, so other load on the machine affects both.
//!
//! CPU time is that of the client's thread. The server runs on another thread and is not included.

#![allow(clippy::expect_used, missing_docs, reason = "a benchmark")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/loopback.rs"]
mod loopback;
#[path = "support/processor.rs"]
mod processor;

use std::future::Future;
use std::time::{Duration, Instant};

use bench::fixtures;
use peers::by_hand;
use sap_concur::Concur;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use figures::{Figure, median, write};
use processor::cpu_time;

const ID: &str = "9E3779B97F4A7C159E3779B97F4A7C15";
const TOKEN: &str = "a-token-as-long-as-one-of-the-service-is-in-most-cases";
/// Calls per round.
const CALLS: usize = 1_000;
const ROUNDS: usize = 15;

fn main() {
    let url = loopback::serve(fixtures::one_request(7).expect("the fixture is valid"));
    let mut figures = Vec::new();
    for (concurrency, label) in [(1, "sequential"), (64, "64 concurrent")] {
        let (sdk, by_hand) = rounds(&url, concurrency);
        let cpu = [&sdk.cpu, &by_hand.cpu].map(|rounds| median(rounds));
        figures.push(Figure::new(format!("CPU per call, {label}"), "ns", cpu, "by hand").at_most(1.10));
        let wall = [&sdk.wall, &by_hand.wall].map(|rounds| median(rounds));
        figures.push(Figure::new(format!("time per call, {label}"), "ns", wall, "by hand").at_most(1.0 / 0.95));
    }
    write("call", &figures);
}

/// Nanoseconds per call, one value per round.
#[derive(Default)]
struct Timings {
    cpu: Vec<f64>,
    wall: Vec<f64>,
}

fn rounds(url: &str, concurrency: usize) -> (Timings, Timings) {
    let (mut sdk, mut by_hand) = (Timings::default(), Timings::default());
    let concur = Concur::builder()
        .base_url(url)
        .access_token(TOKEN)
        .build()
        .expect("the client builds");
    let reqwest = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("the client builds");
    let address = format!("{url}/travelrequest/v4/requests/{ID}");
    let runtimes = [runtime(), runtime()];
    for _ in 0..ROUNDS {
        sdk.round(&runtimes[0], concurrency, || with_sdk(concur.clone()));
        by_hand.round(&runtimes[1], concurrency, || {
            with_reqwest(reqwest.clone(), address.clone())
        });
    }
    (sdk, by_hand)
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the runtime starts")
}

async fn with_sdk(concur: Concur) {
    let request = concur.requests().get(ID).send().await.expect("the server responds");
    assert!(request.approved.is_some());
}

async fn with_reqwest(client: reqwest::Client, address: String) {
    let response = client
        .get(address)
        .bearer_auth(TOKEN)
        .header("accept", "application/json");
    let response = response
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .expect("the server responds");
    let body = response.bytes().await.expect("the body is complete");
    let request: by_hand::inline::Request = serde_json::from_slice(&body).expect("it deserializes");
    assert!(request.approved.is_some());
}

impl Timings {
    /// Measures one round after a warm-up.
    fn round<C: Future<Output = ()> + Send + 'static>(
        &mut self,
        runtime: &Runtime,
        concurrency: usize,
        call: impl Fn() -> C,
    ) {
        runtime.block_on(calls(CALLS / 10, concurrency, &call));
        let (cpu, wall) = (cpu_time(), Instant::now());
        runtime.block_on(calls(CALLS, concurrency, &call));
        let per_call = |spent: Duration| spent.as_secs_f64() * 1e9 / CALLS as f64;
        self.wall.push(per_call(wall.elapsed()));
        self.cpu.push(per_call(cpu_time() - cpu));
    }
}

/// Makes `count` calls, at most `concurrency` of them concurrently.
async fn calls<C: Future<Output = ()> + Send + 'static>(count: usize, concurrency: usize, call: &impl Fn() -> C) {
    if concurrency == 1 {
        for _ in 0..count {
            call().await;
        }
        return;
    }
    let mut in_flight = JoinSet::new();
    for _ in 0..count {
        if in_flight.len() == concurrency {
            in_flight.join_next().await;
        }
        in_flight.spawn(call());
    }
    in_flight.join_all().await;
}

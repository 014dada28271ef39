//! What a call costs beside the same call by hand, with reqwest and serde_json, to a server on loopback that answers at
//! once. The two take turns, so that what else the machine does meets both.
//!
//! Each client lives on a thread of its own, whose time on the processor is counted: that of the server is not in it.

#![allow(clippy::expect_used, missing_docs, reason = "a program to measure with")]

#[path = "support/figures.rs"]
mod figures;
#[path = "support/loopback.rs"]
mod loopback;
#[path = "support/processor.rs"]
mod processor;

use std::future::Future;
use std::time::{Duration, Instant};

use peers::by_hand;
use sap_concur::Concur;
use tests::fixtures;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use figures::{Figure, median, write};
use processor::on_processor;

const ID: &str = "9E3779B97F4A7C159E3779B97F4A7C15";
const TOKEN: &str = "a-token-as-long-as-one-of-the-service-is-in-most-cases";
/// How many calls a turn has, and how many turns there are.
const CALLS: usize = 1_000;
const TURNS: usize = 15;

fn main() {
    let url = loopback::serve(fixtures::one_request(7).expect("it can be made"));
    let mut figures = Vec::new();
    for (at_once, how) in [(1, "one after the other"), (64, "64 at once")] {
        let (sdk, by_hand) = turns(&url, at_once);
        let cpu = [&sdk.cpu, &by_hand.cpu].map(|turns| median(turns));
        figures.push(Figure::new(format!("CPU per call, {how}"), "ns", cpu, "by hand").at_most(1.10));
        let wall = [&sdk.wall, &by_hand.wall].map(|turns| median(turns));
        figures.push(Figure::new(format!("time per call, {how}"), "ns", wall, "by hand").at_most(1.0 / 0.95));
    }
    write("call", &figures);
}

/// Nanoseconds per call, one of each turn.
#[derive(Default)]
struct Spent {
    cpu: Vec<f64>,
    wall: Vec<f64>,
}

fn turns(url: &str, at_once: usize) -> (Spent, Spent) {
    let (mut sdk, mut by_hand) = (Spent::default(), Spent::default());
    let concur = Concur::builder()
        .base_url(url)
        .access_token(TOKEN)
        .build()
        .expect("the client is whole");
    let reqwest = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("the client is whole");
    let address = format!("{url}/travelrequest/v4/requests/{ID}");
    let runtimes = [runtime(), runtime()];
    for _ in 0..TURNS {
        sdk.turn(&runtimes[0], at_once, || with_sdk(concur.clone()));
        by_hand.turn(&runtimes[1], at_once, || with_reqwest(reqwest.clone(), address.clone()));
    }
    (sdk, by_hand)
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("it starts")
}

async fn with_sdk(concur: Concur) {
    let request = concur.requests().get(ID).send().await.expect("it is answered");
    assert!(request.approved.is_some());
}

async fn with_reqwest(client: reqwest::Client, address: String) {
    let answer = client
        .get(address)
        .bearer_auth(TOKEN)
        .header("accept", "application/json");
    let answer = answer
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .expect("it is answered");
    let body = answer.bytes().await.expect("it is whole");
    let request: by_hand::inline::Request = serde_json::from_slice(&body).expect("it is read");
    assert!(request.approved.is_some());
}

impl Spent {
    /// One turn, behind some calls that nobody counts.
    fn turn<C: Future<Output = ()> + Send + 'static>(
        &mut self,
        runtime: &Runtime,
        at_once: usize,
        call: impl Fn() -> C,
    ) {
        runtime.block_on(calls(CALLS / 10, at_once, &call));
        let (cpu, wall) = (on_processor(), Instant::now());
        runtime.block_on(calls(CALLS, at_once, &call));
        let per_call = |spent: Duration| spent.as_secs_f64() * 1e9 / CALLS as f64;
        self.wall.push(per_call(wall.elapsed()));
        self.cpu.push(per_call(on_processor() - cpu));
    }
}

/// So many calls, of which so many are under way.
async fn calls<C: Future<Output = ()> + Send + 'static>(count: usize, at_once: usize, call: &impl Fn() -> C) {
    if at_once == 1 {
        for _ in 0..count {
            call().await;
        }
        return;
    }
    let mut under_way = JoinSet::new();
    for _ in 0..count {
        if under_way.len() == at_once {
            under_way.join_next().await;
        }
        under_way.spawn(call());
    }
    under_way.join_all().await;
}

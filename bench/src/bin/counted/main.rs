//! The program that `cargo xtask instructions` runs under valgrind. `counted SCENARIO TIMES` runs a scenario `TIMES`
//! times and prints nothing; without arguments, `counted` lists the scenarios.
//!
//! Setup runs once per process, whatever `TIMES` is, so the difference between two runs is the cost of the scenario
//! alone. Runs are deterministic: the same arguments take the same number of instructions.

mod memory;

use std::hint::black_box;
use std::process::ExitCode;

use bench::fixtures::{self, Failure};
use sap_concur::request::{Expense, RequestList};

/// A scenario: takes the number of times to run.
type Scenario = fn(u32) -> Result<(), Failure>;

/// The scenarios by name.
const SCENARIOS: [(&str, Scenario); 4] = [
    ("decode_100_requests", decode_requests),
    ("decode_100_expenses", decode_expenses),
    ("encode_50_lines", encode_lines),
    ("call", call),
];

fn main() -> ExitCode {
    // Correlation ids are random, and formatting one digit can take more instructions than another.
    fastrand::seed(1);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match &arguments[..] {
        [] => {
            for (name, _) in SCENARIOS {
                println!("{name}");
            }
            Ok(())
        }
        [name, times] => run(name, times),
        _ => Err("usage: counted [SCENARIO TIMES]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(name: &str, times: &str) -> Result<(), Failure> {
    let scenario = SCENARIOS.iter().find(|(known, _)| *known == name);
    let (_, scenario) = scenario.ok_or_else(|| format!("unknown scenario `{name}`"))?;
    let times = times.parse().map_err(|error| format!("`{times}`: {error}"))?;
    scenario(times)
}

/// Deserializes a page of 100 Requests, without a client.
fn decode_requests(times: u32) -> Result<(), Failure> {
    let page = fixtures::page_of_requests(100)?;
    for _ in 0..times {
        let page: RequestList = serde_json::from_str(black_box(&page))?;
        black_box(page);
    }
    Ok(())
}

/// Deserializes 100 expected expenses with their trips.
fn decode_expenses(times: u32) -> Result<(), Failure> {
    let list = fixtures::list_of_expenses(100)?;
    for _ in 0..times {
        let list: Vec<Expense> = serde_json::from_str(black_box(&list))?;
        black_box(list);
    }
    Ok(())
}

/// Serializes a purchase request with 50 line items.
fn encode_lines(times: u32) -> Result<(), Failure> {
    let order = fixtures::purchase_request(50)?;
    for _ in 0..times {
        black_box(serde_json::to_vec(black_box(&order))?);
    }
    Ok(())
}

/// Makes a complete call with a small response: URL, token, headers, sending, status and body. There is no network: the
/// response is in memory.
fn call(times: u32) -> Result<(), Failure> {
    let concur = memory::client(r#"{"purchaseRequestQueueStatus":"CREATED","purchaseRequestNumber":"PR-77"}"#)?;
    // The first call loads the token from the store.
    for _ in 0..=times {
        let call = concur.purchase_requests().get(black_box("A4B54D2E9C3F"));
        black_box(memory::block_on(call.send())??);
    }
    Ok(())
}

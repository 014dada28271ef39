//! What `cargo xtask instructions` runs under valgrind: `counted SCENARIO TIMES` does one thing so many times and says nothing;
//! without arguments it lists the scenarios.
//!
//! Everything but the thing itself happens once, however often it is done. So the difference of two runs is the thing
//! alone, without any symbol to look for. Nothing is left to chance, so that two counts are the same.

mod memory;

use std::hint::black_box;
use std::process::ExitCode;

use sap_concur::request::{Expense, RequestList};
use tests::fixtures::{self, Failure};

/// A scenario: what to do, so many times.
type Scenario = fn(u32) -> Result<(), Failure>;

/// The scenarios by name.
const SCENARIOS: [(&str, Scenario); 4] = [
    ("decode_100_requests", decode_requests),
    ("decode_100_expenses", decode_expenses),
    ("encode_50_lines", encode_lines),
    ("call", call),
];

fn main() -> ExitCode {
    // Correlation ids are made by chance, and a digit takes an instruction more than another.
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
    let (_, scenario) = scenario.ok_or_else(|| format!("there is no scenario `{name}`"))?;
    let times = times.parse().map_err(|error| format!("`{times}`: {error}"))?;
    scenario(times)
}

/// A page of 100 Requests: the types alone, without a client.
fn decode_requests(times: u32) -> Result<(), Failure> {
    let page = fixtures::page_of_requests(100)?;
    for _ in 0..times {
        let page: RequestList = serde_json::from_str(black_box(&page))?;
        black_box(page);
    }
    Ok(())
}

/// 100 expected expenses with their trips.
fn decode_expenses(times: u32) -> Result<(), Failure> {
    let list = fixtures::list_of_expenses(100)?;
    for _ in 0..times {
        let list: Vec<Expense> = serde_json::from_str(black_box(&list))?;
        black_box(list);
    }
    Ok(())
}

/// A purchase request with 50 line items.
fn encode_lines(times: u32) -> Result<(), Failure> {
    let order = fixtures::purchase_request(50)?;
    for _ in 0..times {
        black_box(serde_json::to_vec(black_box(&order))?);
    }
    Ok(())
}

/// A whole call with a small answer: address, token, headers, sending, reading the status and the body. The network is
/// memory.
fn call(times: u32) -> Result<(), Failure> {
    let concur = memory::client(r#"{"purchaseRequestQueueStatus":"CREATED","purchaseRequestNumber":"PR-77"}"#)?;
    // The first call loads the token; the others have it.
    for _ in 0..=times {
        let call = concur.purchase_requests().get(black_box("A4B54D2E9C3F"));
        black_box(memory::block_on(call.send())??);
    }
    Ok(())
}

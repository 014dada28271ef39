//! The examples of the reference in `contract/embedded/reference` work unchanged, in Rust and as curl commands,
//! and in Rust as blocking calls.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod blocking;
mod curl;
mod environment;
mod pages;
mod rust;

/// The Rust examples of the pages.
mod examples {
    #![allow(unreachable_pub, reason = "the examples are public functions on their pages")]
    include!("../../../contract/embedded/reference/examples.rs");
}

/// The same examples as blocking calls.
mod blocking_examples {
    #![allow(unreachable_pub, reason = "as above")]
    include!(concat!(env!("OUT_DIR"), "/blocking_examples.rs"));
}

use concur_spec::api::{Api, Operation};
use concur_spec::{Contract, Sources};

/// Returns the contract that the pages were generated from.
fn contract() -> Contract {
    let sources =
        Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("the specification is readable");
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// Returns every operation of every API.
fn operations(contract: &Contract) -> impl Iterator<Item = (&Api, &Operation)> {
    let apis = contract.apis.iter();
    apis.flat_map(|api| api.operations.iter().map(move |operation| (api, operation)))
}

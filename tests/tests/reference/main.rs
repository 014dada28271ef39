//! The reference in `spec/embedded/reference`: its examples work as they stand, in both forms.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod curl;
mod environment;
mod pages;
mod rust;

/// The Rust examples, as the pages have them.
mod examples {
    #![allow(unreachable_pub, reason = "a page shows each as a reader writes it")]
    include!("../../../spec/embedded/reference/examples.rs");
}

use concur_spec::api::{Api, Operation};
use concur_spec::{Contract, Sources};

/// What the pages were written from.
fn contract() -> Contract {
    let sources = Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("it can be read");
    concur_spec::contract(&sources).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Every operation of every API.
fn operations(contract: &Contract) -> impl Iterator<Item = (&Api, &Operation)> {
    let apis = contract.apis.iter();
    apis.flat_map(|api| api.operations.iter().map(move |operation| (api, operation)))
}

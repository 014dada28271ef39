//! The proof that every item of the contract is in the output: it fails for each that is not.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use concur_codegen::{count, generate, listing};
use concur_spec::{Contract, Sources};

const PLATFORM: &str = include_str!("obstacle/platform.yaml");

fn contract() -> Contract {
    concur_spec::contract(&Sources::from_texts([("spec/concur.yaml", PLATFORM)]))
        .unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn a_grant_a_scope_or_a_method_for_tokens_that_is_missing_is_noticed() {
    let contract = contract();
    let files = generate(&contract).unwrap_or_else(|fault| panic!("{fault}"));
    let whole = listing::surface(&files).unwrap_or_else(|fault| panic!("{fault}"));
    count::check(&contract, &whole).expect("everything is there");
    let lines = [
        "sap_concur::Credentials::self_value(",
        "sap_concur::Credentials::scopes_grant(",
        "sap_concur::Concur::tokens(",
        "sap_concur::Concur::authorization(",
        "sap_concur::grants_api::scopes::V2ND_SCOPE: const",
    ];
    for line in lines {
        let mut without = whole.clone();
        without.retain(|own, _| !own.starts_with(line));
        let fault = count::check(&contract, &without).expect_err("it is missing");
        assert!(fault.to_string().contains(line), "{fault}");
    }
}

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use concur_spec::{Contract, Sources};
use proptest::prelude::*;

use crate::public_api::PublicApi;
use crate::{completeness, openapi, reference, rust};

#[path = "../../tests/random/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "other tests use more of it")]
mod random;

use random::Choices;

const OBSTACLES: [(&str, &str); 2] = [
    ("spec/concur.yaml", include_str!("../../tests/obstacle/concur.yaml")),
    ("spec/obstacle.yaml", include_str!("../../tests/obstacle/obstacle.yaml")),
];

/// A platform with everything that the token call can have.
const PLATFORM: &str = include_str!("../../tests/obstacle/platform.yaml");

fn contract(sources: &Sources) -> Contract {
    concur_spec::contract(sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn public_api(contract: &Contract) -> PublicApi {
    let files = rust::crate_files(contract).and_then(rust::Output::finished);
    files.unwrap_or_else(|error| panic!("{error}")).1
}

fn assert_whole(contract: &Contract) {
    let sdk = completeness::check(contract, &public_api(contract));
    let openapi = openapi::completeness::check(contract, &openapi::document::document(contract));
    let pages = reference::files(contract).and_then(|files| reference::completeness::check(contract, &files));
    for outcome in [sdk, openapi, pages] {
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn every_item_of_the_specification_is_in_each_output() {
    let real = Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).expect("the specification is readable");
    let platform = Sources::from_texts([("spec/concur.yaml", PLATFORM)]);
    for sources in [real, Sources::from_texts(OBSTACLES), platform] {
        assert_whole(&contract(&sources));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_item_of_a_random_api_is_in_each_output(tape in prop::collection::vec(any::<u32>(), 0..3000)) {
        let api = random::api(&mut Choices::new(tape), 0);
        let files = [("spec/concur.yaml", OBSTACLES[0].1), ("spec/api_0.yaml", &api)];
        // Some are invalid.
        if let Ok(contract) = concur_spec::contract(&Sources::from_texts(files)) {
            assert_whole(&contract);
        }
    }

    #[test]
    fn every_item_of_random_shared_types_is_in_each_output(tape in prop::collection::vec(any::<u32>(), 0..3000)) {
        let mut choices = Choices::new(tape);
        let api = random::api(&mut choices, 0);
        let (shared, api) = random::shared_types(&mut choices, &api);
        let platform = format!("{}{shared}", OBSTACLES[0].1);
        let files = [("spec/concur.yaml", platform.as_str()), ("spec/api_0.yaml", &api)];
        if let Ok(contract) = concur_spec::contract(&Sources::from_texts(files)) {
            assert_whole(&contract);
        }
    }

    #[test]
    fn every_item_of_a_random_token_call_is_in_each_output(tape in prop::collection::vec(any::<u32>(), 0..1500)) {
        let tokens = random::tokens(&mut Choices::new(tape));
        let platform = format!("{}{tokens}", OBSTACLES[0].1);
        if let Ok(contract) = concur_spec::contract(&Sources::from_texts([("spec/concur.yaml", platform)])) {
            assert_whole(&contract);
        }
    }
}

#[test]
fn missing_grants_scopes_and_token_methods_are_reported() {
    let contract = contract(&Sources::from_texts([("spec/concur.yaml", PLATFORM)]));
    let whole = public_api(&contract);
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
        let error = completeness::check(&contract, &without).expect_err("a line is missing");
        assert!(error.to_string().contains(line), "{error}");
    }
}

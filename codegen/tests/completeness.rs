//! The check that every item of the contract is in the output fails for each missing item.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::path::Path;

use concur_codegen::{completeness, generate, public_api};
use concur_spec::{Contract, Sources};

const PLATFORM: &str = include_str!("obstacle/platform.yaml");

fn contract() -> Contract {
    concur_spec::contract(&Sources::from_texts([("spec/concur.yaml", PLATFORM)]))
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn missing_grants_scopes_and_token_methods_are_reported() {
    let contract = contract();
    let files = generate(&contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    let whole =
        public_api::of_files(&public_api::SDK_CRATE, &files).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    completeness::check(&contract, &whole).expect("nothing is missing");
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
        let diagnostic = completeness::check(&contract, &without).expect_err("a line is missing");
        assert!(diagnostic.to_string().contains(line), "{diagnostic}");
    }
}

/// The listing is made from the syntax trees, but users get the printed source.
#[test]
fn the_listing_matches_the_printed_source() {
    let real =
        Sources::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).expect("the specification is readable");
    let obstacles = Sources::from_texts([
        ("spec/concur.yaml", include_str!("obstacle/concur.yaml")),
        ("spec/obstacle.yaml", include_str!("obstacle/obstacle.yaml")),
    ]);
    for sources in [real, obstacles] {
        let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let files = generate(&contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
        let reparsed =
            public_api::of_files(&public_api::SDK_CRATE, &files).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
        assert!(reparsed.len() > 100);
        assert_eq!(
            files.get("generated/public-api.txt"),
            Some(&*public_api::text(&reparsed))
        );
    }
}

//! The listing of the public API.

use std::path::Path;

use concur_codegen::{generate, public_api};
use concur_spec::Sources;

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

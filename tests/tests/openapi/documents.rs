//! The documents on the disk.

use std::fs;
use std::path::{Path, PathBuf};

use concur_codegen::openapi::{self, Version};

/// The document that is committed, and the one in OpenAPI 3.0, which is made.
pub(crate) fn documents() -> [PathBuf; 2] {
    [newer(), older()]
}

/// The document that is committed.
pub(crate) fn newer() -> PathBuf {
    root().join("spec/embedded/openapi.json")
}

fn older() -> PathBuf {
    let sources = concur_spec::Sources::read(root().join("spec")).expect("the specification can be read");
    let contract = concur_spec::contract(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    let text = openapi::document(&contract, Version::V3_0).unwrap_or_else(|fault| panic!("{fault}"));
    // Tests run side by side: each writes the same, and none sees half of it.
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let half = place.join(format!("openapi-3.0.{:?}.new", std::thread::current().id()));
    let whole = place.join("openapi-3.0.json");
    fs::write(&half, text).expect("it is written");
    fs::rename(&half, &whole).expect("it is moved");
    whole
}

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the workspace").to_path_buf()
}

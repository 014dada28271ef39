//! The OpenAPI documents as files.

use std::fs;
use std::path::{Path, PathBuf};

use concur_codegen::openapi::{self, Version};

/// Returns the paths of the committed 3.1 document and of a generated 3.0 document.
pub(crate) fn documents() -> [PathBuf; 2] {
    [version_3_1(), version_3_0()]
}

/// Returns the path of the committed document.
pub(crate) fn version_3_1() -> PathBuf {
    root().join("contract/embedded/openapi.json")
}

fn version_3_0() -> PathBuf {
    let sources = concur_spec::Sources::read(root().join("spec")).expect("the specification is readable");
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let text = openapi::document(&contract, Version::V3_0).unwrap_or_else(|error| panic!("{error}"));
    // Tests run in parallel: write to a temporary file and rename it, so that no test reads a partial document.
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let temporary = directory.join(format!("openapi-3.0.{:?}.new", std::thread::current().id()));
    let document = directory.join("openapi-3.0.json");
    fs::write(&temporary, text).expect("the file is written");
    fs::rename(&temporary, &document).expect("the file is renamed");
    document
}

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the package is inside the workspace")
        .to_path_buf()
}

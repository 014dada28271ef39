//! The OpenAPI documents as files.

use std::fs;
use std::path::{Path, PathBuf};

use concur_codegen::openapi::{self, Version};
use serde_json::Value;

/// Returns the paths of the committed 3.1 document and of a generated 3.0 document.
pub(crate) fn documents() -> [PathBuf; 2] {
    [version_3_1(), version_3_0()]
}

/// Returns the path of the committed document.
pub(crate) fn version_3_1() -> PathBuf {
    root().join("contract/embedded/openapi.json")
}

/// Returns the path of the committed document without the response `default` of operations that list their failures, so
/// that another status is not in the document.
pub(crate) fn with_listed_statuses() -> PathBuf {
    let text = fs::read_to_string(version_3_1()).expect("the document is readable");
    let mut document: Value = serde_json::from_str(&text).expect("it is JSON");
    let paths = document["paths"].as_object_mut().expect("paths").values_mut();
    let operations = paths
        .filter_map(Value::as_object_mut)
        .flat_map(|path| path.values_mut());
    let mut changed = 0;
    for responses in operations.filter_map(|operation| operation.get_mut("responses")?.as_object_mut()) {
        let lists_failures = responses.keys().any(|status| status.starts_with(['4', '5']));
        changed += usize::from(lists_failures && responses.remove("default").is_some());
    }
    assert!(changed > 50, "{changed} operations list their failures");
    written("openapi-listed.json", &document.to_string())
}

/// Writes a document to a file. Tests run in parallel: it is renamed, so that no test reads a part of it.
fn written(name: &str, text: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let temporary = directory.join(format!("{name}.{:?}.new", std::thread::current().id()));
    let document = directory.join(name);
    fs::write(&temporary, text).expect("the file is written");
    fs::rename(&temporary, &document).expect("the file is renamed");
    document
}

fn version_3_0() -> PathBuf {
    let sources = concur_spec::Sources::read(root().join("spec")).expect("the specification is readable");
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let text = openapi::document(&contract, Version::V3_0).unwrap_or_else(|error| panic!("{error}"));
    written("openapi-3.0.json", &text)
}

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the package is inside the workspace")
        .to_path_buf()
}

//! Writes a generated crate to disk and runs cargo on it.

use std::path::{Path, PathBuf};
use std::process::Command;

use concur_codegen::Files;
use concur_codegen::disk;
use concur_spec::Contract;

/// Writes the crate generated from a contract to the target directory and returns its path.
pub(crate) fn on_disk(name: &str, contract: &Contract, mut files: Files) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // What an earlier version of the tests wrote must not stand in for a file that is missing now.
    if root.exists() {
        std::fs::remove_dir_all(&root).expect("the crate of an earlier run is removed");
    }
    files.insert("generated/README.md", "A crate of a test.\n");
    // The examples of the reference must compile against their crate.
    files.insert("generated/tests/reference.rs", EXAMPLES);
    files.insert("generated/Cargo.toml", manifest(contract));
    let differences = disk::compare(&files, &root).expect("the crate's directory can be read");
    disk::apply(&files, &root, &differences).expect("the crate is written");
    std::fs::copy(workspace().join("Cargo.lock"), root.join("generated/Cargo.lock")).expect("the lock file is copied");
    root.join("generated")
}

const EXAMPLES: &str = "\
//! The examples of the reference.
#![allow(missing_docs, unreachable_pub, dead_code, unused_variables)]
include!(\"../../contract/embedded/reference/examples.rs\");
";

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// The features of the SDK that do not belong to an API.
const FEATURES: [&str; 4] = ["blocking", "reqwest", "testing", "tokio"];

/// Returns a manifest in which every API is a feature, on by default.
fn manifest(contract: &Contract) -> String {
    let features: Vec<&String> = contract.apis.iter().filter_map(|api| api.feature.as_ref()).collect();
    let own = features.iter().map(|feature| format!("{feature} = []\n"));
    let passed_on = FEATURES
        .iter()
        .map(|feature| format!("{feature} = [\"sap-concur-runtime/{feature}\"]\n"));
    let declared: String = own.chain(passed_on).collect();
    let runtime = workspace().join("runtime");
    format!(
        "[package]\nname = \"sap-concur\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [features]\ndefault = {features:?}\n{declared}\n\
         [dependencies]\n\
         sap-concur-runtime = {{ path = {runtime:?}, default-features = false }}\n\
         serde = {{ version = \"1\", default-features = false }}\n\
         serde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n\n\
         [workspace]\n\n[lints.rust]\n\
         warnings = {{ level = \"deny\", priority = -1 }}\nmissing_docs = \"warn\"\nunreachable_pub = \"warn\"\n"
    )
}

/// Runs cargo in a crate, whose manifest denies warnings. All crates share a target directory and its flags, also with
/// the third API of `tests`, so dependencies are built once.
pub(crate) fn cargo(crate_: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .env("CARGO_NET_OFFLINE", "true")
        .args(arguments)
        .current_dir(crate_)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated-crates"),
        )
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?}:\n{stderr}");
}

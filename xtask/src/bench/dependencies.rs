//! Counts the dependencies of the SDK and of a client by progenitor.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::peer;
use super::process::output;
use super::row::{Bar, Row, Unit};
use crate::cargo::cargo;
use crate::workspace::{self, Failure};

pub(super) fn rows(folder: &Path) -> Result<Vec<Row>, Failure> {
    let ours = count(&workspace::root()?.join("generated"))?;
    let client = folder.join("dependencies-of-progenitor");
    fs::create_dir_all(client.join("src"))?;
    fs::write(client.join("src/lib.rs"), "")?;
    peer::manifest(&client, "builder")?;
    // Use the locked versions of the workspace where they apply.
    fs::copy(workspace::root()?.join("Cargo.lock"), client.join("Cargo.lock"))?;
    // progenitor's README uses reqwest with its default features, which include TLS and HTTP/2.
    let manifest = fs::read_to_string(client.join("Cargo.toml"))?;
    let manifest = manifest.replace(
        "reqwest = { version = \"0.13\", default-features = false,",
        "reqwest = { version = \"0.13\",",
    );
    fs::write(client.join("Cargo.toml"), manifest)?;
    Ok(vec![Row {
        what: "dependencies".to_owned(),
        unit: Unit::Count,
        ours,
        peer: "progenitor".to_owned(),
        theirs: count(&client)?,
        bar: Bar::AtMost(1.0),
    }])
}

/// Counts the crates that a crate is built from with its default features.
#[allow(clippy::cast_precision_loss, reason = "the count is small")]
fn count(package: &Path) -> Result<f64, Failure> {
    let arguments = [
        "tree",
        "--quiet",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = output(
        cargo()
            .args(arguments)
            .arg("--manifest-path")
            .arg(package.join("Cargo.toml")),
    )?;
    let crates: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(" (").next()).collect();
    Ok(crates.len() as f64)
}

//! The number of dependencies of the SDK.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The crates that decompress gzip. The service compresses large pages; a progenitor client gets them uncompressed.
const GZIP_CRATES: [&str; 5] = ["adler2", "crc32fast", "flate2", "miniz_oxide", "simd-adler32"];

/// Returns the distinct crates of a dependency tree, or the error of cargo.
fn crates(manifest: &Path) -> Result<BTreeSet<String>, String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--quiet",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .arg("--manifest-path")
        .arg(manifest)
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned());
    }
    let tree = String::from_utf8_lossy(&output.stdout);
    Ok(tree
        .lines()
        .filter_map(|line| line.split(" (").next())
        .map(str::to_owned)
        .collect())
}

#[test]
fn sdk_has_no_more_dependencies_than_a_progenitor_client() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package is inside the workspace");
    let client = Path::new(env!("CARGO_TARGET_TMPDIR")).join("client-of-progenitor");
    fs::create_dir_all(client.join("src")).expect("the directory is created");
    fs::write(client.join("src/lib.rs"), "").expect("the file is written");
    fs::copy(root.join("Cargo.lock"), client.join("Cargo.lock")).expect("the file is copied");
    let manifest = fs::read_to_string(root.join("tests/openapi/progenitor/client.toml")).expect("the file is readable");
    // The README of progenitor recommends reqwest with its default features, which include TLS and HTTP/2.
    let without = "reqwest = { version = \"0.13\", default-features = false,";
    let with_tls = manifest.replace(without, "reqwest = { version = \"0.13\",");
    assert_ne!(
        with_tls, manifest,
        "client.toml no longer has the expected reqwest line"
    );
    fs::write(client.join("Cargo.toml"), with_tls).expect("the file is written");
    let trees = [root.join("generated/Cargo.toml"), client.join("Cargo.toml")].map(|manifest| crates(&manifest));
    match trees {
        [Ok(mut ours), Ok(theirs)] => {
            ours.retain(|name| {
                !GZIP_CRATES
                    .iter()
                    .any(|gzip_crate| name.starts_with(&format!("{gzip_crate} ")))
            });
            let extra: Vec<_> = ours.difference(&theirs).collect();
            assert!(
                ours.len() <= theirs.len(),
                "{} and {}; only in the SDK: {extra:?}",
                ours.len(),
                theirs.len()
            );
        }
        [ours, theirs] => eprintln!("skipped: {}", ours.and(theirs).err().unwrap_or_default()),
    }
}

//! What comes with the SDK.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What unpacks gzip: the service sends large pages so, and the client of progenitor takes them unpacked.
const OF_GZIP: [&str; 5] = ["adler2", "crc32fast", "flate2", "miniz_oxide", "simd-adler32"];

/// The crates of a tree, each once, or why cargo cannot tell them here.
fn crates(manifest: &Path) -> Result<BTreeSet<String>, String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let client = Path::new(env!("CARGO_TARGET_TMPDIR")).join("client-of-progenitor");
    fs::create_dir_all(client.join("src")).expect("folders are made");
    fs::write(client.join("src/lib.rs"), "").expect("it is written");
    fs::copy(root.join("Cargo.lock"), client.join("Cargo.lock")).expect("it is copied");
    let manifest = fs::read_to_string(root.join("tests/openapi/progenitor/client.toml")).expect("it is read");
    // As its README has it for those who use it: reqwest with its default features, TLS and HTTP/2 among them.
    let without = "reqwest = { version = \"0.13\", default-features = false,";
    let with_tls = manifest.replace(without, "reqwest = { version = \"0.13\",");
    assert_ne!(with_tls, manifest, "the manifest has become another");
    fs::write(client.join("Cargo.toml"), with_tls).expect("it is written");
    let counted = [root.join("generated/Cargo.toml"), client.join("Cargo.toml")].map(|manifest| crates(&manifest));
    match counted {
        [Ok(mut ours), Ok(theirs)] => {
            ours.retain(|name| !OF_GZIP.iter().any(|of_gzip| name.starts_with(&format!("{of_gzip} "))));
            let more: Vec<_> = ours.difference(&theirs).collect();
            assert!(
                ours.len() <= theirs.len(),
                "{} and {}; only ours: {more:?}",
                ours.len(),
                theirs.len()
            );
        }
        [ours, theirs] => eprintln!("not tried: {}", ours.and(theirs).err().unwrap_or_default()),
    }
}

//! Generates a list of the public types of the SDK and their sizes from the listing of its public API.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// The features of the SDK that Cargo.toml enables.
const FEATURES: [&str; 2] = ["purchase-request", "request"];

fn main() -> Result<(), Box<dyn Error>> {
    let listing = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/public-api.txt");
    println!("cargo::rerun-if-changed={}", listing.display());
    let mut list = String::from("&[\n");
    let listing = fs::read_to_string(listing)?;
    let absent: Vec<&str> = listing.lines().filter_map(absent_module).collect();
    let is_there = |name: &&str| !absent.iter().any(|module| name.starts_with(&format!("{module}::")));
    for name in listing.lines().filter_map(type_path).filter(is_there) {
        writeln!(list, "    (\"{name}\", size_of::<{name}>()),")?;
    }
    list.push(']');
    let out = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    Ok(fs::write(Path::new(&out).join("sizes.rs"), list)?)
}

/// Returns the path of the module in a line such as `a::b: mod if cfg(feature = "b")`, if that feature is not enabled.
fn absent_module(line: &str) -> Option<&str> {
    let (name, feature) = line.strip_suffix("\")")?.split_once(": mod if cfg(feature = \"")?;
    (!FEATURES.contains(&feature)).then_some(name)
}

/// Returns the path of the type in a line such as `a::b::Name<T = Default>: struct`, without the generic parameters,
/// which have defaults.
fn type_path(line: &str) -> Option<&str> {
    let (name, what) = line.split_once(": ")?;
    let is_type = matches!(what, "struct" | "struct { .. }" | "enum");
    let name = name.split('<').next().filter(|_| is_type)?;
    name.starts_with("sap_concur::").then_some(name)
}

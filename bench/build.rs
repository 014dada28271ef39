//! Generates a list of the public types of the SDK and their sizes from the listing of its public API.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let listing = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/public-api.txt");
    println!("cargo::rerun-if-changed={}", listing.display());
    let mut list = String::from("&[\n");
    for name in fs::read_to_string(listing)?.lines().filter_map(type_path) {
        writeln!(list, "    (\"{name}\", size_of::<{name}>()),")?;
    }
    list.push(']');
    let out = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    Ok(fs::write(Path::new(&out).join("sizes.rs"), list)?)
}

/// Returns the path of the type in a line such as `a::b::Name<T = Default>: struct`, without the generic parameters,
/// which have defaults.
fn type_path(line: &str) -> Option<&str> {
    let (name, what) = line.split_once(": ")?;
    let is_type = matches!(what, "struct" | "struct { .. }" | "enum");
    let name = name.split('<').next().filter(|_| is_type)?;
    name.starts_with("sap_concur::").then_some(name)
}

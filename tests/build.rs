//! Makes a list of the public types of the SDK, with their sizes, out of the listing of its surface.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let listing = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/public-api.txt");
    println!("cargo::rerun-if-changed={}", listing.display());
    let mut list = String::from("&[\n");
    for name in fs::read_to_string(listing)?.lines().filter_map(a_type) {
        writeln!(list, "    (\"{name}\", size_of::<{name}>()),")?;
    }
    list.push(']');
    let out = env::var_os("OUT_DIR").ok_or("cargo says where output goes")?;
    Ok(fs::write(Path::new(&out).join("sizes.rs"), list)?)
}

/// The path of the type that a line is about, `a::b::Name<T = Default>: struct`. What stands in angle brackets has
/// defaults.
fn a_type(line: &str) -> Option<&str> {
    let (name, what) = line.split_once(": ")?;
    let is_type = matches!(what, "struct" | "struct { .. }" | "enum");
    let name = name.split('<').next().filter(|_| is_type)?;
    name.starts_with("sap_concur::").then_some(name)
}

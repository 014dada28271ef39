//! Generates types with other generators from the SDK's OpenAPI document. Their output is not committed.

#[allow(dead_code, unused_imports, unused_macros, unreachable_pub, reason = "the generator uses more of it")]
#[rustfmt::skip]
#[path = "../../codegen/src/json.rs"]
mod json;
#[path = "build/openapi.rs"]
mod openapi;
#[path = "build/openapi_generator.rs"]
mod openapi_generator;
#[path = "build/progenitor.rs"]
mod progenitor;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let source = root.join("contract/embedded/openapi.json");
    for read in [
        &source,
        &root.join("codegen/src/openapi/version_3_0.rs"),
        Path::new("build.rs"),
        Path::new("build"),
    ] {
        println!("cargo::rerun-if-changed={}", read.display());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let document = out.join("openapi-3.0.json");
    let version_3_1 = json::Json::parse(&fs::read_to_string(source)?)?;
    fs::write(
        &document,
        serde_json::to_vec(&openapi::version_3_0::document(version_3_1))?,
    )?;

    fs::write(out.join("progenitor.rs"), progenitor::types(&document)?)?;
    println!("cargo::rustc-check-cfg=cfg(openapi_generator)");
    match openapi_generator::models(&document, &out)? {
        Some(models) => {
            fs::write(out.join("openapi_generator.rs"), models)?;
            println!("cargo::rustc-cfg=openapi_generator");
        }
        None => println!(
            "cargo::warning=skipped: {} is not installed",
            openapi_generator::PROGRAM
        ),
    }
    Ok(())
}

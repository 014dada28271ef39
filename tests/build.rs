//! Lists the response types of the specification for `round_trip::any_response`, so that those of a new API are tested
//! too: `types! { request: Amount Expense …; … }`. Writes the Rust examples of the reference as blocking calls for
//! `reference::blocking`, so that each operation is called in both ways.

#![allow(clippy::expect_used, reason = "the build fails by panicking")]

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

const CONTRACT: &str = "../contract/embedded/contract.json";
const EXAMPLES: &str = "../contract/embedded/reference/examples.rs";

fn main() {
    response_types();
    blocking_examples();
}

/// Writes a file that tests include.
fn write(name: &str, text: String) {
    let folder = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join(name), text).expect("the file is written");
}

/// Examples differ from blocking ones in `await` and `async` alone, which is what users are told.
fn blocking_examples() {
    println!("cargo::rerun-if-changed={EXAMPLES}");
    let text = fs::read_to_string(EXAMPLES).expect("the examples are readable");
    let text = text
        .replace(".await?", ".wait()?")
        .replace(".await", "")
        .replace("pub async fn", "pub fn");
    let import = "    use std::error::Error;\n";
    write(
        "blocking_examples.rs",
        text.replace(import, &format!("{import}\n    use sap_concur::blocking::Wait;\n")),
    );
}

fn response_types() {
    println!("cargo::rerun-if-changed={CONTRACT}");
    let text = fs::read_to_string(CONTRACT).expect("the contract is readable");
    let contract: Value = serde_json::from_str(&text).expect("the contract is JSON");
    let mut list = String::from("types! {\n");
    for api in contract["apis"].as_array().expect("a list of APIs") {
        let models = api["models"].as_array().expect("a list of models").iter();
        let read = models.filter(|model| model["view"] == "Read" || model["view"] == "Shared");
        let names: Vec<&str> = read.filter_map(|model| model["name"].as_str()).collect();
        let (key, module) = (&api["key"], api["module"].as_str().expect("a module"));
        writeln!(list, "    {key} {module}: {};", names.join(" ")).expect("writing to a String succeeds");
    }
    list.push_str("}\n");
    write("response_types.rs", list);
}

//! Lists the response types of the specification for `round_trip::any_response`, so that those of a new API are tested
//! too: `types! { request: Amount Expense …; … }`.

#![allow(clippy::expect_used, reason = "the build fails by panicking")]

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

const CONTRACT: &str = "../contract/embedded/contract.json";

fn main() {
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
    let folder = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join("response_types.rs"), list).expect("the list is written");
}

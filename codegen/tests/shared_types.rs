//! Types that APIs share: the generated crate has each once, whichever APIs are enabled.

use std::path::PathBuf;

use concur_codegen::Files;
use concur_codegen::public_api::{self, SDK_CRATE};
use concur_spec::{Contract, Sources};

use crate::support::{PLATFORM, compiled};

const SHARED: &str = include_str!("shared/platform.yaml");
const SHOP: &str = include_str!("shared/shop.yaml");
const BANK: &str = include_str!("shared/bank.yaml");
const USES: &str = include_str!("shared/uses.rs");

fn contract() -> Contract {
    let platform = format!("{PLATFORM}{SHARED}");
    let sources = Sources::from_texts([
        ("spec/concur.yaml", platform.as_str()),
        ("spec/bank.yaml", BANK),
        ("spec/shop.yaml", SHOP),
    ]);
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn files() -> Files {
    concur_codegen::generate(&contract()).unwrap_or_else(|error| panic!("{error}"))
}

fn on_disk(name: &str, more: &[(&str, &str)]) -> PathBuf {
    let mut files = files();
    more.iter().for_each(|(path, text)| files.insert(*path, *text));
    compiled::on_disk(name, &contract(), files)
}

#[test]
fn shared_types_are_generated_once_and_exported_by_each_api() {
    let files = files();
    let defining = |item: &str| -> Vec<&str> {
        let defined = files.iter().filter(|(_, text)| text.contains(item));
        defined.map(|(path, _)| path.as_str()).collect()
    };
    assert_eq!(defining("pub struct Money {"), ["generated/src/shared/money.rs"]);
    assert_eq!(defining("pub enum Kind {"), ["generated/src/shared/values/kind.rs"]);
    let text = |path: &str| files.get(path).unwrap_or_else(|| panic!("{path} is generated"));
    insta::assert_snapshot!("shared_lib", exports(text("generated/src/lib.rs")));
    insta::assert_snapshot!("shared_module", text("generated/src/shared.rs"));
    insta::assert_snapshot!("shared_in_an_api", text("generated/src/bank.rs"));
    insta::assert_snapshot!("shared_builders_in_an_api", text("generated/src/bank/builders.rs"));
}

/// Returns the lines around the module of the shared types.
fn exports(lib: &str) -> String {
    let lines: Vec<&str> = lib.lines().collect();
    let at = lines
        .iter()
        .position(|line| *line == "pub mod shared;")
        .expect("it is there");
    lines[at - 1..=at].join("\n")
}

#[test]
fn a_type_keeps_its_path_when_it_becomes_shared() {
    let own = SHARED.split_once("shared_types:\n").expect("it has them").1;
    let listed = SHOP.find("  Money: shared\n").expect("it lists them");
    let shop = format!("{}{own}", &SHOP[..listed]);
    let before = Sources::from_texts([("spec/concur.yaml", PLATFORM), ("spec/shop.yaml", &shop)]);
    let before = concur_spec::contract(&before).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let before = concur_codegen::generate(&before).unwrap_or_else(|error| panic!("{error}"));
    let lines = |files: &Files| -> Vec<String> {
        let api = public_api::of_files(&SDK_CRATE, files).unwrap_or_else(|error| panic!("{error}"));
        let of_shop = api.into_keys().filter(|line| line.starts_with("sap_concur::shop"));
        of_shop.collect()
    };
    let after = lines(&files());
    let missing: Vec<String> = lines(&before)
        .into_iter()
        .filter(|line| !after.contains(line))
        .collect();
    // Another API sends some of the types, so that they have more than before; nothing is gone.
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn shared_types_compile_with_each_api_alone_and_with_both() {
    let place = on_disk("shared-types", &[]);
    for feature in ["bank", "shop"] {
        compiled::cargo(
            &place,
            &["clippy", "--lib", "--no-default-features", "--features", feature],
        );
    }
    compiled::cargo(&place, &["check", "--lib", "--no-default-features"]);
    compiled::cargo(&place, &["clippy", "--all-targets"]);
    compiled::cargo(&place, &["doc", "--no-deps"]);
}

#[test]
fn a_value_of_a_shared_type_belongs_to_every_api() {
    let place = on_disk("shared-values", &[("generated/tests/uses.rs", USES)]);
    compiled::cargo(&place, &["test", "--test", "uses"]);
}

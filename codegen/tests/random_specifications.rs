//! Random specifications: the generator turns everything that the language can express into Rust.

use crate::random::{self, Choices};
use crate::support::{PLATFORM, compiled, openapi, reference};
use concur_codegen::Files;
use concur_codegen::openapi::Version;
use concur_spec::{Contract, Diagnostics, Sources};
use proptest::prelude::*;

/// Returns the contract of the platform and some APIs, each in its own file.
fn contract(apis: &[String]) -> Result<Contract, Diagnostics> {
    let files = apis
        .iter()
        .enumerate()
        .map(|(number, api)| (format!("spec/api_{number}.yaml"), api.clone()));
    let platform = ("spec/concur.yaml".to_owned(), PLATFORM.to_owned());
    concur_spec::contract(&Sources::from_texts(files.chain([platform])))
}

/// Returns the contract of a platform with a token call.
fn contract_with_tokens(tokens: &str) -> Result<Contract, Diagnostics> {
    let platform = format!("{PLATFORM}{tokens}");
    concur_spec::contract(&Sources::from_texts([("spec/concur.yaml", platform)]))
}

/// Returns the contract of an API some of whose types are shared types of the platform.
fn contract_with_shared_types(choices: &mut Choices) -> (Result<Contract, Diagnostics>, String) {
    let api = random::api(choices, 0);
    let (shared, api) = random::shared_types(choices, &api);
    let platform = format!("{PLATFORM}{shared}");
    let files = [("spec/concur.yaml", platform.as_str()), ("spec/api_0.yaml", &api)];
    (concur_spec::contract(&Sources::from_texts(files)), shared + &api)
}

fn generate(contract: &Contract, api: &str) -> Files {
    concur_codegen::generate(contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}\n{api}"))
}

fn assert_is_rust(files: &Files) {
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        assert!(syn::parse_file(text).is_ok(), "{path} is not valid Rust:\n{text}");
    }
}

/// Checks the documents of both versions; that of 3.1 is also validated.
fn assert_is_openapi(contract: &Contract) {
    let [new, old] = [Version::V3_1, Version::V3_0].map(|version| {
        let text = concur_codegen::openapi::document(contract, version);
        openapi::Document::of(&text.unwrap_or_else(|diagnostic| panic!("{diagnostic}")))
    });
    new.assert_is_consistent();
    new.assert_schemas_hold();
    old.assert_is_consistent();
    old.assert_is_3_0();
    assert_eq!(new.operations().len(), old.operations().len());
    assert_eq!(new.operations().len(), contract.counts().operations);
    assert!(new.root["openapi"] == "3.1.0" && new.examples() >= old.examples());
}

/// Checks that links resolve and that the table of contents is complete.
fn assert_is_reference(contract: &Contract) {
    let files = concur_codegen::reference::files(contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    let book = reference::Book::of(&files);
    book.assert_links_lead_somewhere();
    book.assert_anchors_are_unique();
    book.assert_contents_are_whole();
}

fn assert_has_locations(diagnostics: &Diagnostics, api: &str) {
    assert!(!diagnostics.is_empty());
    for diagnostic in diagnostics.list() {
        assert!(!diagnostic.labels.is_empty(), "no location: {diagnostic:?}\n{api}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_specifications_become_rust_or_have_diagnostics(tape in prop::collection::vec(any::<u32>(), 0..3000)) {
        let api = random::api(&mut Choices::new(tape), 0);
        match contract(std::slice::from_ref(&api)) {
            Ok(contract) => {
                let files = generate(&contract, &api);
                assert_is_rust(&files);
                assert_is_openapi(&contract);
                assert_is_reference(&contract);
                assert_eq!(files, generate(&contract, &api), "generation is deterministic");
            }
            Err(diagnostics) => assert_has_locations(&diagnostics, &api),
        }
    }

    #[test]
    fn random_shared_types_become_rust_or_have_diagnostics(tape in prop::collection::vec(any::<u32>(), 0..3000)) {
        match contract_with_shared_types(&mut Choices::new(tape)) {
            (Ok(contract), api) => {
                assert_is_rust(&generate(&contract, &api));
                assert_is_openapi(&contract);
                assert_is_reference(&contract);
            }
            (Err(diagnostics), api) => assert_has_locations(&diagnostics, &api),
        }
    }

    #[test]
    fn random_token_calls_become_rust_or_have_diagnostics(tape in prop::collection::vec(any::<u32>(), 0..1500)) {
        let tokens = random::tokens(&mut Choices::new(tape));
        match contract_with_tokens(&tokens) {
            Ok(contract) => {
                assert_is_rust(&generate(&contract, &tokens));
                assert_is_openapi(&contract);
                assert_is_reference(&contract);
            }
            Err(diagnostics) => assert_has_locations(&diagnostics, &tokens),
        }
    }
}

#[test]
fn most_random_specifications_are_valid() {
    let valid: Vec<Contract> = (0..100)
        .filter_map(|seed| contract(&[random::api(&mut Choices::seeded(seed), 0)]).ok())
        .collect();
    assert!(valid.len() >= 60, "{} of 100", valid.len());
    let imports = || {
        valid
            .iter()
            .flat_map(|contract| &contract.apis)
            .flat_map(|api| &api.imports)
    };
    let wrapped = imports().filter(|import| import.item_of.is_some()).count();
    assert!(wrapped >= 1, "{wrapped} imports of items");
    let submits = imports().filter(|import| import.submit.is_some()).count();
    assert!(
        imports().count() >= 5 && submits >= 1,
        "{} imports, {submits} submits",
        imports().count()
    );
}

#[test]
fn random_specifications_and_docs_compile_without_warnings() {
    let mut apis: Vec<String> = Vec::new();
    for seed in 0.. {
        apis.push(random::api(&mut Choices::seeded(seed), apis.len()));
        if contract(&apis).is_err() {
            apis.pop();
        }
        if apis.len() == 12 {
            break;
        }
    }
    let contract = contract(&apis).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = generate(&contract, &apis.concat());
    let place = compiled::on_disk("random-specifications", &contract, files);
    compiled::cargo(&place, &["check", "--all-targets"]);
    compiled::cargo(&place, &["doc", "--no-deps"]);
}

#[test]
fn random_token_calls_and_docs_compile_without_warnings() {
    let valid: Vec<(Contract, String)> = (0..20)
        .map(|seed| random::tokens(&mut Choices::seeded(seed)))
        .filter_map(|tokens| Some((contract_with_tokens(&tokens).ok()?, tokens)))
        .collect();
    assert!(valid.len() >= 12, "{} of 20 are valid", valid.len());
    for (contract, tokens) in valid.iter().take(3) {
        let files = generate(contract, tokens);
        let place = compiled::on_disk("random-tokens", contract, files);
        compiled::cargo(&place, &["check", "--all-targets"]);
        compiled::cargo(&place, &["doc", "--no-deps"]);
    }
}

#[test]
fn random_shared_types_and_docs_compile_without_warnings() {
    let specifications = (0..100).map(|seed| contract_with_shared_types(&mut Choices::seeded(seed)));
    let shared = |contract: &Contract| {
        contract
            .shared_types
            .as_ref()
            .map_or(0, |shared| shared.type_names.len())
    };
    let mut valid: Vec<(Contract, String)> = specifications
        .filter_map(|(contract, api)| Some((contract.ok()?, api)))
        .filter(|(contract, _)| shared(contract) > 0)
        .collect();
    assert!(valid.len() >= 10, "{} of 100 are valid", valid.len());
    valid.sort_by_key(|(contract, _)| std::cmp::Reverse(shared(contract)));
    for (contract, api) in valid.iter().take(2) {
        let place = compiled::on_disk("random-shared-types", contract, generate(contract, api));
        compiled::cargo(&place, &["check", "--all-targets"]);
        compiled::cargo(&place, &["doc", "--no-deps"]);
    }
}

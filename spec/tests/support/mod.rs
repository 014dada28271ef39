//! Small specifications for tests.

#![allow(dead_code, reason = "every test file uses a part")]

use concur_spec::{Api, Contract, Diagnostics, MINIMAL_PLATFORM, Sources};

/// What every API needs; its operations and types follow.
pub(crate) const HEADER: &str = "\
api: pets
title: Pets
version: \"1\"
base_path: /pets/v1
doc: Pets.
document: handbook
client: pets
";

/// An API file with these lines after the header.
pub(crate) fn pets(lines: &str) -> String {
    format!("{HEADER}{lines}")
}

/// An errata file for it.
pub(crate) fn errata(corrections: &str) -> String {
    format!("errata: pets\ncorrections:\n{corrections}")
}

/// An erratum; `what` are its lines `at`, `documented`, `holds` and `accepts`.
pub(crate) fn erratum(id: &str, what: &str) -> String {
    let what: String = what.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "  - id: {id}\n{what}    says: this\n    does: that\n    evidence: [{{ grade: inference, source: a test }}]\n    confidence: low\n"
    )
}

pub(crate) fn sources(files: &[(&str, &str)]) -> Sources {
    Sources::from_texts(files.iter().map(|(path, text)| (*path, *text)))
}

/// A specification of one API.
pub(crate) fn spec(lines: &str) -> Sources {
    sources(&[("spec/concur.yaml", MINIMAL_PLATFORM), ("spec/pets.yaml", &pets(lines))])
}

/// A specification of one API with errata.
pub(crate) fn spec_with(lines: &str, corrections: &[String]) -> Sources {
    sources(&[
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/errata/pets.yaml", &errata(&corrections.concat())),
        ("spec/pets.yaml", &pets(lines)),
    ])
}

pub(crate) fn contract(sources: &Sources) -> Contract {
    concur_spec::contract(sources).unwrap_or_else(|faults| panic!("unexpected faults:\n{faults}"))
}

pub(crate) fn as_documented(sources: &Sources) -> Contract {
    concur_spec::contract_as_documented(sources).unwrap_or_else(|faults| panic!("unexpected faults:\n{faults}"))
}

/// The API of a specification of one.
pub(crate) fn resolve(lines: &str) -> Api {
    the_api(contract(&spec(lines)))
}

pub(crate) fn the_api(mut contract: Contract) -> Api {
    contract.apis.pop().expect("an API")
}

pub(crate) fn faults(sources: &Sources) -> Diagnostics {
    match concur_spec::load(sources) {
        Ok(_) => panic!("the specification has no fault"),
        Err(faults) => faults,
    }
}

/// The codes of all faults, in order.
pub(crate) fn codes(sources: &Sources) -> Vec<&'static str> {
    faults(sources).list().iter().map(|fault| fault.code.id()).collect()
}

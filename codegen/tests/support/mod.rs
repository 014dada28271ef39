//! Shared by the tests of the generator.

pub(crate) mod compiled;
pub(crate) mod openapi;
pub(crate) mod reference;

use concur_codegen::Files;
use concur_spec::{Contract, Sources};

/// The smallest platform that a crate can be generated from.
pub(crate) const PLATFORM: &str = include_str!("../obstacle/concur.yaml");

/// Returns the contract of the platform and one API.
pub(crate) fn contract(api: &str) -> Contract {
    let sources = Sources::from_texts([("spec/concur.yaml", PLATFORM), ("spec/small.yaml", api)]);
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// Generates the files of the platform and one API.
pub(crate) fn files(api: &str) -> Files {
    concur_codegen::generate(&contract(api)).unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
}

/// Returns the text of a file that must be there.
pub(crate) fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    let text = files.get(path);
    text.unwrap_or_else(|| {
        panic!(
            "{path} is not generated, only {:#?}",
            files.iter().map(|file| file.0).collect::<Vec<_>>()
        )
    })
}

/// Returns the files of the API `small` whose paths contain one of the parts.
pub(crate) fn shown(files: &Files, parts: &[&str]) -> String {
    let wanted = |path: &str| path.contains("/small/") && parts.iter().any(|part| path.contains(part));
    let shown = files
        .iter()
        .filter(|(path, _)| wanted(path))
        .map(|(path, text)| format!("==== {path}\n{text}"));
    shown.collect::<Vec<_>>().join("\n")
}

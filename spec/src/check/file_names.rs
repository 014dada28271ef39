//! Checks the names that files are named after: APIs, types and operations have modules and pages.

use std::collections::BTreeMap;

use super::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::tree::{Span, Text};

/// Reports names that Windows reserves, and types whose files would differ only in case.
pub(super) fn check(cx: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let api = cx.api;
    check_reserved(&api.key, "_api", diagnostics);
    for operation in &api.operations {
        check_reserved(&operation.key, "_call", diagnostics);
    }
    let mut types: BTreeMap<String, &Text> = BTreeMap::new();
    for ty in &api.types {
        for name in std::iter::once(&ty.name).chain(&ty.sdk_name) {
            check_reserved(name, "Type", diagnostics);
        }
        match types.get(&ty.name.text.to_lowercase()) {
            Some(first) => diagnostics.push(differ_in_case(&ty.name, first.at)),
            None => drop(types.insert(ty.name.text.to_lowercase(), &ty.name)),
        }
    }
}

fn check_reserved(name: &Text, suffix: &str, diagnostics: &mut Vec<Diagnostic>) {
    if is_reserved(name.as_str()) {
        diagnostics.push(
            Diagnostic::new(
                Code::BadName,
                format!("Windows has no files with the name `{}`", name.text),
            )
            .at(name.at, "reserved on Windows, in any case and with any extension")
            .fix("use another name", name.at, format!("{}{suffix}", name.text)),
        );
    }
}

fn differ_in_case(name: &Text, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadName,
        format!("the name `{}` differs from another one only in case", name.text),
    )
    .at(name.at, "the files of both are the same on Windows and macOS")
    .at(first, "the other name")
    .fix("use another name", name.at, format!("{}Type", name.text))
}

/// Returns whether Windows reserves a file name with this stem.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_port = |port: &str| {
        let number = stem.strip_prefix(port);
        number.is_some_and(|number| matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"))
    };
    matches!(stem.as_str(), "aux" | "con" | "nul" | "prn") || is_port("com") || is_port("lpt")
}

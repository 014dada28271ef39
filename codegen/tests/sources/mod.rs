//! Edits of sources and manifests that no edit of a specification can cause.

mod items;
mod manifests;

use concur_codegen::Files;
use concur_codegen::diff::{self, Difference, Snapshot};

/// An edit of one file.
pub(crate) struct SourceEdit {
    pub(crate) name: &'static str,
    path: &'static str,
    old: &'static str,
    new: &'static str,
    /// The rules that it matches.
    pub(crate) rules: &'static [&'static str],
}

const fn source(
    name: &'static str,
    old: &'static str,
    new: &'static str,
    rules: &'static [&'static str],
) -> SourceEdit {
    SourceEdit {
        name,
        path: "generated/src/lib.rs",
        old,
        new,
        rules,
    }
}

const fn manifest(
    name: &'static str,
    old: &'static str,
    new: &'static str,
    rules: &'static [&'static str],
) -> SourceEdit {
    SourceEdit {
        name,
        path: "generated/Cargo.toml",
        old,
        new,
        rules,
    }
}

/// Returns the difference that an edit makes.
pub(crate) fn source_difference(edit: &SourceEdit) -> Difference {
    diff::compare(&state(edit, edit.old), &state(edit, edit.new))
}

fn state(edit: &SourceEdit, text: &str) -> Snapshot {
    let mut files = Files::default();
    files.insert("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
    files.insert("generated/src/lib.rs", "pub struct Everywhere;\n");
    files.insert("runtime/src/lib.rs", "");
    files.insert("spec/concur.yaml", concur_spec::MINIMAL_PLATFORM);
    files.insert(edit.path, text);
    let head = "[package]\nversion.workspace = true\n";
    let rest = files.get("generated/Cargo.toml").unwrap_or_default().to_owned();
    files.insert("generated/Cargo.toml", format!("{head}{rest}"));
    Snapshot::committed(&files).unwrap_or_else(|diagnostic| panic!("{}: {diagnostic}", edit.name))
}

/// Returns all edits.
pub(crate) fn edits() -> impl Iterator<Item = &'static SourceEdit> {
    items::EDITS.iter().chain(manifests::EDITS)
}

//! Edits of a small specification, each with its consequences for users.

mod edit;
mod rust;
mod wire;

use concur_codegen::Files;
use concur_codegen::diff::{self, Area, Difference, Level, Snapshot};
use concur_spec::{Contract, Sources};
use std::sync::LazyLock;

pub(crate) use edit::Edit;

const PLATFORM: &str = include_str!("concur.yaml");
const SMALL: &str = include_str!("small.yaml");

/// The specification before any edit.
pub(crate) fn before() -> [String; 2] {
    [PLATFORM.to_owned(), SMALL.to_owned()]
}

impl Edit {
    /// The specification after the edit.
    pub(crate) fn after(&self) -> [String; 2] {
        let [mut platform, mut small] = before();
        for (from, to) in self.replace {
            let places = platform.matches(from).count() + small.matches(from).count();
            assert_eq!(places, 1, "{}: `{from}` occurs once", self.name);
            platform = platform.replace(from, to);
            small = small.replace(from, to);
        }
        [platform, small]
    }
}

pub(crate) fn contract([platform, small]: &[String; 2]) -> Contract {
    let sources = Sources::from_texts([
        ("spec/concur.yaml", platform.as_str()),
        ("spec/small.yaml", small.as_str()),
    ]);
    concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// The manifests and the runtime of both sides.
pub(crate) fn manifests(version: &str) -> Files {
    let mut files = Files::default();
    files.insert("Cargo.toml", "[workspace.package]\nversion = \"0.0.0\"\n");
    let package = format!("[package]\nname = \"sap-concur\"\nversion = \"{version}\"\n");
    files.insert("generated/Cargo.toml", package);
    files.insert("runtime/Cargo.toml", "[package]\nname = \"sap-concur-runtime\"\n");
    files.insert("runtime/src/lib.rs", "//! Nothing.\n");
    files
}

pub(crate) fn side(specification: &[String; 2]) -> Snapshot {
    Snapshot::regenerated(&manifests("0.1.0"), contract(specification))
        .unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
}

/// The differences of all edits.
pub(crate) fn differences() -> &'static [(&'static Edit, Difference)] {
    static DIFFERENCES: LazyLock<Vec<(&Edit, Difference)>> = LazyLock::new(|| {
        let before = side(&before());
        let difference = |edit: &Edit| diff::compare(&before, &side(&edit.after()));
        let edits = rust::EDITS.iter().chain(wire::EDITS);
        edits.map(|edit| (edit, difference(edit))).collect()
    });
    &DIFFERENCES
}

/// Returns the highest level among the changes of the Rust API.
pub(crate) fn rust_level(difference: &Difference) -> Option<Level> {
    let rust = difference
        .changes
        .iter()
        .filter(|change| change.rule.area == Area::Rust);
    rust.map(|change| change.rule.level).max()
}

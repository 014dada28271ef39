//! One of the two states that are compared.

use std::fmt;

use concur_spec::{Contract, Diagnostics, Sources, Style};

use super::package::Package;
use crate::public_api::{self, Crate, PublicApi, RUNTIME_CRATE, SDK_CRATE};
use crate::{Files, InternalError};

/// A state of the SDK, read from its files.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(super) package: Package,
    /// The public items, or why they cannot be read.
    pub(super) sdk: Result<PublicApi, String>,
    pub(super) runtime: Result<PublicApi, String>,
    pub(super) contract: Result<Contract, String>,
    /// All published sources, to detect whether anything differs.
    pub(super) inside: Files,
}

/// A state that cannot be compared.
#[derive(Debug)]
pub struct SnapshotError(pub(super) String);

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SnapshotError {}

impl From<InternalError> for SnapshotError {
    fn from(error: InternalError) -> Self {
        Self(error.to_string())
    }
}

impl Snapshot {
    /// The folders and files that a state is read from, relative to the root of the workspace.
    pub const PATHS: &[&str] = &[
        "Cargo.toml",
        "generated/Cargo.toml",
        "generated/src",
        "runtime/Cargo.toml",
        "runtime/src",
        "spec",
    ];

    /// Reads a state as committed, with the generated files that it contains.
    ///
    /// # Errors
    ///
    /// Returns an error if the version cannot be read, or neither the items nor the contract can.
    pub fn committed(files: &Files) -> Result<Self, SnapshotError> {
        let contract = concur_spec::contract(&sources(files)).map_err(|diagnostics| first(&diagnostics));
        Self::new(files, files, items(&SDK_CRATE, files), contract)
    }

    /// Returns the state of a workspace as it would be after regenerating it from its specification.
    ///
    /// # Errors
    ///
    /// Returns an error if the version cannot be read or the generator fails.
    pub fn regenerated(files: &Files, contract: Contract) -> Result<Self, SnapshotError> {
        let (generated, sdk) = crate::generate_source(&contract)?;
        Self::new(files, &generated, Ok(sdk), Ok(contract))
    }

    fn new(
        files: &Files,
        generated: &Files,
        sdk: Result<PublicApi, String>,
        contract: Result<Contract, String>,
    ) -> Result<Self, SnapshotError> {
        if let (Err(items), Err(contract)) = (&sdk, &contract) {
            return Err(SnapshotError(format!(
                "neither the items can be read: {items}, nor the specification: {contract}"
            )));
        }
        let mut inside = Files::default();
        for (of, folder) in [(generated, "generated/src/"), (files, "runtime/src/")] {
            let is_source = |path: &str| path.starts_with(folder) && path.ends_with(".rs");
            for (path, text) in of.iter().filter(|(path, _)| is_source(path)) {
                inside.insert(path, text);
            }
        }
        Ok(Self {
            package: Package::read(files).map_err(SnapshotError)?,
            sdk,
            runtime: items(&RUNTIME_CRATE, files),
            contract,
            inside,
        })
    }
}

fn items(of: &Crate, files: &Files) -> Result<PublicApi, String> {
    public_api::of_files(of, files).map_err(|error| error.message().to_owned())
}

/// Returns the specification among the files of a state.
pub(super) fn sources(files: &Files) -> Sources {
    let files = files.iter().filter(|(path, _)| Sources::is_path(path));
    Sources::from_texts(files.map(|(path, text)| (path.as_str(), text.as_str())))
}

/// Returns the first diagnostic in one line.
fn first(diagnostics: &Diagnostics) -> String {
    let diagnostic = diagnostics
        .list()
        .first()
        .map(|diagnostic| diagnostics.render_one(diagnostic, Style::Short));
    diagnostic.unwrap_or_default().trim_end().to_owned()
}

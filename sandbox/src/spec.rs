//! The specification: the embedded one, or one from a directory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::{fmt, fs, io};

use concur_contract::OutdatedContractError;
use concur_spec::{Contract, Sources};

/// The specification that replaces the embedded one in this process.
static REPLACEMENT: OnceLock<Specification> = OnceLock::new();

/// A specification that was read from a directory.
struct Specification {
    contract: Contract,
    /// The pages of its reference, by path.
    pages: BTreeMap<String, String>,
}

/// Returns the contract: the embedded one, or the one that [`use_specification`] has read.
///
/// # Errors
///
/// Fails if the embedded contract was written by another version.
pub fn contract() -> Result<&'static Contract, &'static OutdatedContractError> {
    match REPLACEMENT.get() {
        Some(replacement) => Ok(&replacement.contract),
        None => concur_contract::contract(),
    }
}

/// Replaces the embedded specification by the YAML files of a directory such as `spec/`, for all sandboxes of this
/// process. Call it before the first one starts.
///
/// The reference comes from `contract/embedded/reference` beside that directory, where `cargo xtask regenerate` writes it.
/// Without that folder there is none.
///
/// # Errors
///
/// Fails if the files cannot be read or have errors, and if a specification is in use already.
pub fn use_specification(directory: &Path) -> Result<(), SpecificationError> {
    let contract = concur_spec::contract(&Sources::read(directory)?);
    let contract = contract.map_err(|diagnostics| SpecificationError(diagnostics.to_string()))?;
    let mut pages = BTreeMap::new();
    let folder = directory.join("../contract/embedded/reference/src");
    if folder.is_dir() {
        read_pages(&folder, "", &mut pages)?;
    }
    let set = REPLACEMENT.set(Specification { contract, pages });
    set.map_err(|_| SpecificationError("a specification is in use already".into()))
}

/// Returns the Markdown of a page of the reference.
pub(crate) fn page(path: &str) -> Option<&'static str> {
    match REPLACEMENT.get() {
        Some(replacement) => replacement.pages.get(path).map(String::as_str),
        None => concur_contract::reference(path),
    }
}

/// Returns every scope of a contract once, as it is sent.
pub(crate) fn scopes(contract: &Contract) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in contract.apis.iter().flat_map(|api| &api.scopes) {
        if !scopes.contains(&scope.wire) {
            scopes.push(scope.wire.clone());
        }
    }
    scopes
}

fn read_pages(folder: &Path, prefix: &str, pages: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_pages(&entry.path(), &format!("{path}/"), pages)?;
        } else if path.ends_with(".md") {
            pages.insert(path, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

/// A specification that cannot be used.
#[derive(Debug)]
pub struct SpecificationError(String);

impl From<io::Error> for SpecificationError {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for SpecificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SpecificationError {}

#![doc = include_str!("../README.md")]

use std::fmt;
use std::sync::LazyLock;

use concur_spec::Contract;

include!("../embedded/pages.rs");

/// The OpenAPI 3.1 document.
pub const OPENAPI: &str = include_str!("../embedded/openapi.json");

const CONTRACT: &str = include_str!("../embedded/contract.json");

/// The specification as the service holds it, errata applied. Read from its embedded form at the first call.
///
/// # Errors
///
/// When the embedded form was written for another version of `concur-spec`.
pub fn contract() -> Result<&'static Contract, &'static OutdatedContractError> {
    static PARSED: LazyLock<Result<Contract, OutdatedContractError>> =
        LazyLock::new(|| serde_json::from_str(CONTRACT).map_err(|error| OutdatedContractError(error.to_string())));
    PARSED.as_ref()
}

/// The Markdown of a page of the reference, by its path: `request/operations/get.md`.
#[must_use]
pub fn reference(path: &str) -> Option<&'static str> {
    let index = REFERENCE.binary_search_by(|(known, _)| (*known).cmp(path)).ok()?;
    REFERENCE.get(index).map(|(_, text)| *text)
}

/// The embedded contract does not fit the types of `concur-spec`. `cargo xtask regenerate` writes it anew.
#[derive(Debug)]
pub struct OutdatedContractError(String);

impl fmt::Display for OutdatedContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the embedded contract is out of date, run `cargo xtask regenerate`: {}",
            self.0
        )
    }
}

impl std::error::Error for OutdatedContractError {}

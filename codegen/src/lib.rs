//! The generator: turns a resolved [`Contract`] into [`Files`].
//!
//! The generator decides nothing: names, views, order and boxing come with the contract. Small functions each turn one
//! item of the contract into Rust items; [`rust`] adds imports, blank lines and a header. Only [`disk`] does I/O.
//!
//! | module | purpose |
//! |---|---|
//! | [`rust`] | Rust source of the SDK crate |
//! | [`mod@public_api`] | the public API of that source, one line per item: `public-api.txt` |
//! | [`embedded`] | the contract, the OpenAPI document and the reference, for programs that embed them |
//! | [`openapi`] | the contract as an OpenAPI document |
//! | [`mod@reference`] | the reference in Markdown, with examples that a test runs |
//! | [`mod@diff`] | the changes between two states of the SDK, and the version bump that they require |
//! | [`explain`] | explains why an item of the SDK looks the way it does |
//! | [`manifest`] | adds a feature for a new API to the SDK's manifest |
//! | [`disk`] | compares the files with the disk, and writes them |

#[cfg(test)]
mod completeness;
pub mod diff;
pub mod disk;
pub mod embedded;
pub mod explain;
pub mod files;
mod json;
pub mod manifest;
pub mod openapi;
mod paging;
pub mod public_api;
pub mod reference;
pub mod rust;

use std::{fmt, thread};

use concur_spec::Contract;
use public_api::PublicApi;

pub use files::Files;

/// The folder of the SDK crate in the workspace.
pub const SDK: &str = "generated";

/// Generates everything from a contract: the SDK's source, its round-trip tests, its listing, and the embedded
/// contract, OpenAPI document and reference.
///
/// Paths are relative to the root of the workspace.
///
/// # Errors
///
/// Returns an error only for a bug in the generator: output that is not valid Rust, or two paths that differ only in case.
pub fn generate(contract: &Contract) -> Result<Files, InternalError> {
    let (source, embedded) = thread::scope(|scope| {
        let embedded = scope.spawn(|| embedded::files(contract));
        let source = generate_source(contract);
        (source, embedded.join())
    });
    let (mut files, _) = source?;
    let embedded = embedded.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    files.extend(embedded);
    match files.same_but_for_case() {
        Some((one, other)) => Err(InternalError::new(format!("{one} and {other} differ only in case"))),
        None => Ok(files),
    }
}

/// Generates the SDK alone, and parses its public API.
fn generate_source(contract: &Contract) -> Result<(Files, PublicApi), InternalError> {
    let (mut files, public_api) = rust::crate_files(contract)?.finished()?;
    files.insert(format!("{SDK}/public-api.txt"), public_api::text(&public_api));
    Ok((files, public_api))
}

/// A bug in the generator, not an error in the specification.
#[derive(Debug)]
pub struct InternalError(String);

impl InternalError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    pub(crate) fn message(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InternalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "internal error of the generator: {}", self.0)
    }
}

impl std::error::Error for InternalError {}

//! The generator: a resolved [`Contract`] in, [`Files`] out.
//!
//! Nothing is decided here: names, views, order and boxing come with the contract. Each emitted thing is a small function
//! that turns one item of the contract into Rust items; [`rust`] gives them imports, blank lines and a header.
//! The only I/O is in [`mod@write`], on the set of files that came out.
//!
//! | module | does |
//! |---|---|
//! | [`rust`] | Rust source of the SDK crate |
//! | [`listing`] | the public public_api of that source, one line per item: `public-api.txt` |
//! | [`openapi`] | the contract as an OpenAPI document |
//! | [`mod@reference`] | the contract as pages to read, with examples that a test runs |
//! | [`count`] | proves that every item of the contract is in the output |
//! | [`mod@diff`] | what changed between two states of the SDK, and what that asks of its version |
//! | [`explain`] | says why an item of the SDK looks as it does |
//! | [`manifest`] | a feature for a new API in the crate's manifest |
//! | [`mod@write`] | compares the files with the disk, and writes them |

pub mod completeness;
pub mod diff;
pub mod disk;
pub mod embedded;
pub mod explain;
pub mod files;
pub mod manifest;
pub mod openapi;
pub mod public_api;
pub mod reference;
pub mod rust;

use std::{fmt, thread};

use concur_spec::Contract;
use public_api::PublicApi;

pub use files::Files;

/// Where the SDK crate stands in the workspace.
pub const SDK: &str = "generated";

/// Generates everything that a contract turns into: the SDK's source, its round-trip tests, its listing, the OpenAPI
/// document and the reference.
///
/// Paths are relative to the root of the workspace.
///
/// # Errors
///
/// Only a diagnostic of the generator itself: output that is no Rust, or an item of the contract that is missing in it.
pub fn generate(contract: &Contract) -> Result<Files, InternalError> {
    let (source, embedded) = thread::scope(|scope| {
        let embedded = scope.spawn(|| embedded::files(contract));
        let source = generate_source(contract);
        (source, embedded.join())
    });
    let (mut files, _) = source?;
    let embedded = embedded.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    files.extend(embedded);
    Ok(files)
}

/// The SDK alone, with its public_api, which is read on the way.
fn generate_source(contract: &Contract) -> Result<(Files, PublicApi), InternalError> {
    let (mut files, public_api) = rust::crate_files(contract)?.finished()?;
    completeness::check(contract, &public_api)?;
    files.insert(format!("{SDK}/public-api.txt"), public_api::text(&public_api));
    Ok((files, public_api))
}

/// A diagnostic of the generator: the specification is not to blame.
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

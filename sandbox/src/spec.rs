//! The built-in specification.

use std::sync::LazyLock;

use concur_spec::{Contract, Diagnostics, Sources};

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// Returns the contract of the built-in specification. It is parsed once.
///
/// # Errors
///
/// Returns the diagnostics if the built-in specification is invalid.
pub fn contract() -> Result<&'static Contract, &'static Diagnostics> {
    static CONTRACT: LazyLock<Result<Contract, Diagnostics>> =
        LazyLock::new(|| concur_spec::contract(&Sources::from_texts(SOURCES.iter().copied())));
    CONTRACT.as_ref()
}

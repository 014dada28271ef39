//! The specification that the program was built with.

use std::sync::LazyLock;

use concur_spec::{Contract, Diagnostics, Sources};

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// The specification as the service holds it, read once.
///
/// # Errors
///
/// The faults of the specification, when it was built in with some.
pub fn contract() -> Result<&'static Contract, &'static Diagnostics> {
    static CONTRACT: LazyLock<Result<Contract, Diagnostics>> =
        LazyLock::new(|| concur_spec::contract(&Sources::from_texts(SOURCES.iter().copied())));
    CONTRACT.as_ref()
}

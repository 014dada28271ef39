//! The public surface of a crate's source: what its users can name, one line per item.
//!
//! Read from the files themselves, so it cannot claim what is not there. It knows what the crates of this workspace do:
//! private modules whose items are re-exported by name from the public module around them.

mod expand;
mod impls;
mod item;
mod modules;
mod text;
mod walk;

use std::collections::BTreeMap;

use crate::{Files, InternalError, SDK};

pub use item::{Item, Kind, Signature};

/// The surface: its items by their lines, sorted.
pub type Surface = BTreeMap<String, Item>;

/// A crate whose surface can be read.
#[derive(Clone, Copy, Debug)]
pub struct Crate {
    /// What users call it.
    pub name: &'static str,
    /// Where its files stand, below the root of the workspace.
    pub directory: &'static str,
}

/// The SDK.
pub const SDK_CRATE: Crate = Crate {
    name: "sap_concur",
    directory: SDK,
};

/// What the SDK is built on. The SDK re-exports all of it.
pub const RUNTIME_CRATE: Crate = Crate {
    name: "sap_concur_runtime",
    directory: "runtime",
};

/// Reads the surface of the generated source: of the crate's root, and of every module that is declared from there.
///
/// # Errors
///
/// A file that is no Rust, or that no module declares, or a module without a file: faults of the generator.
pub fn surface(files: &Files) -> Result<Surface, InternalError> {
    surface_of(&SDK_CRATE, files)
}

/// Reads the surface of a crate from its files.
///
/// # Errors
///
/// A file that is no Rust, or that no module declares, or a module without a file.
pub fn surface_of(of: &Crate, files: &Files) -> Result<Surface, InternalError> {
    let modules = modules::read(of, files)?;
    Ok(walk::surface(&modules))
}

/// The surface as the text of `api.txt`.
#[must_use]
pub fn text(surface: &Surface) -> String {
    surface.keys().map(|line| format!("{line}\n")).collect()
}

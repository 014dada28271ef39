//! The public API of a crate, with one line per item.
//!
//! It is read from the source files, or from the syntax trees that they were printed from. It supports what the crates
//! of this workspace use: private modules whose items are re-exported by name from the public module around them.

mod aliases;
mod attributes;
mod collector;
mod expand;
mod impls;
mod item;
mod modules;
mod text;
mod walk;

use std::collections::BTreeMap;

use crate::{Files, InternalError, SDK};

pub use item::{Item, Kind, Signature};

/// The public API: items by their lines, sorted.
pub type PublicApi = BTreeMap<String, Item>;

/// A crate whose public API can be read.
#[derive(Clone, Copy, Debug)]
pub struct Crate {
    /// The name of the crate.
    pub name: &'static str,
    /// The folder of the crate, relative to the root of the workspace.
    pub directory: &'static str,
}

/// The SDK.
pub const SDK_CRATE: Crate = Crate {
    name: "sap_concur",
    directory: SDK,
};

/// The runtime, which the SDK re-exports.
pub const RUNTIME_CRATE: Crate = Crate {
    name: "sap_concur_runtime",
    directory: "runtime",
};

impl Crate {
    /// Returns the folder of the sources, relative to the root of the workspace.
    fn sources(&self) -> String {
        format!("{}/src/", self.directory)
    }
}

/// A file of a crate's source.
pub(crate) enum Source<'a> {
    /// The text.
    Text(&'a str),
    /// The syntax tree that the text was printed from. Function bodies may be missing, since the public API does not
    /// need them.
    Tree(syn::File),
}

/// Source files of a crate by path.
pub(crate) type Sources<'a> = BTreeMap<String, Source<'a>>;

impl Source<'_> {
    fn parsed(self) -> syn::Result<syn::File> {
        match self {
            Self::Text(text) => syn::parse_file(text),
            Self::Tree(file) => Ok(file),
        }
    }
}

/// Reads the public API of a crate from its files: from the root and all modules declared from there.
///
/// # Errors
///
/// Returns an error if a file is not valid Rust or not declared as a module, or if a declared module has no file.
pub fn of_files(of: &Crate, files: &Files) -> Result<PublicApi, InternalError> {
    let directory = of.sources();
    let sources = files
        .iter()
        .filter(|(path, _)| path.starts_with(&directory) && path.ends_with(".rs"))
        .map(|(path, text)| (path.clone(), Source::Text(text)))
        .collect();
    of_trees(of, sources)
}

/// Reads the public API of a crate from its sources.
pub(crate) fn of_trees(of: &Crate, sources: Sources<'_>) -> Result<PublicApi, InternalError> {
    let modules = modules::read(of, sources)?;
    Ok(aliases::expanded(of.name, walk::items(&modules)))
}

/// Returns the public API as the text of `public-api.txt`.
#[must_use]
pub fn text(public_api: &PublicApi) -> String {
    public_api.keys().map(|line| format!("{line}\n")).collect()
}

//! The public public_api of a crate's source: what its users can name, one line per item.
//!
//! Read from the files themselves, or from the trees that they were printed from, so it cannot claim what is not there. It knows what the crates of this workspace do:
//! private modules whose items are re-exported by name from the public module around them.

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

/// The public_api: its items by their lines, sorted.
pub type PublicApi = BTreeMap<String, Item>;

/// A crate whose public_api can be read.
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

impl Crate {
    /// Where its source stands, below the root of the workspace.
    fn sources(&self) -> String {
        format!("{}/src/", self.directory)
    }
}

/// A file of a crate's source.
pub(crate) enum Source<'a> {
    /// As it stands.
    Text(&'a str),
    /// What its text was printed from. Nothing of the public_api is in the body of a function, so those can be missing.
    Tree(syn::File),
}

/// Files of a crate's source by their paths.
pub(crate) type Sources<'a> = BTreeMap<String, Source<'a>>;

impl Source<'_> {
    fn parsed(self) -> syn::Result<syn::File> {
        match self {
            Self::Text(text) => syn::parse_file(text),
            Self::Tree(file) => Ok(file),
        }
    }
}

/// Reads the public_api of a crate from its files: of the crate's root, and of every module that is declared from there.
///
/// # Errors
///
/// A file that is no Rust, or that no module declares, or a module without a file.
pub fn of_files(of: &Crate, files: &Files) -> Result<PublicApi, InternalError> {
    let directory = of.sources();
    let sources = files
        .iter()
        .filter(|(path, _)| path.starts_with(&directory) && path.ends_with(".rs"))
        .map(|(path, text)| (path.clone(), Source::Text(text)))
        .collect();
    of_trees(of, sources)
}

/// Reads the public_api of a crate from its source, whether it is text or has just been made.
pub(crate) fn of_trees(of: &Crate, sources: Sources<'_>) -> Result<PublicApi, InternalError> {
    let modules = modules::read(of, sources)?;
    Ok(walk::items(&modules))
}

/// The public_api as the text of `public-api.txt`.
#[must_use]
pub fn text(public_api: &PublicApi) -> String {
    public_api.keys().map(|line| format!("{line}\n")).collect()
}

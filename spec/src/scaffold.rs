//! Scaffolds a new API: its file, and the entry of its document in the platform's file.

mod documents;
mod names;
#[cfg(test)]
mod tests;

use std::fmt;

use heck::ToTitleCase;

use crate::diagnostics::Diagnostics;
use crate::load::{self, FileKind};
use crate::sources::Sources;
use crate::{Contract, load as load_specification};

/// The template of the file, with placeholders.
const TEMPLATE: &str = include_str!("scaffold/api.yaml");

/// The scaffold of a new API. Nothing is written to disk.
#[derive(Clone, Debug)]
pub struct Scaffold {
    /// The path and text of its file, which does not exist yet.
    pub api: (String, String),
    /// The path and full text of the platform's file, with the API's document added.
    pub platform: (String, String),
    /// The lines that were added to the platform's file.
    pub added: String,
    /// The contract with both changes.
    pub contract: Contract,
}

/// An error of [`scaffold`].
#[derive(Debug)]
pub enum ScaffoldError {
    /// The name is invalid or already used.
    Name(String),
    /// The platform's file has to be edited manually first.
    Platform(String),
    /// The specification has diagnostics, with or without the new API.
    Diagnostics(Diagnostics),
}

impl fmt::Display for ScaffoldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(reason) | Self::Platform(reason) => f.write_str(reason),
            Self::Diagnostics(diagnostics) => diagnostics.fmt(f),
        }
    }
}

impl std::error::Error for ScaffoldError {}

impl From<Diagnostics> for ScaffoldError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Diagnostics(diagnostics)
    }
}

/// Creates a commented file for a new API, with one example of each common construct. The result has no diagnostics.
///
/// # Errors
/// Returns an error if the name is invalid or already used, or if the specification has diagnostics.
pub fn scaffold(sources: &Sources, name: &str) -> Result<Scaffold, ScaffoldError> {
    names::check_form(name).map_err(ScaffoldError::Name)?;
    let known = load_specification(sources)?.effective;
    let dashed = name.replace('_', "-");
    let path = format!("spec/{dashed}.yaml");
    names::check_free(name, &path, sources, &known).map_err(ScaffoldError::Name)?;

    let text = TEMPLATE
        .replace("API_CLIENT", &names::client(name))
        .replace("API_KEY", name)
        .replace("API-KEY", &dashed)
        .replace("API_TITLE", &name.to_title_case());
    let (platform_path, platform_text) = platform(sources);
    let added = documents::entry(&dashed, &name.to_title_case());
    let with_document = documents::insert(&platform_text, &added).ok_or_else(|| {
        ScaffoldError::Platform(format!(
            "{platform_path}: `documents:` is not in block style; convert it to block style and add\n{added}"
        ))
    })?;
    let contract = load_specification(&with(sources, [(&path, &text), (&platform_path, &with_document)]))?.effective;
    Ok(Scaffold {
        api: (path, text),
        platform: (platform_path, with_document),
        added,
        contract,
    })
}

/// Returns the path and text of the platform's file. A valid specification has one.
fn platform(sources: &Sources) -> (String, String) {
    let loaded = load::load(sources, &mut Vec::new());
    let tree = loaded.trees.iter().find(|tree| tree.kind == FileKind::Platform);
    tree.and_then(|tree| sources.file(tree.file))
        .map(|source| (source.path().to_owned(), source.text().to_owned()))
        .unwrap_or_default()
}

/// Returns the sources with some files added or replaced.
fn with<'a>(sources: &Sources, files: [(&'a String, &'a String); 2]) -> Sources {
    let unchanged = sources
        .files()
        .iter()
        .map(|file| (file.path(), file.text()))
        .filter(|(path, _)| files.iter().all(|(other, _)| path != other));
    let new = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    Sources::from_texts(unchanged.chain(new))
}

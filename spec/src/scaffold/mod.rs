//! A starting file for a new API, and its document in the platform's file.

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

/// The file with its placeholders.
const TEMPLATE: &str = include_str!("api.yaml");

/// What a new API starts with. Nothing is written: these are texts.
#[derive(Clone, Debug)]
pub struct Scaffold {
    /// Its file, which does not exist yet: path and text.
    pub api: (String, String),
    /// The platform's file with the API's document: path and whole text.
    pub platform: (String, String),
    /// The lines that were added to the platform's file.
    pub added: String,
    /// The specification with both.
    pub contract: Contract,
}

/// Why there is no starting file.
#[derive(Debug)]
pub enum ScaffoldError {
    /// The name cannot be that of a new API.
    Name(String),
    /// The platform's file has to be edited by hand first.
    Platform(String),
    /// The specification has diagnostics, without the new API or with it.
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

/// A commented file for a new API with one example of each common construct. With it the specification has no diagnostic.
///
/// # Errors
/// When the name is taken or cannot be that of an API, and when the specification has diagnostics.
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
            "{platform_path}: there is no block `documents:` to add to; write it as a block, and in it\n{added}"
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

/// The platform's file; a specification without diagnostics has one.
fn platform(sources: &Sources) -> (String, String) {
    let loaded = load::load(sources, &mut Vec::new());
    let tree = loaded.trees.iter().find(|tree| tree.kind == FileKind::Platform);
    tree.and_then(|tree| sources.file(tree.file))
        .map(|source| (source.path().to_owned(), source.text().to_owned()))
        .unwrap_or_default()
}

/// The sources with some files added or replaced.
fn with<'a>(sources: &Sources, files: [(&'a String, &'a String); 2]) -> Sources {
    let kept = sources
        .files()
        .iter()
        .map(|file| (file.path(), file.text()))
        .filter(|(path, _)| files.iter().all(|(other, _)| path != other));
    let new = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    Sources::from_texts(kept.chain(new))
}

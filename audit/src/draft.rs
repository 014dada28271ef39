//! Drafts the file of an API from the vendor's pages: what their tables say, with a comment for each decision that a
//! person must make. It copies names, values, codes and messages, which are data, but no sentence of the vendor.

mod examples;
mod model;
mod names;
mod operations;
mod resources;
mod types;
mod write;

use concur_spec::{Diagnostics, Source, Sources};

use crate::page::Page;
use crate::volume::file_name;
use crate::{claims, read, read_text};
use model::Api;

/// The draft of an API's file.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The key of the API.
    pub key: String,
    /// The text of the file.
    pub text: String,
    /// The entry of its document for the platform's file, under `documents`.
    pub document: String,
    /// The number of operations in the file.
    pub operations: usize,
    /// The number of types in the file, value sets included.
    pub types: usize,
    /// The number of error codes in the file.
    pub error_codes: usize,
    /// The number of comments that ask for a decision.
    pub decisions: usize,
}

/// What a draft is called, where the pages do not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names<'a> {
    /// The key of the API; by default, the last word of the base path.
    pub api: Option<&'a str>,
    /// The key of its document; by default, the file name of the first page without its extension.
    pub document: Option<&'a str>,
    /// The envelope of the platform for the bodies of failures. Without one, failures are left out.
    pub envelope: Option<&'a str>,
}

/// Drafts the file of an API from the vendor's pages, in Markdown, all of which together are its document.
///
/// # Errors
/// Returns a diagnostic if a page is not text, or if there is nothing to draft.
pub fn draft(pages: Vec<Source>, names: Names<'_>) -> Result<Draft, Diagnostics> {
    let no_files: [(&str, &str); 0] = [];
    let (sources, files) = Sources::from_texts(no_files).with(pages);
    if files.is_empty() {
        return Err(Diagnostics::new(Vec::new(), sources));
    }
    let volume = match read_text(&sources, &files) {
        Ok(volume) => volume,
        Err(diagnostic) => return Err(Diagnostics::new(vec![*diagnostic], sources)),
    };
    let page = read::read(&volume);
    if page.is_empty() {
        let nothing = claims::nothing(volume.span(page.start.clone()));
        return Err(Diagnostics::new(vec![nothing], sources));
    }
    let first = volume.leaves[0].name.as_str();
    let stem = first.rsplit_once('.').map_or(first, |(stem, _)| stem);
    let mut api = Api::new(&page, names, names.document.unwrap_or(stem));
    let leaves = volume.leaves.iter();
    api.pages = leaves.map(|leaf| leaf.name.clone()).collect();
    fill(&mut api, &page, names.envelope);
    for unread in &page.unread {
        let span = volume.span(unread.at.clone());
        let source = sources.file(span.file);
        let line = source.map_or(0, |source| source.line_and_column(span.range().start).0);
        let name = source.map_or("", |source| source.path());
        api.todos
            .push(format!("{}:{line}: {} was not read.", file_name(name), unread.text));
    }
    Ok(write::write(&api))
}

fn fill(api: &mut Api, page: &Page, envelope: Option<&str>) {
    types::add(api, page);
    operations::add(api, page, envelope);
    examples::compare(api);
    api.drop_unused();
    resources::add_all(api);
    api.add_codes(page);
}

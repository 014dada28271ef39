//! The specification of SAP Concur's APIs: YAML in, a resolved [`Contract`] out.
//!
//! The pipeline has five stages, each a module with one entry function:
//!
//! 1. `load` parses the files into trees whose nodes have source spans, and reports unknown keys and values of the
//!    wrong form, by the tables in `keys`.
//! 2. `errata` applies the errata. From here on there are two readings: documented and effective.
//! 3. `document` lowers the trees to typed items, as written.
//! 4. `check` reports unresolved names and contradictions.
//! 5. `resolve` computes everything that the generator only prints: names, views, expanded families and boxes.
//!
//! No stage stops at a diagnostic, so one run reports all of them, in all files; see [`Diagnostics`].

pub mod api;
mod check;
mod describe;
mod diagnostics;
pub mod document;
mod errata;
pub mod explain;
pub mod filter;
mod keys;
mod load;
mod resolve;
pub mod scaffold;
mod schema;
mod sources;
mod tree;
pub mod validate;

pub use api::{Api, Contract};
pub use diagnostics::{Code, Diagnostic, Diagnostics, Fix, Label, Style, nearest};
pub use sources::{FileId, Source, Sources};
pub use tree::{Span, Text};

use check::Reading;
use document::Document;

// Makes cargo compile this crate again for another checkout of the workspace; see `.cargo/config.toml`.
const _: Option<&str> = option_env!("SAP_CONCUR_CHECKOUT");

/// The smallest valid `concur.yaml`, for tests of single APIs.
pub const MINIMAL_PLATFORM: &str = "\
api: concur
title: Concur
version: \"1\"
base_path: \"\"
doc: Shared by all APIs.
document: handbook
client: platform
documents:
  handbook: { title: Handbook }
";

/// Returns the effective contract: the specification with its errata applied.
///
/// # Errors
/// Returns all diagnostics of the specification.
pub fn contract(sources: &Sources) -> Result<Contract, Diagnostics> {
    read(sources).map(|(effective, ..)| effective)
}

/// Returns the documented contract: the specification without errata.
///
/// # Errors
/// Returns all diagnostics of the specification, including those of its errata.
pub fn contract_as_documented(sources: &Sources) -> Result<Contract, Diagnostics> {
    read(sources).map(|(_, as_documented, _)| as_documented)
}

/// A valid specification, in both readings.
#[derive(Clone, Debug, PartialEq)]
pub struct Specification {
    /// The contract with errata applied.
    pub effective: Contract,
    /// The contract without errata.
    pub as_documented: Contract,
    /// The source spans of the effective contract's rows.
    pub spans: explain::Spans,
}

/// Loads, checks and resolves a specification.
///
/// # Errors
/// Returns all diagnostics of all files, ordered by file and position, those of errata files last.
pub fn load(sources: &Sources) -> Result<Specification, Diagnostics> {
    let (effective, as_documented, trees) = read(sources)?;
    Ok(Specification {
        effective,
        as_documented,
        spans: explain::Spans::of(&trees.corrected, &trees.written),
    })
}

/// The transcription of the vendor's documents: the specification without errata, as written.
#[derive(Clone, Debug)]
pub struct Transcription {
    /// Its items.
    pub document: Document,
    trees: Vec<load::Tree>,
}

impl Transcription {
    /// Returns the span of what a path in a file leads to, such as `types/Pet/fields/name/type`, or of its deepest
    /// existing ancestor: that of a scalar, or of the key of a larger value.
    #[must_use]
    pub fn span_of(&self, file: FileId, path: &str) -> Span {
        let tree = self.trees.iter().find(|tree| tree.file == file);
        let span = tree.and_then(|tree| match errata::deepest(tree, path) {
            (_, node) if node.scalar().is_some() => Some(node.at),
            (key, _) => key.map(|key| key.at),
        });
        span.unwrap_or_else(|| Span::new(file, 0..0))
    }
}

/// Loads and checks a specification and returns its transcription.
///
/// # Errors
/// Returns all diagnostics of the specification, including those of its errata.
pub fn transcription(sources: &Sources) -> Result<Transcription, Diagnostics> {
    let (.., Trees { written: trees, .. }) = read(sources)?;
    let document = document::lower(&trees);
    Ok(Transcription { document, trees })
}

/// The trees of a specification, as written and with errata applied.
struct Trees {
    written: Vec<load::Tree>,
    corrected: Vec<load::Tree>,
}

/// Runs all stages. Returns the effective contract, the documented contract and their trees.
fn read(sources: &Sources) -> Result<(Contract, Contract, Trees), Diagnostics> {
    let mut diagnostics = Vec::new();
    let loaded = load::load(sources, &mut diagnostics);
    let corrected = errata::apply(&loaded, &mut diagnostics);
    let load::Loaded { trees, unparsed, .. } = loaded;
    let documented = document::lower(&trees);
    check::check(&documented, Reading::Documented, &unparsed, sources, &mut diagnostics);
    check::check_differences(&trees, &mut diagnostics);
    let as_documented = resolve::resolve(&documented, &errata::Notes::default(), &mut diagnostics);

    let known = diagnostics.len();
    // Not reported: only to tell which diagnostics of imports, exports and resources the errata cause.
    let mut as_written = diagnostics.clone();
    check::check_about_the_service(&documented, sources, &mut as_written);
    for tree in &corrected.trees {
        load::check_shape(tree, &mut diagnostics);
    }
    let effective_document = document::lower(&corrected.trees);
    // If an errata file could not be read, the effective reading is unknown.
    let reading = if unparsed.errata {
        Reading::Documented
    } else {
        Reading::Effective
    };
    check::check(&effective_document, reading, &unparsed, sources, &mut diagnostics);
    let effective = resolve::resolve(&effective_document, &corrected.notes, &mut diagnostics);
    corrected
        .notes
        .mark_caused_by_errata(&as_written, &mut diagnostics[known..]);

    if diagnostics.is_empty() {
        let corrected = corrected.trees;
        let written = trees;
        Ok((effective, as_documented, Trees { written, corrected }))
    } else {
        Err(Diagnostics::new(diagnostics, sources.clone()))
    }
}

/// Returns `schema.json`: a JSON Schema of the specification's files, pretty-printed, with a trailing newline.
#[must_use]
pub fn schema() -> String {
    schema::schema()
}

/// Returns the keys of the documents that have rows of a contract.
#[must_use]
pub fn documents(contract: &Contract) -> std::collections::BTreeSet<&str> {
    describe::editions::all(contract)
}

/// Returns the part of a contract that one document has, by its key, for a description: the rows that are from it, and the
/// operations, types and value sets with such a row. An edition that is newer than the document of an API has only what
/// names it.
#[must_use]
pub fn only_from(contract: &Contract, document: &str) -> Contract {
    describe::editions::only(contract, document)
}

/// Describes a contract as JSON: wire names, full paths, and a row for every operation, type, family, use of a value
/// set and error code.
#[must_use]
pub fn describe(contract: &Contract) -> serde_json::Value {
    describe::describe(contract)
}

/// Describes a contract as a human-readable table.
#[must_use]
pub fn describe_table(contract: &Contract) -> String {
    describe::describe_table(contract)
}

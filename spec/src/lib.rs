//! The specification of SAP Concur's APIs: YAML in, a resolved [`Contract`] out.
//!
//! It is read in stages, each a module with one entry function:
//!
//! 1. `load`: texts to trees in which every node has its place; unknown keys and wrong forms, by the tables of `keys`.
//! 2. `errata`: the trees as the service holds them. From here on there are two readings, documented and effective.
//! 3. `document`: trees to typed items, as written.
//! 4. `check`: whether names lead somewhere and what is said can be true.
//! 5. `resolve`: names, views, expanded families, boxes: everything that the generator then only writes down.
//!
//! No stage stops at a diagnostic, so one run finds all of them, in all files; see [`Diagnostics`].
//!
//! Beside them stands `audit`, which compares the documents of the vendor with what was transcribed from them.

pub mod api;
mod audit;
mod check;
mod describe;
mod diagnostics;
mod document;
#[cfg(feature = "embedded")]
pub mod embedded;
mod errata;
pub mod explain;
mod keys;
mod load;
mod resolve;
pub mod scaffold;
mod schema;
mod sources;
mod tree;

pub use api::{Api, Contract};
pub use audit::Audit;
pub use diagnostics::{Code, Diagnostic, Diagnostics, Fix, Label, Style};
pub use sources::{FileId, Source, Sources};
pub use tree::Span;

use check::Reading;

/// The least that a `concur.yaml` can be, for tests of single APIs.
pub const MINIMAL_PLATFORM: &str = "\
api: concur
title: Concur
version: \"1\"
base_path: \"\"
doc: What all APIs share.
document: handbook
client: platform
documents:
  handbook: { title: Handbook }
";

/// The specification as the service holds it: errata applied.
///
/// # Errors
/// All diagnostics of the specification.
pub fn contract(sources: &Sources) -> Result<Contract, Diagnostics> {
    read(sources).map(|(effective, ..)| effective)
}

/// The specification as its documents have it, without errata.
///
/// # Errors
/// All diagnostics of the specification, of its errata too.
pub fn contract_as_documented(sources: &Sources) -> Result<Contract, Diagnostics> {
    read(sources).map(|(_, as_documented, _)| as_documented)
}

/// A specification without diagnostics, in both readings.
#[derive(Clone, Debug, PartialEq)]
pub struct Specification {
    /// As the service holds it: errata applied.
    pub effective: Contract,
    /// As its documents have it.
    pub as_documented: Contract,
    /// Where the rows of the effective one stand.
    pub places: explain::Spans,
}

/// Loads, checks and resolves a specification.
///
/// # Errors
/// All diagnostics, of all files, ordered by file and place, those of errata files last.
pub fn load(sources: &Sources) -> Result<Specification, Diagnostics> {
    let (effective, as_documented, trees) = read(sources)?;
    Ok(Specification {
        effective,
        as_documented,
        places: explain::Spans::of(&trees.corrected, &trees.written),
    })
}

/// A specification as trees: as it was written, and with its errata applied.
struct Trees {
    written: Vec<load::Tree>,
    corrected: Vec<load::Tree>,
}

/// All stages: the contract as the service holds it, the one as documented, and what they were read from.
fn read(sources: &Sources) -> Result<(Contract, Contract, Trees), Diagnostics> {
    let mut diagnostics = Vec::new();
    let loaded = load::load(sources, &mut diagnostics);
    let corrected = errata::apply(&loaded, &mut diagnostics);
    let load::Loaded { trees, lost, .. } = loaded;
    let documented = document::lower(&trees);
    check::check(&documented, Reading::Documented, &lost, sources, &mut diagnostics);
    audit::check_places(&trees, &mut diagnostics);
    let as_documented = resolve::resolve(&documented, &errata::Notes::default(), &mut diagnostics);

    let known = diagnostics.len();
    for tree in &corrected.trees {
        load::check_shape(tree, &mut diagnostics);
    }
    let holding = document::lower(&corrected.trees);
    // Without all errata it is not known what holds.
    let reading = if lost.errata {
        Reading::Documented
    } else {
        Reading::Effective
    };
    check::check(&holding, reading, &lost, sources, &mut diagnostics);
    let effective = resolve::resolve(&holding, &corrected.notes, &mut diagnostics);
    corrected.notes.blame(&mut diagnostics, known);

    if diagnostics.is_empty() {
        let corrected = corrected.trees;
        let written = trees;
        Ok((effective, as_documented, Trees { written, corrected }))
    } else {
        Err(Diagnostics::new(diagnostics, sources.clone()))
    }
}

/// Compares documents of the vendor, in Markdown, with the specification as documented: what one has and the other lacks,
/// and where they say different things. Which APIs a document belongs to comes from the name of its file.
///
/// # Errors
/// All diagnostics of the specification; else those of the documents that cannot be compared.
pub fn audit(sources: &Sources, documents: Vec<Source>) -> Result<Audit, Diagnostics> {
    audit::audit(sources, documents)
}

/// `schema.json`: a JSON Schema of the files of a specification, pretty, with a newline at the end.
#[must_use]
pub fn schema() -> String {
    schema::schema()
}

/// What a contract says, as JSON: names as they travel, whole paths, and a row for every operation, type, family, use of
/// a value set and error code.
#[must_use]
pub fn describe(contract: &Contract) -> serde_json::Value {
    describe::describe(contract)
}

/// What a contract says, as a table for people.
#[must_use]
pub fn describe_table(contract: &Contract) -> String {
    describe::describe_table(contract)
}

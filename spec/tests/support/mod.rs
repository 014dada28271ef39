//! Small specifications for tests.

pub(crate) mod schema;

use concur_spec::{Api, Contract, Diagnostics, MINIMAL_PLATFORM, Sources};

/// The required keys of an API.
pub(crate) const HEADER: &str = "\
api: pets
title: Pets
version: \"1\"
base_path: /pets/v1
doc: Pets.
document: handbook
client: pets
";

/// An API file with these lines after the header.
pub(crate) fn pets(lines: &str) -> String {
    format!("{HEADER}{lines}")
}

/// An errata file for this API.
pub(crate) fn errata(corrections: &str) -> String {
    format!("errata: pets\ncorrections:\n{corrections}")
}

/// An erratum with the lines `at`, `documented`, `holds` and `accepts` in `what`.
pub(crate) fn erratum(id: &str, what: &str) -> String {
    let what: String = what.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "  - id: {id}\n{what}    says: this\n    does: that\n    evidence: [{{ grade: inference, source: a test }}]\n    confidence: low\n"
    )
}

pub(crate) fn sources(files: &[(&str, &str)]) -> Sources {
    Sources::from_texts(files.iter().map(|(path, text)| (*path, *text)))
}

/// A specification with one API.
pub(crate) fn spec(lines: &str) -> Sources {
    sources(&[("spec/concur.yaml", MINIMAL_PLATFORM), ("spec/pets.yaml", &pets(lines))])
}

/// A specification with one API and errata.
pub(crate) fn spec_with(lines: &str, corrections: &[String]) -> Sources {
    sources(&[
        ("spec/concur.yaml", MINIMAL_PLATFORM),
        ("spec/errata/pets.yaml", &errata(&corrections.concat())),
        ("spec/pets.yaml", &pets(lines)),
    ])
}

pub(crate) fn contract(sources: &Sources) -> Contract {
    concur_spec::contract(sources).unwrap_or_else(|diagnostics| panic!("unexpected diagnostics:\n{diagnostics}"))
}

pub(crate) fn as_documented(sources: &Sources) -> Contract {
    concur_spec::contract_as_documented(sources)
        .unwrap_or_else(|diagnostics| panic!("unexpected diagnostics:\n{diagnostics}"))
}

/// Resolves a specification with one API.
pub(crate) fn resolve(lines: &str) -> Api {
    the_api(contract(&spec(lines)))
}

pub(crate) fn the_api(mut contract: Contract) -> Api {
    contract.apis.pop().expect("an API")
}

pub(crate) fn diagnostics(sources: &Sources) -> Diagnostics {
    match concur_spec::load(sources) {
        Ok(_) => panic!("the specification has no diagnostic"),
        Err(diagnostics) => diagnostics,
    }
}

/// Returns the codes of all diagnostics, in order.
pub(crate) fn codes(sources: &Sources) -> Vec<&'static str> {
    diagnostics(sources)
        .list()
        .iter()
        .map(|diagnostic| diagnostic.code.id())
        .collect()
}

/// `Pet` is created, updated and read. `Owner` is nested in all three views, `Vet` is only read, and `Tag` is only
/// sent.
pub(crate) const PETS: &str = "
operations:
  create: { doc: Creates., http: POST /pets, body: Pet, responses: { 201: Pet } }
  update:
    doc: Changes.
    http: PUT /pets/{id}
    parameters: { id: { in: path, type: string, required: true } }
    body: Pet
    partial: true
    responses: { 200: Pet }
  mark: { doc: Marks., http: POST /marks, body: Mark, responses: { 204: none } }
types:
  Pet:
    doc: A pet.
    fields:
      id: { type: string, read_only: true, guaranteed: true, doc: Its id. }
      name: { type: string, required: true, doc: Its name. }
      born: { type: date, required: create, doc: When it was born. }
      color: { type: string, doc: Its color. }
      breed: { type: string, clearable: false, doc: Its breed. }
      toys: { type: [string], required: true, doc: Its toys. }
      foods: { type: [string], doc: Its foods. }
      owner: { type: Owner, doc: Its owner. }
      vet: { type: Vet, read_only: true, doc: Its vet. }
      origin: { type: string, create_only: true, doc: Where it comes from. }
  Owner:
    doc: An owner.
    fields:
      name: { type: string, required: true, doc: The name. }
      since: { type: date, doc: Since when. }
  Vet: { doc: A vet., fields: { name: { type: string, required: true, doc: The name. } } }
  Mark:
    doc: A mark.
    fields:
      tag: { type: Tag, required: true, doc: The tag. }
      byId: { type: string, required: one_of who, doc: By id. }
      byName: { type: string, required: one_of who, doc: By name. }
  Tag: { doc: A tag., fields: { text: { type: string, required: true, doc: The text. } } }
";

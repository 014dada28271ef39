#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use concur_spec::{MINIMAL_PLATFORM, Sources};

use super::check;

const API: &str = "\
api: pets
title: Pets
version: \"1\"
base_path: /pets
doc: Pets.
document: handbook
client: pets
operations:
  create: { doc: Adds one., http: POST /, body: Pet, responses: { 200: Pet } }
  get: { doc: Reads one., http: \"GET /{id}\", parameters: { id: { in: path, type: string, required: true } }, responses: { 200: Pet } }
  list:
    doc: Lists pets.
    http: GET /
    parameters: { start: { in: query, type: integer }, limit: { in: query, type: integer }, since: { in: query, type: timestamp } }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
    responses: { 200: Page }
imports:
  pet: { doc: Pets., create: create, id: name }
exports:
  pets: { doc: Pets., list: list, since: since, id: name, modified: changed }
types:
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. }, changed: { type: timestamp, doc: When it changed. }, tag1..tag3: { type: Tag, doc: A tag. } } }
  Tag: { doc: A tag., values: { OLD: Old. } }
";

#[test]
fn missing_anchors_are_reported() {
    let sources = Sources::from_texts([("spec/concur.yaml", MINIMAL_PLATFORM), ("spec/pets.yaml", API)]);
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = super::super::files(&contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    for (page, anchor) in [
        ("pets/index.md", "import-pet"),
        ("pets/index.md", "export-pets"),
        ("pets/operations/get.md", "parameter-id"),
        ("pets/operations/get.md", "response-200"),
        ("pets/types/Pet.md", "field-name"),
        ("pets/types/Pet.md", "field-tag1..tag3"),
        ("pets/types/Tag.md", "value-OLD"),
    ] {
        let path = format!("src/{page}");
        let text = files.get(&path).expect("the page exists");
        let mut without = files.clone();
        without.insert(path, text.replace(&format!("<a id=\"{anchor}\"></a>"), ""));
        let diagnostic = check(&contract, &without)
            .expect_err("the anchor is missing")
            .to_string();
        assert!(diagnostic.contains(&format!("{page}#{anchor}")), "{diagnostic}");
    }
}

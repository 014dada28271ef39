//! Diagnostics of exports.

use concur_spec::{Code, MINIMAL_PLATFORM};

use super::{Case, api_case, support};

/// The operations and types of all cases.
const SHOP: &str = r#"
operations:
  list:
    http: GET /
    doc: Lists pets.
    parameters:
      start: { in: query, type: integer }
      limit: { in: query, type: integer }
      modifiedAfter: { in: query, type: timestamp }
      soldAfter: { in: query, type: date }
      words: { in: query, type: [string] }
      view: { in: query, type: View, required: true }
      X-Since: { in: header, type: timestamp }
    responses: { 200: Page }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
  tokens:
    http: GET /tokens
    doc: Lists pets.
    parameters:
      cursor: { in: query, type: string }
      limit: { in: query, type: integer }
      modifiedAfter: { in: query, type: timestamp }
    responses: { 200: Page }
    pagination: { items: data, links: links, next: next, start: cursor, limit: limit }
  search:
    http: POST /search
    doc: Searches pets.
    parameters:
      start: { in: query, type: integer }
      limit: { in: query, type: integer }
      modifiedAfter: { in: query, type: timestamp }
    body: Pet
    responses: { 200: Page }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
  all: { http: GET /all, doc: Lists pets., parameters: { modifiedAfter: { in: query, type: timestamp } }, responses: { 200: [Pet] } }
  get: { http: "GET /{id}", doc: Gets a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 200: Pet } }
  get_toy: { http: "GET /toys/{id}", doc: Gets a toy., parameters: { id: { in: path, type: string, required: true } }, responses: { 200: Toy } }
  drop: { http: "DELETE /{id}", doc: Deletes a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 204: none } }
  replace: { http: "PUT /{id}", doc: Replaces a pet., parameters: { id: { in: path, type: string, required: true } }, body: Pet, responses: { 200: Pet } }
  ask: { http: "GET /{id}/{what}", doc: Asks., parameters: { id: { in: path, type: string, required: true }, what: { in: path, type: string, required: true } }, responses: { 200: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      id: { type: string, doc: Its id. }
      changed: { type: timestamp, doc: When it changed. }
      born: { type: date, doc: When it was born. }
      toys: { type: [Toy], doc: Its toys. }
      owner: { type: Owner, doc: Its owner. }
  Owner: { doc: An owner., fields: { name: { type: string, doc: A name. } } }
  Toy: { doc: A toy., fields: { name: { type: string, doc: A name. }, changed: { type: timestamp, doc: When it changed. } } }
  View: { doc: A view., closed: true, values: { ALL: All., SOLD: Those that are sold. } }
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
"#;

/// The keys of a valid export.
const VALID: [(&str, &str); 5] = [
    ("list", "list"),
    ("with", "{ view: ALL }"),
    ("since", "modifiedAfter"),
    ("id", "id"),
    ("modified", "changed"),
];

/// A case of an export that is valid but for these keys.
fn export(name: &'static str, code: Code, changes: &[(&str, &str)]) -> Case {
    let changed = |key: &str| changes.iter().find(|(changed, _)| *changed == key);
    let kept = VALID.iter().filter(|(key, _)| changed(key).is_none());
    let keys: String = kept
        .chain(changes)
        .map(|(key, value)| format!("    {key}: {value}\n"))
        .collect();
    api_case(
        name,
        code,
        &format!("exports:\n  pet:\n    doc: The pets.\n{keys}{SHOP}"),
    )
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = lists();
    cases.extend(fields());
    cases.extend(gets());
    cases.push(same_key());
    cases
}

fn lists() -> Vec<Case> {
    use Code::{ExportRules, NotApplicable, UnknownReference, UnknownValue};
    let none = ("with", "{}");
    vec![
        export("export_list", UnknownReference, &[("list", "lst"), none]),
        export("export_list_pages", ExportRules, &[("list", "all"), none]),
        export("export_list_body", ExportRules, &[("list", "search"), none]),
        export("export_list_start", ExportRules, &[("list", "tokens"), none]),
        export("export_list_argument", ExportRules, &[none]),
        export("export_since", UnknownReference, &[("since", "modifedAfter")]),
        export("export_since_header", UnknownReference, &[("since", "X-Since")]),
        export("export_since_type", ExportRules, &[("since", "soldAfter")]),
        export("export_with_parameter", UnknownReference, &[("with", "{ veiw: ALL }")]),
        export("export_with_value", UnknownValue, &[("with", "{ view: AL }")]),
        export(
            "export_with_list",
            NotApplicable,
            &[("with", "{ view: ALL, words: x }")],
        ),
        export(
            "export_with_since",
            NotApplicable,
            &[("with", "{ view: ALL, modifiedAfter: \"2026-01-01T00:00:00Z\" }")],
        ),
        export(
            "export_with_start",
            NotApplicable,
            &[("with", "{ view: ALL, start: 0 }")],
        ),
    ]
}

fn fields() -> Vec<Case> {
    use Code::{ExportRules, UnknownReference};
    vec![
        export("export_id", UnknownReference, &[("id", "ide")]),
        export("export_id_list", UnknownReference, &[("id", "toys")]),
        export(
            "export_id_of_items",
            UnknownReference,
            &[("id", "name"), ("get", "get_toy")],
        ),
        export("export_modified", UnknownReference, &[("modified", "owner.changed")]),
        export("export_modified_type", ExportRules, &[("modified", "born")]),
    ]
}

fn gets() -> Vec<Case> {
    use Code::{ExportRules, UnknownReference};
    vec![
        export("export_get", UnknownReference, &[("get", "gett")]),
        export("export_get_answer", UnknownReference, &[("get", "drop")]),
        export("export_get_body", ExportRules, &[("get", "replace")]),
        export("export_get_parameters", ExportRules, &[("get", "ask")]),
        export("export_get_no_parameter", ExportRules, &[("get", "all")]),
    ]
}

/// Two APIs with the same export.
fn same_key() -> Case {
    let keys: String = VALID
        .iter()
        .map(|(key, value)| format!("    {key}: {value}\n"))
        .collect();
    let pets = support::pets(&format!("exports:\n  pet:\n    doc: The pets.\n{keys}{SHOP}"));
    let zoo = pets
        .replace("api: pets", "api: zoo")
        .replace("client: pets", "client: zoo");
    Case {
        name: "export_twice",
        code: Code::DuplicateExport,
        files: vec![
            ("spec/concur.yaml", MINIMAL_PLATFORM.into()),
            ("spec/pets.yaml", pets.into()),
            ("spec/zoo.yaml", zoo.replace("/pets/v1", "/zoo/v1").into()),
        ],
    }
}

//! Diagnostics of exports.

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

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
      words: { in: query, type: [string], list: comma }
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
fn export(name: &'static str, changes: &[(&str, &str)]) -> Case {
    let changed = |key: &str| changes.iter().find(|(changed, _)| *changed == key);
    let kept = VALID.iter().filter(|(key, _)| changed(key).is_none());
    let keys: String = kept
        .chain(changes)
        .map(|(key, value)| format!("    {key}: {value}\n"))
        .collect();
    api_case(name, &format!("exports:\n  pet:\n    doc: The pets.\n{keys}{SHOP}"))
}

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![
        example(Code::ExportRules).prints(|text| {
            assert_snapshot!(text, @r"
            error[E052]: `since` is not a timestamp
              --> spec/pets.yaml:19:45
               |
            15 |       since: { in: query, type: string, required: false, doc: Modified after this. }
               |                                 ------ its type is defined here
            ...
            19 |   pet: { doc: The pets., list: list, since: since, id: id, modified: changed }
               |                                             ^^^^^ expected a `timestamp`
            ");
        }),
        example(Code::DuplicateExport).prints(|text| {
            assert_snapshot!(text, @r"
            error[E073]: two APIs have the export `pet`
              --> spec/zoo.yaml:19:3
               |
            19 |   pet: { doc: The pets., list: list, since: since, id: id, modified: changed }
               |   ^^^ second one here
               |
              ::: spec/pets.yaml:19:3
               |
            19 |   pet: { doc: The pets., list: list, since: since, id: id, modified: changed }
               |   --- first one here
            ");
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = lists();
    cases.extend(fields());
    cases.extend(gets());
    cases
}

fn lists() -> Vec<Case> {
    let none = ("with", "{}");
    vec![
        export("export_list", &[("list", "lst"), none]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no operation `lst`
              --> spec/pets.yaml:14:11
               |
            14 |     list: lst
               |           ^^^ unknown operation
            ...
            18 |   list:
               |   ---- a similar name
               |
            help: a similar name exists
               |
            14 |     list: list
               |            +
            ");
        }),
        export("export_list_pages", &[("list", "all"), none]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E052]: `all` has no `pagination`
              --> spec/pets.yaml:14:11
               |
            14 |     list: all
               |           ^^^ an export reads a list page by page
            ...
            50 |   all: { http: GET /all, doc: Lists pets., parameters: { modifiedAfter: { in: query, type: timestamp } }, responses: { 200: [Pet] } }
               |   --- the operation is defined here
            ");
        }),
        export("export_list_body", &[("list", "search"), none]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E052]: `search` has a body
              --> spec/pets.yaml:14:11
               |
            14 |     list: search
               |           ^^^^^^ there is nothing to send here
            ...
            40 |   search:
               |   ------ the operation is defined here
            ");
        }),
        export("export_list_start", &[("list", "tokens"), none]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E052]: the pages of `tokens` do not start at an index
              --> spec/pets.yaml:14:11
               |
            14 |     list: tokens
               |           ^^^^^^ an export asks for pages that overlap, so that nothing is skipped
            ...
            35 |       cursor: { in: query, type: string }
               |                                  ------ expected an `integer`
            ");
        }),
        export("export_list_argument", &[none]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E052]: `list` requires the parameter `view`, which has no value here
              --> spec/pets.yaml:11:11
               |
            11 |     list: list
               |           ^^^^ the call would lack it
            ...
            27 |       view: { in: query, type: View, required: true }
               |       ---- the parameter is defined here
               |
               = help: give it a value with `with`
            ");
        }),
        export("export_since", &[("since", "modifedAfter")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no query parameter `modifedAfter`
              --> spec/pets.yaml:15:12
               |
            15 |     since: modifedAfter
               |            ^^^^^^^^^^^^ unknown query parameter
            ...
            24 |       modifiedAfter: { in: query, type: timestamp }
               |       ------------- a similar name
               |
            help: a similar name exists
               |
            15 |     since: modifiedAfter
               |                 +
            ");
        }),
        export("export_since_header", &[("since", "X-Since")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no query parameter `X-Since`
              --> spec/pets.yaml:15:12
               |
            15 |     since: X-Since
               |            ^^^^^^^ unknown query parameter
            ");
        }),
        export("export_with_parameter", &[("with", "{ veiw: ALL }")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `list` has no parameter `veiw`
              --> spec/pets.yaml:15:13
               |
            15 |     with: { veiw: ALL }
               |             ^^^^ unknown parameter
            ...
            27 |       view: { in: query, type: View, required: true }
               |       ---- a similar name
               |
            help: a similar name exists
               |
            15 -     with: { veiw: ALL }
            15 +     with: { view: ALL }
               |
            ");
        }),
        export("export_with_value", &[("with", "{ view: AL }")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E026]: `AL` is not a value of the parameter `view`
              --> spec/pets.yaml:15:19
               |
            15 |     with: { view: AL }
               |                   ^^ the closed value set `View` does not have it
               |
            help: a similar name exists
               |
            15 |     with: { view: ALL }
               |                     +
            ");
        }),
        export(
            "export_with_list",
            &[("with", "{ view: ALL, words: x }")],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `with` cannot fix the list `words`
              --> spec/pets.yaml:15:24
               |
            15 |     with: { view: ALL, words: x }
               |                        ^^^^^ expected a parameter with a single value
            ...
            26 |       words: { in: query, type: [string], list: comma }
               |                                 - its type is defined here
            ");
        }),
        export(
            "export_with_since",
            &[("with", "{ view: ALL, modifiedAfter: \"2026-01-01T00:00:00Z\" }")],
        ).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E045]: `with` cannot fix `modifiedAfter`, which an export sets itself
              --> spec/pets.yaml:15:24
               |
            12 |     since: modifiedAfter
               |            ------------- it is set because of this
            ...
            15 |     with: { view: ALL, modifiedAfter: "2026-01-01T00:00:00Z" }
               |                        ^^^^^^^^^^^^^ remove it
            "#);
        }),
        export(
            "export_with_start",
            &[("with", "{ view: ALL, start: 0 }")],
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `with` cannot fix `start`, which an export sets itself
              --> spec/pets.yaml:15:24
               |
            15 |     with: { view: ALL, start: 0 }
               |                        ^^^^^ remove it
            ...
            30 |     pagination: { items: data, links: links, next: next, start: start, limit: limit }
               |                                                                 ----- it is set because of this
            ");
        }),
    ]
}

fn fields() -> Vec<Case> {
    vec![
        export("export_id", &[("id", "ide")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Pet` has no field `ide`
              --> spec/pets.yaml:15:9
               |
            15 |     id: ide
               |         ^^^ unknown field
            ...
            60 |       id: { type: string, doc: Its id. }
               |       -- a similar name
               |
            help: a similar name exists
               |
            15 -     id: ide
            15 +     id: id
               |
            ");
        }),
        export("export_id_list", &[("id", "toys")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `toys` is not a single value
              --> spec/pets.yaml:15:9
               |
            15 |     id: toys
               |         ^^^^ expected a scalar or a value
            ...
            63 |       toys: { type: [Toy], doc: Its toys. }
               |                     - its type is defined here
            ");
        }),
        export("export_id_of_items", &[("id", "name"), ("get", "get_toy")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Pet` has no field `name`
              --> spec/pets.yaml:15:9
               |
            15 |     id: name
               |         ^^^^ unknown field
            ");
        }),
        export("export_modified", &[("modified", "owner.changed")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Owner` has no field `changed`
              --> spec/pets.yaml:15:21
               |
            15 |     modified: owner.changed
               |                     ^^^^^^^ unknown field
            ");
        }),
        export("export_modified_type", &[("modified", "born")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E052]: `born` is not a timestamp
              --> spec/pets.yaml:15:15
               |
            15 |     modified: born
               |               ^^^^ expected a `timestamp`
            ...
            62 |       born: { type: date, doc: When it was born. }
               |                     ---- its type is defined here
            ");
        }),
    ]
}

fn gets() -> Vec<Case> {
    vec![
        export("export_get", &[("get", "gett")]).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E025]: there is no operation `gett`
              --> spec/pets.yaml:16:10
               |
            16 |     get: gett
               |          ^^^^ unknown operation
            ...
            52 |   get: { http: "GET /{id}", doc: Gets a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 200: Pet } }
               |   --- a similar name
               |
            help: a similar name exists
               |
            16 -     get: gett
            16 +     get: get
               |
            "#);
        }),
        export("export_get_answer", &[("get", "drop")]).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E025]: `drop` does not return a type with fields
              --> spec/pets.yaml:16:10
               |
            16 | ...t: drop
               |       ^^^^ required by this
            ...
            54 | ...: { http: "DELETE /{id}", doc: Deletes a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 204: n...
               |                                                                                                                                --- the response is defined here
            "#);
        }),
        export("export_get_body", &[("get", "replace")]).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E052]: `replace` has a body
              --> spec/pets.yaml:16:10
               |
            16 |     get: replace
               |          ^^^^^^^ there is nothing to send here
            ...
            55 |   replace: { http: "PUT /{id}", doc: Replaces a pet., parameters: { id: { in: path, type: string, required: true } }, body: Pet, res...
               |   ------- the operation is defined here
            "#);
        }),
        export("export_get_parameters", &[("get", "ask")]).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E052]: `ask` has several path parameters for the id
              --> spec/pets.yaml:16:10
               |
            16 |     get: ask
               |          ^^^ it is unclear which one receives the id
            ...
            56 |   ask: { http: "GET /{id}/{what}", doc: Asks., parameters: { id: { in: path, type: string, required: true }, what: { in: path, type:...
               |   --- the operation is defined here                          -- this one                                     ---- or this one
               |
               = help: fix all but one of them with `with`
            "#);
        }),
        export("export_get_no_parameter", &[("get", "all")]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `all` does not return a type with fields
              --> spec/pets.yaml:16:10
               |
            16 |     get: all
               |          ^^^ required by this
            ...
            51 |   all: { http: GET /all, doc: Lists pets., parameters: { modifiedAfter: { in: query, type: timestamp } }, responses: { 200: [Pet] } }
               |                                                                                                                        --- the response is defined here

            error[E052]: `all` has no path parameter for the id
              --> spec/pets.yaml:16:10
               |
            16 |     get: all
               |          ^^^ the id of the document has no place in this call
            ...
            51 |   all: { http: GET /all, doc: Lists pets., parameters: { modifiedAfter: { in: query, type: timestamp } }, responses: { 200: [Pet] } }
               |   --- the operation is defined here
            ");
        }),
    ]
}

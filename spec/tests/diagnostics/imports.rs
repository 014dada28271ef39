//! Diagnostics of imports.

use concur_spec::{Code, MINIMAL_PLATFORM};

use super::{Case, api_case, support};

/// The operations and types of all cases.
const SHOP: &str = r#"
operations:
  create: { http: POST /, doc: Adds a pet., body: Pet, responses: { 200: Pet } }
  forget: { http: POST /forgotten, doc: Adds a pet., body: Pet, responses: { 200: { type: Pet, ignored: true } } }
  replace: { http: "PUT /{id}", doc: Replaces a pet., parameters: { id: { in: path, type: string, required: true } }, body: Pet, responses: { 200: Pet } }
  update: { http: PATCH /, doc: Updates a pet., body: Pet, partial: true, responses: { 200: Pet } }
  get: { http: "GET /{id}", doc: Gets a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 200: Pet } }
  drop: { http: "DELETE /{id}", doc: Deletes a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 204: none } }
  add: { http: "POST /{id}/toys", doc: Adds a toy., parameters: { id: { in: path, type: string, required: true } }, body: Toy, responses: { 200: none } }
  act:
    http: POST /{id}/{action}
    doc: Does something with a pet.
    parameters:
      id: { in: path, type: string, required: true }
      action: { in: path, type: Action, required: true }
      times: { in: query, type: integer }
      words: { in: query, type: [string] }
      reason: { in: query, type: string, required: true }
    responses: { 200: none }
  list:
    http: GET /
    doc: Lists pets.
    parameters: { start: { in: query, type: integer }, limit: { in: query, type: integer } }
    responses: { 200: Page }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
  all: { http: GET /all, doc: Lists pets., responses: { 200: [Pet] } }
  toys:
    http: GET /toys
    doc: Lists toys.
    parameters: { start: { in: query, type: integer }, limit: { in: query, type: integer } }
    responses: { 200: Toys }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
waiters:
  sold: { doc: Waits., operation: get, field: state, done: [SOLD] }
types:
  Pet:
    doc: A pet.
    fields:
      id: { type: string, read_only: true, doc: Its id. }
      tags: { type: [string], doc: Its tags. }
      toys: { type: [Toy], doc: Its toys. }
      scars: { type: [Toy], read_only: true, doc: Its scars. }
      state: { type: State, doc: Its state. }
      owner: { type: Owner, doc: Its owner. }
  Owner: { doc: An owner., fields: { name: { type: string, doc: A name. } } }
  Toy: { doc: A toy., fields: { name: { type: string, doc: A name. } } }
  State: { doc: A state., values: { HERE: It is here., SOLD: It is sold. } }
  Action: { doc: An action., closed: true, values: { sell: Sells it., feed: Feeds it. } }
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Toys: { doc: A page., fields: { data: { type: [Toy], doc: Toys. }, links: { type: [Link], doc: Other pages. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
"#;

/// A case of one import, with these keys in addition to its `doc`.
fn import(name: &'static str, code: Code, keys: &str) -> Case {
    api_case(
        name,
        code,
        &format!("imports:\n  pet:\n    doc: A pet per row.\n    {keys}{SHOP}"),
    )
}

/// A case of one import with a valid `create`, and this step.
fn step(name: &'static str, code: Code, step: &str) -> Case {
    import(name, code, &format!("create: create\n    id: id\n    {step}"))
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = creates();
    cases.extend(lines());
    cases.extend(calls());
    cases.extend(searches());
    cases.push(same_key());
    cases
}

fn creates() -> Vec<Case> {
    use Code::{ImportRules, UnknownReference};
    vec![
        import("import_create", UnknownReference, "create: creat\n    id: id"),
        import("import_create_body", ImportRules, "create: get\n    id: id"),
        import("import_create_partial", ImportRules, "create: update\n    id: id"),
        import("import_create_answer", UnknownReference, "create: forget\n    id: id"),
        import("import_create_argument", ImportRules, "create: replace\n    id: id"),
        import("import_id", UnknownReference, "create: create\n    id: ide"),
        import("import_id_object", UnknownReference, "create: create\n    id: owner"),
        import("import_id_list", UnknownReference, "create: create\n    id: toys.name"),
        import(
            "import_id_empty",
            UnknownReference,
            "create: create\n    id: owner..name",
        ),
        import(
            "import_number",
            UnknownReference,
            "create: create\n    id: id\n    number: owner.nam",
        ),
    ]
}

fn lines() -> Vec<Case> {
    use Code::{ImportRules, NotApplicable, UnknownReference};
    vec![
        step("import_lines_both", ImportRules, "lines: { in: toys, call: add }"),
        step("import_lines_neither", ImportRules, "lines: { with: { id: x } }"),
        step("import_lines_field", UnknownReference, "lines: { in: toy }"),
        step("import_lines_no_list", UnknownReference, "lines: { in: owner }"),
        step("import_lines_no_objects", UnknownReference, "lines: { in: tags }"),
        step("import_lines_read_only", ImportRules, "lines: { in: scars }"),
        step(
            "import_lines_with",
            NotApplicable,
            "lines: { in: toys, with: { id: x } }",
        ),
        step("import_lines_call", UnknownReference, "lines: { call: ad }"),
        step("import_lines_no_body", ImportRules, "lines: { call: get }"),
    ]
}

fn calls() -> Vec<Case> {
    use Code::{ImportRules, NotApplicable, UnknownReference, UnknownValue};
    vec![
        step("import_waiter", UnknownReference, "confirm: { waiter: solt }"),
        step(
            "import_confirm_number",
            UnknownReference,
            "confirm: { waiter: sold, number: stat }",
        ),
        step("import_submit_body", ImportRules, "submit: { call: add }"),
        step("import_id_parameter", ImportRules, "submit: { call: all }"),
        step("import_id_parameters", ImportRules, "submit: { call: act }"),
        step(
            "import_argument",
            ImportRules,
            "submit: { call: act, with: { action: sell } }",
        ),
        step(
            "import_with_parameter",
            UnknownReference,
            "submit: { call: act, with: { acton: sell, reason: x } }",
        ),
        step(
            "import_with_value",
            UnknownValue,
            "submit: { call: act, with: { action: sel, reason: x, times: often } }",
        ),
        step(
            "import_with_list",
            NotApplicable,
            "submit: { call: act, with: { action: sell, reason: x, words: y } }",
        ),
    ]
}

fn searches() -> Vec<Case> {
    use Code::{ImportRules, UnknownReference};
    vec![
        step("import_list", UnknownReference, "search: { list: lst }"),
        step("import_list_pages", ImportRules, "search: { list: all }"),
        step("import_list_items", UnknownReference, "search: { list: toys }"),
        step("import_get", UnknownReference, "search: { list: list, get: gett }"),
        step("import_get_body", ImportRules, "search: { list: list, get: add }"),
        step(
            "import_get_answer",
            UnknownReference,
            "search: { list: list, get: drop }",
        ),
    ]
}

/// Two APIs with the same import.
fn same_key() -> Case {
    let api = |lines: &str| format!("imports:\n  pet: {{ doc: A pet per row., create: create, id: id }}{lines}");
    let pets = support::pets(&api(SHOP));
    let zoo = pets
        .replace("api: pets", "api: zoo")
        .replace("client: pets", "client: zoo");
    Case {
        name: "import_twice",
        code: Code::DuplicateImport,
        files: vec![
            ("spec/concur.yaml", MINIMAL_PLATFORM.into()),
            ("spec/pets.yaml", pets.into()),
            ("spec/zoo.yaml", zoo.replace("/pets/v1", "/zoo/v1").into()),
        ],
    }
}

//! Diagnostics of imports.

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

/// The operations and types of all cases.
const SHOP: &str = r#"
operations:
  create: { http: POST /, doc: Adds a pet., body: Pet, responses: { 200: Pet } }
  adopt: { http: POST /adopted, doc: Adds pets., body: Litter, responses: { 200: Litter } }
  bring: { http: POST /brought, doc: Adds pets., body: Litter, responses: { 200: Pet } }
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
      words: { in: query, type: [string], list: comma }
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
  Litter: { doc: Pets., fields: { pets: { type: [Pet], doc: Pets. }, lost: { type: [Pet], read_only: true, doc: Pets. }, names: { type: [string], doc: Names. } } }
  Owner: { doc: An owner., fields: { name: { type: string, doc: A name. } } }
  Toy: { doc: A toy., fields: { name: { type: string, doc: A name. } } }
  State: { doc: A state., values: { HERE: It is here., SOLD: It is sold. } }
  Action: { doc: An action., closed: true, values: { sell: Sells it., feed: Feeds it. } }
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Toys: { doc: A page., fields: { data: { type: [Toy], doc: Toys. }, links: { type: [Link], doc: Other pages. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
"#;

/// A case of one import, with these keys in addition to its `doc`.
fn import(name: &'static str, keys: &str) -> Case {
    api_case(
        name,
        &format!("imports:\n  pet:\n    doc: A pet per row.\n    {keys}{SHOP}"),
    )
}

/// A case of one import with a valid `create`, and this step.
fn step(name: &'static str, step: &str) -> Case {
    import(name, &format!("create: create\n    id: id\n    {step}"))
}

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![
        example(Code::ImportRules).prints(|text| {
            assert_snapshot!(text, @r"
            error[E049]: `move` has several path parameters for the id
              --> spec/pets.yaml:18:71
               |
            10 |   move:
               |   ---- the operation is defined here
            ...
            14 |       id: { in: path, type: string, required: true, doc: Its id. }
               |       -- this one
            15 |       action: { in: path, type: string, required: true, doc: Where to. }
               |       ------ or this one
            ...
            18 |   pet: { doc: A pet per row., create: create, id: id, submit: { call: move } }
               |                                                                       ^^^^ it is unclear which one receives the id
               |
               = help: fix all but one of them with `with`
            ");
        }),
        example(Code::DuplicateImport).prints(|text| {
            assert_snapshot!(text, @r"
            error[E072]: two APIs have the import `pet`
              --> spec/zoo.yaml:11:3
               |
            11 |   pet: { doc: An animal per row., create: create, id: id }
               |   ^^^ second one here
               |
              ::: spec/pets.yaml:11:3
               |
            11 |   pet: { doc: A pet per row., create: create, id: id }
               |   --- first one here
            ");
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = creates();
    cases.extend(items());
    cases.extend(lines());
    cases.extend(calls());
    cases.extend(searches());
    cases
}

fn creates() -> Vec<Case> {
    vec![
        import("import_create", "create: creat\n    id: id").prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no operation `creat`
              --> spec/pets.yaml:11:13
               |
            11 |     create: creat
               |             ^^^^^ unknown operation
            ...
            14 |   create: { http: POST /, doc: Adds a pet., body: Pet, responses: { 200: Pet } }
               |   ------ a similar name
               |
            help: a similar name exists
               |
            11 |     create: create
               |                  +
            ");
        }),
        api_case(
            "import_create_union",
            "
imports: { pet: { doc: A pet per row., create: create, id: id } }
operations:
  create: { http: POST /, doc: Adds a pet., body: Pet, responses: { 200: Dog } }
types:
  Pet: { doc: A pet., union: [{ type: Dog, when: bark }, { type: Cat }] }
  Dog: { doc: A dog., fields: { id: { type: string, doc: Its id. }, bark: { type: string, doc: Its voice. } } }
  Cat: { doc: A cat., fields: { id: { type: string, doc: Its id. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: the body of `create` is a union
              --> spec/pets.yaml:9:48
               |
             9 | imports: { pet: { doc: A pet per row., create: create, id: id } }
               |                                                ^^^^^^ expected a type with fields
            10 | operations:
            11 |   create: { http: POST /, doc: Adds a pet., body: Pet, responses: { 200: Dog } }
               |   ------ the operation is defined here
            "##);
        }),
        api_case(
            "import_create_list",
            "
imports: { pet: { doc: A pet per row., create: create_all, id: id, lines: { call: add_toys } } }
operations:
  create: { http: POST /, doc: Adds a pet., body: Pet, responses: { 200: Pet } }
  create_all: { http: POST /all, doc: Adds pets., body: [Pet], responses: { 200: Pet } }
  add_toys: { http: \"POST /{id}/toys\", doc: Adds toys., parameters: { id: { in: path, type: string, required: true } }, body: [Toy], responses: { 204: none } }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. } } }
  Toy: { doc: A toy., fields: { name: { type: string, doc: Its name. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: the body of `create_all` is a list
              --> spec/pets.yaml:9:48
               |
             9 | imports: { pet: { doc: A pet per row., create: create_all, id: id, lines: { call: add_toys } } }
               |                                                ^^^^^^^^^^ one document, or one row, is sent at a time
            ...
            12 |   create_all: { http: POST /all, doc: Adds pets., body: [Pet], responses: { 200: Pet } }
               |                                                          --- the list is defined here
               |
            help: the body of `create` is a single `Pet`
               |
             9 - imports: { pet: { doc: A pet per row., create: create_all, id: id, lines: { call: add_toys } } }
             9 + imports: { pet: { doc: A pet per row., create: create, id: id, lines: { call: add_toys } } }
               |

            error[E049]: the body of `add_toys` is a list
              --> spec/pets.yaml:9:83
               |
             9 | ...all, id: id, lines: { call: add_toys } } }
               |                                ^^^^^^^^ one document, or one row, is sent at a time
            ...
            13 | ..., parameters: { id: { in: path, type: string, required: true } }, body: [Toy], responses: { 204: none } }
               |                                                                             --- the list is defined here
               |
               = help: name an operation whose body is a single `Toy`
            "##);
        }),
        import("import_create_body", "create: get\n    id: id").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: `get` has no `body`
              --> spec/pets.yaml:11:13
               |
            11 |     create: get
               |             ^^^ the rows become its body
            ...
            20 |   get: { http: "GET /{id}", doc: Gets a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 200: Pet } }
               |   --- the operation is defined here
            "##);
        }),
        import("import_create_partial", "create: update\n    id: id").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: the body of `update` is a partial update
              --> spec/pets.yaml:11:13
               |
            11 |     create: update
               |             ^^^^^^ expected a complete body
            ...
            19 |   update: { http: PATCH /, doc: Updates a pet., body: Pet, partial: true, responses: { 200: Pet } }
               |   ------ the operation is defined here
            "##);
        }),
        import("import_create_answer", "create: forget\n    id: id").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `forget` does not return a type with fields
              --> spec/pets.yaml:12:9
               |
            12 |     id: id
               |         ^^ required by this
            ...
            17 |   forget: { http: POST /forgotten, doc: Adds a pet., body: Pet, responses: { 200: { type: Pet, ignored: true } } }
               |                                                                              --- the response is defined here
            "##);
        }),
        import("import_create_argument", "create: replace\n    id: id").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: `replace` requires the parameter `id`, which has no value here
              --> spec/pets.yaml:11:13
               |
            11 |     create: replace
               |             ^^^^^^^ the call would lack it
            ...
            18 |   replace: { http: "PUT /{id}", doc: Replaces a pet., parameters: { id: { in: path, type: string, required: true } }, body: Pet, res...
               |                                                                     -- the parameter is defined here
            "##);
        }),
        import("import_id", "create: create\n    id: ide").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `Pet` has no field `ide`
              --> spec/pets.yaml:12:9
               |
            12 |     id: ide
               |         ^^^ unknown field
            ...
            52 |       id: { type: string, read_only: true, doc: Its id. }
               |       -- a similar name
               |
            help: a similar name exists
               |
            12 -     id: ide
            12 +     id: id
               |
            "##);
        }),
        import("import_id_object", "create: create\n    id: owner").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `owner` is not a single value
              --> spec/pets.yaml:12:9
               |
            12 |     id: owner
               |         ^^^^^ expected a scalar or a value
            ...
            57 |       owner: { type: Owner, doc: Its owner. }
               |                      ----- its type is defined here
            "##);
        }),
        import("import_id_list", "create: create\n    id: toys.name").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `toys.name` is not a single value
              --> spec/pets.yaml:12:9
               |
            12 |     id: toys.name
               |         ^^^^^^^^^ `toys` is not an object
            ...
            54 |       toys: { type: [Toy], doc: Its toys. }
               |                     - its type is defined here
            "##);
        }),
        import(
            "import_id_empty",
            "create: create\n    id: owner..name",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `owner..name` is not a single value
              --> spec/pets.yaml:12:9
               |
            12 |     id: owner..name
               |         ^^^^^^^^^^^ a name between dots is empty
            ");
        }),
        import(
            "import_number",
            "create: create\n    id: id\n    number: owner.nam",
        ).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `Owner` has no field `nam`
              --> spec/pets.yaml:13:19
               |
            13 |     number: owner.nam
               |                   ^^^ unknown field
            ...
            60 |   Owner: { doc: An owner., fields: { name: { type: string, doc: A name. } } }
               |                                      ---- a similar name
               |
            help: a similar name exists
               |
            13 |     number: owner.name
               |                      +
            "##);
        }),
    ]
}

fn items() -> Vec<Case> {
    let keys = |create: &str, list: &str, id: &str| {
        format!("create: {create}\n    item_of: {list}\n    id: {id}\n    lines: {{ in: toys }}")
    };
    vec![
        import("import_item_of_number", &keys("adopt", "pets", "toys")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `toys` is not a single value
              --> spec/pets.yaml:13:9
               |
            13 |     id: toys
               |         ^^^^ expected a scalar or a value
            ...
            56 |       toys: { type: [Toy], doc: Its toys. }
               |                     - its type is defined here
            "##);
        }),
        import("import_item_of_unknown", &keys("adopt", "pet", "id")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `Litter` has no field `pet`
              --> spec/pets.yaml:12:14
               |
            12 |     item_of: pet
               |              ^^^ unknown field
            ...
            60 |   Litter: { doc: Pets., fields: { pets: { type: [Pet], doc: Pets. }, lost: { type: [Pet], read_only: true, doc: Pets. }, names: { ty...
               |                                   ---- a similar name
               |
            help: a similar name exists
               |
            12 |     item_of: pets
               |                 +
            "##);
        }),
        import("import_item_of_words", &keys("adopt", "names", "id")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: the items of `names` are not objects
              --> spec/pets.yaml:12:14
               |
            12 | ...f: names
               |       ^^^^^ expected a list of a type with fields
            ...
            60 | ...{ doc: Pets., fields: { pets: { type: [Pet], doc: Pets. }, lost: { type: [Pet], read_only: true, doc: Pets. }, names: { type: [str...
               |                                                                                                                                  - its type is defined here
            "##);
        }),
        import("import_item_of_read_only", &keys("adopt", "lost", "id")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: no body has `lost`
              --> spec/pets.yaml:12:14
               |
            12 |     item_of: lost
               |              ^^^^ expected a field that callers set
            ...
            60 |   Litter: { doc: Pets., fields: { pets: { type: [Pet], doc: Pets. }, lost: { type: [Pet], read_only: true, doc: Pets. }, names: { ty...
               |                                                                      ---- this field is read-only
            "##);
        }),
        import("import_item_of_another_response", &keys("bring", "pets", "id")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `Pet` has no field `pets`
              --> spec/pets.yaml:12:14
               |
            12 |     item_of: pets
               |              ^^^^ unknown field
            "##);
        }),
    ]
}

fn lines() -> Vec<Case> {
    vec![
        step("import_lines_both", "lines: { in: toys, call: add }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E049]: `lines` has both `in` and `call`
              --> spec/pets.yaml:13:30
               |
            13 |     lines: { in: toys, call: add }
               |                  ----        ^^^ either this call
               |                  |
               |                  or this field
            ");
        }),
        step("import_lines_neither", "lines: { with: { id: x } }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E049]: `lines` has neither `in` nor `call`
              --> spec/pets.yaml:13:12
               |
            13 |     lines: { with: { id: x } }
               |            ^ expected one of `in` and `call`
            ");
        }),
        step("import_lines_field", "lines: { in: toy }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `Pet` has no field `toy`
              --> spec/pets.yaml:13:18
               |
            13 |     lines: { in: toy }
               |                  ^^^ unknown field
            ...
            55 |       toys: { type: [Toy], doc: Its toys. }
               |       ---- a similar name
               |
            help: a similar name exists
               |
            13 |     lines: { in: toys }
               |                     +
            "##);
        }),
        step("import_lines_no_list", "lines: { in: owner }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `owner` is not a list
              --> spec/pets.yaml:13:18
               |
            13 |     lines: { in: owner }
               |                  ^^^^^ expected a list
            ...
            58 |       owner: { type: Owner, doc: Its owner. }
               |                      ----- its type is defined here
            "##);
        }),
        step("import_lines_no_objects", "lines: { in: tags }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: the items of `tags` are not objects
              --> spec/pets.yaml:13:18
               |
            13 |     lines: { in: tags }
               |                  ^^^^ expected a list of a type with fields
            ...
            54 |       tags: { type: [string], doc: Its tags. }
               |                     - its type is defined here
            "##);
        }),
        step("import_lines_read_only", "lines: { in: scars }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: no body has `scars`
              --> spec/pets.yaml:13:18
               |
            13 |     lines: { in: scars }
               |                  ^^^^^ expected a field that callers set
            ...
            56 |       scars: { type: [Toy], read_only: true, doc: Its scars. }
               |       ----- this field is read-only
            "##);
        }),
        step(
            "import_lines_with",
            "lines: { in: toys, with: { id: x } }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `with` applies only to `call`
              --> spec/pets.yaml:13:32
               |
            13 |     lines: { in: toys, with: { id: x } }
               |                                ^^ there is no call that has this parameter
            ");
        }),
        step("import_lines_call", "lines: { call: ad }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: there is no operation `ad`
              --> spec/pets.yaml:13:20
               |
            13 |     lines: { call: ad }
               |                    ^^ unknown operation
            ...
            23 |   add: { http: "POST /{id}/toys", doc: Adds a toy., parameters: { id: { in: path, type: string, required: true } }, body: Toy, respo...
               |   --- a similar name
               |
            help: a similar name exists
               |
            13 |     lines: { call: add }
               |                      +
            "##);
        }),
        step("import_lines_no_body", "lines: { call: get }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: `get` has no `body`
              --> spec/pets.yaml:13:20
               |
            13 |     lines: { call: get }
               |                    ^^^ the rows become its body
            ...
            21 |   get: { http: "GET /{id}", doc: Gets a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 200: Pet } }
               |   --- the operation is defined here
            "##);
        }),
    ]
}

fn calls() -> Vec<Case> {
    vec![
        step("import_waiter", "confirm: { waiter: solt }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: there is no waiter `solt`
              --> spec/pets.yaml:13:24
               |
            13 |     confirm: { waiter: solt }
               |                        ^^^^ unknown waiter
            ...
            48 |   sold: { doc: Waits., operation: get, field: state, done: [SOLD] }
               |   ---- a similar name
               |
            help: a similar name exists
               |
            13 -     confirm: { waiter: solt }
            13 +     confirm: { waiter: sold }
               |
            "##);
        }),
        step(
            "import_confirm_number",
            "confirm: { waiter: sold, number: stat }",
        ).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `Pet` has no field `stat`
              --> spec/pets.yaml:13:38
               |
            13 |     confirm: { waiter: sold, number: stat }
               |                                      ^^^^ unknown field
            ...
            57 |       state: { type: State, doc: Its state. }
               |       ----- a similar name
               |
            help: a similar name exists
               |
            13 |     confirm: { waiter: sold, number: state }
               |                                          +
            "##);
        }),
        step("import_submit_body", "submit: { call: add }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: `add` has a body
              --> spec/pets.yaml:13:21
               |
            13 |     submit: { call: add }
               |                     ^^^ there is nothing to send here
            ...
            23 |   add: { http: "POST /{id}/toys", doc: Adds a toy., parameters: { id: { in: path, type: string, required: true } }, body: Toy, respo...
               |   --- the operation is defined here
            "##);
        }),
        step("import_id_parameter", "submit: { call: all }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: `all` has no path parameter for the id
              --> spec/pets.yaml:13:21
               |
            13 |     submit: { call: all }
               |                     ^^^ the id of the document has no place in this call
            ...
            40 |   all: { http: GET /all, doc: Lists pets., responses: { 200: [Pet] } }
               |   --- the operation is defined here
            "##);
        }),
        step("import_id_parameters", "submit: { call: act }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: `act` has several path parameters for the id
              --> spec/pets.yaml:13:21
               |
            13 |     submit: { call: act }
               |                     ^^^ it is unclear which one receives the id
            ...
            24 |   act:
               |   --- the operation is defined here
            ...
            28 |       id: { in: path, type: string, required: true }
               |       -- this one
            29 |       action: { in: path, type: Action, required: true }
               |       ------ or this one
               |
               = help: fix all but one of them with `with`

            error[E049]: `act` requires the parameter `reason`, which has no value here
              --> spec/pets.yaml:13:21
               |
            13 |     submit: { call: act }
               |                     ^^^ the call would lack it
            ...
            32 |       reason: { in: query, type: string, required: true }
               |       ------ the parameter is defined here
               |
               = help: give it a value with `with`
            "##);
        }),
        step(
            "import_argument",
            "submit: { call: act, with: { action: sell } }",
        ).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: `act` requires the parameter `reason`, which has no value here
              --> spec/pets.yaml:13:21
               |
            13 |     submit: { call: act, with: { action: sell } }
               |                     ^^^ the call would lack it
            ...
            32 |       reason: { in: query, type: string, required: true }
               |       ------ the parameter is defined here
               |
               = help: give it a value with `with`
            "##);
        }),
        step(
            "import_with_parameter",
            "submit: { call: act, with: { acton: sell, reason: x } }",
        ).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `act` has no parameter `acton`
              --> spec/pets.yaml:13:34
               |
            13 |     submit: { call: act, with: { acton: sell, reason: x } }
               |                                  ^^^^^ unknown parameter
            ...
            29 |       action: { in: path, type: Action, required: true }
               |       ------ a similar name
               |
            help: a similar name exists
               |
            13 |     submit: { call: act, with: { action: sell, reason: x } }
               |                                     +
            "##);
        }),
        step(
            "import_with_value",
            "submit: { call: act, with: { action: sel, reason: x, times: often } }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E026]: `sel` is not a value of the parameter `action`
              --> spec/pets.yaml:13:42
               |
            13 |     submit: { call: act, with: { action: sel, reason: x, times: often } }
               |                                          ^^^ the closed value set `Action` does not have it
               |
            help: a similar name exists
               |
            13 |     submit: { call: act, with: { action: sell, reason: x, times: often } }
               |                                             +

            error[E026]: `often` is not a value of the parameter `times`
              --> spec/pets.yaml:13:65
               |
            13 |     submit: { call: act, with: { action: sel, reason: x, times: often } }
               |                                                                 ^^^^^ this is not a whole number
            ");
        }),
        step(
            "import_with_list",
            "submit: { call: act, with: { action: sell, reason: x, words: y } }",
        ).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E045]: `with` cannot fix the list `words`
              --> spec/pets.yaml:13:59
               |
            13 |     submit: { call: act, with: { action: sell, reason: x, words: y } }
               |                                                           ^^^^^ expected a parameter with a single value
            ...
            31 |       words: { in: query, type: [string], list: comma }
               |                                 - its type is defined here
            "##);
        }),
    ]
}

fn searches() -> Vec<Case> {
    vec![
        step("import_list", "search: { list: lst }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: there is no operation `lst`
              --> spec/pets.yaml:13:21
               |
            13 |     search: { list: lst }
               |                     ^^^ unknown operation
            ...
            34 |   list:
               |   ---- a similar name
               |
            help: a similar name exists
               |
            13 |     search: { list: list }
               |                      +
            "##);
        }),
        step("import_list_pages", "search: { list: all }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: `all` has no `pagination`
              --> spec/pets.yaml:13:21
               |
            13 |     search: { list: all }
               |                     ^^^ a search reads a list page by page
            ...
            40 |   all: { http: GET /all, doc: Lists pets., responses: { 200: [Pet] } }
               |   --- the operation is defined here
            "##);
        }),
        step("import_list_items", "search: { list: toys }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: the items of `toys` do not have the id `id`
              --> spec/pets.yaml:13:21
               |
            13 |     search: { list: toys }
               |                     ^^^^ a search compares the ids of its items
            ...
            61 |   Toy: { doc: A toy., fields: { name: { type: string, doc: A name. } } }
               |   --- the items are defined here
            "##);
        }),
        step("import_get", "search: { list: list, get: gett }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: there is no operation `gett`
              --> spec/pets.yaml:13:32
               |
            13 |     search: { list: list, get: gett }
               |                                ^^^^ unknown operation
            ...
            21 |   get: { http: "GET /{id}", doc: Gets a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 200: Pet } }
               |   --- a similar name
               |
            help: a similar name exists
               |
            13 -     search: { list: list, get: gett }
            13 +     search: { list: list, get: get }
               |
            "##);
        }),
        step("import_get_body", "search: { list: list, get: add }").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E049]: `add` has a body
              --> spec/pets.yaml:13:32
               |
            13 |     search: { list: list, get: add }
               |                                ^^^ there is nothing to send here
            ...
            23 |   add: { http: "POST /{id}/toys", doc: Adds a toy., parameters: { id: { in: path, type: string, required: true } }, body: Toy, respo...
               |   --- the operation is defined here
            "##);
        }),
        step(
            "import_get_answer",
            "search: { list: list, get: drop }",
        ).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E025]: `drop` does not return a type with fields
              --> spec/pets.yaml:13:32
               |
            13 | ...list, get: drop }
               |               ^^^^ required by this
            ...
            22 | ...ETE /{id}", doc: Deletes a pet., parameters: { id: { in: path, type: string, required: true } }, responses: { 204: none } }
               |                                                                                                                  --- the response is defined here
            "##);
        }),
    ]
}

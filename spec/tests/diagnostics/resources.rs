//! Diagnostics of resources.

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

/// The operations and types of all cases.
const SHOP: &str = r#"
operations:
  create: { http: POST /pets, doc: Creates a pet., body: Pet, responses: { 201: Pet } }
  get: { http: "GET /pets/{petId}", doc: Gets a pet., parameters: { petId: { in: path, type: string, required: true } }, responses: { 200: Pet } }
  list:
    http: GET /pets
    doc: Lists pets.
    parameters:
      start: { in: query, type: integer }
      limit: { in: query, type: integer }
      after: { in: query, type: timestamp }
      color: { in: query, type: string }
    responses: { 200: Page }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
  all: { http: GET /all, doc: Lists pets., responses: { 200: [Pet] } }
  links: { http: GET /links, doc: Lists links., responses: { 200: [Link] } }
  sound: { http: GET /sound, doc: Makes a sound., responses: { 200: string } }
  rename: { http: "PUT /pets/{petId}", doc: Renames., parameters: { petId: { in: path, type: string, required: true } }, body: Link, responses: { 204: none } }
  drop: { http: DELETE /pets, doc: Deletes pets., responses: { 204: none } }
  add_toy: { http: POST /toys, doc: Adds a toy., body: Toy, responses: { 201: Toy } }
  give_toy: { http: "POST /pets/{petId}/toys", doc: Adds a toy., parameters: { petId: { in: path, type: string, required: true } }, body: Toy, responses: { 201: Toy } }
  find: { http: "GET /{zone}/pets/{petId}", doc: Finds a pet., parameters: { zone: { in: path, type: string, required: true }, petId: { in: path, type: string, required: true } }, responses: { 200: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      id: { type: string, doc: Its id. }
      at: { type: timestamp, doc: When it changed. }
      color: { type: string, doc: Its color. }
      born: { type: date, doc: When it was born. }
      toys: { type: [Toy], doc: Its toys. }
      chip: { type: string, write_only: true, doc: Its chip. }
  Toy: { doc: A toy., fields: { number: { type: integer, doc: Its number. }, words: { type: string, doc: What it says. } } }
  Color: { doc: A color., values: { RED: Red. } }
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. }, color: { type: Color, doc: Of this color. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
error_codes: { noPet: { doc: There is no such pet., status: [404] } }
exports:
  pet: { doc: The pets., list: list, since: after, id: id, modified: at }
"#;

/// The parameter of the list that other cases change.
const COLOR: &str = "      color: { in: query, type: string }\n";

/// A case of these resources.
fn resources(name: &'static str, lines: &str) -> Case {
    api_case(name, &format!("resources:\n{lines}{SHOP}"))
}

/// A case of a list with other parameters.
fn listed(name: &'static str, parameters: &str) -> Case {
    let list = "  Pet: { type: Pet, id: id, list: list }\n";
    let shop = SHOP.replace(COLOR, parameters);
    api_case(name, &format!("resources:\n{list}{shop}"))
}

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![
        example(Code::ResourceRules).prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: `get` has no path parameter for the id
              --> spec/pets.yaml:12:50
               |
            10 |   get: { doc: Gets a pet., http: GET /one, responses: { 200: Pet } }
               |   --- the operation is defined here
            11 | resources:
            12 |   Pet: { type: Pet, id: id, create: create, get: get }
               |                                                  ^^^ it is unclear which object is meant
            ");
        }),
        example(Code::DuplicateRole).prints(|text| {
            assert_snapshot!(text, @r"
            error[E054]: `list` has two roles
              --> spec/pets.yaml:12:37
               |
            11 |   Pet: { type: Pet, id: id, list: list }
               |                                   ---- first one here
            12 |   Stray: { type: Pet, id: id, list: list }
               |                                     ^^^^ second one here
            ");
        }),
        example(Code::UnboundParameter).prints(|text| {
            assert_snapshot!(text, @r"
            error[E055]: `color` neither pages nor filters the list of `Pet`
              --> spec/pets.yaml:13:7
               |
            13 |       color: { in: query, type: string, doc: Only pets of this color. }
               |       ^^^^^ it is unclear what it selects
            ...
            17 |   Pet: { type: Pet, id: id, list: list }
               |                                   ---- the list of the resource
               |
               = help: add `filters: color` if it selects by equality, or else `filters: false`

            error[E055]: `sort` neither pages nor filters the list of `Pet`
              --> spec/pets.yaml:14:7
               |
            14 |       sort: { in: query, type: string, doc: The field to sort by. }
               |       ^^^^ it is unclear what it selects
            ...
            17 |   Pet: { type: Pet, id: id, list: list }
               |                                   ---- the list of the resource
               |
               = help: add `filters: FIELD` if it selects by equality, or else `filters: false`
            ");
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = references();
    cases.extend(operations());
    cases.extend(parents());
    cases.extend(filters());
    cases
}

fn references() -> Vec<Case> {
    vec![
        resources("resource_type", "  Pet: { type: Pat, id: id, list: all }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `Pat`
              --> spec/pets.yaml:9:16
               |
             9 |   Pet: { type: Pat, id: id, list: all }
               |                ^^^ unknown type
            ...
            33 |   Pet:
               |   --- a similar name
               |
            help: a similar name exists
               |
             9 -   Pet: { type: Pat, id: id, list: all }
             9 +   Pet: { type: Pet, id: id, list: all }
               |
            ");
        }),
        resources("resource_type_form", "  Color: { type: Color, id: id, list: all }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: `Color` has no fields
              --> spec/pets.yaml:9:18
               |
             9 |   Color: { type: Color, id: id, list: all }
               |                  ^^^^^ a resource has objects of a type with fields
            ...
            43 |   Color: { doc: A color., values: { RED: Red. } }
               |   ----- the type is defined here
            ");
        }),
        resources("resource_id", "  Pet: { type: Pet, id: ids, list: all }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Pet` has no field `ids`
              --> spec/pets.yaml:9:25
               |
             9 |   Pet: { type: Pet, id: ids, list: all }
               |                         ^^^ unknown field
            ...
            36 |       id: { type: string, doc: Its id. }
               |       -- a similar name
               |
            help: a similar name exists
               |
             9 -   Pet: { type: Pet, id: ids, list: all }
             9 +   Pet: { type: Pet, id: id, list: all }
               |
            ");
        }),
        resources("resource_id_type", "  Pet: { type: Pet, id: born, list: all }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: `born` cannot be the id
              --> spec/pets.yaml:9:25
               |
             9 |   Pet: { type: Pet, id: born, list: all }
               |                         ^^^^ expected a field of the type `string` or `integer`
            ...
            39 |       born: { type: date, doc: When it was born. }
               |                     ---- its type is defined here
            ");
        }),
        resources("resource_id_write_only", "  Pet: { type: Pet, id: chip, list: all }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `chip` is write-only
              --> spec/pets.yaml:9:25
               |
             9 |   Pet: { type: Pet, id: chip, list: all }
               |                         ^^^^ no response has it
            ...
            41 |       chip: { type: string, write_only: true, doc: Its chip. }
               |       ---- the field is defined here
            ");
        }),
        resources(
            "resource_not_found",
            "  Pet: { type: Pet, id: id, list: all, not_found: noPets }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E022]: there is no error code `noPets`
              --> spec/pets.yaml:9:51
               |
             9 |   Pet: { type: Pet, id: id, list: all, not_found: noPets }
               |                                                   ^^^^^^ unknown error code
            ...
            46 | error_codes: { noPet: { doc: There is no such pet., status: [404] } }
               |                ----- a similar name
               |
            help: a similar name exists
               |
             9 -   Pet: { type: Pet, id: id, list: all, not_found: noPets }
             9 +   Pet: { type: Pet, id: id, list: all, not_found: noPet }
               |
            ");
        }),
        resources("resource_operation", "  Pet: { type: Pet, id: id, get: gets }\n").prints(|text| {
            assert_snapshot!(text, @r#"
            error[E025]: there is no operation `gets`
              --> spec/pets.yaml:9:34
               |
             9 |   Pet: { type: Pet, id: id, get: gets }
               |                                  ^^^^ unknown operation
            ...
            13 |   get: { http: "GET /pets/{petId}", doc: Gets a pet., parameters: { petId: { in: path, type: string, required: true } }, responses: ...
               |   --- a similar name
               |
            help: a similar name exists
               |
             9 -   Pet: { type: Pet, id: id, get: gets }
             9 +   Pet: { type: Pet, id: id, get: get }
               |
            "#);
        }),
        resources("resource_key", "  Pet: { type: Pet, id: id, get: get, read: get }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E010]: a resource has no key `read`
             --> spec/pets.yaml:9:39
              |
            9 |   Pet: { type: Pet, id: id, get: get, read: get }
              |                                       ^^^^ expected one of doc, type, id, id_in_list, parent, not_found, create, get, list, update, delete
            ");
        }),
        resources("resource_name", "  pet: { type: Pet, id: id, get: get }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E015]: `pet` is not a valid name
             --> spec/pets.yaml:9:3
              |
            9 |   pet: { type: Pet, id: id, get: get }
              |   ^^^ a type name starts with a capital letter and contains letters, digits and underscores
            ");
        }),
    ]
}

fn operations() -> Vec<Case> {
    vec![
        resources("resource_idle", "  Pet: { type: Pet, id: id }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: the resource `Pet` has no operation
             --> spec/pets.yaml:9:3
              |
            9 |   Pet: { type: Pet, id: id }
              |   ^^^ expected `create`, `get`, `list`, `update` or `delete`
            ");
        }),
        resources("resource_id_in_no_list", "  Pet: { type: Pet, id: id, id_in_list: rel, get: get }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the resource `Pet` has no list
             --> spec/pets.yaml:9:41
              |
            9 |   Pet: { type: Pet, id: id, id_in_list: rel, get: get }
              |                                         ^^^ there are no items with this field
            ");
        }),
        resources("resource_id_not_in_list", "  Pet: { type: Pet, id: id, id_in_list: rel, list: all }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: `all` does not return a list of `Pet`
              --> spec/pets.yaml:9:52
               |
             9 |   Pet: { type: Pet, id: id, id_in_list: rel, list: all }
               |                                                    ^^^ expected a list of the type or of one with its id, or an object with such a list
            ...
            24 |   all: { http: GET /all, doc: Lists pets., responses: { 200: [Pet] } }
               |   --- the operation is defined here
            ");
        }),
        resources(
            "resource_role_twice",
            "  Pet: { type: Pet, id: id, create: create, update: [create] }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: `create` has no path parameter for the id
              --> spec/pets.yaml:9:54
               |
             9 |   Pet: { type: Pet, id: id, create: create, update: [create] }
               |                                                      ^^^^^^ it is unclear which object is meant
            ...
            12 |   create: { http: POST /pets, doc: Creates a pet., body: Pet, responses: { 201: Pet } }
               |   ------ the operation is defined here

            error[E054]: `create` has two roles
             --> spec/pets.yaml:9:54
              |
            9 |   Pet: { type: Pet, id: id, create: create, update: [create] }
              |                                     ------           ^^^^^^ second one here
              |                                     |
              |                                     first one here
            ");
        }),
        resources(
            "resource_create_body",
            "  Pet: { type: Pet, id: id, create: add_toy }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: `add_toy` has no body with fields of `Pet`
              --> spec/pets.yaml:9:37
               |
             9 |   Pet: { type: Pet, id: id, create: add_toy }
               |                                     ^^^^^^^ there is nothing to keep
            ...
            29 |   add_toy: { http: POST /toys, doc: Adds a toy., body: Toy, responses: { 201: Toy } }
               |   ------- the operation is defined here
            ");
        }),
        api_case(
            "resource_list_body",
            "
resources: { Pet: { type: Pet, id: id, create: create_all, update: replace } }
operations:
  create_all: { http: POST /all, doc: Adds pets., body: [Pet], responses: { 200: Pet } }
  replace: { http: \"PUT /{id}\", doc: Replaces a pet., parameters: { id: { in: path, type: string, required: true } }, body: [Pet], responses: { 204: none } }
  create: { http: POST /, doc: Adds a pet., body: Pet, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E053]: the body of `create_all` is a list
              --> spec/pets.yaml:9:48
               |
             9 | resources: { Pet: { type: Pet, id: id, create: create_all, update: replace } }
               |                                                ^^^^^^^^^^ one object is kept at a time
            10 | operations:
            11 |   create_all: { http: POST /all, doc: Adds pets., body: [Pet], responses: { 200: Pet } }
               |                                                          --- the list is defined here
               |
            help: the body of `create` is a single `Pet`
               |
             9 - resources: { Pet: { type: Pet, id: id, create: create_all, update: replace } }
             9 + resources: { Pet: { type: Pet, id: id, create: create, update: replace } }
               |

            error[E053]: the body of `replace` is a list
              --> spec/pets.yaml:9:68
               |
             9 | ... create_all, update: replace } }
               |                         ^^^^^^^ one object is kept at a time
            ...
            12 | ...a pet., parameters: { id: { in: path, type: string, required: true } }, body: [Pet], responses: { 204: none } }
               |                                                                                   --- the list is defined here
               |
               = help: name an operation whose body is a single `Pet`
            "##);
        }),
        resources("resource_update_body", "  Pet: { type: Pet, id: id, update: rename }\n").prints(|text| {
            assert_snapshot!(text, @r#"
            error[E053]: `rename` has no body with fields of `Pet`
              --> spec/pets.yaml:9:37
               |
             9 |   Pet: { type: Pet, id: id, update: rename }
               |                                     ^^^^^^ there is nothing to keep
            ...
            27 |   rename: { http: "PUT /pets/{petId}", doc: Renames., parameters: { petId: { in: path, type: string, required: true } }, body: Link,...
               |   ------ the operation is defined here
            "#);
        }),
        resources("resource_no_id_in_path", "  Pet: { type: Pet, id: id, delete: drop }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: `drop` has no path parameter for the id
              --> spec/pets.yaml:9:37
               |
             9 |   Pet: { type: Pet, id: id, delete: drop }
               |                                     ^^^^ it is unclear which object is meant
            ...
            28 |   drop: { http: DELETE /pets, doc: Deletes pets., responses: { 204: none } }
               |   ---- the operation is defined here
            ");
        }),
        resources("resource_more_in_path", "  Pet: { type: Pet, id: id, get: find }\n").prints(|text| {
            assert_snapshot!(text, @r#"
            error[E053]: `find` has the path parameter `zone`, which is no id
              --> spec/pets.yaml:9:34
               |
             9 |   Pet: { type: Pet, id: id, get: find }
               |                                  ^^^^ the path has the id and those of its parents
            ...
            31 |   find: { http: "GET /{zone}/pets/{petId}", doc: Finds a pet., parameters: { zone: { in: path, type: string, required: true }, petId...
               |   ---- the operation is defined here                                         ---- the parameter is defined here
               |
               = help: name the resource that it belongs to with `parent`, or give it `filters: FIELD` or `filters: false`
            "#);
        }),
        resources("resource_get_other", "  Link: { type: Link, id: rel, get: get }\n").prints(|text| {
            assert_snapshot!(text, @r#"
            error[E053]: `get` does not return an object of `Link`
              --> spec/pets.yaml:9:37
               |
             9 |   Link: { type: Link, id: rel, get: get }
               |                                     ^^^ expected the type, or one with its id
            ...
            13 |   get: { http: "GET /pets/{petId}", doc: Gets a pet., parameters: { petId: { in: path, type: string, required: true } }, responses: ...
               |   --- the operation is defined here
            "#);
        }),
        resources("resource_list_other", "  Pet: { type: Pet, id: id, list: links }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: `links` does not return a list of `Pet`
              --> spec/pets.yaml:9:35
               |
             9 |   Pet: { type: Pet, id: id, list: links }
               |                                   ^^^^^ expected a list of the type or of one with its id, or an object with such a list
            ...
            25 |   links: { http: GET /links, doc: Lists links., responses: { 200: [Link] } }
               |   ----- the operation is defined here
            ");
        }),
        resources("resource_list_scalar", "  Pet: { type: Pet, id: id, list: sound }\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E053]: `sound` does not return a list of `Pet`
              --> spec/pets.yaml:9:35
               |
             9 |   Pet: { type: Pet, id: id, list: sound }
               |                                   ^^^^^ expected a list of the type or of one with its id, or an object with such a list
            ...
            26 |   sound: { http: GET /sound, doc: Makes a sound., responses: { 200: string } }
               |   ----- the operation is defined here
            ");
        }),
    ]
}

fn parents() -> Vec<Case> {
    let pet = "  Pet: { type: Pet, id: id, get: get }\n";
    vec![
        resources("resource_parent", &format!("{pet}  Toy: {{ type: Toy, id: number, parent: Pot, create: give_toy }}\n")).prints(|text| { assert_snapshot!(text, @r"
        error[E025]: there is no resource `Pot`
          --> spec/pets.yaml:10:41
           |
         9 |   Pet: { type: Pet, id: id, get: get }
           |   --- a similar name
        10 |   Toy: { type: Toy, id: number, parent: Pot, create: give_toy }
           |                                         ^^^ unknown resource
           |
        help: a similar name exists
           |
        10 -   Toy: { type: Toy, id: number, parent: Pot, create: give_toy }
        10 +   Toy: { type: Toy, id: number, parent: Pet, create: give_toy }
           |
        "); }),
        resources("resource_parent_not_in_path", &format!("{pet}  Toy: {{ type: Toy, id: number, parent: Pet, create: add_toy }}\n")).prints(|text| { assert_snapshot!(text, @r"
        error[E053]: `add_toy` has no path parameter for the id of the parent
          --> spec/pets.yaml:10:54
           |
        10 |   Toy: { type: Toy, id: number, parent: Pet, create: add_toy }
           |                                         ---          ^^^^^^^ it is unclear which object contains the new one
           |                                         |
           |                                         the parent
        ...
        30 |   add_toy: { http: POST /toys, doc: Adds a toy., body: Toy, responses: { 201: Toy } }
           |   ------- the operation is defined here
        "); }),
        resources("resource_parent_missing", "  Toy: { type: Toy, id: number, create: give_toy }\n").prints(|text| { assert_snapshot!(text, @r#"
        error[E053]: `give_toy` has the path parameter `petId`, which is no id
          --> spec/pets.yaml:9:41
           |
         9 |   Toy: { type: Toy, id: number, create: give_toy }
           |                                         ^^^^^^^^ the path has the ids of its parents
        ...
        30 |   give_toy: { http: "POST /pets/{petId}/toys", doc: Adds a toy., parameters: { petId: { in: path, type: string, required: true } }, ...
           |   -------- the operation is defined here                                       ----- the parameter is defined here
           |
           = help: name the resource that it belongs to with `parent`, or give it `filters: FIELD` or `filters: false`
        "#); }),
        resources("resource_parent_cycle", "  Pet: { type: Pet, id: id, parent: Toy, get: get }\n  Toy: { type: Toy, id: number, parent: Pet, create: give_toy }\n").prints(|text| { assert_snapshot!(text, @r"
        error[E053]: `Pet` contains itself
         --> spec/pets.yaml:9:37
          |
        9 |   Pet: { type: Pet, id: id, parent: Toy, get: get }
          |                                     ^^^ its parent leads back to it
        "); }),
    ]
}

fn filters() -> Vec<Case> {
    vec![
        listed(
            "filter_missing",
            "      color: { in: query, type: string }\n      sort: { in: query, type: string }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E055]: `color` neither pages nor filters the list of `Pet`
              --> spec/pets.yaml:21:7
               |
             9 |   Pet: { type: Pet, id: id, list: list }
               |                                   ---- the list of the resource
            ...
            21 |       color: { in: query, type: string }
               |       ^^^^^ it is unclear what it selects
               |
               = help: add `filters: color` if it selects by equality, or else `filters: false`

            error[E055]: `sort` neither pages nor filters the list of `Pet`
              --> spec/pets.yaml:22:7
               |
             9 |   Pet: { type: Pet, id: id, list: list }
               |                                   ---- the list of the resource
            ...
            22 |       sort: { in: query, type: string }
               |       ^^^^ it is unclear what it selects
               |
               = help: add `filters: FIELD` if it selects by equality, or else `filters: false`
            ");
        }),
        listed(
            "filter_field",
            "      color: { in: query, type: string, filters: colour }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Pet` has no field `colour`
              --> spec/pets.yaml:21:50
               |
            21 |       color: { in: query, type: string, filters: colour }
               |                                                  ^^^^^^ unknown field
            ...
            38 |       color: { type: string, doc: Its color. }
               |       ----- a similar name
               |
            help: a similar name exists
               |
            21 -       color: { in: query, type: string, filters: colour }
            21 +       color: { in: query, type: string, filters: color }
               |
            ");
        }),
        listed(
            "filter_list",
            "      color: { in: query, type: string, filters: toys }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `toys` is not a single value
              --> spec/pets.yaml:21:50
               |
            21 |       color: { in: query, type: string, filters: toys }
               |                                                  ^^^^ expected a scalar or a value
            ...
            40 |       toys: { type: [Toy], doc: Its toys. }
               |                     - its type is defined here
            ");
        }),
        listed(
            "filter_true",
            "      color: { in: query, type: string, filters: true }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `filters` is a field or `false`, and not `true`
              --> spec/pets.yaml:21:50
               |
            21 |       color: { in: query, type: string, filters: true }
               |                                                  ^^^^ expected a field of `Pet`
            ");
        }),
        listed(
            "filter_in_header",
            "      color: { in: header, type: string, filters: color }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `color` is not a parameter by which a resource is listed
              --> spec/pets.yaml:21:51
               |
            21 |       color: { in: header, type: string, filters: color }
               |                                                   ^^^^^ expected in the query of a `list`, or in the path of any operation of a resource
            ");
        }),
        api_case(
            "filter_without_resource",
            &SHOP.replace(COLOR, "      color: { in: query, type: string, filters: color }\n"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `color` is not a parameter by which a resource is listed
              --> spec/pets.yaml:19:50
               |
            19 |       color: { in: query, type: string, filters: color }
               |                                                  ^^^^^ expected in the query of a `list`, or in the path of any operation of a resource
            ");
        }),
    ]
}

//! Diagnostics of the fields by which filter expressions select.

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

const TYPES: &str = "
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, doc: Its name. }
      owner: { type: Owner, doc: Its owner. }
      toys: { type: [Owner], doc: Its toys. }
      opens: { type: time, doc: When it wakes. }
      size: { type: Size, doc: Its size. }
      chip: { type: string, secret: true, doc: Its chip. }
      urn:x:2.0:Pet: { type: Owner, doc: More. }
  Owner: { doc: An owner., fields: { name: { type: string, doc: Its name. } } }
  Size: { doc: A size., wire: integer, values: { \"1\": Small. } }
";

/// A case of a list of pets with this parameter.
fn filtered(name: &'static str, parameter: &str) -> Case {
    let list = format!(
        "list: {{ http: GET /, doc: Lists pets., parameters: {{ filter: {{ {parameter} }} }}, responses: {{ 200: [Pet] }} }}"
    );
    api_case(name, &format!("operations:\n  {list}{TYPES}"))
}

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![example(Code::FilterRules).prints(|text| assert_snapshot!(text, @r##"
    error[E057]: `Pet` has no field `neme`
      --> spec/pets.yaml:9:104
       |
     9 |   list: { doc: Lists pets., http: GET /, parameters: { filter: { in: query, type: string, filterable: [neme] } }, responses: { 200: ...
       |                                                                                                        ^^^^ unknown field
    10 | types:
    11 |   Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
       |                                 ---- a similar name
       |
    help: a similar name exists
       |
     9 -   list: { doc: Lists pets., http: GET /, parameters: { filter: { in: query, type: string, filterable: [neme] } }, responses: { 200: [Pet] } }
     9 +   list: { doc: Lists pets., http: GET /, parameters: { filter: { in: query, type: string, filterable: [name] } }, responses: { 200: [Pet] } }
       |
    "##))]
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = paths();
    cases.extend(parameters());
    cases
}

fn paths() -> Vec<Case> {
    vec![
        filtered(
            "unknown_field_after_a_list",
            "in: query, type: string, filterable: [toys.nam]",
        )
        .prints(|text| assert_snapshot!(text, @r##"
        error[E057]: `Owner` has no field `nam`
          --> spec/pets.yaml:9:109
           |
         9 |   list: { http: GET /, doc: Lists pets., parameters: { filter: { in: query, type: string, filterable: [toys.nam] } }, responses: { 2...
           |                                                                                                             ^^^ unknown field
        ...
        21 |   Owner: { doc: An owner., fields: { name: { type: string, doc: Its name. } } }
           |                                      ---- a similar name
           |
        help: a similar name exists
           |
         9 |   list: { http: GET /, doc: Lists pets., parameters: { filter: { in: query, type: string, filterable: [toys.name] } }, responses: { 200: [Pet] } }
           |                                                                                                                +
        "##)),
        filtered(
            "unknown_field_after_a_urn",
            "in: query, type: string, filterable: [urn:x:2.0:Pet:nam]",
        )
        .prints(|text| assert_snapshot!(text, @r##"
        error[E057]: `Owner` has no field `nam`
          --> spec/pets.yaml:9:118
           |
         9 | ..., doc: Lists pets., parameters: { filter: { in: query, type: string, filterable: [urn:x:2.0:Pet:nam] } }, responses: { 200: [Pet]...
           |                                                                                                    ^^^ unknown field
        ...
        21 | ...ner., fields: { name: { type: string, doc: Its name. } } }
           |                    ---- a similar name
           |
        help: a similar name exists
           |
         9 |   list: { http: GET /, doc: Lists pets., parameters: { filter: { in: query, type: string, filterable: [urn:x:2.0:Pet:name] } }, responses: { 200: [Pet] } }
           |                                                                                                                         +
        "##)),
        filtered(
            "path_through_a_text",
            "in: query, type: string, filterable: [name.first]",
        )
        .prints(|text| assert_snapshot!(text, @r##"
        error[E057]: `name.first` leads nowhere
          --> spec/pets.yaml:9:104
           |
         9 | ...tp: GET /, doc: Lists pets., parameters: { filter: { in: query, type: string, filterable: [name.first] } }, responses: { 200: [Pe...
           |                                                                                               ^^^^^^^^^^ `name` is no object
        ...
        14 | ...{ type: string, doc: Its name. }
           |            ------ its type is defined here
        "##)),
        filtered("path_to_an_object", "in: query, type: string, filterable: [owner]")
            .prints(|text| assert_snapshot!(text, @r##"
            error[E057]: a filter expression cannot compare `owner`
              --> spec/pets.yaml:9:104
               |
             9 | ...st: { http: GET /, doc: Lists pets., parameters: { filter: { in: query, type: string, filterable: [owner] } }, responses: { 200: ...
               |                                                                                                       ^^^^^ expected a text, a boolean, a number, a time, or a list of these
            ...
            15 | ...  owner: { type: Owner, doc: Its owner. }
               |                     ----- its type is defined here
            "##)),
        filtered(
            "path_to_a_time_and_to_integer_values",
            "in: query, type: string, filterable: [opens, size]",
        )
        .prints(|text| assert_snapshot!(text, @r##"
        error[E057]: a filter expression cannot compare `opens`
          --> spec/pets.yaml:9:104
           |
         9 | ...st: { http: GET /, doc: Lists pets., parameters: { filter: { in: query, type: string, filterable: [opens, size] } }, responses: {...
           |                                                                                                       ^^^^^ expected a text, a boolean, a number, a time, or a list of these
        ...
        17 | ...  opens: { type: time, doc: When it wakes. }
           |                     ---- its type is defined here

        error[E057]: a filter expression cannot compare `size`
          --> spec/pets.yaml:9:111
           |
         9 | ... { http: GET /, doc: Lists pets., parameters: { filter: { in: query, type: string, filterable: [opens, size] } }, responses: { 20...
           |                                                                                                           ^^^^ expected a text, a boolean, a number, a time, or a list of these
        ...
        18 | ...ize: { type: Size, doc: Its size. }
           |                 ---- its type is defined here
        "##)),
        filtered(
            "path_to_a_secret_and_twice",
            "in: query, type: string, filterable: [chip, name, name]",
        )
        .prints(|text| assert_snapshot!(text, @r##"
        error[E057]: a filter expression cannot compare `chip`
          --> spec/pets.yaml:9:104
           |
         9 |   list: { http: GET /, doc: Lists pets., parameters: { filter: { in: query, type: string, filterable: [chip, name, name] } }, respon...
           |                                                                                                        ^^^^ the value is secret
        ...
        19 |       chip: { type: string, secret: true, doc: Its chip. }
           |                     ------ its type is defined here

        error[E057]: `name` is listed twice
         --> spec/pets.yaml:9:116
          |
        9 | ...lter: { in: query, type: string, filterable: [chip, name, name] } }, responses: { 200: [Pet] } }
          |                                                        ----  ^^^^ second one here
          |                                                        |
          |                                                        first one here
        "##)),
    ]
}

fn parameters() -> Vec<Case> {
    vec![
        filtered("filter_that_is_a_number", "in: query, type: integer, filterable: [name]")
            .prints(|text| assert_snapshot!(text, @r##"
            error[E057]: the value of `filter` cannot be a filter expression
             --> spec/pets.yaml:9:105
              |
            9 | ..., type: integer, filterable: [name] } }, responses: { 200: [Pet] } }
              |            ------- the type      ^^^^ only a `string` in a query or a JSON body is one; it has no operators and is not secret
            "##)),
        filtered("filter_in_a_header", "in: header, type: string, filterable: [name]")
            .prints(|text| assert_snapshot!(text, @r##"
            error[E057]: the value of `filter` cannot be a filter expression
             --> spec/pets.yaml:9:105
              |
            9 | ..., type: string, filterable: [name] } }, responses: { 200: [Pet] } }
              |            ------ the type      ^^^^ only a `string` in a query or a JSON body is one; it has no operators and is not secret
            "##)),
        api_case(
            "filter_without_a_list",
            &format!(
                "operations:\n  list: {{ http: GET /, doc: Lists., parameters: {{ filter: {{ in: query, type: string, filterable: [name] }} }}, responses: {{ 200: Owner }} }}\n  all: {{ http: GET /all, doc: Lists., responses: {{ 200: [Pet] }} }}{TYPES}"
            ),
        )
        .prints(|text| assert_snapshot!(text, @r##"
        error[E057]: `list` does not return a list of objects
         --> spec/pets.yaml:9:99
          |
        9 |   list: { http: GET /, doc: Lists., parameters: { filter: { in: query, type: string, filterable: [name] } }, responses: { 200: Owner } }
          |                                                                                                   ^^^^ there is nothing to select from
        "##)),
        api_case(
            "filters_with_other_fields",
            &format!(
                "operations:\n  list: {{ http: GET /, doc: Lists., parameters: {{ filter: {{ in: query, type: string, filterable: [name] }} }}, responses: {{ 200: [Pet] }} }}\n  all: {{ http: GET /all, doc: Lists., parameters: {{ filter: {{ in: query, type: string, filterable: [owner.name] }} }}, responses: {{ 200: [Pet] }} }}{TYPES}"
            ),
        )
        .prints(|text| assert_snapshot!(text, @r##"
        error[E057]: two parameters select items of `Pet` by different fields
          --> spec/pets.yaml:10:101
           |
         9 | ...lter: { in: query, type: string, filterable: [name] } }, responses: { 200: [Pet] } }
           |                                                  ---- the fields of the other are here
        10 | ...filter: { in: query, type: string, filterable: [owner.name] } }, responses: { 200: [Pet] } }
           |                                                    ^^^^^^^^^^ these fields
        "##)),
        api_case(
            "struct_of_fields_with_the_name_of_a_type",
            "operations:\n  list: { http: GET /, doc: Lists., parameters: { filter: { in: query, type: string, filterable: [name] } }, responses: { 200: [Pet] } }\ntypes:\n  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. }, more: { type: PetFields, doc: More. } } }\n  PetFields: { doc: More., fields: { name: { type: string, doc: Its name. } } }\n",
        )
        .prints(|text| assert_snapshot!(text, @r##"
        error[E050]: two of the types of `pets` have the name `PetFields` in the SDK
          --> spec/pets.yaml:9:99
           |
         9 |   list: { http: GET /, doc: Lists., parameters: { filter: { in: query, type: string, filterable: [name] } }, responses: { 200: [Pet]...
           |                                                                                                   ^^^^ this becomes `PetFields`
        ...
        12 |   PetFields: { doc: More., fields: { name: { type: string, doc: Its name. } } }
           |   --------- and so does this
           |
           = help: set the `name` of one of them
        "##)),
    ]
}

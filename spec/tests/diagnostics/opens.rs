//! Diagnostics of the fields that scopes open.

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

/// A case of a list with each of two scopes, of which the first opens fields.
fn opened(name: &'static str, opens: &str) -> Case {
    api_case(
        name,
        &format!(
            "\
operations:
  list: {{ http: GET /, doc: Lists pets., scope: {{ each: [pets.name, pets.all] }}, responses: {{ 200: [Pet] }} }}
  add: {{ http: POST /, doc: Adds a pet., scope: pets.add, body: Pet, responses: {{ 200: Pet }} }}
scopes: {{ pets.name: {{ doc: The name., opens: {opens} }}, pets.all: All., pets.add: Add. }}
types:
  Pet:
    doc: A pet.
    fields:
      id: {{ type: string, guaranteed: true, doc: Its id. }}
      name: {{ type: Name, doc: Its name. }}
      pin: {{ type: string, write_only: true, doc: Its pin. }}
      note1..note9: {{ type: string, doc: A note. }}
  Name: {{ doc: A name., values: {{ TOM: Tom. }} }}
"
        ),
    )
}

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![example(Code::OpenRules).prints(|text| {
        assert_snapshot!(text, @r##"
    error[E029]: `Pet` has no field `nmae`
      --> spec/pets.yaml:10:55
       |
    10 | scopes: { pets.name: { doc: The name., opens: { Pet: [nmae] } }, pets.all: All else. }
       |                                                       ^^^^ unknown field
    11 | types:
    12 |   Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
       |                                 ---- a similar name
       |
    help: a similar name exists
       |
    10 - scopes: { pets.name: { doc: The name., opens: { Pet: [nmae] } }, pets.all: All else. }
    10 + scopes: { pets.name: { doc: The name., opens: { Pet: [name] } }, pets.all: All else. }
       |
    "##)
    })]
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        opened("opens_an_unknown_type", "{ Pat: [name] }").prints(|text| assert_snapshot!(text, @r##"
        error[E029]: there is no type `Pat`
          --> spec/pets.yaml:11:49
           |
        11 | scopes: { pets.name: { doc: The name., opens: { Pat: [name] } }, pets.all: All., pets.add: Add. }
           |                                                 ^^^ unknown type
        12 | types:
        13 |   Pet:
           |   --- a similar name
           |
        help: a similar name exists
           |
        11 - scopes: { pets.name: { doc: The name., opens: { Pat: [name] } }, pets.all: All., pets.add: Add. }
        11 + scopes: { pets.name: { doc: The name., opens: { Pet: [name] } }, pets.all: All., pets.add: Add. }
           |
        "##)),
        opened("opens_values", "{ Name: [TOM] }").prints(|text| assert_snapshot!(text, @r##"
        error[E029]: `Name` has no fields
          --> spec/pets.yaml:11:49
           |
        11 | scopes: { pets.name: { doc: The name., opens: { Name: [TOM] } }, pets.all: All., pets.add: Add. }
           |                                                 ^^^^ a scope opens fields of a type
        ...
        20 |   Name: { doc: A name., values: { TOM: Tom. } }
           |   ---- the type is defined here
        "##)),
        opened("opens_an_unknown_family", "{ Pet: [note1..note8] }").prints(|text| assert_snapshot!(text, @r##"
        error[E029]: `Pet` has no field `note1..note8`
          --> spec/pets.yaml:11:55
           |
        11 | scopes: { pets.name: { doc: The name., opens: { Pet: [note1..note8] } }, pets.all: All., pets.add: Add. }
           |                                                       ^^^^^^^^^^^^ unknown field
        ...
        19 |       note1..note9: { type: string, doc: A note. }
           |       ------------ a similar name
           |
        help: a similar name exists
           |
        11 - scopes: { pets.name: { doc: The name., opens: { Pet: [note1..note8] } }, pets.all: All., pets.add: Add. }
        11 + scopes: { pets.name: { doc: The name., opens: { Pet: [note1..note9] } }, pets.all: All., pets.add: Add. }
           |
        "##)),
        opened("opens_what_is_guaranteed", "{ Pet: [id, name, note1..note9] }")
            .prints(|text| assert_snapshot!(text, @r##"
            error[E029]: `id` is not always sent
              --> spec/pets.yaml:11:55
               |
            11 | scopes: { pets.name: { doc: The name., opens: { Pet: [id, name, note1..note9] } }, pets.all: All., pets.add: Add. }
               |                                                       ^^ without this scope it is missing
            ...
            16 |       id: { type: string, guaranteed: true, doc: Its id. }
               |       -- so it cannot be `guaranteed` here
            "##)),
        opened("opens_what_is_write_only_and_twice", "{ Pet: [pin, name, name] }")
            .prints(|text| assert_snapshot!(text, @r##"
            error[E029]: `pin` is write-only
              --> spec/pets.yaml:11:55
               |
            11 | scopes: { pets.name: { doc: The name., opens: { Pet: [pin, name, name] } }, pets.all: All., pets.add: Add. }
               |                                                       ^^^ no response has it
            ...
            18 |       pin: { type: string, write_only: true, doc: Its pin. }
               |       --- the field is defined here

            error[E029]: `name` is listed twice
              --> spec/pets.yaml:11:66
               |
            11 | scopes: { pets.name: { doc: The name., opens: { Pet: [pin, name, name] } }, pets.all: All., pets.add: Add. }
               |                                                            ----  ^^^^ second one here
               |                                                            |
               |                                                            first one here
            "##)),
        api_case(
            "opens_without_each",
            "operations:\n  list: { http: GET /, doc: Lists., scope: pets.name, responses: { 200: [Pet] } }\nscopes: { pets.name: { doc: The name., opens: { Pet: [name] } } }\ntypes:\n  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }\n",
        )
        .prints(|text| assert_snapshot!(text, @r##"
        error[E029]: no operation has `pets.name` among the scopes of an `each`
          --> spec/pets.yaml:10:11
           |
        10 | scopes: { pets.name: { doc: The name., opens: { Pet: [name] } } }
           |           ^^^^^^^^^ it opens no fields
        "##)),
    ]
}

//! Diagnostics of what types and operations have for convenience.

use insta::assert_snapshot;

use super::{Case, api_case};

/// A case of a type `Pet` with these keys, which an operation sends and returns.
fn pet(name: &'static str, keys: &str) -> Case {
    let lines = "
operations:
  create: { doc: Creates., http: POST /, body: Pet, responses: { 200: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, required: true, doc: Its name. }
      chip: { type: string, secret: true, doc: Its chip. }
      owner: { type: Owner, doc: Its owner. }
      toys: { type: [Owner], doc: Its toys. }
      born: { type: date, read_only: true, doc: Its birthday. }
";
    let owner = "  Owner: { doc: An owner., fields: { names: { type: [string], doc: Names. } } }\n";
    api_case(name, &format!("{lines}{keys}{owner}"))
}

/// A case of an operation with this rule for methods.
fn methods(name: &'static str, rule: &str) -> Case {
    let lines = format!(
        "
operations:
  act:
    doc: Acts.
    http: POST /{{name}}/{{action}}
    parameters:
      name: {{ in: path, type: string, required: true, doc: Its name. }}
      action: {{ in: path, type: Action, required: true, doc: What it does. }}
      loudly: {{ in: query, type: boolean, doc: Whether it is loud. }}
    methods: {rule}
    responses: {{ 200: none }}
types:
  Action: {{ doc: An action., closed: true, values: {{ bark: Barks., sit: Sits. }} }}
"
    );
    api_case(name, &lines)
}

/// A case of an operation with this worked example.
fn worked(name: &'static str, body: &str, request: &str) -> Case {
    let lines = format!(
        "
operations:
  add:
    doc: Adds.
    http: POST /pets
    {body}
    responses: {{ 200: none }}
    worked_examples:
      rex:
        doc: A dog.
        request: |
          {request}
types:
  Pet:
    doc: A pet.
    fields:
      name: {{ type: string, required: true, doc: Its name. }}
"
    );
    api_case(name, &lines)
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        worked("worked_example_of_another_type", "body: Pet", r#"{ "nam": "Rex" }"#).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E047]: this example does not match its type
              --> spec/pets.yaml:19:11
               |
            19 |           { "nam": "Rex" }
               |           ^^^^^^^^^^^^^^^^ `name` is missing, but `Pet` requires it
            ...
            24 |       name: { type: string, required: true, doc: Its name. }
               |       ---- required here

            error[E047]: this example does not match its type
              --> spec/pets.yaml:19:14
               |
            19 |           { "nam": "Rex" }
               |              ^^^ `Pet` has no field `nam`
            ...
            24 |       name: { type: string, required: true, doc: Its name. }
               |       ---- a similar name
               |
            help: a similar name exists
               |
            19 |           { "name": "Rex" }
               |                 +
            "#);
        }),
        worked("worked_example_that_is_no_json", "body: Pet", "{ name }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E046]: the body of this example is not valid JSON
              --> spec/pets.yaml:19:11
               |
            19 |           { name }
               |           ^^^^^^^^ key must be a string
            ");
        }),
        worked("worked_example_without_a_body", "partial: false", "{}").prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the worked example `rex` has a body
              --> spec/pets.yaml:16:7
               |
            16 |       rex:
               |       ^^^ the operation takes none

            error[E048]: no operation uses the type `Pet`
              --> spec/pets.yaml:21:3
               |
            21 |   Pet:
               |   ^^^ unused
               |
               = help: use it, or delete it; an erratum can delete it with `holds: absent`
            ");
        }),
        pet(
            "accessors",
            "    accessors:
      status: { path: name, doc: Its name. }
      nam: { path: nam, doc: Its name. }
      first: { path: owner.names, doc: Names. }
      letters: { path: name.letter, doc: Letters. }
      number: { path: chip, doc: Its chip. }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: every response has a method `status`
              --> spec/pets.yaml:21:7
               |
            21 |       status: { path: name, doc: Its name. }
               |       ^^^^^^ it would hide this accessor

            error[E025]: `Pet` has no field `nam`
              --> spec/pets.yaml:22:20
               |
            15 |       name: { type: string, required: true, doc: Its name. }
               |       ---- a similar name
            ...
            22 |       nam: { path: nam, doc: Its name. }
               |                    ^^^ unknown field
               |
            help: a similar name exists
               |
            22 |       nam: { path: name, doc: Its name. }
               |                       +

            error[E025]: the accessor `first` cannot read `owner.names`
              --> spec/pets.yaml:23:22
               |
            23 |       first: { path: owner.names, doc: Names. }
               |                      ^^^^^^^^^^^ this is a list; name a field of its items

            error[E025]: the accessor `letters` cannot read `name.letter`
              --> spec/pets.yaml:24:24
               |
            15 |       name: { type: string, required: true, doc: Its name. }
               |                     ------ its type is defined here
            ...
            24 |       letters: { path: name.letter, doc: Letters. }
               |                        ^^^^^^^^^^^ `name` is not an object

            error[E045]: `chip` is a secret
              --> spec/pets.yaml:25:23
               |
            25 |       number: { path: chip, doc: Its chip. }
               |                       ^^^^ it has no accessor
            ");
        }),
        pet(
            "constructors",
            "    constructors:
      none: { fields: [], doc: Nothing. }
      of_owner: { fields: [owner], doc: Of an owner. }
      twice: { fields: [name, name], doc: Twice. }
      born: { fields: [name, born, age], doc: Born. }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the constructor `none` leaves out `name`
              --> spec/pets.yaml:21:7
               |
            15 |       name: { type: string, required: true, doc: Its name. }
               |       ---- this is required
            ...
            21 |       none: { fields: [], doc: Nothing. }
               |       ^^^^ it would not create a whole value

            error[E045]: the constructor `none` takes no field
              --> spec/pets.yaml:21:7
               |
            21 |       none: { fields: [], doc: Nothing. }
               |       ^^^^ this is what the builder is for

            error[E045]: the constructor `of_owner` leaves out `name`
              --> spec/pets.yaml:22:7
               |
            15 |       name: { type: string, required: true, doc: Its name. }
               |       ---- this is required
            ...
            22 |       of_owner: { fields: [owner], doc: Of an owner. }
               |       ^^^^^^^^ it would not create a whole value

            error[E045]: the constructor `twice` takes `name` twice
              --> spec/pets.yaml:23:31
               |
            23 |       twice: { fields: [name, name], doc: Twice. }
               |                               ^^^^ each field is set once

            error[E045]: `born` is read-only
              --> spec/pets.yaml:24:30
               |
            24 |       born: { fields: [name, born, age], doc: Born. }
               |                              ^^^^ no constructor can set it

            error[E025]: `Pet` has no field `age`
              --> spec/pets.yaml:24:36
               |
            24 |       born: { fields: [name, born, age], doc: Born. }
               |                                    ^^^ unknown field
            ");
        }),
        pet("displayed_fields", "    display: [name, chip, owner, age]\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `chip` is a secret
              --> spec/pets.yaml:20:21
               |
            20 |     display: [name, chip, owner, age]
               |                     ^^^^ it would be printed

            error[E045]: `owner` is not a single value
              --> spec/pets.yaml:20:27
               |
            20 |     display: [name, chip, owner, age]
               |                           ^^^^^ it cannot be printed

            error[E025]: `Pet` has no field `age`
              --> spec/pets.yaml:20:34
               |
            20 |     display: [name, chip, owner, age]
               |                                  ^^^ unknown field
            ");
        }),
        api_case(
            "conveniences_of_a_value_set",
            "
operations: { get: { doc: Gets., http: GET /, responses: { 200: Size } } }
types:
  Size:
    doc: A size.
    values: { S: Small. }
    display: [name]
    accessors: { name: { path: name, doc: Its name. } }
    constructors: { of: { fields: [name], doc: Of. } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E044]: `display` applies only to types with fields
              --> spec/pets.yaml:14:15
               |
            14 |     display: [name]
               |               ^^^^ this type has none

            error[E044]: `accessors` applies only to types with fields
              --> spec/pets.yaml:15:18
               |
            15 |     accessors: { name: { path: name, doc: Its name. } }
               |                  ^^^^ this type has none

            error[E044]: `constructors` applies only to types with fields
              --> spec/pets.yaml:16:21
               |
            16 |     constructors: { of: { fields: [name], doc: Of. } }
               |                     ^^ this type has none
            ");
        }),
        methods("methods_of_a_text", "{ of: name }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `name` cannot have a method for each value
              --> spec/pets.yaml:17:20
               |
            17 |     methods: { of: name }
               |                    ^^^^ not a path parameter with a closed value set
            ");
        }),
        methods("methods_of_an_unknown_parameter", "{ of: acton }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `act` has no parameter `acton`
              --> spec/pets.yaml:17:20
               |
            15 |       action: { in: path, type: Action, required: true, doc: What it does. }
               |       ------ a similar name
            16 |       loudly: { in: query, type: boolean, doc: Whether it is loud. }
            17 |     methods: { of: acton }
               |                    ^^^^^ unknown parameter
               |
            help: a similar name exists
               |
            17 |     methods: { of: action }
               |                       +
            ");
        }),
        methods(
            "methods_with_unknown_values",
            "{ of: action, with: { barks: [loudly], sit: [name] } }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `action` has no value `barks`
              --> spec/pets.yaml:17:36
               |
            17 |     methods: { of: action, with: { barks: [loudly], sit: [name] } }
               |                                    ^^^^^ unknown value
            ...
            20 |   Action: { doc: An action., closed: true, values: { bark: Barks., sit: Sits. } }
               |                                                      ---- a similar name
               |
            help: a similar name exists
               |
            17 -     methods: { of: action, with: { barks: [loudly], sit: [name] } }
            17 +     methods: { of: action, with: { bark: [loudly], sit: [name] } }
               |

            error[E025]: `act` has no optional parameter `name`
              --> spec/pets.yaml:17:59
               |
            17 |     methods: { of: action, with: { barks: [loudly], sit: [name] } }
               |                                                           ^^^^ unknown optional parameter
            ");
        }),
    ]
}

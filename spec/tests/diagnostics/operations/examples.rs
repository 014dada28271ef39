//! Examples of an operation.

use insta::assert_snapshot;

use super::operation;
use crate::diagnostics::Case;

pub(super) fn examples() -> Vec<Case> {
    vec![
        operation(
            "example_syntax",
            "http: POST /
body: Pet
responses: { 200: Pet }
examples:
  - doc: A pet.
    request: |
      {
        \"name\": \"Tom\",
        \"tags\": [,]
      }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E046]: the body of this example is not valid JSON
              --> spec/pets.yaml:19:13
               |
            19 |             "tags": [,]
               |             ^^^^^^^^^^^ expected value
            "#);
        }),
        operation(
            "example_content",
            "http: POST /
body: Pet
responses: { 200: Pet }
examples:
  - doc: A pet.
    request: |
      {
        \"nam\": \"Tom\",
        \"tags\": \"cat\"
      }
    status: 200
    response: |
      { \"state\": \"GONE\" }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E047]: this example does not match its type
              --> spec/pets.yaml:17:11
               |
            17 |           {
               |           ^ `name` is missing, but `Pet` requires it
            ...
            29 |       name: { type: string, required: true, doc: Its name. }
               |       ---- required here

            error[E047]: this example does not match its type
              --> spec/pets.yaml:18:14
               |
            18 |             "nam": "Tom",
               |              ^^^ `Pet` has no field `nam`
            ...
            29 |       name: { type: string, required: true, doc: Its name. }
               |       ---- a similar name
               |
            help: a similar name exists
               |
            18 |             "name": "Tom",
               |                 +

            error[E047]: this example does not match its type
              --> spec/pets.yaml:19:14
               |
            19 |             "tags": "cat"
               |              ^^^^ expected a list

            error[E047]: this example does not match its type
              --> spec/pets.yaml:23:14
               |
            23 |           { "state": "GONE" }
               |              ^^^^^ the closed value set `State` does not have `GONE`
            "#);
        }),
    ]
}

//! Diagnostics of parameters: lists, and those that operations share.

use insta::assert_snapshot;

use super::{Case, api_case};

/// A case of one parameter.
fn parameter(name: &'static str, parameter: &str) -> Case {
    api_case(
        name,
        &format!(
            "operations:\n  act:\n    doc: Acts.\n    http: POST /act\n    parameters:\n      {parameter}\n    responses: {{ 204: none }}\n"
        ),
    )
}

/// A case of a parameter that operations share, and one of an operation.
fn shared(name: &'static str, shared: &str, own: &str) -> Case {
    let operation = "doc: Gets., http: 'GET /pets/{petID}', responses: { 204: none }";
    api_case(
        name,
        &format!(
            "parameters:\n  {shared}\noperations:\n  get: {{ {operation}, parameters: {{ {own} }} }}\n  drop: {{ doc: Drops., http: 'DELETE /pets/{{petID}}', responses: {{ 204: none }}, parameters: {{ {own} }} }}\n"
        ),
    )
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        parameter("list_without_a_form", "ids: { in: query, type: [string], doc: Ids. }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E034]: the list `ids` does not say how it is sent
              --> spec/pets.yaml:13:31
               |
            13 |       ids: { in: query, type: [string], doc: Ids. }
               |                               ^ a list
               |
               = help: add `list: comma` for `ids=1,2`, or `list: repeated` for `ids=1&ids=2`
            ");
        }),
        parameter(
            "list_form_of_a_single_value",
            "id: { in: query, type: string, list: comma, doc: An id. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `list` applies only to lists outside of a JSON body, and `id` is not one
              --> spec/pets.yaml:13:44
               |
            13 |       id: { in: query, type: string, list: comma, doc: An id. }
               |                                            ^^^^^ not applicable to this parameter
            ");
        }),
        parameter(
            "list_form_of_json",
            "ids: { in: body, type: [string], list: comma, doc: Ids. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `list` applies only to lists outside of a JSON body, and `ids` is not one
              --> spec/pets.yaml:13:46
               |
            13 |       ids: { in: body, type: [string], list: comma, doc: Ids. }
               |                                              ^^^^^ not applicable to this parameter
            ");
        }),
        parameter(
            "repeated_header",
            "X-Ids: { in: header, type: [string], list: repeated, doc: Ids. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E034]: the list `X-Ids` cannot be repeated in a header
              --> spec/pets.yaml:13:50
               |
            13 |       X-Ids: { in: header, type: [string], list: repeated, doc: Ids. }
               |                                                  ^^^^^^^^ expected `comma`
            ");
        }),
        parameter(
            "comma_in_a_list_of_commas",
            r#"ids: { in: query, type: [string], list: comma, default: "1,2", doc: Ids. }"#,
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E045]: a value of the list `ids` cannot contain a comma
              --> spec/pets.yaml:13:63
               |
            13 |       ids: { in: query, type: [string], list: comma, default: "1,2", doc: Ids. }
               |                                                               ^^^^^ a comma separates values
            "#);
        }),
        parameter(
            "list_default_of_another_type",
            "ids: { in: query, type: [integer], list: repeated, default: one, doc: Ids. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E036]: the default `one` does not match its type
              --> spec/pets.yaml:13:67
               |
            13 |       ids: { in: query, type: [integer], list: repeated, default: one, doc: Ids. }
               |                                                                   ^^^ this is not a whole number
            ");
        }),
        shared(
            "unknown_shared_parameter",
            "petId: { in: path, type: string, required: true, doc: Which. }",
            "petID: shared",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no shared parameter `petID`
              --> spec/pets.yaml:11:89
               |
             9 |   petId: { in: path, type: string, required: true, doc: Which. }
               |   ----- a similar name
            10 | operations:
            11 |   get: { doc: Gets., http: 'GET /pets/{petID}', responses: { 204: none }, parameters: { petID: shared } }
               |                                                                                         ^^^^^ unknown shared parameter
               |
               = note: and 1 more place: 12:94
            help: a similar name exists
               |
            11 -   get: { doc: Gets., http: 'GET /pets/{petID}', responses: { 204: none }, parameters: { petID: shared } }
            11 +   get: { doc: Gets., http: 'GET /pets/{petID}', responses: { 204: none }, parameters: { petId: shared } }
               |
            ");
        }),
        shared(
            "unused_shared_parameter",
            "limit: { in: query, type: integer, doc: How many. }",
            "petID: { in: path, type: string, required: true }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E048]: no operation uses the shared parameter `limit`
             --> spec/pets.yaml:9:3
              |
            9 |   limit: { in: query, type: integer, doc: How many. }
              |   ^^^^^ unused
              |
              = help: list it in an operation as `limit: shared`, or delete it
            ");
        }),
        shared(
            "misspelled_shared",
            "petID: { in: path, type: string, required: true }",
            "petID: sharde",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E014]: `sharde` is not one of shared
              --> spec/pets.yaml:11:96
               |
            11 |   get: { doc: Gets., http: 'GET /pets/{petID}', responses: { 204: none }, parameters: { petID: sharde } }
               |                                                                                                ^^^^^^ unknown word
               |
            help: a similar name exists
               |
            11 -   get: { doc: Gets., http: 'GET /pets/{petID}', responses: { 204: none }, parameters: { petID: sharde } }
            11 +   get: { doc: Gets., http: 'GET /pets/{petID}', responses: { 204: none }, parameters: { petID: shared } }
               |

            error[E014]: `sharde` is not one of shared
              --> spec/pets.yaml:12:101
               |
            12 |   drop: { doc: Drops., http: 'DELETE /pets/{petID}', responses: { 204: none }, parameters: { petID: sharde } }
               |                                                                                                     ^^^^^^ unknown word
               |
            help: a similar name exists
               |
            12 -   drop: { doc: Drops., http: 'DELETE /pets/{petID}', responses: { 204: none }, parameters: { petID: sharde } }
            12 +   drop: { doc: Drops., http: 'DELETE /pets/{petID}', responses: { 204: none }, parameters: { petID: shared } }
               |
            ");
        }),
        shared(
            "fault_in_a_shared_parameter",
            "petID: { in: path, type: strnig, required: true }",
            "petID: shared",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `strnig`
             --> spec/pets.yaml:9:28
              |
            9 |   petID: { in: path, type: strnig, required: true }
              |                            ^^^^^^ unknown type
              |
              = help: a type is one of this API, or a scalar: string, boolean, integer, decimal, date, time, timestamp, datetime, uri, currency, json
            help: a similar name exists
              |
            9 -   petID: { in: path, type: strnig, required: true }
            9 +   petID: { in: path, type: string, required: true }
              |
            ");
        }),
    ]
}

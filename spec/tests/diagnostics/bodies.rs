//! Diagnostics of bodies: which fields they have, and what they do.

use insta::assert_snapshot;

use super::{Case, api_case};

/// A case of an operation with a body, and of the fields of its type.
fn body(name: &'static str, operation: &str, fields: &str) -> Case {
    api_case(
        name,
        &format!(
            "operations:\n  put: {{ doc: Puts a pet., http: PUT /pets, {operation}responses: {{ 200: Pet }} }}\ntypes:\n  Pet:\n    doc: A pet.\n    fields:\n      {fields}\n"
        ),
    )
}

const NAME: &str = "name: { type: string, required: create, doc: Its name. }";

pub(crate) fn cases() -> Vec<Case> {
    vec![
        body(
            "read_only_and_write_only",
            "body: Pet, ",
            "id: { type: string, read_only: true, write_only: true, doc: Its id. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `id` is read-only and write-only
              --> spec/pets.yaml:14:7
               |
            14 |       id: { type: string, read_only: true, write_only: true, doc: Its id. }
               |       ^^ no body would have it
            ");
        }),
        body(
            "write_only_and_guaranteed",
            "body: Pet, ",
            "id: { type: string, write_only: true, guaranteed: true, doc: Its id. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `id` is write-only and guaranteed
              --> spec/pets.yaml:14:7
               |
            14 |       id: { type: string, write_only: true, guaranteed: true, doc: Its id. }
               |       ^^ no response has it
            ");
        }),
        api_case(
            "read_write_only",
            "operations:\n  list: { doc: Lists., http: GET /pets, responses: { 200: Pet } }\ntypes:\n  Pet:\n    doc: A pet.\n    display: [pin]\n    fields:\n      pin: { type: string, write_only: true, doc: Its PIN. }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `pin` is write-only
              --> spec/pets.yaml:13:15
               |
            13 |     display: [pin]
               |               ^^^ no response has it
            14 |     fields:
            15 |       pin: { type: string, write_only: true, doc: Its PIN. }
               |       --- the field is defined here
            ");
        }),
        body("creation_or_replacement", "body: Pet, ", NAME).prints(|text| {
            assert_snapshot!(text, @r"
            error[E035]: the body `Pet` differs on creation
             --> spec/pets.yaml:9:51
              |
            9 |   put: { doc: Puts a pet., http: PUT /pets, body: Pet, responses: { 200: Pet } }
              |                                                   ^^^ does this call create or replace?
              |
              = help: add `replaces: true`, `replaces: false` if it creates, or `partial: true`
            ");
        }),
        body("replaces_and_partial", "body: Pet, partial: true, replaces: true, ", NAME).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `replaces` does not apply to a partial update, which leaves out what it keeps
             --> spec/pets.yaml:9:81
              |
            9 |   put: { doc: Puts a pet., http: PUT /pets, body: Pet, partial: true, replaces: true, responses: { 200: Pet } }
              |                                                                                 ^^^^ remove it, or `partial`
            ");
        }),
        api_case(
            "items_in_of_a_failure",
            "operations:\n  list: { doc: Lists., http: GET /pets, responses: { 200: none, 400: { type: [string], items_in: errors } } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `items_in` applies only to a success
             --> spec/pets.yaml:9:98
              |
            9 |   list: { doc: Lists., http: GET /pets, responses: { 200: none, 400: { type: [string], items_in: errors } } }
              |                                                                                                  ^^^^^^ the list of a failure is not wrapped
            ");
        }),
        body("content_type_without_a_body", "content_type: application/json, ", NAME).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `content_type` applies only to operations with a body
             --> spec/pets.yaml:9:3
              |
            9 |   put: { doc: Puts a pet., http: PUT /pets, content_type: application/json, responses: { 200: Pet } }
              |   ^^^ this operation has no `body`
            ");
        }),
        body("content_type_that_is_not_json", "body: Pet, partial: true, content_type: text/xml, ", NAME).prints(|text| {
            assert_snapshot!(text, @r"
            error[E035]: a body is JSON
             --> spec/pets.yaml:9:85
              |
            9 |   put: { doc: Puts a pet., http: PUT /pets, body: Pet, partial: true, content_type: text/xml, responses: { 200: Pet } }
              |                                                                                     ^^^^^^^^ expected `application/json` or a type that ends with `+json`
            ");
        }),
        body("retired_and_deprecated", "body: Pet, partial: true, retired: Gone., deprecated: Use another., ", NAME).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the operation `put` is retired and deprecated
             --> spec/pets.yaml:9:99
              |
            9 |   put: { doc: Puts a pet., http: PUT /pets, body: Pet, partial: true, retired: Gone., deprecated: Use another., responses: { 200: Pet...
              |                                                                                -----              ^^^^^^^^^^^^ it is still public
              |                                                                                |
              |                                                                                it is no longer public
            ");
        }),
        api_case(
            "single_in_place_of_no_list",
            "operations:\n  list: { doc: Lists., http: GET /pets, responses: { 200: { type: string, accepts: [single] } } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `accepts: [single]` does not apply to this response
             --> spec/pets.yaml:9:85
              |
            9 |   list: { doc: Lists., http: GET /pets, responses: { 200: { type: string, accepts: [single] } } }
              |                                                                                     ^^^^^^ the type of this response is not a list
            ");
        }),
        api_case(
            "single_or_wrapped",
            "operations:\n  list: { doc: Lists., http: GET /pets, responses: { 200: { type: [string], items_in: data, accepts: [single] } } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `accepts: [single]` does not apply to this response
             --> spec/pets.yaml:9:103
              |
            9 |   list: { doc: Lists., http: GET /pets, responses: { 200: { type: [string], items_in: data, accepts: [single] } } }
              |                                                                                                       ^^^^^^ with `items_in`, an object holds the list
            ");
        }),
        api_case(
            "single_of_a_failure",
            "operations:\n  list: { doc: Lists., http: GET /pets, responses: { 204: none, 400: { type: [string], accepts: [single] } } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `accepts: [single]` does not apply to this response
             --> spec/pets.yaml:9:98
              |
            9 |   list: { doc: Lists., http: GET /pets, responses: { 204: none, 400: { type: [string], accepts: [single] } } }
              |                                                                                                  ^^^^^^ it applies only to a success
            ");
        }),
        body("replaces_without_a_body", "replaces: true, ", NAME).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `replaces` applies only to operations with a body
             --> spec/pets.yaml:9:3
              |
            9 |   put: { doc: Puts a pet., http: PUT /pets, replaces: true, responses: { 200: Pet } }
              |   ^^^ this operation has no `body`
            ");
        }),
    ]
}

//! Diagnostics of parameters that are lists.

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
    ]
}

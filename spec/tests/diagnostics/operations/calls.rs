//! Routes, statuses and parameters.

use insta::assert_snapshot;

use super::{OK, operation};
use crate::diagnostics::{Case, api_case};

pub(super) fn calls() -> Vec<Case> {
    let http = |name, http: &str| operation(name, &format!("http: {http}\n{OK}"));
    vec![
        http("http_path", "GET pets").prints(|text| {
            assert_snapshot!(text, @r"
            error[E030]: expected a method and a path
              --> spec/pets.yaml:11:11
               |
            11 |     http: GET pets
               |           ^^^^^^^^ a path starts with a slash
            ");
        }),
        http("http_query", "GET /pets?all=1").prints(|text| {
            assert_snapshot!(text, @r"
            error[E030]: expected a method and a path
              --> spec/pets.yaml:11:11
               |
            11 |     http: GET /pets?all=1
               |           ^^^^^^^^^^^^^^^ a path has no query: its parameters are listed with `in: query`
            ");
        }),
        http("http_partial_segment", "GET /pets/{id}.json").prints(|text| {
            assert_snapshot!(text, @r"
            error[E030]: expected a method and a path
              --> spec/pets.yaml:11:11
               |
            11 |     http: GET /pets/{id}.json
               |           ^^^^^^^^^^^^^^^^^^^ a parameter takes a whole segment, in braces
            ");
        }),
        operation(
            "path_parameter_misspelled",
            &format!(
                "http: GET /pets/{{petId}}\nparameters:\n  petid: {{ in: path, type: string, required: true }}\n{OK}"
            ),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E031]: the path contains `{petId}`, which is not a parameter
              --> spec/pets.yaml:11:22
               |
            11 |     http: GET /pets/{petId}
               |                      ^^^^^ not among the parameters with `in: path`
               |
            help: a similar name exists
               |
            11 -     http: GET /pets/{petId}
            11 +     http: GET /pets/{petid}
               |

            error[E031]: the path does not contain the parameter `petid`
              --> spec/pets.yaml:13:7
               |
            11 |     http: GET /pets/{petId}
               |           ----------------- `{petid}` is missing here
            12 |     parameters:
            13 |       petid: { in: path, type: string, required: true }
               |       ^^^^^ a parameter with `in: path`
            ");
        }),
        operation(
            "path_parameter_not_required",
            &format!("http: GET /pets/{{id}}\nparameters:\n  id: {{ in: path, type: string }}\n{OK}"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the path parameter `id` must be required
              --> spec/pets.yaml:13:7
               |
            13 |       id: { in: path, type: string }
               |       ^^                    ------ add it after this
               |       |
               |       `required: true` is missing here
            ");
        }),
        operation("successes_differ", "http: GET /\nresponses: { 200: Pet, 201: [Pet] }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E032]: the success responses of an operation have different bodies
              --> spec/pets.yaml:12:28
               |
            12 |     responses: { 200: Pet, 201: [Pet] }
               |                  ---       ^^^ this one is different
               |                  |
               |                  from this one
            ");
        }),
        api_case(
            "status_of_an_error_code",
            "error_codes:\n  petGone: { doc: It is gone., status: [404, 4040] }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E032]: `4040` is not a status
             --> spec/pets.yaml:9:46
              |
            9 |   petGone: { doc: It is gone., status: [404, 4040] }
              |                                              ^^^^ a status is a number from 100 to 599
            ");
        }),
        api_case(
            "base_path_of_an_operation",
            "operations:\n  get: { doc: Gets., http: GET /all, base_path: other/, responses: { 200: none } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E030]: invalid base path
             --> spec/pets.yaml:9:49
              |
            9 |   get: { doc: Gets., http: GET /all, base_path: other/, responses: { 200: none } }
              |                                                 ^^^^^^ a base path does not end in a slash
            ");
        }),
        api_case(
            "duplicate_route_by_a_base_path",
            "
operations:
  get: { doc: Gets., http: GET /all, responses: { 200: none } }
  find: { doc: Finds., http: GET /v1/all, base_path: /pets, responses: { 200: none } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E033]: `find` and `get` have the same method and path
              --> spec/pets.yaml:11:30
               |
            10 |   get: { doc: Gets., http: GET /all, responses: { 200: none } }
               |                            -------- and here
            11 |   find: { doc: Finds., http: GET /v1/all, base_path: /pets, responses: { 200: none } }
               |                              ^^^^^^^^^^^ the same method and path here
            ");
        }),
        operation(
            "secret_number",
            &format!("http: GET /\nparameters:\n  pin: {{ in: query, type: integer, secret: true }}\n{OK}"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `secret` applies only to strings, and `pin` is not one
              --> spec/pets.yaml:13:31
               |
            13 |       pin: { in: query, type: integer, secret: true }
               |                               ^^^^^^^ only `string` can be a secret
            ");
        }),
        operation(
            "length_of_a_number",
            &format!("http: GET /\nparameters:\n  pin: {{ in: query, type: integer, max_length: 4 }}\n{OK}"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `max_length` applies only to strings, and `pin` is not one
              --> spec/pets.yaml:13:52
               |
            13 |       pin: { in: query, type: integer, max_length: 4 }
               |                                                    ^ not applicable to this type
            ");
        }),
        operation(
            "length_of_an_example",
            &format!(
                "http: GET /\nparameters:\n  pin: {{ in: query, type: string, max_length: 4, example: '12345' }}\n{OK}"
            ),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the example of `pin` is longer than its `max_length`
              --> spec/pets.yaml:13:63
               |
            13 |       pin: { in: query, type: string, max_length: 4, example: '12345' }
               |                                                   -           ^^^^^^^ too long
               |                                                   |
               |                                                   longer than this
            ");
        }),
        operation(
            "examples_of_other_types",
            &format!(
                "http: GET /
parameters:
  count: {{ in: query, type: integer, example: two }}
  price: {{ in: query, type: decimal, example: '1,50' }}
  born: {{ in: query, type: date, example: 2026-13-01 }}
  at: {{ in: query, type: time, example: noon }}
  since: {{ in: query, type: timestamp, example: yesterday }}
{OK}"
            ),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E047]: the example `two` does not match its type
              --> spec/pets.yaml:13:51
               |
            13 |       count: { in: query, type: integer, example: two }
               |                                                   ^^^ this is not a whole number

            error[E047]: the example `1,50` does not match its type
              --> spec/pets.yaml:14:51
               |
            14 |       price: { in: query, type: decimal, example: '1,50' }
               |                                                   ^^^^^^ this is not a number

            error[E047]: the example `2026-13-01` does not match its type
              --> spec/pets.yaml:15:47
               |
            15 |       born: { in: query, type: date, example: 2026-13-01 }
               |                                               ^^^^^^^^^^ this is not a date, `YYYY-MM-DD`

            error[E047]: the example `noon` does not match its type
              --> spec/pets.yaml:16:45
               |
            16 |       at: { in: query, type: time, example: noon }
               |                                             ^^^^ this is not a time, `HH:MM`

            error[E047]: the example `yesterday` does not match its type
              --> spec/pets.yaml:17:53
               |
            17 |       since: { in: query, type: timestamp, example: yesterday }
               |                                                     ^^^^^^^^^ this does not start with a date, `YYYY-MM-DD`
            ");
        }),
        operation(
            "length_of_zero",
            &format!("http: GET /\nparameters:\n  pin: {{ in: query, type: [string], list: comma, max_length: 0 }}\n{OK}"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `pin` cannot have 0 characters
              --> spec/pets.yaml:13:66
               |
            13 |       pin: { in: query, type: [string], list: comma, max_length: 0 }
               |                                                                  ^ expected 1 to 4294967295
            ");
        }),
    ]
}

pub(super) fn parameters() -> Vec<Case> {
    vec![
        operation(
            "seconds_of_a_date",
            &format!("http: GET /\nparameters: {{ since: {{ in: query, type: date, wire: seconds }} }}\n{OK}"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `wire: seconds` applies only to timestamps, and `since` is not one
              --> spec/pets.yaml:12:57
               |
            12 |     parameters: { since: { in: query, type: date, wire: seconds } }
               |                                                         ^^^^^^^ not applicable to this type
            ");
        }),
        operation(
            "wire_of_a_parameter",
            &format!("http: GET /\nparameters: {{ since: {{ in: query, type: timestamp, wire: second }} }}\n{OK}"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E014]: `second` is not one of seconds, Y/N, True/False
              --> spec/pets.yaml:12:62
               |
            12 |     parameters: { since: { in: query, type: timestamp, wire: second } }
               |                                                              ^^^^^^ unknown word
               |
            help: a similar name exists
               |
            12 |     parameters: { since: { in: query, type: timestamp, wire: seconds } }
               |                                                                    +
            ");
        }),
    ]
}

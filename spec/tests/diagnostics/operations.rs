//! Diagnostics of operations.

mod bodies;
mod calls;
mod examples;
mod references;
mod rules;

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

/// The types of most cases.
const PET: &str = "
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, required: true, doc: Its name. }
      tags: { type: [string], doc: Its tags. }
      state: { type: State, doc: Its state. }
  State: { doc: A state., closed: true, values: { HERE: It is here., SOLD: It is sold. } }
";

/// A case of one operation, with the type `Pet`.
fn operation(name: &'static str, operation: &str) -> Case {
    let operation: String = operation
        .trim()
        .lines()
        .map(|line| format!("    {}\n", line.trim_end()))
        .collect();
    api_case(
        name,
        &format!("operations:\n  get:\n    doc: Gets a pet.\n{operation}{PET}"),
    )
}

/// A case of an operation with this `scope`.
fn scoped(name: &'static str, scope: &str) -> Case {
    let scopes = "scopes: { pets.read: Read pets., pets.write: Change pets. }";
    let list = format!("list: {{ http: GET /, doc: Lists pets., scope: {scope}, responses: {{ 200: none }} }}");
    api_case(name, &format!("{scopes}\noperations:\n  {list}\n"))
}

const OK: &str = "responses: { 200: Pet }\n";

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![
        example(Code::UnknownScope).prints(|text| {
            assert_snapshot!(text, @r"
            error[E021]: there is no scope `pets.raed`
              --> spec/pets.yaml:10:49
               |
             8 | scopes: { pets.read: Read pets. }
               |           --------- a similar name
             9 | operations:
            10 |   list: { doc: Lists pets., http: GET /, scope: pets.raed, responses: { 200: none } }
               |                                                 ^^^^^^^^^ unknown scope
               |
            help: a similar name exists
               |
            10 -   list: { doc: Lists pets., http: GET /, scope: pets.raed, responses: { 200: none } }
            10 +   list: { doc: Lists pets., http: GET /, scope: pets.read, responses: { 200: none } }
               |
            ");
        }),
        example(Code::ScopeRules).prints(|text| {
            assert_snapshot!(text, @r"
            error[E028]: scopes are under exactly one of `any`, `all` and `each`
              --> spec/pets.yaml:10:49
               |
            10 |   list: { doc: Lists pets., http: GET /, scope: { any: [pets.read], all: [pets.write] }, responses: { 200: none } }
               |                                                 ^ keep one of these keys
            ");
        }),
        example(Code::UnknownErrorCode).prints(|text| {
            assert_snapshot!(text, @r"
            error[E022]: there is no error code `petGnoe`
              --> spec/pets.yaml:9:88
               |
             9 |   list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: none }, errors: [petGnoe] }
               |                                                                                        ^^^^^^^ unknown error code
            10 | error_codes:
            11 |   petGone: { doc: The pet is gone., status: [404] }
               |   ------- a similar name
               |
            help: a similar name exists
               |
             9 -   list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: none }, errors: [petGnoe] }
             9 +   list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: none }, errors: [petGone] }
               |
            ");
        }),
        example(Code::UnknownResponse).prints(|text| {
            assert_snapshot!(text, @r"
            error[E023]: there is no type or envelope `Erorrs`
             --> spec/pets.yaml:9:71
              |
            9 |   list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: Erorrs } }
              |                                                                       ^^^^^^ unknown type or envelope
            ");
        }),
        example(Code::UnknownReference).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: there is no operation `gte`
              --> spec/pets.yaml:11:52
               |
             9 |   get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
               |   --- a similar name
            10 | waiters:
            11 |   sold: { doc: Waits until it is sold., operation: gte, field: state, done: [SOLD] }
               |                                                    ^^^ unknown operation
               |
            help: a similar name exists
               |
            11 -   sold: { doc: Waits until it is sold., operation: gte, field: state, done: [SOLD] }
            11 +   sold: { doc: Waits until it is sold., operation: get, field: state, done: [SOLD] }
               |
            ");
        }),
        example(Code::UnknownValue).prints(|text| {
            assert_snapshot!(text, @r"
            error[E026]: `State` has no value `SOLT`
              --> spec/pets.yaml:11:78
               |
            11 |   sold: { doc: Waits until it is sold., operation: get, field: state, done: [SOLT] }
               |                                                                              ^^^^ unknown value
            ...
            14 |   State: { doc: A state., values: { HERE: It is here., SOLD: It is sold. } }
               |                                                        ---- a similar name
               |
            help: a similar name exists
               |
            11 -   sold: { doc: Waits until it is sold., operation: get, field: state, done: [SOLT] }
            11 +   sold: { doc: Waits until it is sold., operation: get, field: state, done: [SOLD] }
               |
            ");
        }),
        example(Code::HttpSyntax).prints(|text| {
            assert_snapshot!(text, @r"
            error[E030]: expected a method and a path
             --> spec/pets.yaml:9:35
              |
            9 |   list: { doc: Lists pets., http: GTE /all, responses: { 200: none } }
              |                                   ^^^^^^^^ `GTE` is not one of GET, POST, PUT, PATCH, DELETE
              |
            help: a similar method exists
              |
            9 -   list: { doc: Lists pets., http: GTE /all, responses: { 200: none } }
            9 +   list: { doc: Lists pets., http: GET /all, responses: { 200: none } }
              |
            ");
        }),
        example(Code::PathParameter).prints(|text| {
            assert_snapshot!(text, @r"
            error[E031]: the path contains `{id}`, which is not a parameter
             --> spec/pets.yaml:9:41
              |
            9 |   get: { doc: Gets a pet., http: 'GET /{id}', responses: { 200: none } }
              |                                         ^^ not among the parameters with `in: path`
            ");
        }),
        example(Code::Status).prints(|text| {
            assert_snapshot!(text, @r"
            error[E032]: the operation `list` has no success response
             --> spec/pets.yaml:9:3
              |
            9 |   list: { doc: Lists pets., http: GET /, responses: { 404: none } }
              |   ^^^^ a status from 200 to 299, or `success`, is missing from its responses
            ");
        }),
        example(Code::DuplicateRoute).prints(|text| {
            assert_snapshot!(text, @r"
            error[E033]: `find` and `list` have the same method and path
              --> spec/pets.yaml:10:35
               |
             9 |   list: { doc: Lists pets., http: GET /all, responses: { 200: none } }
               |                                   -------- and here
            10 |   find: { doc: Finds pets., http: GET /all, responses: { 200: none } }
               |                                   ^^^^^^^^ the same method and path here
            ");
        }),
        example(Code::ParameterType).prints(|text| {
            assert_snapshot!(text, @r"
            error[E034]: the parameter `like` is not a single value
             --> spec/pets.yaml:9:80
              |
            9 |   get: { doc: Gets a pet., http: GET /, parameters: { like: { in: query, type: Pet } }, responses: { 200: Pet } }
              |                                                                                ^^^ a type with fields cannot be a parameter
            ");
        }),
        example(Code::BodyType).prints(|text| {
            assert_snapshot!(text, @r"
            error[E035]: GET has no body
             --> spec/pets.yaml:9:53
              |
            9 |   create: { doc: Creates a pet., http: GET /, body: Pet, responses: { 200: none } }
              |                                                     ^^^ not sent
            ");
        }),
        example(Code::DefaultValue).prints(|text| {
            assert_snapshot!(text, @r"
            error[E036]: the default `HER` does not match its type
              --> spec/pets.yaml:12:61
               |
            12 |     parameters: { state: { in: query, type: State, default: HER } }
               |                                                             ^^^ the closed value set `State` does not have it
               |
            help: a similar name exists
               |
            12 |     parameters: { state: { in: query, type: State, default: HERE } }
               |                                                                +
            ");
        }),
        example(Code::ExampleSyntax).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E046]: the body of this example is not valid JSON
              --> spec/pets.yaml:14:40
               |
            14 |     examples: [{ doc: A cat., request: '{ "name": "Tom", }' }]
               |                                        ^^^^^^^^^^^^^^^^^^^^ trailing comma
            "#);
        }),
        example(Code::ExampleContent).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E047]: this example does not match its type
              --> spec/pets.yaml:14:44
               |
            14 |     examples: [{ doc: A cat., request: '{ "nmae": "Tom" }' }]
               |                                            ^^^^ `Pet` has no field `nmae`
            15 | types:
            16 |   Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
               |                                 ---- a similar name
               |
            help: a similar name exists
               |
            14 -     examples: [{ doc: A cat., request: '{ "nmae": "Tom" }' }]
            14 +     examples: [{ doc: A cat., request: '{ "name": "Tom" }' }]
               |
            "#);
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    [
        references::references(),
        calls::calls(),
        calls::parameters(),
        bodies::bodies(),
        rules::rules(),
        rules::waiters(),
        examples::examples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

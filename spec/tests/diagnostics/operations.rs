//! Diagnostics of operations.

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
    let mut cases = references();
    cases.extend(calls());
    cases.extend(parameters());
    cases.extend(rules());
    cases.extend(waiters());
    cases.extend(examples());
    cases
}

fn references() -> Vec<Case> {
    vec![
        operation(
            "unknown_scope",
            &format!("http: GET /\nscope: pets.raed\n{OK}"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E021]: there is no scope `pets.raed`
              --> spec/pets.yaml:12:12
               |
            12 |     scope: pets.raed
               |            ^^^^^^^^^ unknown scope
            ");
        }),
        scoped("a_scope_under_a_mode_alone", "{ all: [pets.read] }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E028]: fewer than two scopes need no rule
              --> spec/pets.yaml:10:49
               |
            10 |   list: { http: GET /, doc: Lists pets., scope: { all: [pets.read] }, responses: { 200: none } }
               |                                                 ^ write the scope itself, without a mapping
            ");
        }),
        scoped("a_scope_twice", "{ each: [pets.read, pets.write, pets.read] }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E028]: the scope `pets.read` is listed twice
              --> spec/pets.yaml:10:81
               |
            10 |   list: { http: GET /, doc: Lists pets., scope: { each: [pets.read, pets.write, pets.read] }, responses: { 200: none } }
               |                                                          --------- first here   ^^^^^^^^^ again here
            ");
        }),
        scoped("scopes_without_a_mode", "{}").prints(|text| {
            assert_snapshot!(text, @r"
            error[E028]: scopes are under exactly one of `any`, `all` and `each`
              --> spec/pets.yaml:10:49
               |
            10 |   list: { http: GET /, doc: Lists pets., scope: {}, responses: { 200: none } }
               |                                                 ^ keep one of these keys
            ");
        }),
        scoped("an_unknown_scope_among_several", "{ any: [pets.read, pets.wirte] }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E021]: there is no scope `pets.wirte`
              --> spec/pets.yaml:10:68
               |
             8 | scopes: { pets.read: Read pets., pets.write: Change pets. }
               |                                  ---------- a similar name
             9 | operations:
            10 |   list: { http: GET /, doc: Lists pets., scope: { any: [pets.read, pets.wirte] }, responses: { 200: none } }
               |                                                                    ^^^^^^^^^^ unknown scope
               |
            help: a similar name exists
               |
            10 -   list: { http: GET /, doc: Lists pets., scope: { any: [pets.read, pets.wirte] }, responses: { 200: none } }
            10 +   list: { http: GET /, doc: Lists pets., scope: { any: [pets.read, pets.write] }, responses: { 200: none } }
               |
            ");
        }),
        scoped("scopes_of_an_unknown_mode", "{ some: [pets.read, pets.write] }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E010]: a rule for scopes has no key `some`
              --> spec/pets.yaml:10:51
               |
            10 |   list: { http: GET /, doc: Lists pets., scope: { some: [pets.read, pets.write] }, responses: { 200: none } }
               |                                                   ^^^^ expected one of any, all, each
            ");
        }),
        operation(
            "unknown_error_code",
            &format!("http: GET /\nerrors: [petGone]\n{OK}"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E022]: there is no error code `petGone`
              --> spec/pets.yaml:12:14
               |
            12 |     errors: [petGone]
               |              ^^^^^^^ unknown error code
            ");
        }),
        operation(
            "unknown_response",
            "http: GET /\nresponses: { 200: Pett }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E023]: there is no type or envelope `Pett`
              --> spec/pets.yaml:12:23
               |
            12 |     responses: { 200: Pett }
               |                       ^^^^ unknown type or envelope
            ...
            15 |   Pet:
               |   --- a similar name
               |
            help: a similar name exists
               |
            12 -     responses: { 200: Pett }
            12 +     responses: { 200: Pet }
               |
            ");
        }),
        operation(
            "unknown_type_of_a_list",
            "http: GET /\nresponses: { 200: [Pett], 201: [Pett] }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `Pett`
              --> spec/pets.yaml:12:24
               |
            12 |     responses: { 200: [Pett], 201: [Pett] }
               |                        ^^^^ unknown type
            ...
            15 |   Pet:
               |   --- a similar name
               |
               = note: and 1 more place: 12:37
               = help: a type is one of this API, or a scalar: string, boolean, integer, decimal, date, time, timestamp, datetime, uri, currency, json
            help: a similar name exists
               |
            12 -     responses: { 200: [Pett], 201: [Pett] }
            12 +     responses: { 200: [Pet], 201: [Pett] }
               |
            ");
        }),
        operation(
            "unknown_body",
            &format!("http: POST /\nbody: Pett\n{OK}"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `Pett`
              --> spec/pets.yaml:12:11
               |
            12 |     body: Pett
               |           ^^^^ unknown type
            ...
            16 |   Pet:
               |   --- a similar name
               |
            help: a similar name exists
               |
            12 -     body: Pett
            12 +     body: Pet
               |
            ");
        }),
        api_case(
            "carried_out_values",
            "error_codes:\n  busy: { doc: Busy., carried_out: yes }\n  full: { doc: Full., carried_out: not }\n  late: { doc: Late., carried_out: false }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E014]: `yes` is not one of no
             --> spec/pets.yaml:9:36
              |
            9 |   busy: { doc: Busy., carried_out: yes }
              |                                    ^^^ unknown word

            error[E014]: `not` is not one of no
              --> spec/pets.yaml:10:36
               |
            10 |   full: { doc: Full., carried_out: not }
               |                                    ^^^ unknown word
               |
            help: a similar name exists
               |
            10 -   full: { doc: Full., carried_out: not }
            10 +   full: { doc: Full., carried_out: no }
               |

            error[E014]: `false` is not one of no
              --> spec/pets.yaml:11:36
               |
            11 |   late: { doc: Late., carried_out: false }
               |                                    ^^^^^ unknown word
            ");
        }),
        ]
}

fn parameters() -> Vec<Case> {
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

fn calls() -> Vec<Case> {
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
        operation("body_without_fields", &format!("http: POST /\nbody: State\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E035]: a body must be a type with fields, a union of such types, or a list of one
              --> spec/pets.yaml:12:11
               |
            12 |     body: State
               |           ^^^^^ this type has no fields
            "##);
        }),
        operation("list_body_without_fields", &format!("http: POST /\nbody: [State]\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E035]: a body must be a type with fields, a union of such types, or a list of one
              --> spec/pets.yaml:12:12
               |
            12 |     body: [State]
               |            ^^^^^ this type has no fields
            "##);
        }),
        operation("unknown_list_body", &format!("http: POST /\nbody: [Pett]\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E020]: there is no type `Pett`
              --> spec/pets.yaml:12:12
               |
            12 |     body: [Pett]
               |            ^^^^ unknown type
            ...
            16 |   Pet:
               |   --- a similar name
               |
            help: a similar name exists
               |
            12 -     body: [Pett]
            12 +     body: [Pet]
               |
            "##);
        }),
        operation("list_body_of_two_types", &format!("http: POST /\nbody: [Pet, State]\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E012]: expected the name of a type, `Pet`, or a list of one, `[Pet]`
              --> spec/pets.yaml:12:11
               |
            12 |     body: [Pet, State]
               |           ^ found a list
            "##);
        }),
        operation("body_that_is_a_map", &format!("http: POST /\nbody: {{ map: Pet }}\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E012]: expected the name of a type, `Pet`, or a list of one, `[Pet]`
              --> spec/pets.yaml:12:11
               |
            12 |     body: { map: Pet }
               |           ^ found a mapping
            "##);
        }),
        operation(
            "example_of_a_list_body",
            &format!(
                "http: PATCH /\nbody: [Pet]\npartial: true\n{OK}examples:\n\
                 - {{ doc: Fits., request: '[{{}}, {{ \"name\": \"Tom\" }}]' }}\n\
                 - {{ doc: One., request: '{{ \"name\": \"Tom\" }}' }}\n\
                 - {{ doc: Others., request: '[{{ \"name\": \"Tom\" }}, {{ \"nam\": \"Tim\" }}, null]' }}\n",
            ),
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E047]: this example does not match its type
              --> spec/pets.yaml:17:29
               |
            17 |     - { doc: One., request: '{ "name": "Tom" }' }
               |                             ^^^^^^^^^^^^^^^^^^^ expected a list

            error[E047]: this example does not match its type
              --> spec/pets.yaml:18:32
               |
            18 |     - { doc: Others., request: '[{ "name": "Tom" }, { "nam": "Tim" }, null]' }
               |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected an object

            error[E047]: this example does not match its type
              --> spec/pets.yaml:18:56
               |
            18 |     - { doc: Others., request: '[{ "name": "Tom" }, { "nam": "Tim" }, null]' }
               |                                                        ^^^ `Pet` has no field `nam`
            ...
            24 |       name: { type: string, required: true, doc: Its name. }
               |       ---- a similar name
               |
            help: a similar name exists
               |
            18 |     - { doc: Others., request: '[{ "name": "Tom" }, { "name": "Tim" }, null]' }
               |                                                           +
            "##);
        }),
        api_case(
            "body_without_the_key_of_its_case",
            "
operations:
  change: { doc: Changes., http: PUT /pay, body: Payment, replaces: true, responses: { 204: none } }
  create: { doc: Creates., http: POST /pay, body: Payment, responses: { 204: none } }
types:
  Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: ById, when: id }, { type: InCash }] }
  ByCard: { doc: A card., fields: { card: { type: string, create_only: true, doc: Its number. } } }
  ById: { doc: An account., fields: { id: { type: string, read_only: true, doc: Its id. } } }
  InCash: { doc: Cash., fields: { amount: { type: decimal, doc: How much. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E043]: the body of `change` lacks the key that tells its case
              --> spec/pets.yaml:13:57
               |
            10 |   change: { doc: Changes., http: PUT /pay, body: Payment, replaces: true, responses: { 204: none } }
               |                                                  ------- the body
            ...
            13 |   Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: ById, when: id }, { type: InCash }] }
               |                                                         ^^^^ `card` is not sent in this body

            error[E043]: the body of `change` lacks the key that tells its case
              --> spec/pets.yaml:13:85
               |
            10 |   change: { doc: Changes., http: PUT /pay, body: Payment, replaces: true, responses: { 204: none } }
               |                                                  ------- the body
            ...
            13 |   Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: ById, when: id }, { type: InCash }] }
               |                                                                                     ^^ `id` is not sent in this body

            error[E043]: the body of `create` lacks the key that tells its case
              --> spec/pets.yaml:13:85
               |
            11 |   create: { doc: Creates., http: POST /pay, body: Payment, responses: { 204: none } }
               |                                                   ------- the body
            12 | types:
            13 |   Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: ById, when: id }, { type: InCash }] }
               |                                                                                     ^^ `id` is not sent in this body
            "##);
        }),
        api_case(
            "put_of_a_union_that_differs_on_creation",
            "
operations:
  change: { doc: Changes., http: PUT /pay, body: Payment, responses: { 204: none } }
types:
  Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: InCash }] }
  ByCard: { doc: A card., fields: { card: { type: string, doc: Its number. }, paid: { type: date, required: create, doc: When. } } }
  InCash: { doc: Cash., fields: { amount: { type: decimal, doc: How much. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E035]: the body `Payment` differs on creation
              --> spec/pets.yaml:10:50
               |
            10 |   change: { doc: Changes., http: PUT /pay, body: Payment, responses: { 204: none } }
               |                                                  ^^^^^^^ does this call create or replace?
               |
               = help: add `replaces: true`, `replaces: false` if it creates, or `partial: true`
            "##);
        }),
        api_case(
            "example_of_another_case",
            "
operations:
  pay:
    doc: Pays.
    http: POST /pay
    body: Payment
    responses: { 204: none }
    examples: [{ doc: A card., request: '{\"card\": \"1\", \"amount\": 2}' }]
types:
  Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: InCash }] }
  ByCard: { doc: A card., fields: { card: { type: string, doc: Its number. } } }
  InCash: { doc: Cash., fields: { amount: { type: decimal, doc: How much. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E047]: this example does not match its type
              --> spec/pets.yaml:15:57
               |
            15 |     examples: [{ doc: A card., request: '{"card": "1", "amount": 2}' }]
               |                                                         ^^^^^^ `ByCard` has no field `amount`
            "##);
        }),
        operation(
            "body_and_form",
            &format!("http: POST /\nbody: Pet\nparameters:\n  name: {{ in: form, type: string }}\n{OK}"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E035]: a body is a type or a set of parameters, not both
              --> spec/pets.yaml:12:11
               |
            12 |     body: Pet
               |           ^^^ a type
            13 |     parameters:
            14 |       name: { in: form, type: string }
               |       ---- a parameter that is part of the body
            ");
        }),
        operation("partial_without_body", &format!("http: POST /\npartial: true\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `partial` applies only to operations with a body
             --> spec/pets.yaml:9:3
              |
            9 |   get:
              |   ^^^ this operation has no `body`
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

fn rules() -> Vec<Case> {
    vec![
        operation(
            "pagination",
            "http: GET /
parameters: { start: { in: query, type: integer } }
pagination: { items: tagz, links: name, next: next, start: start, limit: count }
responses: { 200: Pet }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Pet` has no field `tagz`
              --> spec/pets.yaml:13:26
               |
            13 |     pagination: { items: tagz, links: name, next: next, start: start, limit: count }
               |                          ^^^^ unknown field
            ...
            21 |       tags: { type: [string], doc: Its tags. }
               |       ---- a similar name
               |
            help: a similar name exists
               |
            13 -     pagination: { items: tagz, links: name, next: next, start: start, limit: count }
            13 +     pagination: { items: tags, links: name, next: next, start: start, limit: count }
               |

            error[E025]: `name` is not a list
              --> spec/pets.yaml:13:39
               |
            13 |     pagination: { items: tagz, links: name, next: next, start: start, limit: count }
               |                                       ^^^^ expected a list
            ...
            20 |       name: { type: string, required: true, doc: Its name. }
               |                     ------ its type is defined here

            error[E025]: there is no query parameter `count`
              --> spec/pets.yaml:13:78
               |
            13 |     pagination: { items: tagz, links: name, next: next, start: start, limit: count }
               |                                                                              ^^^^^ unknown query parameter
            ");
        }),
        operation(
            "pagination_by_one_parameter",
            "http: GET /
parameters: { page: { in: query, type: integer } }
pagination: { items: tags, links: tags, next: next, start: page, limit: page }
responses: { 200: Pet }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: the items of `tags` are not links
              --> spec/pets.yaml:13:39
               |
            13 |     pagination: { items: tags, links: tags, next: next, start: page, limit: page }
               |                                       ^^^^ expected a list of objects with a relation and a URL
            ...
            21 |       tags: { type: [string], doc: Its tags. }
               |                     - its type is defined here

            error[E045]: `start` and `limit` are the same parameter
              --> spec/pets.yaml:13:77
               |
            13 |     pagination: { items: tags, links: tags, next: next, start: page, limit: page }
               |                                                                ----         ^^^^ the number of items
               |                                                                |
               |                                                                where the page starts
            ");
        }),
        operation(
            "pagination_of_strings",
            "http: GET /
parameters: { start: { in: query, type: integer }, count: { in: query, type: integer } }
pagination: { items: tags, links: tags, next: next, start: start, limit: count, total: name }
responses: { 200: Pet }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: the items of `tags` are not links
              --> spec/pets.yaml:13:39
               |
            13 |     pagination: { items: tags, links: tags, next: next, start: start, limit: count, total: name }
               |                                       ^^^^ expected a list of objects with a relation and a URL
            ...
            21 |       tags: { type: [string], doc: Its tags. }
               |                     - its type is defined here

            error[E025]: `name` is not a whole number
              --> spec/pets.yaml:13:92
               |
            13 |     pagination: { items: tags, links: tags, next: next, start: start, limit: count, total: name }
               |                                                                                            ^^^^ expected a whole number
            ...
            20 |       name: { type: string, required: true, doc: Its name. }
               |                     ------ its type is defined here
            ");
        }),
        api_case(
            "pagination_of_one_page_in_two_ways",
            "operations:
  all:
    doc: Lists all.
    http: GET /
    parameters: { start: { in: query, type: integer }, count: { in: query, type: integer } }
    pagination: { items: pets, links: links, next: next, start: start, limit: count }
    responses: { 200: Page }
  sold:
    doc: Lists those that are sold.
    http: GET /sold
    parameters: { from: { in: query, type: integer }, count: { in: query, type: integer } }
    pagination: { items: pets, links: links, next: more, start: from, limit: count }
    responses: { 200: Page }
types:
  Page: { doc: A page., fields: { pets: { type: [string], doc: Pets. }, links: { type: [Link], doc: Links. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: What to. }, href: { type: string, doc: Where to. } } }
",
        ).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E045]: `all` and `sold` return the same page `Page` but paginate it differently
              --> spec/pets.yaml:19:26
               |
            13 |     pagination: { items: pets, links: links, next: next, start: start, limit: count }
               |                          ---- first paginated here
            ...
            19 |     pagination: { items: pets, links: links, next: more, start: from, limit: count }
               |                          ^^^^ only `start`, `limit` and `later` may differ
            "##);
        }),
        operation(
            "refusal by what is no value",
            "http: GET /\nrefused_when:\n  - { field: tags, is: bad }\n  - { field: name.first, code: first }\n  - { field: name, message: tags }\nresponses: { 200: Pet, 206: { type: Pet, refusal: true }, 400: { type: Pet, refusal: true } }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: a refusal cannot be told by `tags`
              --> spec/pets.yaml:13:18
               |
            13 |       - { field: tags, is: bad }
               |                  ^^^^      --- compared with this
               |                  |
               |                  this has no single value
            ...
            23 |       tags: { type: [string], doc: Its tags. }
               |                     - its type is defined here

            error[E025]: a refusal cannot be told by `name.first`
              --> spec/pets.yaml:14:18
               |
            14 |       - { field: name.first, code: first }
               |                  ^^^^^^^^^^ `name` is not an object
            ...
            22 |       name: { type: string, required: true, doc: Its name. }
               |                     ------ its type is defined here

            error[E025]: a refusal cannot be told by `name`
              --> spec/pets.yaml:15:18
               |
            15 |       - { field: name, message: tags }
               |                  ^^^^           ---- this has no single value
               |                  |
               |                  a code or message is told beside this
            ...
            23 |       tags: { type: [string], doc: Its tags. }
               |                     - its type is defined here

            error[E045]: `refusal` applies only to a 2xx status
              --> spec/pets.yaml:16:90
               |
            16 |     responses: { 200: Pet, 206: { type: Pet, refusal: true }, 400: { type: Pet, refusal: true } }
               |                                                                                          ^^^^ remove it: other statuses are refusals
            ");
        }),
        operation(
            "refusal",
            "http: GET /\nrefused_when: [{ field: errors, without: name }]\nresponses: { 200: Pet }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Pet` has no field `errors`
              --> spec/pets.yaml:12:29
               |
            12 |     refused_when: [{ field: errors, without: name }]
               |                             ^^^^^^ unknown field
            ");
        }),
    ]
}

fn waiters() -> Vec<Case> {
    let waiter = |name, waiter: &str| {
        api_case(
            name,
            &format!(
                "operations:\n  get: {{ doc: Gets a pet., http: GET /, responses: {{ 200: Pet }} }}\nwaiters:\n  sold: {{ doc: Waits., {waiter} }}\n{PET}"
            ),
        )
    };
    vec![
        waiter(
            "waiter_value",
            "operation: get, field: state, done: [SOLT], failed: [HERE], pending: [HERE]",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E026]: `State` has no value `SOLT`
              --> spec/pets.yaml:11:61
               |
            11 |   sold: { doc: Waits., operation: get, field: state, done: [SOLT], failed: [HERE], pending: [HERE] }
               |                                                             ^^^^ unknown value
            ...
            20 |   State: { doc: A state., closed: true, values: { HERE: It is here., SOLD: It is sold. } }
               |                                                                      ---- a similar name
               |
            help: a similar name exists
               |
            11 -   sold: { doc: Waits., operation: get, field: state, done: [SOLT], failed: [HERE], pending: [HERE] }
            11 +   sold: { doc: Waits., operation: get, field: state, done: [SOLD], failed: [HERE], pending: [HERE] }
               |

            error[E026]: the waiter lists `HERE` twice
              --> spec/pets.yaml:11:94
               |
            11 |   sold: { doc: Waits., operation: get, field: state, done: [SOLT], failed: [HERE], pending: [HERE] }
               |                                                                             ----             ^^^^ listed again here
               |                                                                             |
               |                                                                             first listed here
            ");
        }),
        waiter(
            "waiter_field",
            "operation: get, field: name, done: [SOLD]",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: a waiter cannot check `name`
              --> spec/pets.yaml:11:47
               |
            11 |   sold: { doc: Waits., operation: get, field: name, done: [SOLD] }
               |                                               ^^^^ this is not a single value of a value set
            ");
        }),
        waiter(
            "waiter_times",
            "operation: get, field: state, done: [SOLD], initial_delay: 60",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `initial_delay` (60 seconds) is longer than `max_delay` (30 seconds)
              --> spec/pets.yaml:11:3
               |
            11 |   sold: { doc: Waits., operation: get, field: state, done: [SOLD], initial_delay: 60 }
               |   ^^^^ the durations of this waiter are inconsistent
            ");
        }),
    ]
}

fn examples() -> Vec<Case> {
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

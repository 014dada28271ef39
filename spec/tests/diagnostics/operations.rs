//! Diagnostics of operations.

use concur_spec::Code;

use super::{Case, api_case};

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
fn operation(name: &'static str, code: Code, operation: &str) -> Case {
    let operation: String = operation
        .trim()
        .lines()
        .map(|line| format!("    {}\n", line.trim_end()))
        .collect();
    api_case(
        name,
        code,
        &format!("operations:\n  get:\n    doc: Gets a pet.\n{operation}{PET}"),
    )
}

const OK: &str = "responses: { 200: Pet }\n";

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
            Code::UnknownScope,
            &format!("http: GET /\nscope: pets.raed\n{OK}"),
        ),
        operation(
            "unknown_error_code",
            Code::UnknownErrorCode,
            &format!("http: GET /\nerrors: [petGone]\n{OK}"),
        ),
        operation(
            "unknown_response",
            Code::UnknownResponse,
            "http: GET /\nresponses: { 200: Pett }",
        ),
        operation(
            "unknown_type_of_a_list",
            Code::UnknownType,
            "http: GET /\nresponses: { 200: [Pett], 201: [Pett] }",
        ),
        operation(
            "unknown_body",
            Code::UnknownType,
            &format!("http: POST /\nbody: Pett\n{OK}"),
        ),
        api_case(
            "carried_out_values",
            Code::UnknownWord,
            "error_codes:\n  busy: { doc: Busy., carried_out: yes }\n  full: { doc: Full., carried_out: not }\n  late: { doc: Late., carried_out: false }\n",
        ),
        api_case(
            "unknown_scope_with_a_suggestion",
            Code::UnknownScope,
            "scopes: { pets.read: Read. }\noperations:\n  get: { doc: Gets., http: GET /, scope: pets.raed, responses: { 200: none } }\n",
        ),
    ]
}

fn parameters() -> Vec<Case> {
    vec![
        operation(
            "seconds_of_a_date",
            Code::NotApplicable,
            &format!("http: GET /\nparameters: {{ since: {{ in: query, type: date, wire: seconds }} }}\n{OK}"),
        ),
        operation(
            "wire_of_a_parameter",
            Code::UnknownWord,
            &format!("http: GET /\nparameters: {{ since: {{ in: query, type: timestamp, wire: second }} }}\n{OK}"),
        ),
    ]
}

fn calls() -> Vec<Case> {
    let http = |name, http: &str| operation(name, Code::HttpSyntax, &format!("http: {http}\n{OK}"));
    vec![
        http("http_method", "GTE /"),
        http("http_path", "GET pets"),
        http("http_query", "GET /pets?all=1"),
        http("http_partial_segment", "GET /pets/{id}.json"),
        operation(
            "path_parameter_missing",
            Code::PathParameter,
            &format!("http: GET /pets/{{id}}\n{OK}"),
        ),
        operation(
            "path_parameter_misspelled",
            Code::PathParameter,
            &format!(
                "http: GET /pets/{{petId}}\nparameters:\n  petid: {{ in: path, type: string, required: true }}\n{OK}"
            ),
        ),
        operation(
            "path_parameter_not_required",
            Code::NotApplicable,
            &format!("http: GET /pets/{{id}}\nparameters:\n  id: {{ in: path, type: string }}\n{OK}"),
        ),
        operation("no_success", Code::Status, "http: GET /\nresponses: { 404: none }"),
        operation(
            "successes_differ",
            Code::Status,
            "http: GET /\nresponses: { 200: Pet, 201: [Pet] }",
        ),
        api_case(
            "status_of_an_error_code",
            Code::Status,
            "error_codes:\n  petGone: { doc: It is gone., status: [404, 4040] }\n",
        ),
        api_case(
            "base_path_of_an_operation",
            Code::HttpSyntax,
            "operations:\n  get: { doc: Gets., http: GET /all, base_path: other/, responses: { 200: none } }\n",
        ),
        api_case(
            "duplicate_route_by_a_base_path",
            Code::DuplicateRoute,
            "
operations:
  get: { doc: Gets., http: GET /all, responses: { 200: none } }
  find: { doc: Finds., http: GET /v1/all, base_path: /pets, responses: { 200: none } }
",
        ),
        api_case(
            "duplicate_route",
            Code::DuplicateRoute,
            "
operations:
  get:
    doc: Gets a pet.
    http: GET /pets/{id}
    parameters: { id: { in: path, type: string, required: true } }
    responses: { 200: none }
  find:
    doc: Finds a pet.
    http: GET /pets/{name}
    parameters: { name: { in: path, type: string, required: true } }
    responses: { 200: none }
",
        ),
        operation(
            "parameter_type",
            Code::ParameterType,
            &format!("http: GET /\nparameters:\n  like: {{ in: query, type: Pet }}\n{OK}"),
        ),
        operation(
            "default_not_in_the_set",
            Code::DefaultValue,
            &format!("http: GET /\nparameters:\n  state: {{ in: query, type: State, default: HER }}\n{OK}"),
        ),
        operation("body_of_get", Code::BodyType, &format!("http: GET /\nbody: Pet\n{OK}")),
        operation(
            "body_without_fields",
            Code::BodyType,
            &format!("http: POST /\nbody: State\n{OK}"),
        ),
        operation(
            "body_and_form",
            Code::BodyType,
            &format!("http: POST /\nbody: Pet\nparameters:\n  name: {{ in: form, type: string }}\n{OK}"),
        ),
        operation(
            "partial_without_body",
            Code::NotApplicable,
            &format!("http: POST /\npartial: true\n{OK}"),
        ),
        operation(
            "secret_number",
            Code::NotApplicable,
            &format!("http: GET /\nparameters:\n  pin: {{ in: query, type: integer, secret: true }}\n{OK}"),
        ),
    ]
}

fn rules() -> Vec<Case> {
    vec![
        operation(
            "pagination",
            Code::UnknownReference,
            "http: GET /
parameters: { start: { in: query, type: integer } }
pagination: { items: tagz, links: name, next: next, start: start, limit: count }
responses: { 200: Pet }",
        ),
        operation(
            "pagination_of_strings",
            Code::UnknownReference,
            "http: GET /
parameters: { start: { in: query, type: integer }, count: { in: query, type: integer } }
pagination: { items: tags, links: tags, next: next, start: start, limit: count, total: name }
responses: { 200: Pet }",
        ),
        api_case(
            "pagination_of_one_page_in_two_ways",
            Code::NotApplicable,
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
        ),
        operation(
            "refusal",
            Code::UnknownReference,
            "http: GET /\nrefused_when: { errors: errors, without: name }\nresponses: { 200: Pet }",
        ),
    ]
}

fn waiters() -> Vec<Case> {
    let waiter = |name, code, waiter: &str| {
        api_case(
            name,
            code,
            &format!(
                "operations:\n  get: {{ doc: Gets a pet., http: GET /, responses: {{ 200: Pet }} }}\nwaiters:\n  sold: {{ doc: Waits., {waiter} }}\n{PET}"
            ),
        )
    };
    vec![
        waiter(
            "waiter_value",
            Code::UnknownValue,
            "operation: get, field: state, done: [SOLT], failed: [HERE], pending: [HERE]",
        ),
        waiter(
            "waiter_operation",
            Code::UnknownReference,
            "operation: gett, field: state, done: [SOLD]",
        ),
        waiter(
            "waiter_field",
            Code::UnknownReference,
            "operation: get, field: name, done: [SOLD]",
        ),
        waiter(
            "waiter_times",
            Code::NotApplicable,
            "operation: get, field: state, done: [SOLD], initial_delay: 60",
        ),
    ]
}

fn examples() -> Vec<Case> {
    vec![
        operation(
            "example_syntax",
            Code::ExampleSyntax,
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
        ),
        operation(
            "example_content",
            Code::ExampleContent,
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
        ),
    ]
}

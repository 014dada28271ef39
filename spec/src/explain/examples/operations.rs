//! Examples of operations.

use super::{Example, Frame};

pub(super) const HTTP_SYNTAX: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "operations:\n  list: { doc: Lists pets., http: GTE /all, responses: { 200: none } }\n",
    right: "operations:\n  list: { doc: Lists pets., http: GET /all, responses: { 200: none } }\n",
};

pub(super) const PATH_PARAMETER: Example = Example {
    why: "A path with an unfilled placeholder cannot be sent, and a path parameter without a placeholder would be lost.",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: 'GET /{id}', responses: { 200: none } }
",
    right: "\
operations:
  get:
    doc: Gets a pet.
    http: GET /{id}
    parameters: { id: { in: path, type: string, required: true } }
    responses: { 200: none }
",
};

pub(super) const STATUS: Example = Example {
    why: "A call returns the body of its success response; without one the SDK would not know what to deserialize.",
    frame: Frame::Lines,
    wrong: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 404: none } }\n",
    right: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: none } }\n",
};

pub(super) const DUPLICATE_ROUTE: Example = Example {
    why: "Method and path must identify the operation, for the sandbox and in logs. Routes that differ only in the names \
              of path parameters are the same.",
    frame: Frame::Lines,
    wrong: "\
operations:
  list: { doc: Lists pets., http: GET /all, responses: { 200: none } }
  find: { doc: Finds pets., http: GET /all, responses: { 200: none } }
",
    right: "\
operations:
  list: { doc: Lists pets., http: GET /all, responses: { 200: none } }
  find: { doc: Finds pets., http: GET /found, responses: { 200: none } }
",
};

pub(super) const PARAMETER_TYPE: Example = Example {
    why: "Paths, queries, headers and forms contain strings; the serialization of an object in them is undefined.",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, parameters: { like: { in: query, type: Pet } }, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, parameters: { like: { in: query, type: string } }, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
};

pub(super) const BODY_TYPE: Example = Example {
    why: "A GET request has no body, and a body that is a type cannot be combined with form parameters.",
    frame: Frame::Lines,
    wrong: "\
operations:
  create: { doc: Creates a pet., http: GET /, body: Pet, responses: { 200: none } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
    right: "\
operations:
  create: { doc: Creates a pet., http: POST /, body: Pet, responses: { 200: none } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
};

pub(super) const DEFAULT_VALUE: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "\
operations:
  list:
    doc: Lists pets.
    http: GET /
    parameters: { state: { in: query, type: State, default: HER } }
    responses: { 200: none }
types:
  State: { doc: A state., closed: true, values: { HERE: It is here., SOLD: It is sold. } }
",
    right: "\
operations:
  list:
    doc: Lists pets.
    http: GET /
    parameters: { state: { in: query, type: State, default: HERE } }
    responses: { 200: none }
types:
  State: { doc: A state., closed: true, values: { HERE: It is here., SOLD: It is sold. } }
",
};

pub(super) const EXAMPLE_SYNTAX: Example = Example {
    why: "Examples become tests of the SDK, so they must be valid on the wire.",
    frame: Frame::Lines,
    wrong: "\
operations:
  create:
    doc: Creates a pet.
    http: POST /
    body: Pet
    responses: { 200: none }
    examples: [{ doc: A cat., request: '{ \"name\": \"Tom\", }' }]
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
    right: "\
operations:
  create:
    doc: Creates a pet.
    http: POST /
    body: Pet
    responses: { 200: none }
    examples: [{ doc: A cat., request: '{ \"name\": \"Tom\" }' }]
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
};

pub(super) const EXAMPLE_CONTENT: Example = Example {
    why: "If a table and an example of a document contradict each other, an erratum says which of them is wrong, with \
              evidence. Examples are therefore checked after the errata are applied.",
    frame: Frame::Lines,
    wrong: "\
operations:
  create:
    doc: Creates a pet.
    http: POST /
    body: Pet
    responses: { 200: none }
    examples: [{ doc: A cat., request: '{ \"nmae\": \"Tom\" }' }]
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
    right: EXAMPLE_SYNTAX.right,
};

pub(super) const COMPARISON_RULES: Example = Example {
    why: "The SDK has a setter for each operator of a parameter, and the value alone is that of one of them.",
    frame: Frame::Lines,
    wrong: "\
comparisons: { separator: ':', operators: { eq: equal, sw: starts_with } }
operations:
  list: { doc: Lists pets., http: GET /, parameters: { legs: { in: query, type: integer, operators: [eq, sw] } }, responses: { 200: none } }
",
    right: "\
comparisons: { separator: ':', operators: { eq: equal, gt: greater_than } }
operations:
  list: { doc: Lists pets., http: GET /, parameters: { legs: { in: query, type: integer, operators: [eq, gt] } }, responses: { 200: none } }
",
};

pub(super) const FILTER_RULES: Example = Example {
    why: "The SDK has a constant for each field, with the comparisons of its type, so that an expression cannot be wrong.",
    frame: Frame::Lines,
    wrong: "\
operations:
  list: { doc: Lists pets., http: GET /, parameters: { filter: { in: query, type: string, filterable: [neme] } }, responses: { 200: [Pet] } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
    right: "\
operations:
  list: { doc: Lists pets., http: GET /, parameters: { filter: { in: query, type: string, filterable: [name] } }, responses: { 200: [Pet] } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
};

pub(super) const OPEN_RULES: Example = Example {
    why: "The sandbox leaves out of responses what the scopes of a token do not open, and the SDK says which scope opens a \
              field.",
    frame: Frame::Lines,
    wrong: "\
operations:
  list: { doc: Lists pets., http: GET /, scope: { each: [pets.name, pets.all] }, responses: { 200: [Pet] } }
scopes: { pets.name: { doc: The name., opens: { Pet: [nmae] } }, pets.all: All else. }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
    right: "\
operations:
  list: { doc: Lists pets., http: GET /, scope: { each: [pets.name, pets.all] }, responses: { 200: [Pet] } }
scopes: { pets.name: { doc: The name., opens: { Pet: [name] } }, pets.all: All else. }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
};

//! Examples of operations.

use super::{Example, Frame};

pub(super) const HTTP_SYNTAX: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "operations:\n  list: { doc: Lists pets., http: GTE /all, responses: { 200: none } }\n",
    right: "operations:\n  list: { doc: Lists pets., http: GET /all, responses: { 200: none } }\n",
};

pub(super) const PATH_PARAMETER: Example = Example {
    why: "A path with a hole that nothing fills cannot be sent, and a parameter that stands in no path would be lost.",
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
    why: "What a call gives back is what a success has; without one the SDK would not know what to read.",
    frame: Frame::Lines,
    wrong: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 404: none } }\n",
    right: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: none } }\n",
};

pub(super) const DUPLICATE_ROUTE: Example = Example {
    why: "The sandbox, and whoever reads a log, must be able to tell from method and path which operation was called. \
          The names of path parameters do not part two routes.",
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
    why: "Paths, queries, headers and forms hold texts; how an object would be written in them is said nowhere.",
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
    why: "A GET has no body, and a body that is a type leaves no room for parameters in a form.",
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
    why: "Examples become tests of the SDK, so they have to be what could travel.",
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
    why: "Where table and example of a document contradict each other, one of them is wrong: an erratum says which, with \
          evidence. So examples are looked at once the errata are applied.",
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

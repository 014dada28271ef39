//! Examples of names that are unresolved or ambiguous.

use super::{Example, Frame};

pub(super) const UNKNOWN_TYPE: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { price: { type: decmal, doc: Its price. } } }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { price: { type: decimal, doc: Its price. } } }
",
};

pub(super) const UNKNOWN_SCOPE: Example = Example {
    why: "The SDK checks the scopes of a token before it sends a request, so a misspelled scope would reject every call.",
    frame: Frame::Lines,
    wrong: "\
scopes: { pets.read: Read pets. }
operations:
  list: { doc: Lists pets., http: GET /, scope: pets.raed, responses: { 200: none } }
",
    right: "\
scopes: { pets.read: Read pets. }
operations:
  list: { doc: Lists pets., http: GET /, scope: pets.read, responses: { 200: none } }
",
};

pub(super) const SCOPE_RULES: Example = Example {
    why: "With two keys it would be unclear whether a token needs one of the scopes or all of them.",
    frame: Frame::Lines,
    wrong: "\
scopes: { pets.read: Read pets., pets.write: Read and change pets. }
operations:
  list: { doc: Lists pets., http: GET /, scope: { any: [pets.read], all: [pets.write] }, responses: { 200: none } }
",
    right: "\
scopes: { pets.read: Read pets., pets.write: Read and change pets. }
operations:
  list: { doc: Lists pets., http: GET /, scope: { any: [pets.read, pets.write] }, responses: { 200: none } }
",
};

pub(super) const UNKNOWN_ERROR_CODE: Example = Example {
    why: "The meaning and the remedy of a code are defined once, in `error_codes`, for all operations that return it.",
    frame: Frame::Lines,
    wrong: "\
operations:
  list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: none }, errors: [petGnoe] }
error_codes:
  petGone: { doc: The pet is gone., status: [404] }
",
    right: "\
operations:
  list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: none }, errors: [petGone] }
error_codes:
  petGone: { doc: The pet is gone., status: [404] }
",
};

pub(super) const UNKNOWN_RESPONSE: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: Erorrs } }\n",
    right: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: none, 404: none } }\n",
};

pub(super) const UNKNOWN_DOCUMENT: Example = Example {
    why: "Every row must be traceable to a document that the platform lists.",
    frame: Frame::File("spec/pets.yaml"),
    wrong: "\
api: pets
title: Pets
version: \"1\"
base_path: /pets/v1
doc: Pets.
document: handbok
client: pets
",
    right: "\
api: pets
title: Pets
version: \"1\"
base_path: /pets/v1
doc: Pets.
document: handbook
client: pets
",
};

pub(super) const UNKNOWN_REFERENCE: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
waiters:
  sold: { doc: Waits until it is sold., operation: gte, field: state, done: [SOLD] }
types:
  Pet: { doc: A pet., fields: { state: { type: State, doc: Its state. } } }
  State: { doc: A state., values: { HERE: It is here., SOLD: It is sold. } }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
waiters:
  sold: { doc: Waits until it is sold., operation: get, field: state, done: [SOLD] }
types:
  Pet: { doc: A pet., fields: { state: { type: State, doc: Its state. } } }
  State: { doc: A state., values: { HERE: It is here., SOLD: It is sold. } }
",
};

pub(super) const UNKNOWN_VALUE: Example = Example {
    why: "A waiter for a value that never occurs would always time out.",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
waiters:
  sold: { doc: Waits until it is sold., operation: get, field: state, done: [SOLT] }
types:
  Pet: { doc: A pet., fields: { state: { type: State, doc: Its state. } } }
  State: { doc: A state., values: { HERE: It is here., SOLD: It is sold. } }
",
    right: UNKNOWN_REFERENCE.right,
};

pub(super) const SHARED_TYPE: Example = Example {
    why: "A type that several APIs share is defined in one place, the file with the key `documents`.",
    frame: Frame::Lines,
    wrong: "operations:\n  get: { doc: Gets a price., http: GET /, responses: { 200: Price } }\ntypes:\n  Price: shared\n",
    right: "operations:\n  get: { doc: Gets a price., http: GET /, responses: { 200: Price } }\ntypes:\n  Price: { doc: A price., fields: { value: { type: decimal, doc: The value. } } }\n",
};

pub(super) const NAME_COLLISION: Example = Example {
    why: "Different wire names can become equal when they are converted to the case of a Rust identifier. A person has \
              to choose the names then, not a counter.",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      petName: { type: string, doc: Its name. }
      pet_name: { type: string, doc: Its name as people once wrote it. }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      petName: { type: string, doc: Its name. }
      pet_name: { type: string, name: former_name, doc: Its name as people once wrote it. }
",
};

pub(super) const NO_IDENTIFIER: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "\
operations:
  list: { doc: Lists pets., http: GET /, parameters: { sign: { in: query, type: Sign } }, responses: { 200: none } }
types:
  Sign: { doc: A sign., values: { +: More. } }
",
    right: "\
operations:
  list: { doc: Lists pets., http: GET /, parameters: { sign: { in: query, type: Sign } }, responses: { 200: none } }
types:
  Sign: { doc: A sign., values: { +: { doc: More., name: plus } } }
",
};

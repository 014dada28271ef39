//! Examples of names that lead nowhere, or to two things.

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
    why: "The SDK looks at the scopes of a token before it sends, so a scope that is misspelt would refuse every call.",
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

pub(super) const UNKNOWN_ERROR_CODE: Example = Example {
    why: "What a code means and what to do about it is said once, under `error_codes`, however many operations answer with it.",
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
    why: "Every row can be found again in a document that the platform names.",
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
    why: "A waiter that looks for a value which never comes would wait until it gives up.",
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

pub(super) const NAME_COLLISION: Example = Example {
    why: "Names that differ on the wire can be the same in the case of their role. What the SDK should call them then is \
          for a person to say, not for a counter.",
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

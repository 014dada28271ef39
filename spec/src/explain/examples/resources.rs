//! Examples of resources.

use super::{Example, Frame};

pub(super) const RESOURCE_RULES: Example = Example {
    why: "The sandbox keeps what an operation creates, and finds it by the id in the path of the others.",
    frame: Frame::Lines,
    wrong: "\
operations:
  create: { doc: Creates a pet., http: POST /, body: Pet, responses: { 201: Pet } }
  get: { doc: Gets a pet., http: GET /one, responses: { 200: Pet } }
resources:
  Pet: { type: Pet, id: id, create: create, get: get }
types:
  Pet: { doc: A pet., fields: { id: { type: string, read_only: true, doc: Its id. }, name: { type: string, doc: Its name. } } }
",
    right: "\
operations:
  create: { doc: Creates a pet., http: POST /, body: Pet, responses: { 201: Pet } }
  get:
    doc: Gets a pet.
    http: GET /{id}
    parameters: { id: { in: path, type: string, required: true, doc: The id of the pet. } }
    responses: { 200: Pet }
resources:
  Pet: { type: Pet, id: id, create: create, get: get }
types:
  Pet: { doc: A pet., fields: { id: { type: string, read_only: true, doc: Its id. }, name: { type: string, doc: Its name. } } }
",
};

pub(super) const DUPLICATE_ROLE: Example = Example {
    why: "A call does one thing with the objects of one resource.",
    frame: Frame::Lines,
    wrong: "\
operations:
  list: { doc: Lists pets., http: GET /, responses: { 200: [Pet] } }
resources:
  Pet: { type: Pet, id: id, list: list }
  Stray: { type: Pet, id: id, list: list }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. } } }
",
    right: "\
operations:
  list: { doc: Lists pets., http: GET /, responses: { 200: [Pet] } }
  list_strays: { doc: Lists strays., http: GET /strays, responses: { 200: [Pet] } }
resources:
  Pet: { type: Pet, id: id, list: list }
  Stray: { type: Pet, id: id, list: list_strays }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. } } }
",
};

pub(super) const UNBOUND_PARAMETER: Example = Example {
    why: "A list that ignores a parameter returns what the caller did not ask for.",
    frame: Frame::Lines,
    wrong: "\
operations:
  list:
    doc: Lists pets.
    http: GET /
    parameters:
      color: { in: query, type: string, doc: Only pets of this color. }
      sort: { in: query, type: string, doc: The field to sort by. }
    responses: { 200: [Pet] }
resources:
  Pet: { type: Pet, id: id, list: list }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, color: { type: string, doc: Its color. } } }
",
    right: "\
operations:
  list:
    doc: Lists pets.
    http: GET /
    parameters:
      color: { in: query, type: string, filters: color, doc: Only pets of this color. }
      sort: { in: query, type: string, filters: false, doc: The field to sort by. }
    responses: { 200: [Pet] }
resources:
  Pet: { type: Pet, id: id, list: list }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, color: { type: string, doc: Its color. } } }
",
};

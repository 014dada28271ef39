//! Examples of imports.

use super::{Example, Frame};

pub(super) const IMPORT_RULES: Example = Example {
    why: "A program that imports a spreadsheet has the rows and, after the first call, the id. It cannot guess what \
              else a call needs.",
    frame: Frame::Lines,
    wrong: "\
operations:
  create: { doc: Adds a pet., http: POST /, body: Pet, responses: { 200: Pet } }
  move:
    doc: Moves a pet.
    http: POST /{id}/{action}
    parameters:
      id: { in: path, type: string, required: true, doc: Its id. }
      action: { in: path, type: string, required: true, doc: Where to. }
    responses: { 200: none }
imports:
  pet: { doc: A pet per row., create: create, id: id, submit: { call: move } }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. } } }
",
    right: "\
operations:
  create: { doc: Adds a pet., http: POST /, body: Pet, responses: { 200: Pet } }
  move:
    doc: Moves a pet.
    http: POST /{id}/{action}
    parameters:
      id: { in: path, type: string, required: true, doc: Its id. }
      action: { in: path, type: string, required: true, doc: Where to. }
    responses: { 200: none }
imports:
  pet: { doc: A pet per row., create: create, id: id, submit: { call: move, with: { action: home } } }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. } } }
",
};

/// The lines of the API that has the import `pet`.
const PET: &str = "\
operations:
  create: { doc: Adds a pet., http: POST /, body: Pet, responses: { 200: Pet } }
imports:
  pet: { doc: A pet per row., create: create, id: id }
types:
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. } } }
";

pub(super) const DUPLICATE_IMPORT: Example = Example {
    why: "A command line names an import by its key alone.",
    frame: Frame::SecondFile("spec/zoo.yaml", PET),
    wrong: "\
api: zoo
title: Zoo
version: \"1\"
base_path: /zoo/v1
doc: A zoo.
document: handbook
client: zoo
operations:
  create: { doc: Adds an animal., http: POST /, body: Animal, responses: { 200: Animal } }
imports:
  pet: { doc: An animal per row., create: create, id: id }
types:
  Animal: { doc: An animal., fields: { id: { type: string, doc: Its id. } } }
",
    right: "\
api: zoo
title: Zoo
version: \"1\"
base_path: /zoo/v1
doc: A zoo.
document: handbook
client: zoo
operations:
  create: { doc: Adds an animal., http: POST /, body: Animal, responses: { 200: Animal } }
imports:
  animal: { doc: An animal per row., create: create, id: id }
types:
  Animal: { doc: An animal., fields: { id: { type: string, doc: Its id. } } }
",
};

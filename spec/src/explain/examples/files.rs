//! Examples of files, YAML syntax, keys and forms.

use super::{Example, Frame, Problem, header};

pub(super) const NOT_PLAIN_TEXT: Example = Example {
    why: "Spans are counted in bytes and lines, and invisible characters do not show up in a diff.",
    frame: Frame::File("spec/pets.yaml"),
    wrong: concat!("\u{feff}", header!()),
    right: header!(),
};

pub(super) const SYNTAX: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "scopes: { pets.read: Read pets.\n",
    right: "scopes: { pets.read: Read pets. }\n",
};

pub(super) const EMPTY_FILE: Example = Example {
    why: "An empty file is more likely an unfinished edit than intended.",
    frame: Frame::File("spec/pets.yaml"),
    wrong: "# nothing yet\n",
    right: header!(),
};

pub(super) const DUPLICATE_KEY: Example = Example {
    why: "YAML does not define which value wins, and most parsers silently drop one.",
    frame: Frame::Lines,
    wrong: "scopes:\n  pets.read: Read pets.\n  pets.read: Read all about pets.\n",
    right: "scopes:\n  pets.read: Read all about pets.\n",
};

pub(super) const REFUSED: Example = Example {
    why: "A reviewer compares the file with the document row by row, so each row must be complete.",
    frame: Frame::Lines,
    wrong: "scopes: &all { pets.read: Read pets. }\n",
    right: "scopes: { pets.read: Read pets. }\n",
};

pub(super) const UNKNOWN_FILE_KIND: Example = Example {
    why: "The keys of a file determine its kind. The file name does not matter, so files can be moved.",
    frame: Frame::File("spec/pets.yaml"),
    wrong: "title: Pets\n",
    right: header!(),
};

pub(super) const NOT_A_FILE: Example = Example {
    why: "A file that is silently left out takes its API, and everything generated from it, with it.",
    frame: Frame::Entry("spec/birds.yaml", || {
        Problem::NotAFile("it is a link to `../birds.yaml`, which does not exist".to_owned())
    }),
    wrong: "",
    right: header!(),
};

pub(super) const UNKNOWN_FOLDER: Example = Example {
    why: "",
    frame: Frame::Entry("spec/pets/old", || Problem::UnknownFolder {
        file: "pets.yaml".to_owned(),
        others: 0,
    }),
    wrong: "",
    right: header!(),
};

pub(super) const FOLDER: Example = Example {
    why: "The name of the folder tells which API a file without the key `api` is a part of.",
    frame: Frame::File("spec/pets/types.yaml"),
    wrong: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: none } }\n",
    right: concat!(
        header!(),
        "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: none } }\n"
    ),
};

pub(super) const UNKNOWN_KEY: Example = Example {
    why: "A misspelled key would have no effect, and nobody would notice.",
    frame: Frame::Lines,
    wrong: "scpoes: { pets.read: Read pets. }\n",
    right: "scopes: { pets.read: Read pets. }\n",
};

pub(super) const MISSING_KEY: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "operations:\n  list: { doc: Lists pets., responses: { 200: none } }\n",
    right: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: none } }\n",
};

pub(super) const WRONG_FORM: Example = Example {
    why: "The tables in `spec/src/keys` define the form of every key; `spec/schema.json` passes them on to editors.",
    frame: Frame::Lines,
    wrong: "operations: [list]\n",
    right: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: none } }\n",
};

pub(super) const UNQUOTED: Example = Example {
    why: "YAML parsers disagree on booleans and numbers: `NO` is false to one and Norway to another.",
    frame: Frame::Lines,
    wrong: "\
operations:
  ask: { doc: Asks., http: GET /, parameters: { answer: { in: query, type: Answer } }, responses: { 200: none } }
types:
  Answer: { doc: An answer., values: { NO: It is not so. } }
",
    right: "\
operations:
  ask: { doc: Asks., http: GET /, parameters: { answer: { in: query, type: Answer } }, responses: { 200: none } }
types:
  Answer: { doc: An answer., values: { \"NO\": It is not so. } }
",
};

pub(super) const UNKNOWN_WORD: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "operations:\n  list: { doc: Lists pets., http: GET /, auth: nobody, responses: { 200: none } }\n",
    right: "operations:\n  list: { doc: Lists pets., http: GET /, auth: none, responses: { 200: none } }\n",
};

pub(super) const BAD_NAME: Example = Example {
    why: "Keys that the specification chooses, such as those of operations, are in snake case, and types start with a \
              capital letter. Wire names are exact.",
    frame: Frame::Lines,
    wrong: "operations:\n  ListPets: { doc: Lists pets., http: GET /, responses: { 200: none } }\n",
    right: "operations:\n  list_pets: { doc: Lists pets., http: GET /, responses: { 200: none } }\n",
};

pub(super) const DUPLICATE_API: Example = Example {
    why: "The key is the module of the SDK, and errata refer to the API by it, so it must be unique.",
    frame: Frame::SecondFile("spec/zoo.yaml", ""),
    wrong: "\
api: pets
title: Zoo
version: \"1\"
base_path: /zoo/v1
doc: Animals of a zoo.
document: handbook
client: zoo
",
    right: "\
api: zoo
title: Zoo
version: \"1\"
base_path: /zoo/v1
doc: Animals of a zoo.
document: handbook
client: zoo
",
};

pub(super) const PLATFORM: Example = Example {
    why: "The facts shared by all APIs are in one place, and every API can rely on them.",
    frame: Frame::File("spec/pets.yaml"),
    wrong: concat!(header!(), "documents: { handbook: { title: Handbook } }\n"),
    right: header!(),
};

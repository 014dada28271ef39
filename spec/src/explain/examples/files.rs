//! Examples of whole files, of YAML, and of keys and forms.

use super::{Example, Frame, header};

pub(super) const NOT_PLAIN_TEXT: Example = Example {
    why: "Places are counted in bytes and lines, and a diff shows a file as it is only when all that stands in it can be seen.",
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
    why: "A file without content is more likely half an edit than a decision.",
    frame: Frame::File("spec/pets.yaml"),
    wrong: "# nothing yet\n",
    right: header!(),
};

pub(super) const DUPLICATE_KEY: Example = Example {
    why: "YAML leaves open which one counts, and most readers drop one without a word.",
    frame: Frame::Lines,
    wrong: "scopes:\n  pets.read: Read pets.\n  pets.read: Read all about pets.\n",
    right: "scopes:\n  pets.read: Read all about pets.\n",
};

pub(super) const REFUSED: Example = Example {
    why: "A reviewer holds the page of the documents beside the file: what a row says has to stand in that row.",
    frame: Frame::Lines,
    wrong: "scopes: &all { pets.read: Read pets. }\n",
    right: "scopes: { pets.read: Read pets. }\n",
};

pub(super) const UNKNOWN_FILE_KIND: Example = Example {
    why: "What a file is, its own keys say; its name says nothing, so that files can be moved.",
    frame: Frame::File("spec/pets.yaml"),
    wrong: "title: Pets\n",
    right: header!(),
};

pub(super) const UNKNOWN_KEY: Example = Example {
    why: "A key that is misspelt would say nothing, and nobody would notice that it does.",
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
    why: "The tables of `spec/src/keys` say the form of every key, and `spec/schema.json` tells editors.",
    frame: Frame::Lines,
    wrong: "operations: [list]\n",
    right: "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: none } }\n",
};

pub(super) const UNQUOTED: Example = Example {
    why: "Readers of YAML differ in what they take for a boolean or a number: `NO` is false to one and Norway to another.",
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
    why: "Keys of the language's own, such as those of operations, are in snake case, types start with a capital: so a \
          name shows what it is. Names that travel are as the service has them.",
    frame: Frame::Lines,
    wrong: "operations:\n  ListPets: { doc: Lists pets., http: GET /, responses: { 200: none } }\n",
    right: "operations:\n  list_pets: { doc: Lists pets., http: GET /, responses: { 200: none } }\n",
};

pub(super) const DUPLICATE_API: Example = Example {
    why: "The key is the module of the SDK and what errata call the API by, so it means one API only.",
    frame: Frame::SecondFile("spec/zoo.yaml"),
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
    why: "What all APIs share is said once, and every API can count on it.",
    frame: Frame::File("spec/pets.yaml"),
    wrong: concat!(header!(), "documents: { handbook: { title: Handbook } }\n"),
    right: header!(),
};

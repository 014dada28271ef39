//! Diagnostics of files, YAML syntax, keys and forms.

use concur_spec::{Code, Sources};
use insta::assert_snapshot;

use super::{Case, api_case, example, file_case};
use crate::support::{HEADER, pets};

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![
        example(Code::NotPlainText).prints(|text| {
            assert_snapshot!(text, @r"
            error[E001]: the file starts with a byte order mark
             --> spec/pets.yaml:1:1
              |
            1 | ﻿api: pets
              | ^ three bytes that editors do not show
              |
              = help: save the file as UTF-8 without a byte order mark
            ");
        }),
        example(Code::Syntax).prints(|text| {
            assert_snapshot!(text, @r"
            error[E002]: invalid YAML: unclosed bracket '{'
             --> spec/pets.yaml:8:9
              |
            8 | scopes: { pets.read: Read pets.
              |         ^ unexpected here
            ");
        }),
        example(Code::EmptyFile).prints(|text| {
            assert_snapshot!(text, @r"
            error[E003]: the file is empty
             --> spec/pets.yaml:1:15
              |
            1 | # nothing yet
              |              ^ only comments
            ");
        }),
        example(Code::DuplicateKey).prints(|text| {
            assert_snapshot!(text, @r"
            error[E004]: duplicate key `pets.read` in this mapping
              --> spec/pets.yaml:10:3
               |
             9 |   pets.read: Read pets.
               |   --------- first defined here
            10 |   pets.read: Read all about pets.
               |   ^^^^^^^^^ duplicate here
            ");
        }),
        example(Code::Refused).prints(|text| {
            assert_snapshot!(text, @r"
            error[E005]: anchors and aliases are not supported
             --> spec/pets.yaml:8:9
              |
            8 | scopes: &all { pets.read: Read pets. }
              |         ^^^^ not supported
            ");
        }),
        example(Code::UnknownFileKind).prints(|text| {
            assert_snapshot!(text, @r"
            error[E006]: unknown kind of file
             --> spec/pets.yaml:1:1
              |
            1 | title: Pets
              | ^^^^^ the file has none of the keys `api`, `documents`, `errata`
            ");
        }),
        example(Code::NotAFile).prints(|text| {
            assert_snapshot!(text, @r"
            error[E007]: not a file that can be read
             --> spec/birds.yaml:1:1
              |
            1 |
              | ^ it is a link to `../birds.yaml`, which does not exist
              |
              = help: make it a file, or remove it
            ");
        }),
        example(Code::UnknownFolder).prints(|text| {
            assert_snapshot!(text, @r"
            error[E008]: a folder with YAML files that are not read
             --> spec/pets/old:1:1
              |
            1 |
              | ^ `pets.yaml` is not read
              |
              = help: move them to the folder of the specification, its `errata`, or the folder of their API
            ");
        }),
        example(Code::Folder).prints(|text| {
            assert_snapshot!(text, @r"
            error[E009]: no file of the folder `pets` has the key `api`
             --> spec/pets/types.yaml:1:1
              |
            1 | operations:
              | ^^^^^^^^^^ the first file of the folder
              |
              = help: add `api: pets` and the other keys of an API to one of them
            ");
        }),
        example(Code::UnknownKey).prints(|text| {
            assert_snapshot!(text, @r"
            error[E010]: an API has no key `scpoes`
             --> spec/pets.yaml:8:1
              |
            8 | scpoes: { pets.read: Read pets. }
              | ^^^^^^ unknown key
              |
            help: a similar name exists
              |
            8 - scpoes: { pets.read: Read pets. }
            8 + scopes: { pets.read: Read pets. }
              |
            ");
        }),
        example(Code::MissingKey).prints(|text| {
            assert_snapshot!(text, @r"
            error[E011]: an operation needs the key `http`
             --> spec/pets.yaml:9:3
              |
            9 |   list: { doc: Lists pets., responses: { 200: none } }
              |   ^^^^         ----------- add it before this
              |   |
              |   `http` is missing here
              |
              = help: The method, and the path relative to `base_path`: `POST /purchaserequests/{id}`.
            ");
        }),
        example(Code::WrongForm).prints(|text| {
            assert_snapshot!(text, @r"
            error[E012]: expected a mapping
             --> spec/pets.yaml:8:13
              |
            8 | operations: [list]
              |             ^ found a list
            ");
        }),
        example(Code::Unquoted).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E013]: YAML reads `NO` as a boolean, but a string is expected
              --> spec/pets.yaml:11:40
               |
            11 |   Answer: { doc: An answer., values: { NO: It is not so. } }
               |                                        ^^ read as a boolean
               |
            help: quote it
               |
            11 -   Answer: { doc: An answer., values: { NO: It is not so. } }
            11 +   Answer: { doc: An answer., values: { "NO": It is not so. } }
               |
            "#);
        }),
        example(Code::UnknownWord).prints(|text| {
            assert_snapshot!(text, @r"
            error[E014]: `nobody` is not one of bearer, none
             --> spec/pets.yaml:9:48
              |
            9 |   list: { doc: Lists pets., http: GET /, auth: nobody, responses: { 200: none } }
              |                                                ^^^^^^ unknown word
            ");
        }),
        example(Code::BadName).prints(|text| {
            assert_snapshot!(text, @r"
            error[E015]: `ListPets` is not a valid name
             --> spec/pets.yaml:9:3
              |
            9 |   ListPets: { doc: Lists pets., http: GET /, responses: { 200: none } }
              |   ^^^^^^^^ it must be in snake case: lowercase letters, digits and underscores
            ");
        }),
        example(Code::DuplicateApi).prints(|text| {
            assert_snapshot!(text, @r"
            error[E070]: two files have the API key `pets`
             --> spec/zoo.yaml:1:6
              |
            1 | api: pets
              |      ^^^^ second one here
              |
             ::: spec/pets.yaml:1:6
              |
            1 | api: pets
              |      ---- first one here
              |
              = help: delete one of the files, or give it another key
            ");
        }),
        example(Code::Platform).prints(|text| {
            assert_snapshot!(text, @r"
            error[E071]: there are two files with the key `documents`
             --> spec/pets.yaml:1:6
              |
            1 | api: pets
              |      ^^^^ second one here
              |
             ::: spec/concur.yaml:1:6
              |
            1 | api: concur
              |      ------ first one here
              |
              = help: delete one of the files, or give it another key
            ");
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = texts();
    cases.extend(yaml());
    cases.extend(forms());
    cases.extend(whole_specifications());
    cases
}

fn texts() -> Vec<Case> {
    vec![
        file_case("invalid_utf8", [HEADER.as_bytes(), b"# caf\xe9\n"].concat()).prints(|text| {
            assert_snapshot!(text, @r"
            error[E001]: the file is not valid UTF-8
             --> spec/pets.yaml:8:6
              |
            8 | # caf�
              |      ^ invalid byte
            ");
        }),
        file_case("carriage_returns", HEADER.replace('\n', "\r\n")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E001]: the file has carriage returns
             --> spec/pets.yaml:1:10
              |
            1 | api: pets
              |          ^ the first one is at the end of this line
              |
              = help: save the file with LF line endings
            ");
        }),
        file_case("empty_file", "\n\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E003]: the file is empty
             --> spec/pets.yaml:1:1
              |
            1 |
              | ^ this file
            ");
        }),
        file_case("a_list_as_file", "- api\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E006]: unknown kind of file
             --> spec/pets.yaml:1:1
              |
            1 | - api
              | ^ expected a mapping with the keys of a file, found a list
            ");
        }),
    ]
}

fn yaml() -> Vec<Case> {
    vec![
        file_case(
            "tab_as_indentation",
            pets("scopes:\n\tpets.read: Read.\n"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E002]: invalid YAML: tabs disallowed within this context (block indentation)
             --> spec/pets.yaml:9:2
              |
            9 |     pets.read: Read.
              |     ^ unexpected here
            ");
        }),
        file_case(
            "duplicate_key",
            pets("title: Other pets\nscpoes: {}\n"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E004]: duplicate key `title` in this mapping
             --> spec/pets.yaml:8:1
              |
            2 | title: Pets
              | ----- first defined here
            ...
            8 | title: Other pets
              | ^^^^^ duplicate here

            error[E010]: an API has no key `scpoes`
             --> spec/pets.yaml:9:1
              |
            9 | scpoes: {}
              | ^^^^^^ unknown key
              |
            help: a similar name exists
              |
            9 - scpoes: {}
            9 + scopes: {}
              |
            ");
        }),
        file_case(
            "merge_key",
            pets("scopes: { <<: { pets.read: Read. } }\n"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E005]: merge keys are not supported
             --> spec/pets.yaml:8:11
              |
            8 | scopes: { <<: { pets.read: Read. } }
              |           ^ not supported
            ");
        }),
        file_case("tag", pets("scopes: { pets.read: !ours Read. }\n")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E005]: tags are not supported
             --> spec/pets.yaml:8:22
              |
            8 | scopes: { pets.read: !ours Read. }
              |                      ^^^^^ not supported
            ");
        }),
        file_case(
            "tag_of_yaml",
            pets("scopes: { pets.read: !!str Read. }\n"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E005]: tags are not supported
             --> spec/pets.yaml:8:22
              |
            8 | scopes: { pets.read: !!str Read. }
              |                      ^^^^^ not supported
            ");
        }),
        file_case("two_documents", pets("---\napi: other\n")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E005]: a file must contain a single document
             --> spec/pets.yaml:8:1
              |
            8 | ---
              | ^ not supported
            ");
        }),
        file_case(
            "too_deep",
            pets(&format!("types: {}{}\n", "{ a: ".repeat(80), "}".repeat(80))),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E005]: the nesting is too deep
             --> spec/pets.yaml:8:163
              |
            8 | ...: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a...
              |                                                             ^ not supported
            ");
        }),
        file_case("a_list_as_key", pets("scopes: { [a, b]: Both. }\n")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E012]: a key must be a string
             --> spec/pets.yaml:8:11
              |
            8 | scopes: { [a, b]: Both. }
              |           ^ found a list or a mapping
            ");
        }),
    ]
}

fn forms() -> Vec<Case> {
    vec![
        api_case("unknown_key_without_a_suggestion", "zzz: 1\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E010]: an API has no key `zzz`
             --> spec/pets.yaml:8:1
              |
            8 | zzz: 1
              | ^^^ expected one of api, title, version, base_path, doc, document, more_documents, client, scope, comparisons, scopes, failures, parameters, operations, types, error_codes, uncoded_errors, waiters, imports, exports, resources, differences
            ");
        }),
        api_case(
            "missing_key",
            "operations:\n  list: { doc: Lists pets. }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E011]: an operation needs the key `http`
             --> spec/pets.yaml:9:3
              |
            9 |   list: { doc: Lists pets. }
              |   ^^^^         ----------- add it before this
              |   |
              |   `http` is missing here
              |
              = help: The method, and the path relative to `base_path`: `POST /purchaserequests/{id}`.

            error[E011]: an operation needs the key `responses`
             --> spec/pets.yaml:9:3
              |
            9 |   list: { doc: Lists pets. }
              |   ^^^^         ----------- add it after this
              |   |
              |   `responses` is missing here
              |
              = help: Status → response; `success` means any 2xx, if the documents do not name one.
            ");
        }),
        api_case("empty_string", "scopes: { pets.read: \"\" }\n").prints(|text| {
            assert_snapshot!(text, @r#"
            error[E012]: expected a non-empty string
             --> spec/pets.yaml:8:22
              |
            8 | scopes: { pets.read: "" }
              |                      ^^ empty string
            "#);
        }),
        file_case("number_for_string", HEADER.replace("\"1\"", "4.0")).prints(|text| {
            assert_snapshot!(text, @r#"
            error[E013]: YAML reads `4.0` as a number, but a string is expected
             --> spec/pets.yaml:3:10
              |
            3 | version: 4.0
              |          ^^^ read as a number
              |
            help: quote it
              |
            3 - version: 4.0
            3 + version: "4.0"
              |
            "#);
        }),
        api_case(
            "unknown_word",
            "operations:\n  list: { doc: Lists., http: GET /, auth: beaerer, responses: { 200: none } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E014]: `beaerer` is not one of bearer, none
             --> spec/pets.yaml:9:43
              |
            9 |   list: { doc: Lists., http: GET /, auth: beaerer, responses: { 200: none } }
              |                                           ^^^^^^^ unknown word
              |
            help: a similar name exists
              |
            9 -   list: { doc: Lists., http: GET /, auth: beaerer, responses: { 200: none } }
            9 +   list: { doc: Lists., http: GET /, auth: bearer, responses: { 200: none } }
              |
            ");
        }),
        api_case(
            "bad_name",
            "types:\n  pet: { doc: A pet., values: { a: A. } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E015]: `pet` is not a valid name
             --> spec/pets.yaml:9:3
              |
            9 |   pet: { doc: A pet., values: { a: A. } }
              |   ^^^ a type name starts with a capital letter and contains letters, digits and underscores
            ");
        }),
        api_case(
            "bad_status_as_key",
            "operations:\n  list: { doc: Lists., http: GET /, responses: { 2xx: none } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E032]: `2xx` is not a valid status
             --> spec/pets.yaml:9:50
              |
            9 |   list: { doc: Lists., http: GET /, responses: { 2xx: none } }
              |                                                  ^^^ a status is a number from 100 to 599, or `success`
            ");
        }),
        file_case("bad_api_key", HEADER.replace("api: pets", "api: Pets")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E015]: `Pets` is not a valid name
             --> spec/pets.yaml:1:6
              |
            1 | api: Pets
              |      ^^^^ it must be in snake case: lowercase letters, digits and underscores
            ");
        }),
    ]
}

fn whole_specifications() -> Vec<Case> {
    vec![
        Case::new("no_platform", Sources::from_texts([("spec/pets.yaml", HEADER)])).prints(|text| {
            assert_snapshot!(text, @r"
            error[E071]: the platform file is missing
             --> spec/pets.yaml:6:11
              |
            6 | document: handbook
              |           ^^^^^^^^ this document must be listed there
              |
              = help: add `concur.yaml`, the file with the key `documents`
            ");
        }),
    ]
}

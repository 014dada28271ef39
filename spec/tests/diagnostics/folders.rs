//! Diagnostics of APIs whose files are in a folder.

use concur_spec::MINIMAL_PLATFORM;
use insta::assert_snapshot;

use super::Case;
use crate::support::{self, HEADER};

/// A case of an API in a folder with these files.
fn folder_case(name: &'static str, files: &[(&str, &str)]) -> Case {
    let platform = ("spec/concur.yaml", MINIMAL_PLATFORM);
    Case::new(name, support::sources(&[&[platform][..], files].concat()))
}

pub(crate) fn cases() -> Vec<Case> {
    const LIST: &str = "operations:\n  list: { doc: Lists pets., http: GET /, responses: { 200: Pet } }\n";
    const PET: &str = "types:\n  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }\n";
    vec![
        folder_case(
            "a_part_without_a_folder",
            &[("spec/pets.yaml", HEADER), ("spec/types.yaml", PET)],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E009]: a part of an API outside of the folder of the API
             --> spec/types.yaml:1:1
              |
            1 | types:
              | ^^^^^ the file has sections and no key `api`
              |
              = help: add the keys of an API, or move the file to the folder of its API, such as `spec/pets`
            ");
        }),
        folder_case(
            "a_folder_with_two_apis",
            &[
                ("spec/pets/birds.yaml", &HEADER.replace("api: pets", "api: birds")),
                ("spec/pets/pets.yaml", HEADER),
            ],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E009]: two files of the folder `pets` have the key `api`
             --> spec/pets/pets.yaml:1:6
              |
            1 | api: pets
              |      ^^^^ second one here
              |
             ::: spec/pets/birds.yaml:1:6
              |
            1 | api: birds
              |      ----- first one here
              |
              = help: a folder is one API: leave only the sections in the second file, or move it
            ");
        }),
        folder_case("a_folder_with_another_name", &[("spec/zoo/pets.yaml", HEADER)]).prints(|text| {
            assert_snapshot!(text, @r"
            error[E009]: the folder of the API `pets` is named `zoo`
             --> spec/zoo/pets.yaml:1:6
              |
            1 | api: pets
              |      ^^^^ the name of the folder is this key, with dashes
              |
              = help: rename the folder to `pets`
            ");
        }),
        folder_case(
            "an_api_in_a_file_and_in_a_folder",
            &[("spec/pets.yaml", HEADER), ("spec/pets/pets.yaml", HEADER)],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E070]: two files have the API key `pets`
             --> spec/pets/pets.yaml:1:6
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
        folder_case(
            "the_same_type_in_two_files",
            &[
                ("spec/pets/a.yaml", &format!("{HEADER}{LIST}")),
                ("spec/pets/b.yaml", PET),
                ("spec/pets/c.yaml", PET),
            ],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E004]: two files of the API define `Pet`
             --> spec/pets/c.yaml:2:3
              |
            2 |   Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
              |   ^^^ defined again here
              |
             ::: spec/pets/b.yaml:2:3
              |
            2 |   Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
              |   --- first defined here
            ");
        }),
        folder_case(
            "a_part_with_a_key_of_the_api",
            &[
                ("spec/pets/a.yaml", HEADER),
                ("spec/pets/b.yaml", &format!("title: Pets\n{LIST}{PET}")),
            ],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E010]: a part of an API has no key `title`
             --> spec/pets/b.yaml:1:1
              |
            1 | title: Pets
              | ^^^^^ in the folder of an API, only the file with the key `api` has this key
            ");
        }),
        folder_case(
            "a_section_of_the_wrong_form_in_a_part",
            &[
                ("spec/pets/a.yaml", &format!("{HEADER}{LIST}{PET}")),
                ("spec/pets/b.yaml", "types: []\n"),
            ],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E012]: expected a mapping
             --> spec/pets/b.yaml:1:8
              |
            1 | types: []
              |        ^ found a list
            ");
        }),
        folder_case(
            "an_unknown_type_in_a_part",
            &[
                ("spec/pets/a.yaml", HEADER),
                ("spec/pets/b.yaml", LIST),
                ("spec/pets/c.yaml", &PET.replace("Pet:", "Pat:")),
            ],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E023]: there is no type or envelope `Pet`
             --> spec/pets/b.yaml:2:60
              |
            2 |   list: { doc: Lists pets., http: GET /, responses: { 200: Pet } }
              |                                                            ^^^ unknown type or envelope
              |
             ::: spec/pets/c.yaml:2:3
              |
            2 |   Pat: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
              |   --- a similar name
              |
            help: a similar name exists
              |
            2 -   list: { doc: Lists pets., http: GET /, responses: { 200: Pet } }
            2 +   list: { doc: Lists pets., http: GET /, responses: { 200: Pat } }
              |
            ");
        }),
        folder_case(
            "a_part_from_an_unknown_document",
            &[
                ("spec/pets/a.yaml", HEADER),
                ("spec/pets/b.yaml", &format!("document: hanbook\n{LIST}{PET}")),
            ],
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E024]: `pets` has no document `hanbook`
             --> spec/pets/b.yaml:1:11
              |
            1 | document: hanbook
              |           ^^^^^^^ unknown document
              |
             ::: spec/pets/a.yaml:6:11
              |
            6 | document: handbook
              |           -------- a similar name
              |
            help: a similar name exists
              |
            1 | document: handbook
              |              +
            ");
        }),
    ]
}

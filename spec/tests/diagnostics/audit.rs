//! Faults that the comparison with a document finds, and those of the differences that are listed as deliberate.

use concur_spec::{Code, MINIMAL_PLATFORM};

use super::{Case, api_case, support};

const PETS: &str = "
operations:
  get: { doc: Gets., http: GET /pets, responses: { success: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, doc: Its name. }
      born: { type: date, doc: When it was born. }
";

const PAGE: &str = "\
# Pets

## Get

GET /pets/v1/pets

*Response:*

| Name | Type | Format | Description |
| --- | --- | --- | --- |
| - | object | [Pet](#pet) | The pet |

## Pet

| Name | Type | Format | Description |
| --- | --- | --- | --- |
| name | string | - | What it is called |
| born | date | - | When it was born |
";

/// A case of a page and of lines that list differences.
fn page_case(name: &'static str, code: Code, page: impl Into<Vec<u8>>, differences: &str) -> Case {
    Case {
        page: Some(("pages/handbook.md", page.into())),
        ..api_case(name, code, &format!("{PETS}{differences}"))
    }
}

fn listed(difference: &str) -> String {
    format!("differences:\n  - {{ {difference}, reason: A test. }}\n")
}

pub(crate) fn cases() -> Vec<Case> {
    let mut platform = MINIMAL_PLATFORM.to_owned();
    platform.push_str("  notes: { title: Notes }\n");
    let nowhere = listed("at: types/Pett/fields/name");
    let elsewhere = listed("at: types/Pet/fields/name, in: handbok");
    vec![
        api_case(
            "difference_nowhere",
            Code::DifferenceNowhere,
            &format!("{PETS}{nowhere}"),
        ),
        api_case(
            "difference_in_a_document_of_no_api",
            Code::UnknownDocument,
            &format!("{PETS}{elsewhere}"),
        ),
        api_case(
            "unknown_further_document",
            Code::UnknownDocument,
            &format!("more_documents: [handbok]\n{PETS}"),
        ),
        page_case(
            "difference_gone",
            Code::DifferenceGone,
            PAGE,
            &listed("at: types/Pet/fields/name"),
        ),
        page_case(
            "difference_misspelt",
            Code::DifferenceGone,
            format!("{PAGE}| tail | boolean | - | Whether it has one |\n"),
            &listed("at: types/Pet/fields/tial"),
        ),
        page_case(
            "difference_that_is_another",
            Code::DifferenceGone,
            PAGE.replace("| name | string", "| name | number"),
            &listed("at: types/Pet/fields/name/type, documented: boolean"),
        ),
        page_case(
            "page_without_anything",
            Code::NothingToCompare,
            "# Pets\n\nThey are fine.\n",
            "",
        ),
        page_case("page_that_is_no_text", Code::NotPlainText, b"# Pets\n\n\xff\n", ""),
        Case {
            page: Some(("pages/handbok.md", PAGE.into())),
            ..page_case("page_of_no_document", Code::UnknownDocument, PAGE, "")
        },
        Case {
            files: vec![
                ("spec/concur.yaml", platform.into()),
                ("spec/pets.yaml", support::pets(PETS).into()),
            ],
            page: Some(("pages/notes.md", PAGE.into())),
            ..page_case("page_of_no_api", Code::DocumentUnclaimed, PAGE, "")
        },
        page_case(
            "missing_in_specification",
            Code::MissingInSpecification,
            format!("{PAGE}| tail | boolean | - | Whether it has one |\n"),
            "",
        ),
        page_case(
            "missing_in_document",
            Code::MissingInDocument,
            PAGE.replace("| born | date | - | When it was born |\n", ""),
            "",
        ),
        page_case(
            "different",
            Code::Different,
            PAGE.replace("| date |", "| timestamp |"),
            "",
        ),
    ]
}

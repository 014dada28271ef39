//! Diagnostics of deliberate differences and of the documents of an API.

use concur_spec::Code;

use super::{Case, api_case};

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

fn listed(difference: &str) -> String {
    format!("{PETS}differences:\n  - {{ {difference}, reason: A test. }}\n")
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        api_case(
            "difference_nowhere",
            Code::DifferenceNowhere,
            &listed("at: types/Pett/fields/name"),
        ),
        api_case(
            "difference_in_a_document_of_no_api",
            Code::UnknownDocument,
            &listed("at: types/Pet/fields/name, in: handbok"),
        ),
        api_case(
            "unknown_further_document",
            Code::UnknownDocument,
            &format!("more_documents: [handbok]\n{PETS}"),
        ),
    ]
}

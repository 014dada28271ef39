//! Diagnostics of deliberate differences and of the documents of an API.

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

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

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![
        example(Code::UnknownDocument).prints(|text| {
            assert_snapshot!(text, @r"
            error[E024]: there is no document `handbok`
             --> spec/pets.yaml:6:11
              |
            6 | document: handbok
              |           ^^^^^^^ unknown document
              |
             ::: spec/concur.yaml:9:3
              |
            9 |   handbook: { title: Handbook }
              |   -------- a similar name
              |
            help: a similar name exists
              |
            6 | document: handbook
              |                 +
            ");
        }),
        example(Code::DifferenceNowhere).prints(|text| {
            assert_snapshot!(text, @r"
            error[E080]: the path `types/Pett/fields/name` does not exist
              --> spec/pets.yaml:17:11
               |
            11 |   Pet:
               |   --- a similar path
            ...
            17 |   - { at: types/Pett/fields/name, reason: The table has it twice. }
               |           ^^^^^^^^^^^^^^^^^^^^^^ there is no `Pett`
               |
            help: a similar path exists
               |
            17 -   - { at: types/Pett/fields/name, reason: The table has it twice. }
            17 +   - { at: types/Pet/fields/name, reason: The table has it twice. }
               |
            ");
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        api_case(
            "difference_in_a_document_of_no_api",
            &listed("at: types/Pet/fields/name, in: handbok"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E024]: `pets` has no document `handbok`
              --> spec/pets.yaml:18:38
               |
             6 | document: handbook
               |           -------- a similar name
            ...
            18 |   - { at: types/Pet/fields/name, in: handbok, reason: A test. }
               |                                      ^^^^^^^ unknown document
               |
            help: a similar name exists
               |
            18 |   - { at: types/Pet/fields/name, in: handbook, reason: A test. }
               |                                            +
            ");
        }),
        api_case(
            "unknown_further_document",
            &format!("more_documents: [handbok]\n{PETS}"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E024]: there is no document `handbok`
             --> spec/pets.yaml:8:18
              |
            8 | more_documents: [handbok]
              |                  ^^^^^^^ unknown document
              |
             ::: spec/concur.yaml:9:3
              |
            9 |   handbook: { title: Handbook }
              |   -------- a similar name
              |
            help: a similar name exists
              |
            8 | more_documents: [handbook]
              |                        +
            ");
        }),
    ]
}

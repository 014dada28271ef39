//! Names that cannot be, or cannot be twice.

use concur_spec::Code;

use super::{Case, api_case};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        api_case(
            "fields_with_one_name",
            Code::NameCollision,
            "
operations: { get: { doc: Gets., http: GET /, responses: { 200: Pet } } }
types:
  Pet:
    doc: A pet.
    fields:
      petName: { type: string, doc: Its name. }
      pet_name: { type: string, doc: Its name again. }
",
        ),
        api_case(
            "values_with_one_name",
            Code::NameCollision,
            "
operations:
  list: { doc: Lists., http: GET /, parameters: { state: { in: query, type: State } }, responses: { 200: none } }
types:
  State: { doc: A state., values: { Sold Out: Sold out., SOLD_OUT: Sold out. } }
",
        ),
        api_case(
            "scopes_with_one_name",
            Code::NameCollision,
            "scopes: { pets.read: Read., pets-read: Read. }\n",
        ),
        api_case(
            "a_field_named_like_a_family",
            Code::NameCollision,
            "
operations: { get: { doc: Gets., http: GET /, responses: { 200: Pet } } }
types:
  Pet:
    doc: A pet.
    fields:
      customs: { type: string, doc: Where it crossed the border. }
      custom1..custom4: { type: string, doc: Custom. }
",
        ),
        api_case(
            "no_identifier",
            Code::NoIdentifier,
            "
operations:
  list: { doc: Lists., http: GET /, parameters: { sign: { in: query, type: Sign } }, responses: { 200: none } }
types:
  Sign: { doc: A sign., values: { +: Plus., -: { doc: Minus., name: minus } } }
",
        ),
    ]
}

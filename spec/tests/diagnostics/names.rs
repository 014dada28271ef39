//! Diagnostics of invalid and duplicate names.

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![
        example(Code::NameCollision).prints(|text| {
            assert_snapshot!(text, @r"
            error[E050]: two of the fields and methods of `Pet` have the name `pet_name` in the SDK
              --> spec/pets.yaml:15:7
               |
            14 |       petName: { type: string, doc: Its name. }
               |       ------- and so does this
            15 |       pet_name: { type: string, doc: Its name as people once wrote it. }
               |       ^^^^^^^^ this becomes `pet_name`
               |
               = help: set the `name` of one of them
            ");
        }),
        example(Code::NoIdentifier).prints(|text| {
            assert_snapshot!(text, @r"
            error[E051]: `+` has no valid name in the SDK
              --> spec/pets.yaml:11:35
               |
            11 |   Sign: { doc: A sign., values: { +: More. } }
               |                                   ^ no character here is valid in an identifier
               |
               = help: set its `name`
            ");
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        api_case(
            "values_with_one_name",
            "
operations:
  list: { doc: Lists., http: GET /, parameters: { state: { in: query, type: State } }, responses: { 200: none } }
types:
  State: { doc: A state., values: { Sold Out: Sold out., SOLD_OUT: Sold out. } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E050]: two of the variants of `State` have the name `SoldOut` in the SDK
              --> spec/pets.yaml:12:58
               |
            12 |   State: { doc: A state., values: { Sold Out: Sold out., SOLD_OUT: Sold out. } }
               |                                     --------             ^^^^^^^^ this becomes `SoldOut`
               |                                     |
               |                                     and so does this
               |
               = help: set the `name` of one of them
            ");
        }),
        api_case(
            "scopes_with_one_name",
            "scopes: { pets.read: Read., pets-read: Read. }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E050]: two of the scopes of `pets` have the name `PETS_READ` in the SDK
             --> spec/pets.yaml:8:29
              |
            8 | scopes: { pets.read: Read., pets-read: Read. }
              |           ---------         ^^^^^^^^^ this becomes `PETS_READ`
              |           |
              |           and so does this
              |
              = help: set the `name` of one of them
            ");
        }),
        api_case(
            "a_field_named_like_a_family",
            "
operations: { get: { doc: Gets., http: GET /, responses: { 200: Pet } } }
types:
  Pet:
    doc: A pet.
    fields:
      customs: { type: string, doc: Where it crossed the border. }
      custom1..custom4: { type: string, doc: Custom. }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E050]: two of the fields and methods of `Pet` have the name `customs` in the SDK
              --> spec/pets.yaml:15:7
               |
            14 |       customs: { type: string, doc: Where it crossed the border. }
               |       ------- and so does this
            15 |       custom1..custom4: { type: string, doc: Custom. }
               |       ^^^^^^^^^^^^^^^^ this becomes `customs`
               |
               = help: set the `name` of one of them
            ");
        }),
        api_case(
            "a_field_named_like_the_setter_of_another",
            "
operations: { create: { doc: Creates., http: POST /, body: Pet, responses: { 201: none } } }
types:
  Pet:
    doc: A pet.
    fields:
      tryPrice: { type: string, doc: Whether to haggle. }
      price: { type: decimal, doc: Its price. }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E050]: two of the fields and methods of `Pet` have the name `try_price` in the SDK
              --> spec/pets.yaml:15:7
               |
            14 |       tryPrice: { type: string, doc: Whether to haggle. }
               |       -------- and so does this
            15 |       price: { type: decimal, doc: Its price. }
               |       ^^^^^ this becomes `try_price`
               |
               = help: set the `name` of one of them
            ");
        }),
    ]
}

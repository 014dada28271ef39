//! Request bodies.

use insta::assert_snapshot;

use super::{OK, operation};
use crate::diagnostics::{Case, api_case};

pub(super) fn bodies() -> Vec<Case> {
    vec![
        operation("body_without_fields", &format!("http: POST /\nbody: State\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E035]: a body must be a type with fields, a union of such types, or a list of one
              --> spec/pets.yaml:12:11
               |
            12 |     body: State
               |           ^^^^^ this type has no fields
            "##);
        }),
        operation("list_body_without_fields", &format!("http: POST /\nbody: [State]\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E035]: a body must be a type with fields, a union of such types, or a list of one
              --> spec/pets.yaml:12:12
               |
            12 |     body: [State]
               |            ^^^^^ this type has no fields
            "##);
        }),
        operation("unknown_list_body", &format!("http: POST /\nbody: [Pett]\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E020]: there is no type `Pett`
              --> spec/pets.yaml:12:12
               |
            12 |     body: [Pett]
               |            ^^^^ unknown type
            ...
            16 |   Pet:
               |   --- a similar name
               |
            help: a similar name exists
               |
            12 -     body: [Pett]
            12 +     body: [Pet]
               |
            "##);
        }),
        operation("list_body_of_two_types", &format!("http: POST /\nbody: [Pet, State]\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E012]: expected the name of a type, `Pet`, or a list of one, `[Pet]`
              --> spec/pets.yaml:12:11
               |
            12 |     body: [Pet, State]
               |           ^ found a list
            "##);
        }),
        operation("body_that_is_a_map", &format!("http: POST /\nbody: {{ map: Pet }}\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r##"
            error[E012]: expected the name of a type, `Pet`, or a list of one, `[Pet]`
              --> spec/pets.yaml:12:11
               |
            12 |     body: { map: Pet }
               |           ^ found a mapping
            "##);
        }),
        operation(
            "example_of_a_list_body",
            &format!(
                "http: PATCH /\nbody: [Pet]\npartial: true\n{OK}examples:\n\
                 - {{ doc: Fits., request: '[{{}}, {{ \"name\": \"Tom\" }}]' }}\n\
                 - {{ doc: One., request: '{{ \"name\": \"Tom\" }}' }}\n\
                 - {{ doc: Others., request: '[{{ \"name\": \"Tom\" }}, {{ \"nam\": \"Tim\" }}, null]' }}\n",
            ),
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E047]: this example does not match its type
              --> spec/pets.yaml:17:29
               |
            17 |     - { doc: One., request: '{ "name": "Tom" }' }
               |                             ^^^^^^^^^^^^^^^^^^^ expected a list

            error[E047]: this example does not match its type
              --> spec/pets.yaml:18:32
               |
            18 |     - { doc: Others., request: '[{ "name": "Tom" }, { "nam": "Tim" }, null]' }
               |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected an object

            error[E047]: this example does not match its type
              --> spec/pets.yaml:18:56
               |
            18 |     - { doc: Others., request: '[{ "name": "Tom" }, { "nam": "Tim" }, null]' }
               |                                                        ^^^ `Pet` has no field `nam`
            ...
            24 |       name: { type: string, required: true, doc: Its name. }
               |       ---- a similar name
               |
            help: a similar name exists
               |
            18 |     - { doc: Others., request: '[{ "name": "Tom" }, { "name": "Tim" }, null]' }
               |                                                           +
            "##);
        }),
        api_case(
            "body_without_the_key_of_its_case",
            "
operations:
  change: { doc: Changes., http: PUT /pay, body: Payment, replaces: true, responses: { 204: none } }
  create: { doc: Creates., http: POST /pay, body: Payment, responses: { 204: none } }
types:
  Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: ById, when: id }, { type: InCash }] }
  ByCard: { doc: A card., fields: { card: { type: string, create_only: true, doc: Its number. } } }
  ById: { doc: An account., fields: { id: { type: string, read_only: true, doc: Its id. } } }
  InCash: { doc: Cash., fields: { amount: { type: decimal, doc: How much. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E043]: the body of `change` lacks the key that tells its case
              --> spec/pets.yaml:13:57
               |
            10 |   change: { doc: Changes., http: PUT /pay, body: Payment, replaces: true, responses: { 204: none } }
               |                                                  ------- the body
            ...
            13 |   Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: ById, when: id }, { type: InCash }] }
               |                                                         ^^^^ `card` is not sent in this body

            error[E043]: the body of `change` lacks the key that tells its case
              --> spec/pets.yaml:13:85
               |
            10 |   change: { doc: Changes., http: PUT /pay, body: Payment, replaces: true, responses: { 204: none } }
               |                                                  ------- the body
            ...
            13 |   Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: ById, when: id }, { type: InCash }] }
               |                                                                                     ^^ `id` is not sent in this body

            error[E043]: the body of `create` lacks the key that tells its case
              --> spec/pets.yaml:13:85
               |
            11 |   create: { doc: Creates., http: POST /pay, body: Payment, responses: { 204: none } }
               |                                                   ------- the body
            12 | types:
            13 |   Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: ById, when: id }, { type: InCash }] }
               |                                                                                     ^^ `id` is not sent in this body
            "##);
        }),
        api_case(
            "put_of_a_union_that_differs_on_creation",
            "
operations:
  change: { doc: Changes., http: PUT /pay, body: Payment, responses: { 204: none } }
types:
  Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: InCash }] }
  ByCard: { doc: A card., fields: { card: { type: string, doc: Its number. }, paid: { type: date, required: create, doc: When. } } }
  InCash: { doc: Cash., fields: { amount: { type: decimal, doc: How much. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E035]: the body `Payment` differs on creation
              --> spec/pets.yaml:10:50
               |
            10 |   change: { doc: Changes., http: PUT /pay, body: Payment, responses: { 204: none } }
               |                                                  ^^^^^^^ does this call create or replace?
               |
               = help: add `replaces: true`, `replaces: false` if it creates, or `partial: true`
            "##);
        }),
        api_case(
            "example_of_another_case",
            "
operations:
  pay:
    doc: Pays.
    http: POST /pay
    body: Payment
    responses: { 204: none }
    examples: [{ doc: A card., request: '{\"card\": \"1\", \"amount\": 2}' }]
types:
  Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: InCash }] }
  ByCard: { doc: A card., fields: { card: { type: string, doc: Its number. } } }
  InCash: { doc: Cash., fields: { amount: { type: decimal, doc: How much. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E047]: this example does not match its type
              --> spec/pets.yaml:15:57
               |
            15 |     examples: [{ doc: A card., request: '{"card": "1", "amount": 2}' }]
               |                                                         ^^^^^^ `ByCard` has no field `amount`
            "##);
        }),
        operation(
            "body_and_form",
            &format!("http: POST /\nbody: Pet\nparameters:\n  name: {{ in: form, type: string }}\n{OK}"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E035]: a body is a type or a set of parameters, not both
              --> spec/pets.yaml:12:11
               |
            12 |     body: Pet
               |           ^^^ a type
            13 |     parameters:
            14 |       name: { in: form, type: string }
               |       ---- a parameter that is part of the body
            ");
        }),
        operation("partial_without_body", &format!("http: POST /\npartial: true\n{OK}")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `partial` applies only to operations with a body
             --> spec/pets.yaml:9:3
              |
            9 |   get:
              |   ^^^ this operation has no `body`
            ");
        }),
    ]
}

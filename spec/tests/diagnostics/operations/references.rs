//! What an operation refers to: scopes, error codes and types.

use insta::assert_snapshot;

use super::{OK, operation, scoped};
use crate::diagnostics::{Case, api_case};

pub(super) fn references() -> Vec<Case> {
    vec![
        operation(
            "unknown_scope",
            &format!("http: GET /\nscope: pets.raed\n{OK}"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E021]: there is no scope `pets.raed`
              --> spec/pets.yaml:12:12
               |
            12 |     scope: pets.raed
               |            ^^^^^^^^^ unknown scope
            ");
        }),
        scoped("a_scope_under_a_mode_alone", "{ all: [pets.read] }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E028]: fewer than two scopes need no rule
              --> spec/pets.yaml:10:49
               |
            10 |   list: { http: GET /, doc: Lists pets., scope: { all: [pets.read] }, responses: { 200: none } }
               |                                                 ^ write the scope itself, without a mapping
            ");
        }),
        scoped("a_scope_twice", "{ each: [pets.read, pets.write, pets.read] }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E028]: the scope `pets.read` is listed twice
              --> spec/pets.yaml:10:81
               |
            10 |   list: { http: GET /, doc: Lists pets., scope: { each: [pets.read, pets.write, pets.read] }, responses: { 200: none } }
               |                                                          --------- first here   ^^^^^^^^^ again here
            ");
        }),
        scoped("scopes_without_a_mode", "{}").prints(|text| {
            assert_snapshot!(text, @r"
            error[E028]: scopes are under exactly one of `any`, `all` and `each`
              --> spec/pets.yaml:10:49
               |
            10 |   list: { http: GET /, doc: Lists pets., scope: {}, responses: { 200: none } }
               |                                                 ^ keep one of these keys
            ");
        }),
        scoped("an_unknown_scope_among_several", "{ any: [pets.read, pets.wirte] }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E021]: there is no scope `pets.wirte`
              --> spec/pets.yaml:10:68
               |
             8 | scopes: { pets.read: Read pets., pets.write: Change pets. }
               |                                  ---------- a similar name
             9 | operations:
            10 |   list: { http: GET /, doc: Lists pets., scope: { any: [pets.read, pets.wirte] }, responses: { 200: none } }
               |                                                                    ^^^^^^^^^^ unknown scope
               |
            help: a similar name exists
               |
            10 -   list: { http: GET /, doc: Lists pets., scope: { any: [pets.read, pets.wirte] }, responses: { 200: none } }
            10 +   list: { http: GET /, doc: Lists pets., scope: { any: [pets.read, pets.write] }, responses: { 200: none } }
               |
            ");
        }),
        scoped("scopes_of_an_unknown_mode", "{ some: [pets.read, pets.write] }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E010]: a rule for scopes has no key `some`
              --> spec/pets.yaml:10:51
               |
            10 |   list: { http: GET /, doc: Lists pets., scope: { some: [pets.read, pets.write] }, responses: { 200: none } }
               |                                                   ^^^^ expected one of any, all, each
            ");
        }),
        operation(
            "unknown_error_code",
            &format!("http: GET /\nerrors: [petGone]\n{OK}"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E022]: there is no error code `petGone`
              --> spec/pets.yaml:12:14
               |
            12 |     errors: [petGone]
               |              ^^^^^^^ unknown error code
            ");
        }),
        operation(
            "unknown_response",
            "http: GET /\nresponses: { 200: Pett }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E023]: there is no type or envelope `Pett`
              --> spec/pets.yaml:12:23
               |
            12 |     responses: { 200: Pett }
               |                       ^^^^ unknown type or envelope
            ...
            15 |   Pet:
               |   --- a similar name
               |
            help: a similar name exists
               |
            12 -     responses: { 200: Pett }
            12 +     responses: { 200: Pet }
               |
            ");
        }),
        operation(
            "unknown_type_of_a_list",
            "http: GET /\nresponses: { 200: [Pett], 201: [Pett] }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `Pett`
              --> spec/pets.yaml:12:24
               |
            12 |     responses: { 200: [Pett], 201: [Pett] }
               |                        ^^^^ unknown type
            ...
            15 |   Pet:
               |   --- a similar name
               |
               = note: and 1 more place: 12:37
               = help: a type is one of this API, or a scalar: string, boolean, integer, decimal, date, time, timestamp, datetime, uri, currency, json
            help: a similar name exists
               |
            12 -     responses: { 200: [Pett], 201: [Pett] }
            12 +     responses: { 200: [Pet], 201: [Pett] }
               |
            ");
        }),
        operation(
            "unknown_body",
            &format!("http: POST /\nbody: Pett\n{OK}"),
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `Pett`
              --> spec/pets.yaml:12:11
               |
            12 |     body: Pett
               |           ^^^^ unknown type
            ...
            16 |   Pet:
               |   --- a similar name
               |
            help: a similar name exists
               |
            12 -     body: Pett
            12 +     body: Pet
               |
            ");
        }),
        api_case(
            "carried_out_values",
            "error_codes:\n  busy: { doc: Busy., carried_out: yes }\n  full: { doc: Full., carried_out: not }\n  late: { doc: Late., carried_out: false }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E014]: `yes` is not one of no
             --> spec/pets.yaml:9:36
              |
            9 |   busy: { doc: Busy., carried_out: yes }
              |                                    ^^^ unknown word

            error[E014]: `not` is not one of no
              --> spec/pets.yaml:10:36
               |
            10 |   full: { doc: Full., carried_out: not }
               |                                    ^^^ unknown word
               |
            help: a similar name exists
               |
            10 -   full: { doc: Full., carried_out: not }
            10 +   full: { doc: Full., carried_out: no }
               |

            error[E014]: `false` is not one of no
              --> spec/pets.yaml:11:36
               |
            11 |   late: { doc: Late., carried_out: false }
               |                                    ^^^^^ unknown word
            ");
        }),
        ]
}

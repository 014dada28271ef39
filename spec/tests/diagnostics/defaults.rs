//! Diagnostics of the defaults of fields.

use insta::assert_snapshot;

use super::{Case, api_case};

/// A case of a type `Pet` with this field.
fn field(name: &'static str, field: &str) -> Case {
    let operation = "create: { doc: Creates., http: POST /, body: Pet, responses: { 200: Pet } }";
    let state = "State: { doc: A state., values: { HERE: It is here., SOLD: It is sold. } }";
    let types = format!(
        "Pet: {{ doc: A pet., fields: {{ {field} }} }}\n  Toy: {{ doc: A toy., fields: {{ name: {{ type: string, doc: Name. }} }} }}"
    );
    api_case(
        name,
        &format!("operations:\n  {operation}\ntypes:\n  {types}\n  {state}\n"),
    )
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        field(
            "default_of_what_callers_do_not_choose",
            "a: { type: string, read_only: true, default: x, doc: A. }, b: { type: string, secret: true, default: x, doc: B. },
      c: { type: string, required: one_of d, default: x, doc: C. }, d: { type: State, required: one_of d, doc: D. }, e: { type: Toy, doc: E. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E045]: `a` is read-only, so it has no default
              --> spec/pets.yaml:11:78
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: string, read_only: true, default: x, doc: A. }, b: { type: string, secret: true, default:...
               |                                                                              ^ callers do not send it

            error[E045]: `b` is secret, so it has no default
              --> spec/pets.yaml:11:134
               |
            11 | ... doc: A. }, b: { type: string, secret: true, default: x, doc: B. },
               |                                                          ^ it would be printed

            error[E045]: `c` is an alternative of a choice, so it has no default
              --> spec/pets.yaml:12:55
               |
            12 |       c: { type: string, required: one_of d, default: x, doc: C. }, d: { type: State, required: one_of d, doc: D. }, e: { type: Toy,...
               |                                                       ^ callers choose one
            "##);
        }),
        field(
            "default_of_an_object",
            "a: { type: Toy, default: x, doc: A. }, b: { type: { map: string }, default: x, doc: B. },
      c: { type: decimal, default: 1.5, doc: C. }, d: { type: date, default: 2026-01-01, doc: D. }, e: { type: State, doc: E. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E045]: `a` cannot have a default
              --> spec/pets.yaml:11:58
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: Toy, default: x, doc: A. }, b: { type: { map: string }, default: x, doc: B. },
               |                                                          ^ only texts, whole numbers, booleans, values of value sets and lists of these have one

            error[E045]: `b` cannot have a default
              --> spec/pets.yaml:11:109
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: Toy, default: x, doc: A. }, b: { type: { map: string }, default: x, doc: B. },
               |                                                                                                             ^ only texts, whole numbers, booleans, values of value sets and lists of these have one

            error[E045]: `c` cannot have a default
              --> spec/pets.yaml:12:36
               |
            12 |       c: { type: decimal, default: 1.5, doc: C. }, d: { type: date, default: 2026-01-01, doc: D. }, e: { type: State, doc: E. } } }
               |                                    ^^^ only texts, whole numbers, booleans, values of value sets and lists of these have one

            error[E045]: `d` cannot have a default
              --> spec/pets.yaml:12:78
               |
            12 |       c: { type: decimal, default: 1.5, doc: C. }, d: { type: date, default: 2026-01-01, doc: D. }, e: { type: State, doc: E. } } }
               |                                                                              ^^^^^^^^^^ only texts, whole numbers, booleans, values of value sets and lists of these have one
            "##);
        }),
        field(
            "default_of_another_type",
            "a: { type: [string], default: x, doc: A. }, b: { type: string, default: [x], doc: B. },
      c: { type: integer, default: 1.5, doc: C. }, d: { type: [State], default: [HERE, SOLDD], doc: D. },
      e: { type: [string], max_length: 2, default: [xx, xxx], doc: E. }, f: { type: Toy, doc: F. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E045]: `a` is a list, and its default is not
              --> spec/pets.yaml:11:63
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: [string], default: x, doc: A. }, b: { type: string, default: [x], doc: B. },
               |                                                               ^ expected a list

            error[E045]: `b` is not a list, and its default is one
              --> spec/pets.yaml:11:105
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: [string], default: x, doc: A. }, b: { type: string, default: [x], doc: B. },
               |                                                                                                         ^ expected a single value

            error[E036]: the default `1.5` does not match its type
              --> spec/pets.yaml:12:36
               |
            12 |       c: { type: integer, default: 1.5, doc: C. }, d: { type: [State], default: [HERE, SOLDD], doc: D. },
               |                                    ^^^ this is not a whole number

            error[E036]: the default `SOLDD` does not match its type
              --> spec/pets.yaml:12:88
               |
            12 |       c: { type: integer, default: 1.5, doc: C. }, d: { type: [State], default: [HERE, SOLDD], doc: D. },
               |                                                                                        ^^^^^ the value set does not have it
               |
            help: a similar name exists
               |
            12 -       c: { type: integer, default: 1.5, doc: C. }, d: { type: [State], default: [HERE, SOLDD], doc: D. },
            12 +       c: { type: integer, default: 1.5, doc: C. }, d: { type: [State], default: [HERE, SOLD], doc: D. },
               |

            error[E045]: the default of `e` is longer than its `max_length`
              --> spec/pets.yaml:13:57
               |
            13 |       e: { type: [string], max_length: 2, default: [xx, xxx], doc: E. }, f: { type: Toy, doc: F. } } }
               |                                        -                ^^^ too long
               |                                        |
               |                                        longer than this
            "##);
        }),
    ]
}

//! Diagnostics of maps, of value sets of integers, of unions that are told apart by a value, and of values as they travel.

use insta::assert_snapshot;

use super::{Case, api_case};

/// A case of a type `Pet` with this field.
fn field(name: &'static str, field: &str) -> Case {
    types(name, &format!("  Pet: {{ doc: A pet., fields: {{ {field} }} }}\n"))
}

/// A case of an API whose operation sends and returns the type `Pet`.
fn types(name: &'static str, types: &str) -> Case {
    let operation = "operations:\n  create: { doc: Creates., http: POST /, body: Pet, responses: { 200: Pet } }\n";
    api_case(name, &format!("{operation}types:\n{types}"))
}

/// A case of a union of cats and dogs, with a value set `Kind`.
fn union(name: &'static str, cases: &str) -> Case {
    types(
        name,
        &format!(
            "  Pet: {{ doc: A pet., fields: {{ animal: {{ type: Animal, doc: What it is. }} }} }}
  Animal: {{ doc: An animal., union: [{cases}] }}
  Cat: {{ doc: A cat., fields: {{ kind: {{ type: Kind, doc: Cat. }}, age: {{ type: integer, doc: Age. }}, born: {{ type: date, doc: Born. }} }} }}
  Dog: {{ doc: A dog., fields: {{ kind: {{ type: Kind, doc: Dog. }}, tags: {{ type: [string], doc: Tags. }}, cat: {{ type: Cat, doc: A friend. }} }} }}
  Other: {{ doc: Another., fields: {{ kind: {{ type: Kind, doc: Any. }} }} }}
  Kind: {{ doc: A kind., values: {{ CAT: A cat., DOG: A dog. }} }}
"
        ),
    )
}

pub(crate) fn cases() -> Vec<Case> {
    [maps(), integers(), unions(), texts(), dates(), any_shape()]
        .into_iter()
        .flatten()
        .collect()
}

fn maps() -> Vec<Case> {
    vec![
        field("map_with_another_key", "toys: { type: { mapp: string }, doc: Toys. }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E012]: expected a type: a scalar, a name, a list `[Amount]` or a map `{ map: Amount }`
              --> spec/pets.yaml:11:47
               |
            11 |   Pet: { doc: A pet., fields: { toys: { type: { mapp: string }, doc: Toys. } } }
               |                                               ^ found a mapping
            ");
        }),
        field("map_of_an_unknown_type", "toys: { type: { map: [Toi] }, doc: Toys. }").prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `Toi`
              --> spec/pets.yaml:11:55
               |
            11 |   Pet: { doc: A pet., fields: { toys: { type: { map: [Toi] }, doc: Toys. } } }
               |                                                       ^^^ unknown type
               |
               = help: a type is one of this API, or a scalar: string, boolean, integer, decimal, date, time, timestamp, datetime, uri, currency, json
            ");
        }),
        field(
            "properties_of_maps",
            "a: { type: { map: string }, max_length: 3, doc: A. }, b: { type: { map: string }, secret: true, doc: B. }, c: { type: { map: string }, example: x, doc: C. }, d: { type: { map: decimal }, wire: string, doc: D. }, e: { type: { map: string }, accepts: [single], doc: E. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `max_length` applies only to strings, and `a` is not one
              --> spec/pets.yaml:11:73
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: { map: string }, max_length: 3, doc: A. }, b: { type: { map: string }, secret: true, doc:...
               |                                                                         ^ not applicable to this type

            error[E045]: `secret` applies only to strings, and `b` is not one
              --> spec/pets.yaml:11:98
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: { map: string }, max_length: 3, doc: A. }, b: { type: { map: string }, secret: true, doc:...
               |                                                                                                  ^ only `string` can be a secret

            error[E045]: `example` does not apply to maps
              --> spec/pets.yaml:11:177
               |
            11 | .... }, c: { type: { map: string }, example: x, doc: C. }, d: { type: { map: decimal }, wire: string, doc: D. }, e: { type: { map: s...
               |                                              ^ show the map in an example of an operation

            error[E045]: `wire: string` applies only to booleans, integers and decimals, and `d` is not one
              --> spec/pets.yaml:11:226
               |
            11 | ... doc: C. }, d: { type: { map: decimal }, wire: string, doc: D. }, e: { type: { map: string }, accepts: [single], doc: E. } } }
               |                                                   ^^^^^^ not applicable to this type

            error[E045]: `single` applies only to lists, and `e` is not one
              --> spec/pets.yaml:11:283
               |
            11 | ...c: D. }, e: { type: { map: string }, accepts: [single], doc: E. } } }
               |                                                   ^^^^^^ not applicable to this type
            ");
        }),
        api_case(
            "map_as_a_parameter",
            "operations:\n  get: { doc: Gets., http: GET /, parameters: { by: { in: query, type: { map: string }, doc: By. } }, responses: { 204: none } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E034]: the parameter `by` is not a single value
             --> spec/pets.yaml:9:72
              |
            9 |   get: { doc: Gets., http: GET /, parameters: { by: { in: query, type: { map: string }, doc: By. } }, responses: { 204: none } }
              |                                                                        ^ a map cannot be a parameter
            ");
        }),
        types(
            "accessor_of_a_map",
            "  Pet: { doc: A pet., accessors: { toy: { path: toys, doc: A toy. }, name: { path: toys.name, doc: A name. } }, display: [toys], fields: { toys: { type: { map: Toy }, doc: Toys. } } }\n  Toy: { doc: A toy., fields: { name: { type: string, doc: Name. } } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: the accessor `toy` cannot read `toys`
              --> spec/pets.yaml:11:49
               |
            11 |   Pet: { doc: A pet., accessors: { toy: { path: toys, doc: A toy. }, name: { path: toys.name, doc: A name. } }, display: [toys], fie...
               |                                                 ^^^^ this is a map, which has no single value

            error[E025]: the accessor `name` cannot read `toys.name`
              --> spec/pets.yaml:11:84
               |
            11 | ..., name: { path: toys.name, doc: A name. } }, display: [toys], fields: { toys: { type: { map: Toy }, doc: Toys. } } }
               |                    ^^^^^^^^^ `toys` is not an object                                     - its type is defined here

            error[E045]: `toys` is not a single value
              --> spec/pets.yaml:11:123
               |
            11 | ...ame: { path: toys.name, doc: A name. } }, display: [toys], fields: { toys: { type: { map: Toy }, doc: Toys. } } }
               |                                                        ^^^^ it cannot be printed
            ");
        }),
    ]
}

fn integers() -> Vec<Case> {
    vec![
        types(
            "value_that_is_no_integer",
            "  Pet: { doc: A pet., fields: { legs: { type: Legs, doc: Legs. } } }\n  Legs: { doc: Legs., wire: integer, values: { \"4\": Four., \"04\": Again., many: Many. } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E044]: a value of `Legs` is not a 64-bit integer
              --> spec/pets.yaml:12:60
               |
            12 |   Legs: { doc: Legs., wire: integer, values: { "4": Four., "04": Again., many: Many. } }
               |                             ------- because of this        ^^^^ expected digits, such as `12` or `-1`

            error[E044]: a value of `Legs` is not a 64-bit integer
              --> spec/pets.yaml:12:74
               |
            12 |   Legs: { doc: Legs., wire: integer, values: { "4": Four., "04": Again., many: Many. } }
               |                             ------- because of this                      ^^^^ expected digits, such as `12` or `-1`
            "#);
        }),
        types(
            "wire_of_a_type_with_fields",
            "  Pet: { doc: A pet., wire: integer, fields: { legs: { type: integer, doc: Legs. } } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E044]: `wire` applies only to value sets
              --> spec/pets.yaml:11:29
               |
            11 |   Pet: { doc: A pet., wire: integer, fields: { legs: { type: integer, doc: Legs. } } }
               |                             ^^^^^^^ this type has no `values`
            ");
        }),
        types(
            "unknown_form_of_a_value_set",
            "  Pet: { doc: A pet., fields: { legs: { type: Legs, doc: Legs. } } }\n  Legs: { doc: Legs., wire: integr, values: { \"4\": Four. } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E014]: `integr` is not one of integer
              --> spec/pets.yaml:12:29
               |
            12 |   Legs: { doc: Legs., wire: integr, values: { "4": Four. } }
               |                             ^^^^^^ unknown word
               |
            help: a similar name exists
               |
            12 |   Legs: { doc: Legs., wire: integer, values: { "4": Four. } }
               |                                  +
            "#);
        }),
        types(
            "shorthand_of_integers",
            "  Pet: { doc: A pet., shorthand: legs, fields: { legs: { type: Legs, doc: Legs. } } }\n  Legs: { doc: Legs., wire: integer, values: { \"4\": Four. } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: a shorthand must be a string, and `legs` is not one
              --> spec/pets.yaml:11:34
               |
            11 |   Pet: { doc: A pet., shorthand: legs, fields: { legs: { type: Legs, doc: Legs. } } }
               |                                  ^^^^ not a valid shorthand    ---- neither `string` nor a value set
            ");
        }),
        api_case(
            "waiter_for_an_integer",
            "operations:\n  get: { doc: Gets., http: 'GET /pets', responses: { 200: Pet } }\ntypes:\n  Pet: { doc: A pet., fields: { legs: { type: Legs, doc: Legs. } } }\n  Legs: { doc: Legs., wire: integer, values: { \"4\": Four. } }\nwaiters: { grown: { doc: Waits., operation: get, field: legs, done: [\"4\"] } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E045]: the state that a waiter waits for must be a string
              --> spec/pets.yaml:13:57
               |
            12 |   Legs: { doc: Legs., wire: integer, values: { "4": Four. } }
               |                             ------- because of this
            13 | waiters: { grown: { doc: Waits., operation: get, field: legs, done: ["4"] } }
               |                                                         ^^^^ the values of this field are integers
            "#);
        }),
    ]
}

fn unions() -> Vec<Case> {
    vec![
        union(
            "value_of_no_key",
            "{ type: Cat, is: CAT }, { type: Dog, when: kind, is: DOG }, { type: Other, is: CAT }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E043]: all cases of a union except the last need a `when`
              --> spec/pets.yaml:12:46
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, is: CAT }, { type: Dog, when: kind, is: DOG }, { type: Other, is: CAT }] }
               |                                              ^^^ cases after it are never tried

            error[E043]: `is` is the value of a key, and the case names none
              --> spec/pets.yaml:12:55
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, is: CAT }, { type: Dog, when: kind, is: DOG }, { type: Other, is: CAT }] }
               |                                                       ^^^ `when` is missing

            error[E043]: `is` is the value of a key, and the case names none
              --> spec/pets.yaml:12:117
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, is: CAT }, { type: Dog, when: kind, is: DOG }, { type: Other, is: CAT }] }
               |                                                                                                                     ^^^ `when` is missing
            ");
        }),
        union(
            "value_that_the_key_cannot_have",
            "{ type: Cat, when: kind, is: CATT }, { type: Dog, when: tags, is: a }, { type: Other }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E026]: `Kind` has no value `CATT`
              --> spec/pets.yaml:12:67
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, when: kind, is: CATT }, { type: Dog, when: tags, is: a }, { type: Other }] }
               |                                                                   ^^^^ unknown value
            ...
            16 |   Kind: { doc: A kind., values: { CAT: A cat., DOG: A dog. } }
               |                                   --- a similar name
               |
            help: a similar name exists
               |
            12 -   Animal: { doc: An animal., union: [{ type: Cat, when: kind, is: CATT }, { type: Dog, when: tags, is: a }, { type: Other }] }
            12 +   Animal: { doc: An animal., union: [{ type: Cat, when: kind, is: CAT }, { type: Dog, when: tags, is: a }, { type: Other }] }
               |

            error[E043]: `is` is for a string, an integer, a boolean or a value set
              --> spec/pets.yaml:12:94
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, when: kind, is: CATT }, { type: Dog, when: tags, is: a }, { type: Other }] }
               |                                                                                              ^^^^ this key has another type
            ");
        }),
        union(
            "value_of_another_type",
            "{ type: Cat, when: age, is: old }, { type: Dog, when: cat, is: CAT }, { type: Other }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E043]: `is` does not match the type of its key
              --> spec/pets.yaml:12:66
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, when: age, is: old }, { type: Dog, when: cat, is: CAT }, { type: Other }] }
               |                                                                  ^^^ this is not a whole number

            error[E043]: `when` must be a key with a single value
              --> spec/pets.yaml:12:92
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, when: age, is: old }, { type: Dog, when: cat, is: CAT }, { type: Other }] }
               |                                                                                            ^^^ `Cat` has fields
            ");
        }),
        union(
            "value_of_a_date",
            "{ type: Cat, when: born, is: \"2026-11-29\" }, { type: Other }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E043]: `is` is for a string, an integer, a boolean or a value set
              --> spec/pets.yaml:12:57
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, when: born, is: "2026-11-29" }, { type: Other }] }
               |                                                         ^^^^ this key has another type

            error[E048]: no operation uses the type `Dog`
              --> spec/pets.yaml:14:3
               |
            14 |   Dog: { doc: A dog., fields: { kind: { type: Kind, doc: Dog. }, tags: { type: [string], doc: Tags. }, cat: { type: Cat, doc: A frie...
               |   ^^^ unused
               |
               = help: use it, or delete it; an erratum can delete it with `holds: absent`
            "#);
        }),
        union(
            "value_of_an_earlier_case",
            "{ type: Cat, when: kind, is: CAT }, { type: Dog, when: kind, is: CAT }, { type: Other }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E043]: a case of a union is never reached
              --> spec/pets.yaml:12:103
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, when: kind, is: CAT }, { type: Dog, when: kind, is: CAT }, { type: Other }] }
               |                                                                   --- is already of this case         ^^^ an object with this `kind`
            ");
        }),
        union(
            "value_after_the_presence_of_its_key",
            "{ type: Cat, when: kind }, { type: Dog, when: kind, is: DOG }, { type: Other }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E043]: a case of a union is never reached
              --> spec/pets.yaml:12:94
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, when: kind }, { type: Dog, when: kind, is: DOG }, { type: Other }] }
               |                                                         ---- is already of this case         ^^^ an object with this `kind`
            ");
        }),
    ]
}

/// A case of an operation with this query parameter.
fn parameter(name: &'static str, parameter: &str) -> Case {
    let operation = "operations:\n  get: { doc: Gets., http: GET /, responses: { 204: none }, parameters: ";
    api_case(name, &format!("{operation}{{ {parameter} }} }}\n"))
}

fn texts() -> Vec<Case> {
    vec![
        field(
            "words_of_what_is_no_boolean",
            "a: { type: integer, wire: Y/N, doc: A. }, b: { type: string, wire: True/False, doc: B. }, c: { type: [boolean], wire: Y/N, doc: C. }, d: { type: date, wire: string, doc: D. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `wire: Y/N` applies only to booleans, and `a` is not one
              --> spec/pets.yaml:11:59
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: integer, wire: Y/N, doc: A. }, b: { type: string, wire: True/False, doc: B. }, c: { type:...
               |                                                           ^^^ not applicable to this type

            error[E045]: `wire: True/False` applies only to booleans, and `b` is not one
              --> spec/pets.yaml:11:100
               |
            11 | ...re: Y/N, doc: A. }, b: { type: string, wire: True/False, doc: B. }, c: { type: [boolean], wire: Y/N, doc: C. }, d: { type: date, ...
               |                                                 ^^^^^^^^^^ not applicable to this type

            error[E045]: `wire: Y/N` applies only to booleans, and `c` is not one
              --> spec/pets.yaml:11:151
               |
            11 | ...ue/False, doc: B. }, c: { type: [boolean], wire: Y/N, doc: C. }, d: { type: date, wire: string, doc: D. } } }
               |                                                     ^^^ not applicable to this type

            error[E045]: `wire: string` applies only to booleans, integers and decimals, and `d` is not one
              --> spec/pets.yaml:11:190
               |
            11 | ..., wire: Y/N, doc: C. }, d: { type: date, wire: string, doc: D. } } }
               |                                                   ^^^^^^ not applicable to this type
            ");
        }),
        field(
            "unknown_words_of_a_boolean",
            "a: { type: boolean, wire: yes/no, doc: A. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E014]: `yes/no` is not one of string, Y/N, True/False
              --> spec/pets.yaml:11:59
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: boolean, wire: yes/no, doc: A. } } }
               |                                                           ^^^^^^ unknown word
               |
            help: a similar name exists
               |
            11 -   Pet: { doc: A pet., fields: { a: { type: boolean, wire: yes/no, doc: A. } } }
            11 +   Pet: { doc: A pet., fields: { a: { type: boolean, wire: Y/N, doc: A. } } }
               |
            ");
        }),
        parameter(
            "words_of_a_parameter_that_is_no_boolean",
            "a: { in: query, type: string, wire: Y/N }, b: { in: query, type: boolean, wire: string }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `wire: Y/N` applies only to booleans, and `a` is not one
             --> spec/pets.yaml:9:111
              |
            9 | ...arameters: { a: { in: query, type: string, wire: Y/N }, b: { in: query, type: boolean, wire: string } } }
              |                                                     ^^^ not applicable to this type

            error[E014]: `string` is not one of seconds, Y/N, True/False
             --> spec/pets.yaml:9:155
              |
            9 | ...ing, wire: Y/N }, b: { in: query, type: boolean, wire: string } } }
              |                                                           ^^^^^^ unknown word
            ");
        }),
        field(
            "a_boolean_as_text_in_a_choice",
            "a: { type: boolean, wire: Y/N, required: one_of x, doc: A. }, b: { type: string, required: one_of x, doc: B. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `wire` does not apply to a field of the group `x`
              --> spec/pets.yaml:11:33
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: boolean, wire: Y/N, required: one_of x, doc: A. }, b: { type: string, required: one_of x,...
               |                                 ^ it is an alternative of a choice
            ");
        }),
        types(
            "a_union_by_a_boolean_as_text",
            "  Pet: { doc: A pet., fields: { animal: { type: Animal, doc: What it is. } } }
  Animal: { doc: An animal., union: [{ type: Cat, when: purrs, is: \"true\" }, { type: Dog }] }
  Cat: { doc: A cat., fields: { purrs: { type: boolean, wire: Y/N, doc: Whether. } } }
  Dog: { doc: A dog., fields: { barks: { type: boolean, doc: Whether. } } }
",
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E043]: `when` must be a key whose values are always written alike
              --> spec/pets.yaml:12:57
               |
            12 |   Animal: { doc: An animal., union: [{ type: Cat, when: purrs, is: "true" }, { type: Dog }] }
               |                                                         ^^^^^ `purrs` is a boolean as a text
            "#);
        }),
        field(
            "an_example_of_a_boolean_as_text",
            "a: { type: boolean, wire: Y/N, example: Y, doc: A. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E047]: the example `Y` does not match its type
              --> spec/pets.yaml:11:73
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: boolean, wire: Y/N, example: Y, doc: A. } } }
               |                                                                         ^ this is neither `true` nor `false`
            ");
        }),
    ]
}

fn dates() -> Vec<Case> {
    vec![
        field(
            "a_date_with_time_in_place_of_what_is_no_date",
            "a: { type: timestamp, accepts: [datetime], doc: A. }, b: { type: [date], accepts: [datetime], doc: B. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `datetime` is accepted only in place of a date, and `a` is not one
              --> spec/pets.yaml:11:65
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: timestamp, accepts: [datetime], doc: A. }, b: { type: [date], accepts: [datetime], doc: B...
               |                                                                 ^^^^^^^^ not applicable to this type

            error[E045]: `datetime` is accepted only in place of a date, and `b` is not one
              --> spec/pets.yaml:11:116
               |
            11 | ...ime], doc: A. }, b: { type: [date], accepts: [datetime], doc: B. } } }
               |                                                  ^^^^^^^^ not applicable to this type
            ");
        }),
        field(
            "examples_of_dates_with_times",
            "a: { type: datetime, example: 2026-11-20, doc: A. }, b: { type: datetime, example: \"2026-11-20T09:30:00Z\", doc: B. }, c: { type: datetime, example: \"2026-11-20 09:30:00.0\", doc: C. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E047]: the example `2026-11-20` does not match its type
              --> spec/pets.yaml:11:63
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: datetime, example: 2026-11-20, doc: A. }, b: { type: datetime, example: "2026-11-20T09:30...
               |                                                               ^^^^^^^^^^ this is not a date with a time, `YYYY-MM-DDTHH:MM:SS`

            error[E047]: the example `2026-11-20T09:30:00Z` does not match its type
              --> spec/pets.yaml:11:116
               |
            11 | ... type: datetime, example: "2026-11-20T09:30:00Z", doc: B. }, c: { type: datetime, example: "2026-11-20 09:30:00.0", doc: C. } } }
               |                              ^^^^^^^^^^^^^^^^^^^^^^ this is not a date with a time, `YYYY-MM-DDTHH:MM:SS`
            "#);
        }),
    ]
}

fn any_shape() -> Vec<Case> {
    vec![
        parameter(
            "a_parameter_of_any_shape",
            "a: { in: query, type: json }, b: { in: query, type: [json], list: comma }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E034]: the parameter `a` is not a single value
             --> spec/pets.yaml:9:97
              |
            9 | ...e }, parameters: { a: { in: query, type: json }, b: { in: query, type: [json], list: comma } } }
              |                                             ^^^^ a value of any shape cannot be a parameter

            error[E034]: the parameter `b` is not a single value
             --> spec/pets.yaml:9:128
              |
            9 | ...ry, type: json }, b: { in: query, type: [json], list: comma } } }
              |                                             ^^^^ a value of any shape cannot be a parameter
            ");
        }),
        field(
            "properties_of_a_value_of_any_shape",
            "a: { type: json, max_length: 3, doc: A. }, b: { type: json, secret: true, doc: B. }, c: { type: json, wire: string, doc: C. }, d: { type: json, accepts: [blank], doc: D. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `max_length` applies only to strings, and `a` is not one
              --> spec/pets.yaml:11:62
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: json, max_length: 3, doc: A. }, b: { type: json, secret: true, doc: B. }, c: { type: json...
               |                                                              ^ not applicable to this type

            error[E045]: `secret` applies only to strings, and `b` is not one
              --> spec/pets.yaml:11:87
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: json, max_length: 3, doc: A. }, b: { type: json, secret: true, doc: B. }, c: { type: json...
               |                                                                                       ^^^^ only `string` can be a secret

            error[E045]: `wire: string` applies only to booleans, integers and decimals, and `c` is not one
              --> spec/pets.yaml:11:141
               |
            11 | ...ecret: true, doc: B. }, c: { type: json, wire: string, doc: C. }, d: { type: json, accepts: [blank], doc: D. } } }
               |                                                   ^^^^^^ not applicable to this type

            error[E045]: `blank` applies only to strings that are not secret, and `d` is not one
              --> spec/pets.yaml:11:187
               |
            11 | ...: string, doc: C. }, d: { type: json, accepts: [blank], doc: D. } } }
               |                                                    ^^^^^ not applicable to this type
            ");
        }),
        field(
            "an_example_that_is_not_json",
            "a: { type: json, example: hello, doc: A. }, b: { type: [json], example: '{\"a\": 1}', doc: B. }",
        )
        .prints(|text| {
            assert_snapshot!(text, @r#"
            error[E047]: the example `hello` does not match its type
              --> spec/pets.yaml:11:59
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: json, example: hello, doc: A. }, b: { type: [json], example: '{"a": 1}', doc: B. } } }
               |                                                           ^^^^^ this is not JSON
            "#);
        }),
    ]
}

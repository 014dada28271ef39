//! Diagnostics of types.

use concur_spec::Code;
use insta::assert_snapshot;

use super::{Case, api_case, example};

/// A case of a body type with these fields.
fn fields(name: &'static str, fields: &str) -> Case {
    let fields: String = fields.lines().map(|line| format!("      {line}\n")).collect();
    types(name, &format!("  Pet:\n    doc: A pet.\n    fields:\n{fields}"))
}

/// A case of an API whose operation sends and returns the type `Pet`.
fn types(name: &'static str, types: &str) -> Case {
    let operation = "operations:\n  create: { doc: Creates., http: POST /, body: Pet, responses: { 200: Pet } }\n";
    api_case(name, &format!("{operation}types:\n{types}"))
}

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![
        example(Code::UnknownType).prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `decmal`
              --> spec/pets.yaml:11:48
               |
            11 |   Pet: { doc: A pet., fields: { price: { type: decmal, doc: Its price. } } }
               |                                                ^^^^^^ unknown type
               |
               = help: a type is one of this API, or a scalar: string, boolean, integer, decimal, date, time, timestamp, datetime, uri, currency, json
            help: a similar name exists
               |
            11 |   Pet: { doc: A pet., fields: { price: { type: decimal, doc: Its price. } } }
               |                                                   +
            ");
        }),
        example(Code::DuplicateWireName).prints(|text| {
            assert_snapshot!(text, @r"
            error[E040]: `Pet` has the wire name `title` twice
              --> spec/pets.yaml:15:7
               |
            14 |       name: { type: string, aliases: [title], doc: Its name. }
               |                                       ----- and so does `name`
            15 |       title: { type: string, doc: Its title. }
               |       ^^^^^ `title` has the wire name `title`
            ");
        }),
        example(Code::FamilyRange).prints(|text| {
            assert_snapshot!(text, @r"
            error[E041]: `custom20..custom1` is not a field family
              --> spec/pets.yaml:11:33
               |
            11 |   Pet: { doc: A pet., fields: { custom20..custom1: { type: string, doc: Custom. } } }
               |                                 ^^^^^^^^^^^^^^^^^ its numbers are not ascending
               |
               = help: a field family is written `custom1..custom40`
            ");
        }),
        example(Code::LonelyChoice).prints(|text| {
            assert_snapshot!(text, @r"
            error[E042]: the group `buyer` has only one field
              --> spec/pets.yaml:14:42
               |
            14 |       buyerId: { type: string, required: one_of buyer, doc: Who buys. }
               |                                          ^^^^^^^^^^^^ a group needs at least two fields
               |
               = help: add another field to the group, or set `required: true`
            ");
        }),
        example(Code::UnionRules).prints(|text| {
            assert_snapshot!(text, @r"
            error[E043]: all cases of a union except the last need a `when`
              --> spec/pets.yaml:11:39
               |
            11 |   Pet: { doc: A pet., union: [{ type: Cat }, { type: Dog }] }
               |                                       ^^^ cases after it are never tried
            ");
        }),
        example(Code::TypeForm).prints(|text| {
            assert_snapshot!(text, @r"
            error[E044]: `closed` applies only to value sets
              --> spec/pets.yaml:11:31
               |
            11 |   Pet: { doc: A pet., closed: true, fields: { name: { type: string, doc: Its name. } } }
               |                               ^^^^ this type has no `values`
            ");
        }),
        example(Code::NotApplicable).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `wire: string` applies only to booleans, integers and decimals, and `price` is not one
              --> spec/pets.yaml:11:59
               |
            11 |   Pet: { doc: A pet., fields: { price: { type: uri, wire: string, doc: Its price. } } }
               |                                                           ^^^^^^ not applicable to this type
            ");
        }),
        example(Code::UnusedType).prints(|text| {
            assert_snapshot!(text, @r"
            error[E048]: no operation uses the type `Owner`
              --> spec/pets.yaml:12:3
               |
            12 |   Owner: { doc: An owner., fields: { name: { type: string, doc: The name. } } }
               |   ^^^^^ unused
               |
               = help: use it, or delete it; an erratum can delete it with `holds: absent`
            ");
        }),
    ]
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = rows();
    cases.extend(families());
    cases.extend(whole_types());
    cases.extend(shorthands());
    cases
}

fn shorthands() -> Vec<Case> {
    let pet = |name, shorthand: &str, fields: &str| {
        let fields: String = fields.lines().map(|line| format!("      {line}\n")).collect();
        types(
            name,
            &format!("  Pet:\n    doc: A pet.\n    shorthand: {shorthand}\n    fields:\n{fields}"),
        )
    };
    vec![
        pet(
            "shorthand_unknown",
            "nmae",
            "name: { type: string, doc: Its name. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E025]: `Pet` has no field `nmae`
              --> spec/pets.yaml:13:16
               |
            13 |     shorthand: nmae
               |                ^^^^ unknown field
            14 |     fields:
            15 |       name: { type: string, doc: Its name. }
               |       ---- a similar name
               |
            help: a similar name exists
               |
            13 -     shorthand: nmae
            13 +     shorthand: name
               |
            ");
        }),
        pet(
            "shorthand_of_a_number",
            "age",
            "age: { type: integer, doc: Its age. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: a shorthand must be a string, and `age` is not one
              --> spec/pets.yaml:13:16
               |
            13 |     shorthand: age
               |                ^^^ not a valid shorthand
            14 |     fields:
            15 |       age: { type: integer, doc: Its age. }
               |                    ------- neither `string` nor a value set
            ");
        }),
        pet(
            "shorthand_read_only",
            "id",
            "id: { type: string, read_only: true, doc: Its id. }\nname: { type: string, doc: Its name. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: a shorthand must be settable, and `id` is read-only
              --> spec/pets.yaml:13:16
               |
            13 |     shorthand: id
               |                ^^ not a valid shorthand
            14 |     fields:
            15 |       id: { type: string, read_only: true, doc: Its id. }
               |       -- only the service sets it
            ");
        }),
        pet(
            "shorthand_of_a_choice",
            "id",
            "id: { type: string, required: one_of key, doc: Its id. }\ntag: { type: string, required: one_of key, doc: Its tag. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `id` is an alternative of a choice
              --> spec/pets.yaml:13:16
               |
            13 |     shorthand: id
               |                ^^ not a valid shorthand
            14 |     fields:
            15 |       id: { type: string, required: one_of key, doc: Its id. }
               |       -- the other alternatives would be equally valid
            ");
        }),
        pet(
            "shorthand_with_other_required_fields",
            "name",
            "name: { type: string, required: true, doc: Its name. }\nborn: { type: date, required: create, doc: When. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `Pet` requires more than `name`
              --> spec/pets.yaml:13:16
               |
            13 |     shorthand: name
               |                ^^^^ not a valid shorthand
            ...
            16 |       born: { type: date, required: create, doc: When. }
               |       ---- required or guaranteed
            ");
        }),
        types(
            "shorthand_of_values",
            "  Pet: { doc: A pet., fields: { mood: { type: Mood, doc: Its mood. } } }\n  Mood: { doc: A mood., shorthand: CALM, values: { CALM: Calm. } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E044]: `shorthand` applies only to types with fields
              --> spec/pets.yaml:12:36
               |
            12 |   Mood: { doc: A mood., shorthand: CALM, values: { CALM: Calm. } }
               |                                    ^^^^ this type has none
            ");
        }),
    ]
}

fn rows() -> Vec<Case> {
    vec![
        fields(
            "single_of_a_string",
            "name: { type: string, accepts: [single], doc: Its name. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `single` applies only to lists, and `name` is not one
              --> spec/pets.yaml:14:39
               |
            14 |       name: { type: string, accepts: [single], doc: Its name. }
               |                                       ^^^^^^ not applicable to this type
            ");
        }),
        fields(
            "blank_of_a_number",
            "age: { type: integer, accepts: [blank], doc: Its age. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `blank` applies only to strings that are not secret, and `age` is not one
              --> spec/pets.yaml:14:39
               |
            14 |       age: { type: integer, accepts: [blank], doc: Its age. }
               |                                       ^^^^^ not applicable to this type
            ");
        }),
        fields(
            "blank_with_an_alias",
            "name: { type: string, accepts: [blank], aliases: [nome], doc: Its name. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `name` accepts `blank`, so it cannot have aliases or be guaranteed
              --> spec/pets.yaml:14:39
               |
            14 |       name: { type: string, accepts: [blank], aliases: [nome], doc: Its name. }
               |                                       ^^^^^ remove one of them
            ");
        }),
        fields(
            "required_and_read_only",
            "id: { type: string, required: true, read_only: true, doc: Its id. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: `id` is required and read-only
              --> spec/pets.yaml:14:7
               |
            14 |       id: { type: string, required: true, read_only: true, doc: Its id. }
               |       ^^ only the service sets a read-only field
            ");
        }),
        fields(
            "list_of_two",
            "tags: { type: [string, string], doc: Its tags. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E012]: a list type is written with one type in brackets, `[LineItem]`
              --> spec/pets.yaml:14:21
               |
            14 |       tags: { type: [string, string], doc: Its tags. }
               |                     ^ found a list
            ");
        }),
        fields(
            "choice_that_contains_itself",
            "name: { type: string, required: one_of who, doc: Its name. }\nparent: { type: Pet, required: one_of who, doc: Its parent. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E045]: the alternative `parent` contains `Pet` again
              --> spec/pets.yaml:15:23
               |
            15 |       parent: { type: Pet, required: one_of who, doc: Its parent. }
               |                       ^^^ a choice cannot contain its own type
            ");
        }),
    ]
}

fn families() -> Vec<Case> {
    let family = |name, wire: &str| fields(name, &format!("{wire}: {{ type: string, doc: Custom. }}"));
    vec![
        family("family_too_large", "custom1..custom999").prints(|text| {
            assert_snapshot!(text, @r"
            error[E041]: `custom1..custom999` is not a field family
              --> spec/pets.yaml:14:7
               |
            14 |       custom1..custom999: { type: string, doc: Custom. }
               |       ^^^^^^^^^^^^^^^^^^ it has more than 200 fields
               |
               = help: a field family is written `custom1..custom40`
            ");
        }),
        family("family_of_two_names", "custom1..costum20").prints(|text| {
            assert_snapshot!(text, @r"
            error[E041]: `custom1..costum20` is not a field family
              --> spec/pets.yaml:14:7
               |
            14 |       custom1..costum20: { type: string, doc: Custom. }
               |       ^^^^^^^^^^^^^^^^^ it starts with `custom` and ends with `costum`
               |
               = help: a field family is written `custom1..custom40`
            ");
        }),
        family("family_without_numbers", "custom..custom20").prints(|text| {
            assert_snapshot!(text, @r"
            error[E041]: `custom..custom20` is not a field family
              --> spec/pets.yaml:14:7
               |
            14 |       custom..custom20: { type: string, doc: Custom. }
               |       ^^^^^^^^^^^^^^^^ both ends need a number without leading zeros
               |
               = help: a field family is written `custom1..custom40`
            ");
        }),
        fields(
            "family_over_a_field",
            "custom7: { type: string, doc: The seventh. }\ncustom1..custom20: { type: string, doc: Custom. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E040]: `Pet` has the wire name `custom7` twice
              --> spec/pets.yaml:15:7
               |
            14 |       custom7: { type: string, doc: The seventh. }
               |       ------- and so does `custom7`
            15 |       custom1..custom20: { type: string, doc: Custom. }
               |       ^^^^^^^^^^^^^^^^^ `custom1..custom20` has the wire name `custom7`
            ");
        }),
        fields(
            "family_that_is_required",
            "custom1..custom2: { type: string, required: true, doc: Custom. }",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E010]: a field family has no key `required`
              --> spec/pets.yaml:14:41
               |
            14 |       custom1..custom2: { type: string, required: true, doc: Custom. }
               |                                         ^^^^^^^^ expected one of type, doc, document, format, example, read_only, write_only, create_only, clearable, accepts, wire, secret, max_length
            ");
        }),
    ]
}

fn whole_types() -> Vec<Case> {
    vec![
        types(
            "two_forms",
            "  Pet: { doc: A pet., fields: { a: { type: string, doc: A. } }, values: { b: B. } }\n",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E044]: `Pet` must have exactly one of `fields`, `values` and `union`
              --> spec/pets.yaml:11:3
               |
            11 |   Pet: { doc: A pet., fields: { a: { type: string, doc: A. } }, values: { b: B. } }
               |   ^^^ it has fields and values
            ");
        }),
        types(
            "union_rules",
            "  Pet: { doc: A pet., fields: { kind: { type: Kind, doc: Its kind. } } }
  Kind: { doc: A kind., union: [{ type: Cat }, { type: Dog, when: brak }, { type: State, when: bark }] }
  Cat: { doc: A cat., fields: { meow: { type: string, doc: Meow. } } }
  Dog: { doc: A dog., fields: { bark: { type: string, doc: Bark. } } }
  State: { doc: A state., values: { HERE: Here. } }
",
        ).prints(|text| {
            assert_snapshot!(text, @r"
            error[E043]: all cases of a union except the last need a `when`
              --> spec/pets.yaml:12:41
               |
            12 |   Kind: { doc: A kind., union: [{ type: Cat }, { type: Dog, when: brak }, { type: State, when: bark }] }
               |                                         ^^^ cases after it are never tried

            error[E043]: `when` must be a key of the case's type
              --> spec/pets.yaml:12:67
               |
            12 |   Kind: { doc: A kind., union: [{ type: Cat }, { type: Dog, when: brak }, { type: State, when: bark }] }
               |                                                                   ^^^^ `Dog` has no such field
            13 |   Cat: { doc: A cat., fields: { meow: { type: string, doc: Meow. } } }
            14 |   Dog: { doc: A dog., fields: { bark: { type: string, doc: Bark. } } }
               |                                 ---- a similar name
               |
            help: a similar name exists
               |
            12 -   Kind: { doc: A kind., union: [{ type: Cat }, { type: Dog, when: brak }, { type: State, when: bark }] }
            12 +   Kind: { doc: A kind., union: [{ type: Cat }, { type: Dog, when: bark }, { type: State, when: bark }] }
               |

            error[E043]: the cases of a union must be types with fields
              --> spec/pets.yaml:12:83
               |
            12 |   Kind: { doc: A kind., union: [{ type: Cat }, { type: Dog, when: brak }, { type: State, when: bark }] }
               |                                                                                   ^^^^^ this type has none
            ");
        }),
        ]
}

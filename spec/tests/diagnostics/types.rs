//! Faults of types.

use concur_spec::Code;

use super::{Case, api_case};

/// A case of a body type with these fields.
fn fields(name: &'static str, code: Code, fields: &str) -> Case {
    let fields: String = fields.lines().map(|line| format!("      {line}\n")).collect();
    types(name, code, &format!("  Pet:\n    doc: A pet.\n    fields:\n{fields}"))
}

/// A case of an API whose operation sends and answers the type `Pet`.
fn types(name: &'static str, code: Code, types: &str) -> Case {
    let operation = "operations:\n  create: { doc: Creates., http: POST /, body: Pet, responses: { 200: Pet } }\n";
    api_case(name, code, &format!("{operation}types:\n{types}"))
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = rows();
    cases.extend(families());
    cases.extend(whole_types());
    cases.extend(shorthands());
    cases
}

fn shorthands() -> Vec<Case> {
    let pet = |name, code, shorthand: &str, fields: &str| {
        let fields: String = fields.lines().map(|line| format!("      {line}\n")).collect();
        types(
            name,
            code,
            &format!("  Pet:\n    doc: A pet.\n    shorthand: {shorthand}\n    fields:\n{fields}"),
        )
    };
    vec![
        pet(
            "shorthand_unknown",
            Code::UnknownReference,
            "nmae",
            "name: { type: string, doc: Its name. }",
        ),
        pet(
            "shorthand_of_a_number",
            Code::NotApplicable,
            "age",
            "age: { type: integer, doc: Its age. }",
        ),
        pet(
            "shorthand_read_only",
            Code::NotApplicable,
            "id",
            "id: { type: string, read_only: true, doc: Its id. }\nname: { type: string, doc: Its name. }",
        ),
        pet(
            "shorthand_of_a_choice",
            Code::NotApplicable,
            "id",
            "id: { type: string, required: one_of key, doc: Its id. }\ntag: { type: string, required: one_of key, doc: Its tag. }",
        ),
        pet(
            "shorthand_that_is_too_little",
            Code::NotApplicable,
            "name",
            "name: { type: string, required: true, doc: Its name. }\nborn: { type: date, required: create, doc: When. }",
        ),
        types(
            "shorthand_of_values",
            Code::TypeForm,
            "  Pet: { doc: A pet., fields: { mood: { type: Mood, doc: Its mood. } } }\n  Mood: { doc: A mood., shorthand: CALM, values: { CALM: Calm. } }\n",
        ),
    ]
}

fn rows() -> Vec<Case> {
    vec![
        fields(
            "unknown_type",
            Code::UnknownType,
            "price: { type: decmal, doc: Its price. }",
        ),
        fields(
            "same_alias_twice",
            Code::DuplicateWireName,
            "name: { type: string, aliases: [title], doc: Its name. }\ntitle: { type: string, doc: Its title. }",
        ),
        fields(
            "lonely_choice",
            Code::LonelyChoice,
            "ownerId: { type: string, required: one_of owner, doc: The owner. }",
        ),
        fields(
            "wire_of_a_text",
            Code::NotApplicable,
            "name: { type: string, wire: string, doc: Its name. }",
        ),
        fields(
            "single_of_no_list",
            Code::NotApplicable,
            "name: { type: string, accepts: [single], doc: Its name. }",
        ),
        fields(
            "blank_of_a_number",
            Code::NotApplicable,
            "age: { type: integer, accepts: [blank], doc: Its age. }",
        ),
        fields(
            "blank_under_two_names",
            Code::NotApplicable,
            "name: { type: string, accepts: [blank], aliases: [nome], doc: Its name. }",
        ),
        fields(
            "required_and_read_only",
            Code::NotApplicable,
            "id: { type: string, required: true, read_only: true, doc: Its id. }",
        ),
        fields(
            "list_of_two",
            Code::WrongForm,
            "tags: { type: [string, string], doc: Its tags. }",
        ),
        fields(
            "choice_that_holds_itself",
            Code::NotApplicable,
            "name: { type: string, required: one_of who, doc: Its name. }\nparent: { type: Pet, required: one_of who, doc: Its parent. }",
        ),
    ]
}

fn families() -> Vec<Case> {
    let family = |name, wire: &str| {
        fields(
            name,
            Code::FamilyRange,
            &format!("{wire}: {{ type: string, doc: Custom. }}"),
        )
    };
    vec![
        family("family_reversed", "custom20..custom1"),
        family("family_too_large", "custom1..custom999"),
        family("family_of_two_names", "custom1..costum20"),
        family("family_without_numbers", "custom..custom20"),
        fields(
            "family_over_a_field",
            Code::DuplicateWireName,
            "custom7: { type: string, doc: The seventh. }\ncustom1..custom20: { type: string, doc: Custom. }",
        ),
        fields(
            "family_that_is_required",
            Code::UnknownKey,
            "custom1..custom2: { type: string, required: true, doc: Custom. }",
        ),
    ]
}

fn whole_types() -> Vec<Case> {
    vec![
        types(
            "two_forms",
            Code::TypeForm,
            "  Pet: { doc: A pet., fields: { a: { type: string, doc: A. } }, values: { b: B. } }\n",
        ),
        types(
            "closed_fields",
            Code::TypeForm,
            "  Pet: { doc: A pet., closed: true, fields: { a: { type: string, doc: A. } } }\n",
        ),
        types(
            "union_rules",
            Code::UnionRules,
            "  Pet: { doc: A pet., fields: { kind: { type: Kind, doc: Its kind. } } }
  Kind: { doc: A kind., union: [{ type: Cat }, { type: Dog, when: brak }, { type: State, when: bark }] }
  Cat: { doc: A cat., fields: { meow: { type: string, doc: Meow. } } }
  Dog: { doc: A dog., fields: { bark: { type: string, doc: Bark. } } }
  State: { doc: A state., values: { HERE: Here. } }
",
        ),
        types(
            "unused_type",
            Code::UnusedType,
            "  Pet: { doc: A pet., fields: { a: { type: string, doc: A. } } }\n  Owner: { doc: An owner., fields: { a: { type: string, doc: A. } } }\n",
        ),
    ]
}

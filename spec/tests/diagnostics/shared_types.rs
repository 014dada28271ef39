//! Diagnostics of types that APIs share.

use concur_spec::{Code, MINIMAL_PLATFORM};
use insta::assert_snapshot;

use super::{Case, example};
use crate::support::{self, pets};

pub(crate) fn worked_examples() -> Vec<Case> {
    vec![example(Code::SharedType).prints(|text| {
        assert_snapshot!(text, @r"
        error[E027]: there is no shared type `Price`
          --> spec/pets.yaml:11:3
           |
        11 |   Price: shared
           |   ^^^^^  ------ expected among the `shared_types` of the platform
           |   |
           |   unknown shared type
        ");
    })]
}

const SHARED: &str = "\
shared_types:
  Price: { doc: A price., fields: { value: { type: decimal, doc: The value. }, unit: { type: Unit, doc: The unit. } } }
  Unit: { doc: A unit., values: { KG: A kilogram. } }
";
const GET: &str = "operations:\n  get: { doc: Gets., http: GET /, responses: { 200: Price } }\n";

/// A case of these lines of the platform and of an API.
fn shared_case(name: &'static str, platform: &str, lines: &str) -> Case {
    let platform = format!("{MINIMAL_PLATFORM}{platform}");
    Case::new(
        name,
        support::sources(&[("spec/concur.yaml", &platform), ("spec/pets.yaml", &pets(lines))]),
    )
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        shared_case("misspelled_shared_type", SHARED, &format!("{GET}types:\n  Price: shared\n  Unit: shared\n  Unti: shared\n")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E027]: there is no shared type `Unti`
              --> spec/pets.yaml:13:3
               |
            13 |   Unti: shared
               |   ^^^^  ------ expected among the `shared_types` of the platform
               |   |
               |   unknown shared type
               |
              ::: spec/concur.yaml:12:3
               |
            12 |   Unit: { doc: A unit., values: { KG: A kilogram. } }
               |   ---- a similar name
               |
            help: a similar name exists
               |
            13 -   Unti: shared
            13 +   Unit: shared
               |
            ");
        }),
        shared_case("shared_type_without_its_parts", SHARED, &format!("{GET}types:\n  Price: shared\n")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E027]: the shared type `Price` contains `Unit`, which is shared too
              --> spec/pets.yaml:11:3
               |
            11 |   Price: shared
               |   ^^^^^ `Unit` is not listed here
               |
               = help: add `Unit: shared`
            ");
        }),
        shared_case(
            "shared_type_beside_an_own_part",
            SHARED,
            &format!("{GET}types:\n  Price: shared\n  Unit: {{ doc: A unit., values: {{ LB: A pound. }} }}\n"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E027]: the shared type `Price` contains `Unit`, which is shared too
              --> spec/pets.yaml:12:3
               |
            11 |   Price: shared
               |   ----- its type is that of the platform
            12 |   Unit: { doc: A unit., values: { LB: A pound. } }
               |   ^^^^ the API has another type with this name
               |
               = help: write `Unit: shared`, or give one of the two another name
            ");
        }),
        shared_case("another_word_for_shared", SHARED, &format!("{GET}types:\n  Price: shraed\n  Unit: shared\n")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E014]: `shraed` is not one of shared
              --> spec/pets.yaml:11:10
               |
            11 |   Price: shraed
               |          ^^^^^^ unknown word
               |
            help: a similar name exists
               |
            11 -   Price: shraed
            11 +   Price: shared
               |
            ");
        }),
        shared_case(
            "shared_type_that_no_api_lists",
            SHARED,
            "operations:\n  get: { doc: Gets., http: GET /, responses: { 200: Unit } }\ntypes:\n  Unit: { doc: A unit., fields: { name: { type: string, doc: Its name. } } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E048]: no API lists the shared type `Price`
              --> spec/concur.yaml:11:3
               |
            11 |   Price: { doc: A price., fields: { value: { type: decimal, doc: The value. }, unit: { type: Unit, doc: The unit. } } }
               |   ^^^^^ unused
               |
               = help: list it under `types` of an API as `Price: shared`, or delete it

            error[E048]: no API lists the shared type `Unit`
              --> spec/concur.yaml:12:3
               |
            12 |   Unit: { doc: A unit., values: { KG: A kilogram. } }
               |   ^^^^ unused
               |
               = help: list it under `types` of an API as `Unit: shared`, or delete it
            ");
        }),
        shared_case("shared_type_that_nothing_uses", SHARED, "operations:\n  get: { doc: Gets., http: GET /, responses: { 200: none } }\ntypes:\n  Price: shared\n  Unit: shared\n").prints(|text| {
            assert_snapshot!(text, @r"
            error[E048]: no operation uses the type `Price`
              --> spec/pets.yaml:11:3
               |
            11 |   Price: shared
               |   ^^^^^ unused
               |
               = help: use it, or delete it; an erratum can delete it with `holds: absent`

            error[E048]: no operation uses the type `Unit`
              --> spec/pets.yaml:12:3
               |
            12 |   Unit: shared
               |   ^^^^ unused
               |
               = help: use it, or delete it; an erratum can delete it with `holds: absent`
            ");
        }),
        shared_case(
            "shared_type_with_a_type_of_an_api",
            &SHARED.replace("type: Unit", "type: Pet"),
            &format!("{GET}types:\n  Price: shared\n  Unit: shared\n  Pet: {{ doc: A pet., values: {{ CAT: A cat. }} }}\n"),
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E020]: there is no type `Pet`
              --> spec/concur.yaml:11:94
               |
            11 |   Price: { doc: A price., fields: { value: { type: decimal, doc: The value. }, unit: { type: Pet, doc: The unit. } } }
               |                                                                                              ^^^ unknown type
               |
               = help: a type is one of this API, or a scalar: string, boolean, integer, decimal, date, time, timestamp, datetime, uri, currency, json
            ");
        }),
        shared_case(
            "shared_body",
            SHARED,
            "operations:\n  send: { doc: Sends., http: POST /, body: Price, responses: { 204: none } }\ntypes:\n  Price: shared\n  Unit: shared\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E027]: the shared type `Price` cannot be a request body
             --> spec/pets.yaml:9:44
              |
            9 |   send: { doc: Sends., http: POST /, body: Price, responses: { 204: none } }
              |                                            ^^^^^ shared by APIs
              |
              = help: define a type of the API
            ");
        }),
        shared_case(
            "shared_case_of_a_request_body",
            "shared_types:\n  Price: { doc: A price., fields: { value: { type: decimal, doc: How much. } } }\n",
            "operations:\n  send: { doc: Sends., http: POST /, body: Payment, responses: { 204: none } }\ntypes:\n  Payment: { doc: Money., union: [{ type: Price, when: value }, { type: Free }] }\n  Price: shared\n  Free: { doc: Nothing., fields: { why: { type: string, doc: Why. } } }\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r##"
            error[E027]: the shared type `Price` cannot be a case of a request body
              --> spec/pets.yaml:11:43
               |
            11 |   Payment: { doc: Money., union: [{ type: Price, when: value }, { type: Free }] }
               |                                           ^^^^^ shared by APIs
               |
               = help: define a type of the API
            "##);
        }),
        shared_case(
            "shared_page",
            "shared_types:\n  Page: { doc: A page., fields: { items: { type: [Link], doc: Items. }, links: { type: [Link], doc: Links. } } }\n  Link: { doc: A link., fields: { rel: { type: string, doc: R. }, href: { type: uri, doc: H. } } }\n",
            "operations:\n  list:\n    doc: Lists.\n    http: GET /\n    parameters: { start: { in: query, type: integer }, limit: { in: query, type: integer } }\n    responses: { 200: Page }\n    pagination: { items: items, links: links, next: next, start: start, limit: limit }\ntypes:\n  Page: shared\n  Link: shared\n",
        )
        .prints(|text| {
            assert_snapshot!(text, @r"
            error[E027]: the shared type `Page` cannot be a page
              --> spec/pets.yaml:13:23
               |
            13 |     responses: { 200: Page }
               |                       ^^^^ shared by APIs
               |
               = help: define a type of the API
            ");
        }),
        shared_case("two_types_with_the_name_of_a_shared_one", SHARED, &format!("{GET}types:\n  Price: shared\n  Unit: shared\n  Dose: {{ doc: A dose., name: Unit, fields: {{ unit: {{ type: Unit, doc: A unit. }} }} }}\n").replace("responses: { 200: Price }", "responses: { 200: Price, 404: Dose }")).prints(|text| {
            assert_snapshot!(text, @r"
            error[E050]: two of the types of `pets` have the name `Unit` in the SDK
              --> spec/pets.yaml:13:31
               |
            12 |   Unit: shared
               |   ---- and so does this
            13 |   Dose: { doc: A dose., name: Unit, fields: { unit: { type: Unit, doc: A unit. } } }
               |                               ^^^^ this becomes `Unit`
               |
               = help: set the `name` of one of them
            ");
        }),
        erratum_case(),
    ]
}

/// An erratum that corrects a shared type in the file of an API.
fn erratum_case() -> Case {
    let platform = format!("{MINIMAL_PLATFORM}{SHARED}");
    let errata = support::errata(&support::erratum(
        "unit-required",
        "at: types/Price/fields/unit\ndocumented: { required: absent }\nholds: { required: true }",
    ));
    let api = pets(&format!("{GET}types:\n  Price: shared\n  Unit: shared\n"));
    let files = [
        ("spec/concur.yaml", platform.as_str()),
        ("spec/errata/pets.yaml", &errata),
        ("spec/pets.yaml", &api),
    ];
    Case::new("erratum_of_a_shared_type", support::sources(&files)).prints(|text| {
        assert_snapshot!(text, @r"
        error[E061]: the path `types/Price/fields/unit` does not exist
          --> spec/errata/pets.yaml:4:9
           |
         4 |     at: types/Price/fields/unit
           |         ^^^^^^^^^^^^^^^^^^^^^^^ there is no `fields`
           |
          ::: spec/pets.yaml:11:10
           |
        11 |   Price: shared
           |          ------ the API shares it
           |
           = help: correct `shared_types/Price/fields/unit` in the errata of the platform
        ");
    })
}

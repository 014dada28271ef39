use concur_spec::Contract;
use proptest::prelude::*;

use super::*;

fn contract() -> &'static Contract {
    concur_sandbox::contract().unwrap()
}

/// The API and the model of the body that creates a purchase request.
fn order() -> (&'static Api, &'static TypeName) {
    let api = contract()
        .apis
        .iter()
        .find(|api| api.key == "purchase_request")
        .unwrap();
    let create = api
        .operations
        .iter()
        .find(|operation| operation.key == "create")
        .unwrap();
    (api, &create.body.as_ref().unwrap().model)
}

fn set_text(body: &mut Json, at: &str, text: &str) -> Result<(), String> {
    set(body, &path(at)?, Json::Text(text.to_owned()))
}

/// A path of a few short names and small indexes, and its text.
fn any_path() -> impl Strategy<Value = (Vec<Step>, String)> {
    let part = ("[a-zA-Z]{1,3}", prop::collection::vec(0usize..3, 0..2));
    prop::collection::vec(part, 1..4).prop_map(|parts| {
        let mut steps = Vec::new();
        let mut texts = Vec::new();
        for (name, indexes) in parts {
            let indexed: String = indexes.iter().map(|index| format!("[{index}]")).collect();
            texts.push(format!("{name}{indexed}"));
            steps.push(Step::Name(name));
            steps.extend(indexes.into_iter().map(Step::Index));
        }
        (steps, texts.join("."))
    })
}

/// What is at a path.
fn found<'a>(body: &'a Json, steps: &[Step]) -> Option<&'a Json> {
    steps.iter().try_fold(body, |value, step| match step {
        Step::Name(name) => value.get(name),
        Step::Index(index) => value.as_list()?.get(*index),
    })
}

proptest! {
    #[test]
    fn a_path_is_read_as_it_is_written((steps, text) in any_path()) {
        prop_assert_eq!(path(&text).unwrap(), steps);
    }

    #[test]
    fn no_text_of_a_path_panics(text in any::<String>()) {
        let _ = path(&text);
    }

    #[test]
    fn what_is_set_is_there(
        sets in prop::collection::vec((any_path(), any::<u16>()), 1..8)
    ) {
        let mut body = Json::Object(Vec::new());
        for ((steps, _), number) in &sets {
            let value = Json::Number(number.to_string());
            match set(&mut body, steps, value.clone()) {
                Ok(()) => prop_assert_eq!(found(&body, steps), Some(&value)),
                Err(problem) => prop_assert!(problem.contains("skips") || problem.contains("is not a")),
            }
        }
    }
}

#[test]
fn broken_paths_are_refused() {
    for text in [
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "[0]b",
        "a.[0]",
        "a[",
        "a[]",
        "a[x]",
        "a[-1]",
        "a[0]b",
        "a[99999999999999999999]",
    ] {
        let problem = path(text).unwrap_err();
        assert!(
            problem.contains("is not a path such as lineItems[0].quantity"),
            "{text}: {problem}"
        );
    }
}

#[test]
fn a_path_can_start_in_a_list_but_not_in_an_object() {
    let steps = path("[0].a").unwrap();
    assert_eq!(steps, [Step::Index(0), Step::Name("a".to_owned())]);
    let mut list = Json::List(Vec::new());
    set_text(&mut list, "[0].a", "x").unwrap();
    assert_eq!(list.line(), r#"[{"a":"x"}]"#);
    let problem = set_text(&mut Json::Object(Vec::new()), "[0].a", "x").unwrap_err();
    assert_eq!(problem, "[0] is in something that is not a list");
}

#[test]
fn objects_and_lists_are_created_on_the_way() {
    let mut body = Json::Object(Vec::new());
    set_text(&mut body, "a.b[0].c", "x").unwrap();
    set_text(&mut body, "a.b[1].c", "y").unwrap();
    set_text(&mut body, "a.b[0].c", "z").unwrap();
    assert_eq!(body.line(), r#"{"a":{"b":[{"c":"z"},{"c":"y"}]}}"#);
}

#[test]
fn an_index_skips_none_and_needs_a_list() {
    let mut body = Json::parse(r#"{"a":[1],"b":2}"#).unwrap();
    assert_eq!(
        set_text(&mut body, "a[3]", "x").unwrap_err(),
        "[3] skips [1]: items are numbered from 0"
    );
    assert_eq!(
        set_text(&mut body, "b[0]", "x").unwrap_err(),
        "[0] is in something that is not a list"
    );
    assert_eq!(
        set_text(&mut body, "b.c", "x").unwrap_err(),
        "`c` is in something that is not an object"
    );
    assert_eq!(body.line(), r#"{"a":[1],"b":2}"#);
}

#[test]
fn a_value_has_the_type_and_form_of_the_contract() {
    let (api, _) = order();
    let json = |scalar, form, text| value(api, &Kind::Scalar(scalar), form, text).line();
    let natural = WireForm::Natural;
    for (scalar, form, text, expected) in [
        (Scalar::Boolean, natural, "true", "true"),
        (Scalar::Boolean, natural, "yes", "\"yes\""),
        (Scalar::Integer, natural, "007", "\"007\""),
        (Scalar::Integer, natural, "-7", "-7"),
        (Scalar::Integer, natural, "+7", "\"+7\""),
        (Scalar::Integer, natural, "1.0", "\"1.0\""),
        (Scalar::Decimal, natural, "1290.00000000", "1290.00000000"),
        (Scalar::Decimal, WireForm::Text, "1290.00000000", "\"1290.00000000\""),
        (Scalar::Decimal, natural, "1e3", "\"1e3\""),
        (Scalar::Decimal, natural, ".5", "\".5\""),
        (Scalar::Decimal, natural, "1,5", "\"1,5\""),
        (Scalar::String, natural, "5", "\"5\""),
        (Scalar::String, natural, "null", "\"null\""),
    ] {
        assert_eq!(json(scalar, form, text), expected, "{scalar:?} {text}");
    }
}

#[test]
fn the_place_of_a_path_is_that_of_the_contract() {
    let (api, model) = order();
    let kind = |text: &str| place(api, model, &path(text).unwrap()).map(|place| place.kind);
    assert!(matches!(kind("lineItems"), Some(Kind::List(_))));
    assert!(matches!(kind("lineItems[0]"), Some(Kind::Model(_))));
    assert!(matches!(
        kind("lineItems[7].quantity"),
        Some(Kind::Scalar(Scalar::Decimal))
    ));
    assert!(matches!(kind("lineItems[7].url[1]"), Some(Kind::Scalar(_))));
    for text in [
        "nothing",
        "lineItems.quantity",
        "comments[0]",
        "comments.a",
        "lineItems[0][1]",
    ] {
        assert!(kind(text).is_none(), "{text}");
    }
}

#[test]
fn maps_lead_to_their_values_and_sets_of_integers_are_numbers() {
    let api = "\
api: rooms\ntitle: Rooms\nversion: '1'\nbase_path: /rooms\ndoc: Rooms.\ndocument: handbook\nclient: rooms
operations: { create: { doc: Creates., http: POST /rooms, body: Room, responses: { 204: none } } }
types:
  Room: { doc: A room., fields: { size: { type: Size, doc: Size. }, prices: { type: { map: Price }, doc: Prices. } } }
  Price: { doc: A price., fields: { value: { type: decimal, doc: Value. } } }
  Size: { doc: A size., wire: integer, values: { '1': Single., '2': Double. } }
";
    let platform = ("spec/concur.yaml", concur_spec::MINIMAL_PLATFORM);
    let contract = concur_spec::contract(&concur_spec::Sources::from_texts([platform, ("spec/rooms.yaml", api)]));
    let contract = contract.unwrap_or_else(|problem| panic!("{problem}"));
    let api = contract.apis.iter().find(|api| api.key == "rooms").unwrap();
    let model = &api.operations[0].body.as_ref().unwrap().model;
    let kind = |text: &str| place(api, model, &path(text).unwrap()).map(|place| place.kind);
    assert!(matches!(kind("prices"), Some(Kind::Map(_))));
    assert!(matches!(kind("prices.friday"), Some(Kind::Model(_))));
    assert!(matches!(
        kind("prices.friday.value"),
        Some(Kind::Scalar(Scalar::Decimal))
    ));
    assert!(kind("prices[0]").is_none());
    let size = |text| value(api, kind("size").unwrap(), WireForm::Natural, text).line();
    assert_eq!([size("2"), size("9"), size("two")], ["2", "9", "\"two\""]);
}

#[test]
fn a_union_leads_to_the_fields_of_its_cases() {
    let api = contract().apis.iter().find(|api| api.key == "purchase_order_receipts");
    let api = api.unwrap();
    let update = api.operations.iter().find(|operation| operation.key == "update");
    let model = &update.unwrap().body.as_ref().unwrap().model;
    let written = |name: &str, text: &str| {
        let place = place(api, model, &path(name).unwrap()).unwrap();
        value(api, place.kind, place.form, text).line()
    };
    assert_eq!(written("IsReceived", "true"), "\"Y\"");
    assert_eq!(written("GoodsReceiptNumber", "1"), "\"1\"");
    assert!(place(api, model, &path("Received").unwrap()).is_none());
}

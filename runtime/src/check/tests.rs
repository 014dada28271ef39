use serde_json::{Value as Json, json};

use super::{NO_RULES, Rules, ViolationKind, body, body_with_required, case, field, one_of};

static ITEM: Rules = Rules {
    rules: &[
        field(&["code"]).required().max_length(4),
        field(&["kind"]).values(&["GOODS", "SERVICES"]),
        field(&["parts"]).object(&ITEM),
    ],
};

static CARD: Rules = Rules {
    rules: &[field(&["number"]).required()],
};

static ORDER: Rules = Rules {
    rules: &[
        one_of(&["userId", "userEmail"]),
        field(&["currency"]).required().currency(),
        field(&["unit", "uom"]).required(),
        field(&["items"]).required().object(&ITEM),
        field(&["tags"]).max_length(3),
        field(&["payment"]).union(&[
            case(&CARD).when("card"),
            case(&NO_RULES).when("type").is("CASH"),
            case(&NO_RULES).when("level").is("2"),
            case(&ITEM),
        ]),
    ],
};

fn order() -> Json {
    json!({
        "userId": "1", "currency": "USD", "uom": "DA", "items": [{ "code": "V1", "kind": "GOODS" }], "tags": ["a"],
    })
}

/// Returns the violations of the order with this value at the JSON pointer.
#[track_caller]
fn with(pointer: &str, value: Json) -> String {
    let mut order = order();
    let (place, name) = pointer.rsplit_once('/').unwrap();
    order.pointer_mut(place).unwrap()[name] = value;
    checked(&order, &[])
}

fn checked(order: &Json, required: &[&str]) -> String {
    match body_with_required(order, &ORDER, required) {
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_body_without_violations_passes() {
    assert_eq!(checked(&order(), &[]), "");
}

#[test]
fn a_required_value_is_present_and_not_blank() {
    let missing = "`currency` is missing";
    assert_eq!(with("/currency", Json::Null), missing);
    assert_eq!(with("/currency", json!("  ")), missing);
    assert_eq!(with("/items", json!([])), "`items` is missing");
}

#[test]
fn a_field_may_have_one_of_its_aliases() {
    assert_eq!(with("/uom", json!("")), "`unit` is missing");
    assert_eq!(with("/unit", json!("DA")), "");
}

#[test]
fn a_group_has_exactly_one_value() {
    assert_eq!(with("/userId", json!("")), "the body has none of userId, userEmail");
    assert_eq!(
        with("/userEmail", json!("a@b")),
        "the body has more than one of userId, userEmail"
    );
}

#[test]
fn items_are_checked_one_by_one() {
    let items = json!([{ "code": "V1" }, { "kind": "THING", "parts": [{ "code": "12345" }] }]);
    assert_eq!(
        with("/items", items),
        "`items[1].code` is missing; `items[1].kind` is none of GOODS, SERVICES; \
         `items[1].parts[0].code` has more than 4 characters"
    );
}

#[test]
fn lengths_are_counted_in_characters() {
    assert_eq!(
        with("/tags", json!(["äöü", "four"])),
        "`tags[1]` has more than 3 characters"
    );
}

#[test]
fn a_currency_has_three_capital_letters() {
    for code in ["usd", "US", "U5D", "€€€"] {
        assert_eq!(
            with("/currency", json!(code)),
            "`currency` is not a currency code of three capital letters"
        );
    }
}

#[test]
fn a_union_is_checked_by_its_first_case_that_fits() {
    assert_eq!(with("/payment", json!({ "card": {} })), "`payment.number` is missing");
    assert_eq!(with("/payment", json!({})), "`payment.code` is missing");
    assert_eq!(with("/payment", json!({ "code": "1" })), "");
    assert_eq!(with("/payment", json!({ "type": "CASH" })), "");
    assert_eq!(with("/payment", json!({ "type": "cash" })), "`payment.code` is missing");
    assert_eq!(with("/payment", json!({ "level": 2 })), "");
    assert_eq!(with("/payment", json!({ "level": 3 })), "`payment.code` is missing");
}

#[test]
fn values_of_maps_are_checked_by_name() {
    static PRICES: Rules = Rules {
        rules: &[
            field(&["prices"]).required().in_maps(1).currency(),
            field(&["items"]).in_maps(2).object(&ITEM),
            field(&["levels"]).in_maps(1).values(&["1", "2"]),
        ],
    };
    let found = |json: Json| body(&json, &PRICES).map_err(|error| error.to_string());
    assert_eq!(found(json!({ "prices": { "a": "EUR" }, "levels": { "a": 2 } })), Ok(()));
    assert_eq!(
        found(json!({
            "prices": { "a": "EUR", "b": ["USD", "usd"] },
            "items": { "x": { "y": { "code": "12345" }, "z": {} } },
            "levels": { "a": 3 },
        })),
        Err(
            "`prices.b[1]` is not a currency code of three capital letters; `items.x.y.code` has more than 4 \
             characters; `items.x.z.code` is missing; `levels.a` is none of 1, 2"
                .to_owned()
        )
    );
    assert_eq!(found(json!({})), Err("`prices` is missing".to_owned()));
}

#[test]
fn a_required_path_needs_a_value_in_each_item() {
    let required = ["custom1", "items.custom3", "absent.custom4", "currency"];
    assert_eq!(
        checked(&order(), &required),
        "`custom1` is missing; `items[0].custom3` is missing"
    );
}

#[test]
fn the_same_violation_is_reported_once() {
    let error = body_with_required(&json!({ "userId": "1" }), &ORDER, ["currency"]).unwrap_err();
    let paths: Vec<&str> = error.violations().iter().map(|found| found.path.as_str()).collect();
    assert_eq!(paths, ["currency", "unit", "items"]);
    assert_eq!(error.violations()[0].kind, ViolationKind::Required);
}

#[test]
fn a_body_that_cannot_be_serialized_is_reported() {
    let unserializable = std::collections::BTreeMap::from([((1, 2), 3)]);
    let error = body(&unserializable, &ORDER).unwrap_err();
    assert!(matches!(error.violations()[0].kind, ViolationKind::NotSerialized(_)));
}

//! Arbitrary bodies.

use proptest::prelude::*;

use super::*;

/// Names that the types have at some level, and some unknown ones.
const NAMES: [&str; 26] = [
    "id",
    "value",
    "currency",
    "code",
    "category",
    "city",
    "countryCode",
    "iataCode",
    "locationCode",
    "locationType",
    "legs",
    "segmentType",
    "tripType",
    "startLocation",
    "endLocation",
    "returnLeg",
    "startDate",
    "startTime",
    "percentage",
    "allocationId",
    "custom1",
    "custom2",
    "name",
    "href",
    "operation",
    "nonsense",
];

const FIELDS: [&str; 14] = [
    "allocations",
    "budgetAccrualDate",
    "businessPurpose",
    "custom1",
    "custom40",
    "expenseType",
    "location",
    "orgUnit1",
    "paymentType",
    "transactionAmount",
    "transactionDate",
    "tripData",
    "vendor",
    "nonsense",
];

fn scalar() -> impl Strategy<Value = Value> {
    let texts = [
        "",
        " ",
        "AIRFR",
        "REQ_SEG_AIRFR",
        "BER",
        "DE",
        "Berlin",
        "USD",
        "KWD",
        "ROUND_TRIP",
        "2026-11-20",
        "09:30",
        "50",
        "2026-11-20T10:00:00+02:00",
        "9A8565B38056E246C040FC2E4C07CE80",
        "\u{0}\u{fffd}é",
    ];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-200_i32..200).prop_map(Value::from),
        proptest::sample::select(texts.to_vec()).prop_map(Value::from),
    ]
}

fn anything() -> impl Strategy<Value = Value> {
    let object = |inner| proptest::collection::hash_map(proptest::sample::select(NAMES.to_vec()), inner, 0..6);
    scalar().prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            object(inner).prop_map(|fields| fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

fn body() -> impl Strategy<Value = Value> {
    let fields = proptest::collection::hash_map(proptest::sample::select(FIELDS.to_vec()), anything(), 0..3);
    let trip = proptest::option::of(anything());
    (fields, trip).prop_map(|(fields, first)| {
        let mut body = match first {
            Some(first) => flight(json!([first, leg("SEA", "BER")])),
            None => taxi(json!(122.38), "EUR"),
        };
        for (name, value) in fields {
            body[name] = value;
        }
        body
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_body_is_refused_with_a_known_code_or_round_trips(body in body()) {
        let (mut calls, request) = ann();
        match calls.create(&request, body) {
            Ok(made) => {
                fits(&made);
                let changed = calls.update(id(&made["id"]), made.clone()).unwrap();
                prop_assert_eq!(changed, made);
            }
            Err(refusal) => {
                let code = refusal.violations[0].code.clone().unwrap();
                let known = api().error_codes.iter().find(|known| known.wire == code).unwrap();
                prop_assert!(known.status.contains(&refusal.status));
                prop_assert_eq!(calls.world.expenses.len(), 0);
            }
        }
    }
}

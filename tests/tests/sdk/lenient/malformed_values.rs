//! Whatever is in whatever place: warnings name what was left out, and the strict manner refuses it.

use std::fmt::Debug;

use proptest::sample::Index;
use serde::Serialize;

use super::*;
use crate::round_trip::canonical;

/// A place in a document, from its root.
type Place = Vec<Step>;

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Field(String),
    Item(usize),
}

/// All places in a document, but for the root.
fn places(value: &Value) -> Vec<Place> {
    let children: Vec<(Step, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (Step::Field(name.clone()), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (Step::Item(index), item))
            .collect(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for (step, child) in children {
        all.push(vec![step.clone()]);
        let within = places(child).into_iter();
        all.extend(within.map(|place| [vec![step.clone()], place].concat()));
    }
    all
}

fn at<'a>(value: &'a mut Value, place: &[Step]) -> &'a mut Value {
    place.iter().fold(value, |value, step| match step {
        Step::Field(name) => &mut value[name],
        Step::Item(index) => &mut value[index],
    })
}

/// The place as a warning writes it.
fn path(place: &[Step]) -> String {
    let mut path = String::new();
    for step in place {
        match step {
            Step::Field(name) if path.is_empty() => path += name,
            Step::Field(name) => path += &format!(".{name}"),
            Step::Item(index) => path += &format!("[{index}]"),
        }
    }
    path
}

fn odd() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        Just(json!("")),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1e6..1e6f64).prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("2026-11-20")),
        Just(json!("2026-11-20T00:00:00Z")),
        Just(json!("2026-11-20T09:30:00Z")),
        Just(json!("9:30")),
        Just(json!(" 12.50 ")),
        Just(json!("99999999999999999999999999999999.1")),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let names = prop_oneof!["[a-z]{1,3}", Just("value".to_owned()), Just("id".to_owned())];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::btree_map(names, inner, 0..3).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

/// Replaces some values and says where.
fn replaced(mut body: Value, changes: &[(Index, Value)]) -> (Value, Vec<String>) {
    let mut changed = Vec::new();
    for (index, odd) in changes {
        let places = places(&body);
        let place = index.get(&places);
        // Without its currency an amount can be something else, so that it is not as if it had not been there.
        if path(place).ends_with("orgUnit1.currency") {
            continue;
        }
        *at(&mut body, place) = odd.clone();
        changed.push(path(place));
    }
    (body, changed)
}

/// What holds of any answer that is a list or an object, with whatever in it.
fn holds<T: PartialEq + Debug + Serialize>(
    read: impl Fn(&Value, bool) -> Read<T>,
    untouched: Value,
    changes: &[(Index, Value)],
) -> Result<(), TestCaseError> {
    let (body, changed) = replaced(untouched, changes);
    let answer = match read(&body, false) {
        Ok(answer) => answer,
        Err(path) => return Err(TestCaseError::fail(format!("`{path}` loses {body}"))),
    };

    // What warnings name is what was replaced, or within it.
    for path in paths(&answer) {
        let is_within = changed.iter().any(|changed| {
            let rest = path.strip_prefix(changed.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        prop_assert!(is_within, "{} is not of {:?} in {}", path, changed, body);
    }

    // The strict manner refuses it if and only if there are warnings, by the first of them.
    match (read(&body, true), answer.warnings().first()) {
        (Ok(strict), None) => prop_assert_eq!(&*strict, &*answer),
        (Err(path), Some(first)) => prop_assert!(path.starts_with(first.path()), "{} {:?}", path, first),
        (strict, first) => prop_assert!(false, "{:?} {:?} {}", strict.map(drop), first, body),
    }

    // What a warning quotes is what is there, and all of it goes back.
    let places = places(&body);
    for warning in answer.warnings() {
        let place = places.iter().find(|place| path(place) == warning.path());
        let place = place.expect("a warning names what is in the answer");
        prop_assert_eq!(warning.raw(), at(&mut body.clone(), place).to_string());
    }
    let written = serde_json::to_string(&*answer).expect("it can be written");
    prop_assert_eq!(canonical(&written), canonical(&body.to_string()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn in_a_page_it_is_left_out_and_named(changes in proptest::collection::vec((any::<Index>(), odd()), 1..6)) {
        holds(|body, strict| page(body, strict), fixtures::page(), &changes)?;
    }

    #[test]
    fn in_an_expense_it_is_left_out_and_named(changes in proptest::collection::vec((any::<Index>(), odd()), 1..6)) {
        holds(|body, strict| expense(body, strict), fixtures::expense(), &changes)?;
    }

    #[test]
    fn in_a_list_it_is_left_out_and_named(changes in proptest::collection::vec((any::<Index>(), odd()), 1..6)) {
        let body = json!([fixtures::expense(), {}, fixtures::expense()]);
        holds(|body, strict| expenses(body, strict), body, &changes)?;
    }
}

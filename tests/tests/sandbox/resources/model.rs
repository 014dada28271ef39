//! Compares the store with a simple model: for any sequence of calls, each response is what a list of maps says.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::Shop;
use crate::raw;

/// Random sequences of calls.
const SEQUENCES: u32 = 150;

/// A call. The index is that of a vendor that was created, or too large.
#[derive(Debug, Clone)]
enum Step {
    Create(Map<String, Value>),
    Get(usize),
    Patch(usize, Map<String, Value>),
    Put(usize, Map<String, Value>),
    Delete(usize),
    List {
        kind: Option<&'static str>,
        city: Option<&'static str>,
        limit: usize,
    },
}

const KINDS: [&str; 2] = ["GOODS", "SERVICES"];
const CITIES: [&str; 3] = ["Oslo", "Rome", "San José"];

/// Values of the fields that callers set. Null clears a field.
fn fields(with_null: bool) -> impl Strategy<Value = Map<String, Value>> {
    let null = move |value: BoxedStrategy<Value>| match with_null {
        true => prop_oneof![3 => value, 1 => Just(Value::Null)].boxed(),
        false => value,
    };
    let optional = |value: BoxedStrategy<Value>| proptest::option::of(value);
    let city = select(CITIES.to_vec()).prop_map(|city| json!({ "city": city })).boxed();
    (
        "[A-Za-z%/\"é]{1,8}",
        optional(null(select(KINDS.to_vec()).prop_map(Value::from).boxed())),
        optional(null(any::<bool>().prop_map(Value::from).boxed())),
        optional(null((-999_i32..999).prop_map(Value::from).boxed())),
        optional(null(city)),
        optional(null("[a-z]{1,4}".prop_map(Value::from).boxed())),
    )
        .prop_map(|(name, kind, active, rating, address, slot)| {
            let fields = [
                ("name", Some(Value::from(name))),
                ("kind", kind),
                ("active", active),
                ("rating", rating),
                ("address", address),
                ("slot2", slot),
            ];
            let given = fields
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)));
            given.collect()
        })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let index = || 0_usize..6;
    let list = (
        proptest::option::of(select(KINDS.to_vec())),
        proptest::option::of(select(CITIES.to_vec())),
        1_usize..4,
    );
    let step = prop_oneof![
        4 => fields(false).prop_map(Step::Create),
        2 => index().prop_map(Step::Get),
        2 => (index(), fields(true)).prop_map(|(index, fields)| Step::Patch(index, fields)),
        2 => (index(), fields(false)).prop_map(|(index, fields)| Step::Put(index, fields)),
        2 => index().prop_map(Step::Delete),
        2 => list.prop_map(|(kind, city, limit)| Step::List { kind, city, limit }),
    ];
    proptest::collection::vec(step, 1..16)
}

/// The vendors in the order of their creation: the id and the fields that callers set, or nothing once it is deleted.
type Model = Vec<(String, Option<Map<String, Value>>)>;

/// The fields that only the service sets.
const OF_SERVICE: [&str; 4] = ["id", "state", "changed", "href"];

fn of_caller(vendor: &Value) -> Map<String, Value> {
    let mut fields = vendor.as_object().expect("an object").clone();
    for name in OF_SERVICE {
        assert!(fields.remove(name).is_some(), "{name} is missing: {vendor}");
    }
    fields
}

fn replaced(fields: &Map<String, Value>) -> Map<String, Value> {
    fields
        .clone()
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .collect()
}

async fn take(shop: &Shop, model: &mut Model, step: &Step) {
    match step {
        Step::Create(fields) => {
            let created = shop.create("/vendors", Value::Object(fields.clone())).await;
            assert_eq!(of_caller(&created), *fields);
            let id = created["id"].as_str().expect("an id").to_owned();
            assert!(model.iter().all(|(known, _)| *known != id), "{id} is not new");
            model.push((id, Some(fields.clone())));
        }
        Step::Get(index) => {
            let (id, known) = at(model, *index);
            let answer = shop.call("GET", &format!("/vendors/{id}"), Value::Null).await;
            expect(known.clone().as_ref(), 200, answer.status);
            if let Some(fields) = known {
                assert_eq!(of_caller(&answer.json()), *fields);
            }
        }
        Step::Patch(index, change) => {
            let (id, known) = at(model, *index);
            let answer = shop
                .call("PATCH", &format!("/vendors/{id}"), Value::Object(change.clone()))
                .await;
            expect(known.as_ref(), 200, answer.status);
            if let Some(fields) = known {
                fields.extend(change.clone());
                *fields = replaced(fields);
                assert_eq!(of_caller(&answer.json()), *fields);
            }
        }
        Step::Put(index, whole) => {
            let (id, known) = at(model, *index);
            let answer = shop
                .call("PUT", &format!("/vendors/{id}"), Value::Object(whole.clone()))
                .await;
            expect(known.as_ref(), 204, answer.status);
            if let Some(fields) = known {
                *fields = whole.clone();
            }
        }
        Step::Delete(index) => {
            let (id, known) = at(model, *index);
            let answer = shop.call("DELETE", &format!("/vendors/{id}"), Value::Null).await;
            expect(known.as_ref(), 204, answer.status);
            *known = None;
        }
        Step::List { kind, city, limit } => list(shop, model, *kind, *city, *limit).await,
    }
}

/// Returns the vendor at an index, or one that never existed.
fn at(model: &mut Model, index: usize) -> (String, &mut Option<Map<String, Value>>) {
    if index >= model.len() {
        model.push((format!("none-{}", model.len()), None));
    }
    let index = index.min(model.len() - 1);
    let (id, known) = &mut model[index];
    (id.clone(), known)
}

fn expect(known: Option<&Map<String, Value>>, success: u16, status: u16) {
    assert_eq!(status, if known.is_some() { success } else { 404 });
}

async fn list(shop: &Shop, model: &Model, kind: Option<&str>, city: Option<&str>, limit: usize) {
    let is_listed = |fields: &Map<String, Value>| {
        let has_kind = kind.is_none_or(|kind| fields.get("kind").is_some_and(|own| own == kind));
        let own = fields.get("address").map(|address| &address["city"]);
        has_kind && city.is_none_or(|city| own.is_some_and(|own| own == city))
    };
    let existing = model.iter().filter_map(|(_, fields)| fields.clone());
    let expected: Vec<Map<String, Value>> = existing.filter(is_listed).collect();
    let mut query = format!("limit={limit}");
    let encoded =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    query.extend(kind.map(|kind| format!("&kind={kind}")));
    query.extend(city.map(|city| format!("&city={}", encoded(city))));
    let mut next = Some(format!("/vendors?{query}"));
    let mut listed = Vec::new();
    while let Some(path) = next.take() {
        let page = shop.get(&path).await;
        assert_eq!(page["total"], expected.len());
        let vendors = page["vendors"].as_array().expect("vendors");
        assert!(vendors.len() <= limit);
        listed.extend(vendors.iter().map(of_caller));
        let link = page["links"]
            .as_array()
            .and_then(|links| links.first()?["href"].as_str());
        let base = format!("{}/shop/v1", shop.sandbox.url());
        next = link.map(|link| link.strip_prefix(&base).expect("a link to the sandbox").to_owned());
    }
    assert_eq!(listed, expected);
}

#[test]
fn any_sequence_of_calls_is_that_of_a_list_of_maps() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut shop = runtime.block_on(Shop::open());
    let config = Config {
        cases: SEQUENCES,
        failure_persistence: None,
        ..Config::default()
    };
    let sandbox = std::cell::RefCell::new(&mut shop);
    let mut runner = TestRunner::new(config);
    let result = runner.run(&steps(), |steps| {
        let shop = &mut *sandbox.borrow_mut();
        runtime.block_on(async {
            let (status, _) = raw::admin(&shop.sandbox, "POST", "/reset", Value::Null).await;
            assert_eq!(status, 200);
            shop.token = shop.sandbox.company_token();
            let mut model = Model::new();
            for step in &steps {
                take(shop, &mut model, step).await;
            }
        });
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

//! All measured types deserialize the benchmark documents and keep the values of every field that they have.

use bench::fixtures::{self, UNKNOWN};
use peers::{by_hand, progenitor};
use sap_concur::purchase_request::CreatePurchaseRequest;
use sap_concur::request::{Expense, RequestList};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Deserializes and serializes a document.
fn round_trip<T: DeserializeOwned + Serialize>(document: &str) -> Value {
    let value: T = serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}"));
    normalized(serde_json::to_value(value).expect("it serializes"))
}

/// Drops empty values and fields that no type has, and normalizes numbers: some types write numbers as strings, others
/// as floats.
fn normalized(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(normalized).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, normalized(value)));
            fields
                .filter(|(name, value)| !is_empty(value) && !UNKNOWN.contains(&&**name))
                .collect()
        }
        Value::Number(number) => number.as_f64().into(),
        Value::String(text) => timestamp(&text)
            .or_else(|| Some(text.parse::<f64>().ok()?.into()))
            .unwrap_or(text.into()),
        other => other,
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// Returns a timestamp without its fraction of a second, which types write with more or fewer zeros.
fn timestamp(text: &str) -> Option<Value> {
    let seconds = text.get(..19)?;
    let separators = [10, 13].map(|index| seconds.as_bytes().get(index));
    (separators == [Some(&b'T'), Some(&b':')]).then(|| seconds.into())
}

fn parsed(document: &str) -> Value {
    normalized(serde_json::from_str(document).expect("it is JSON"))
}

#[test]
fn all_types_round_trip_a_page_of_requests() {
    let document = fixtures::page_of_requests(100).expect("the fixture is valid");
    let expected = parsed(&document);
    assert_eq!(round_trip::<RequestList>(&document), expected);
    assert_eq!(round_trip::<by_hand::inline::RequestList>(&document), expected);
    assert_eq!(round_trip::<by_hand::boxed::RequestList>(&document), expected);
    assert_eq!(round_trip::<progenitor::RequestRequestList>(&document), expected);
    peers::with_openapi_generator! {
        assert_eq!(round_trip::<peers::models::RequestRequestList>(&document), expected);
    }
}

#[test]
fn all_types_round_trip_a_list_of_expenses() {
    let document = fixtures::list_of_expenses(100).expect("the fixture is valid");
    let expected = parsed(&document);
    assert_eq!(round_trip::<Vec<Expense>>(&document), expected);
    assert_eq!(round_trip::<Vec<by_hand::inline::Expense>>(&document), expected);
    assert_eq!(round_trip::<Vec<by_hand::boxed::Expense>>(&document), expected);
    assert_eq!(round_trip::<Vec<progenitor::RequestExpense>>(&document), expected);
    peers::with_openapi_generator! {
        assert_eq!(round_trip::<Vec<peers::models::RequestExpense>>(&document), expected);
    }
}

#[test]
fn all_types_round_trip_a_purchase_request() {
    let order = fixtures::purchase_request(50).expect("the fixture is valid");
    let document = serde_json::to_string(&order).expect("it serializes");
    let expected = parsed(&document);
    assert_eq!(round_trip::<CreatePurchaseRequest>(&document), expected);
    assert_eq!(
        round_trip::<by_hand::purchase_request::CreatePurchaseRequest>(&document),
        expected
    );
    assert_eq!(
        round_trip::<progenitor::PurchaseRequestCreatePurchaseRequest>(&document),
        expected
    );
    peers::with_openapi_generator! {
        assert_eq!(round_trip::<peers::models::PurchaseRequestCreatePurchaseRequest>(&document), expected);
    }
}

//! The documents that are measured are read by all, and nothing of them is lost that a type has.

use peers::{by_hand, progenitor};
use sap_concur::purchase_request::CreatePurchaseRequest;
use sap_concur::request::{Expense, RequestList};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tests::fixtures::{self, UNKNOWN};

/// What of a document is left when a type has read and written it.
fn kept<T: DeserializeOwned + Serialize>(document: &str) -> Value {
    let value: T = serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}"));
    plain(serde_json::to_value(value).expect("it is written"))
}

/// Without what says nothing and what no type has, and with one form for each number: some types write numbers as texts, others have floats.
fn plain(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, plain(value)));
            fields
                .filter(|(name, value)| !says_nothing(value) && !UNKNOWN.contains(&&**name))
                .collect()
        }
        Value::Number(number) => number.as_f64().into(),
        Value::String(text) => timestamp(&text)
            .or_else(|| Some(text.parse::<f64>().ok()?.into()))
            .unwrap_or(text.into()),
        other => other,
    }
}

fn says_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// A time without the fraction of its second, of which types write more or fewer zeros.
fn timestamp(text: &str) -> Option<Value> {
    let seconds = text.get(..19)?;
    let marks = [10, 13].map(|place| seconds.as_bytes().get(place));
    (marks == [Some(&b'T'), Some(&b':')]).then(|| seconds.into())
}

fn whole(document: &str) -> Value {
    plain(serde_json::from_str(document).expect("it is JSON"))
}

#[test]
fn all_types_round_trip_a_page_of_requests() {
    let document = fixtures::page_of_requests(100).expect("it can be made");
    let whole = whole(&document);
    assert_eq!(kept::<RequestList>(&document), whole);
    assert_eq!(kept::<by_hand::inline::RequestList>(&document), whole);
    assert_eq!(kept::<by_hand::boxed::RequestList>(&document), whole);
    assert_eq!(kept::<progenitor::RequestRequestList>(&document), whole);
    peers::with_openapi_generator! {
        assert_eq!(kept::<peers::models::RequestRequestList>(&document), whole);
    }
}

#[test]
fn all_types_round_trip_a_list_of_expenses() {
    let document = fixtures::list_of_expenses(100).expect("it can be made");
    let whole = whole(&document);
    assert_eq!(kept::<Vec<Expense>>(&document), whole);
    assert_eq!(kept::<Vec<by_hand::inline::Expense>>(&document), whole);
    assert_eq!(kept::<Vec<by_hand::boxed::Expense>>(&document), whole);
    assert_eq!(kept::<Vec<progenitor::RequestExpense>>(&document), whole);
    peers::with_openapi_generator! {
        assert_eq!(kept::<Vec<peers::models::RequestExpense>>(&document), whole);
    }
}

#[test]
fn all_types_round_trip_a_purchase_request() {
    let order = fixtures::purchase_request(50).expect("it can be made");
    let document = serde_json::to_string(&order).expect("it is written");
    let whole = whole(&document);
    assert_eq!(kept::<CreatePurchaseRequest>(&document), whole);
    assert_eq!(
        kept::<by_hand::purchase_request::CreatePurchaseRequest>(&document),
        whole
    );
    assert_eq!(
        kept::<progenitor::PurchaseRequestCreatePurchaseRequest>(&document),
        whole
    );
    peers::with_openapi_generator! {
        assert_eq!(kept::<peers::models::PurchaseRequestCreatePurchaseRequest>(&document), whole);
    }
}

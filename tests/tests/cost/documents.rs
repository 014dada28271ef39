//! The documents that are measured are read by all, and nothing of them is lost that a type has.

use peers::{by_hand, documents, progenitor};
use sap_concur::purchase_request::CreatePurchaseRequest;
use sap_concur::request::{Expense, RequestList};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// What of a document is left when a type has read and written it.
fn kept<T: DeserializeOwned + Serialize>(document: &str) -> Value {
    let value: T = serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}"));
    plain(serde_json::to_value(value).expect("it is written"))
}

/// Without what says nothing, and with one form for each number: some types write numbers as texts, others have floats.
fn plain(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, plain(value)));
            fields
                .filter(|(_, value)| !matches!(value, Value::Null) && value != &Value::Array(Vec::new()))
                .collect()
        }
        Value::Number(number) => number.as_f64().into(),
        Value::String(text) => timestamp(&text)
            .or_else(|| Some(text.parse::<f64>().ok()?.into()))
            .unwrap_or(text.into()),
        other => other,
    }
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
fn all_keep_a_page_of_requests() {
    let document = documents::page_of_requests();
    assert!((300_000..360_000).contains(&document.len()), "{}", document.len());
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
fn all_keep_a_list_of_expenses() {
    let document = documents::list_of_expenses();
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
fn all_write_a_purchase_request() {
    let document = documents::purchase_request();
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

#[test]
fn the_sdk_keeps_every_digit() {
    let document = documents::list_of_expenses();
    let value: Vec<Expense> = serde_json::from_str(&document).expect("it is read");
    let written = serde_json::to_string(&value).expect("it is written");
    for digits in [":1.19837845659595,", ":123456.78000000}", ":412.75000000}"] {
        let found = [&document, &written].map(|text| text.matches(digits.trim_end_matches(['}', ','])).count());
        assert!(found[0] > 0 && found[0] == found[1], "{digits}: {found:?}");
    }
}

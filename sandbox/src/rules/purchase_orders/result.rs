//! The answers of calls that report failures with status 200.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// Returns the answer of a success.
pub(in crate::rules) fn success(number: &str) -> Value {
    json!({ "PurchaseOrderNumber": number, "Status": "SUCCESS" })
}

/// Returns the answer about something that does not exist.
pub(in crate::rules) fn message(text: &str) -> Value {
    json!({ "Message": text })
}

/// Returns the text of a field if it is not blank.
pub(in crate::rules) fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    let text = object.get(name).and_then(Value::as_str);
    text.filter(|text| !text.trim().is_empty())
}

/// Returns the number of a field.
pub(in crate::rules) fn number(object: &Map<String, Value>, name: &str) -> Option<Decimal> {
    match object.get(name)? {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// Returns the objects in a list.
pub(in crate::rules) fn objects<'a>(
    object: &'a Map<String, Value>,
    name: &str,
) -> impl Iterator<Item = &'a Map<String, Value>> {
    let items = object.get(name).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_object)
}

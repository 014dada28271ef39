//! Tells refusals among 2xx responses.

use serde_json::Value;

use crate::{RefusedWhen, StatusCode, decode::read_lossy};

/// How much of a call a 2xx response refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// All of it: nothing was carried out.
    Whole,
    /// Some of it.
    Part,
}

/// Returns whether a 2xx response is a refusal by these rules, and of how much.
pub(crate) fn of(rules: &[RefusedWhen], status: StatusCode, body: &[u8]) -> Option<Refusal> {
    if rules.is_empty() {
        return None;
    }
    let body = read_lossy(body).unwrap_or_default();
    rules.iter().find_map(|rule| match rule {
        RefusedWhen::Status(refused) => (status.as_u16() == *refused).then_some(Refusal::Part),
        RefusedWhen::Field {
            without: Some(result), ..
        } if holds(&body, result, None) => None,
        RefusedWhen::Field { field, is, .. } => by_field(&body, field, *is),
    })
}

/// Looks for a field, which counts for each item of the first list on its path.
fn by_field(body: &Value, path: &str, is: Option<&str>) -> Option<Refusal> {
    match (body, path.split_once('.')) {
        (Value::Array(items), _) => {
            let refused = items.iter().filter(|item| holds(item, path, is)).count();
            match refused {
                0 => None,
                all if all == items.len() => Some(Refusal::Whole),
                _ => Some(Refusal::Part),
            }
        }
        (_, Some((key, rest))) => by_field(body.get(key)?, rest, is),
        (_, None) => holds(body, path, is).then_some(Refusal::Whole),
    }
}

/// Whether there is a value, or this one, at a path. In a list, whether any item has it.
pub(crate) fn holds(body: &Value, path: &str, is: Option<&str>) -> bool {
    match (body, path.split_once('.')) {
        (Value::Array(items), _) => items.iter().any(|item| holds(item, path, is)),
        (_, Some((key, rest))) => body.get(key).is_some_and(|inner| holds(inner, rest, is)),
        (_, None) => body.get(path).is_some_and(|value| is_there(value, is)),
    }
}

fn is_there(value: &Value, is: Option<&str>) -> bool {
    match (value, is) {
        (Value::Null, _) => false,
        (Value::String(text), Some(is)) => text == is,
        (Value::String(text), None) => !text.is_empty(),
        (Value::Array(items), None) => !items.is_empty(),
        (Value::Bool(value), Some(is)) => value.to_string() == is,
        (Value::Number(value), Some(is)) => value.to_string() == is,
        (_, is) => is.is_none(),
    }
}

#[cfg(test)]
mod tests;

//! Tells refusals among 2xx responses.

use serde_json::Value;

use crate::{ErrorDetail, RefusedWhen, StatusCode, decode::read_lossy};

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

/// Returns the errors of a refusal: the code and message of each object that has the field of a rule.
pub(crate) fn details(rules: &[RefusedWhen], body: &[u8]) -> Vec<ErrorDetail<String>> {
    let mut found = Vec::new();
    let Ok(body) = read_lossy(body) else { return found };
    for rule in rules {
        if let RefusedWhen::Field {
            field,
            is,
            code,
            message,
            ..
        } = rule
            && (code.is_some() || message.is_some())
        {
            let at = |object: &Value, key: &Option<&str>| key.and_then(|key| text(object.get(key)?));
            holders(&body, field, *is, String::new(), &mut |place, object| {
                found.push(ErrorDetail {
                    code: at(object, code),
                    message: at(object, message),
                    data_path: Some(place).filter(|place| !place.is_empty()),
                });
            });
        }
    }
    found
}

/// Calls `found` with each object that has the field, and its place: `Items[1].Status`.
fn holders(body: &Value, path: &str, is: Option<&str>, place: String, found: &mut impl FnMut(String, &Value)) {
    match (body, path.split_once('.')) {
        (Value::Array(items), _) => {
            for (index, item) in items.iter().enumerate() {
                holders(item, path, is, format!("{place}[{index}]"), found);
            }
        }
        (_, Some((key, rest))) => {
            let dot = if place.is_empty() { "" } else { "." };
            if let Some(inner) = body.get(key) {
                holders(inner, rest, is, format!("{place}{dot}{key}"), found);
            }
        }
        (_, None) if holds(body, path, is) => found(place, body),
        _ => {}
    }
}

/// Returns a non-empty string or a number as text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
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
fn holds(body: &Value, path: &str, is: Option<&str>) -> bool {
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

//! Parses error bodies with the known envelopes.

use serde_json::Value;

use crate::{Envelope, ErrorDetail, RefusedWhen, decode::read_lossy, refusal};

/// Parses a body with the first envelope that matches; empty if none does.
pub(crate) fn details(envelopes: &[Envelope], body: &[u8]) -> Vec<ErrorDetail<String>> {
    let Ok(body) = read_lossy(body) else {
        return Vec::new();
    };
    envelopes
        .iter()
        .find_map(|envelope| in_shape(envelope, &body))
        .unwrap_or_default()
}

/// Returns the errors of a refusal: the code and message of each object that has the field of a rule.
pub(crate) fn refused_details(rules: &[RefusedWhen], body: &[u8]) -> Vec<ErrorDetail<String>> {
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
            let at = |object: &Value, key: &Option<&str>| key.and_then(|key| text(object, &[key]));
            holders(&body, field, *is, String::new(), &mut |place, object| {
                let detail = ErrorDetail {
                    code: at(object, code),
                    message: at(object, message),
                    data_path: Some(place).filter(|place| !place.is_empty()),
                };
                // Several rules can find the same.
                if !found.contains(&detail) {
                    found.push(detail);
                }
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
        (_, None) if refusal::holds(body, path, is) => found(place, body),
        _ => {}
    }
}

/// The keys that lead to a value.
type Path = &'static [&'static str];

fn in_shape(envelope: &Envelope, body: &Value) -> Option<Vec<ErrorDetail<String>>> {
    let items = match envelope.list {
        None => std::slice::from_ref(body),
        Some(list) => items_at(body, list),
    };
    let details = items
        .iter()
        .map(|item| detail(item, envelope.code, envelope.message, envelope.data_path));
    let mut details: Vec<_> = details.collect();
    let has_shape = match envelope.present {
        Some(path) => at(body, path).is_some_and(is_something),
        None => {
            let first = details.first()?;
            let by_message = envelope.list.is_some() || envelope.code.is_none();
            first.code.is_some() || (by_message && first.message.is_some())
        }
    };
    if !has_shape {
        return None;
    }
    if let Some(more) = &envelope.more {
        let items = items_at(body, more.list).iter();
        details.extend(items.map(|item| detail(item, more.code, more.message, more.data_path)));
    }
    details.retain(|found| found.code.is_some() || found.message.is_some() || found.data_path.is_some());
    Some(details)
}

fn detail(item: &Value, code: Option<Path>, message: Path, data_path: Option<Path>) -> ErrorDetail<String> {
    ErrorDetail {
        code: code.and_then(|path| text(item, path)),
        message: text(item, message),
        data_path: data_path.and_then(|path| text(item, path)),
    }
}

fn items_at<'a>(body: &'a Value, list: &[&str]) -> &'a [Value] {
    let items = at(body, list).and_then(Value::as_array);
    items.map(Vec::as_slice).unwrap_or_default()
}

/// Whether a value is neither null nor empty.
fn is_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

/// Returns a non-empty string or a number as text.
fn text(body: &Value, path: &[&str]) -> Option<String> {
    match at(body, path)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the value at a path of keys.
fn at<'a>(body: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(body, |value, key| value.get(*key))
}

#[cfg(test)]
mod tests;

//! Parses error bodies with the known envelopes.

use serde_json::Value;

use crate::{Envelope, EnvelopeMore, ErrorDetail, RefusedWhen, decode::read_lossy, refusal};

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
            let at = |object: &Value, key: &Option<&str>| key.and_then(|key| text(object, key));
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

fn in_shape(envelope: &Envelope, body: &Value) -> Option<Vec<ErrorDetail<String>>> {
    let items = match envelope.list {
        Some(list) => at(body, list)?.as_array()?.as_slice(),
        None => std::slice::from_ref(body),
    };
    let mut details = Vec::with_capacity(items.len());
    for item in items {
        details.push(ErrorDetail {
            code: text(item, envelope.code),
            message: text(item, envelope.message),
            data_path: envelope.data_path.and_then(|path| text(item, path)),
        });
    }
    let first = details.first()?;
    let has_shape = first.code.is_some() || (envelope.list.is_some() && first.message.is_some());
    if !has_shape {
        return None;
    }
    if let Some(more) = &envelope.more {
        details.extend(faults(more, body));
    }
    Some(details)
}

fn faults(more: &EnvelopeMore, body: &Value) -> impl Iterator<Item = ErrorDetail<String>> {
    let items = at(body, more.list)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    items.iter().filter_map(|item| {
        let message = text(item, more.message);
        let data_path = more.data_path.and_then(|path| text(item, path));
        (message.is_some() || data_path.is_some()).then_some(ErrorDetail {
            code: None,
            message,
            data_path,
        })
    })
}

/// Returns a non-empty string or a number as text.
fn text(body: &Value, path: &str) -> Option<String> {
    match at(body, path)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the value at a path of keys separated by dots.
fn at<'a>(body: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(body, |value, key| value.get(key))
}

#[cfg(test)]
mod tests;

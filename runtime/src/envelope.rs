//! Parses error bodies with the known envelopes.

use serde_json::Value;

use crate::{Envelope, EnvelopeMore, ErrorDetail, decode::read_lossy};

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

//! The operations of a PATCH: RFC 7644, section 3.5.2.

use serde_json::{Map, Value};

use super::filter::{self, Filter};
use super::path::{self, Path};
use super::refusals;
use crate::api::refusal::Refusal;

/// What an operation does with the value at its path.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Add,
    Replace,
    Remove,
}

/// Carries out one operation.
pub(super) fn carry_out(user: &mut Map<String, Value>, operation: &Value) -> Result<(), Refusal> {
    let kind = match operation
        .get("op")
        .and_then(Value::as_str)
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("add") => Kind::Add,
        Some("replace") => Kind::Replace,
        Some("remove") => Kind::Remove,
        _ => {
            return Err(refusals::of(
                400,
                Some("invalidSyntax"),
                "`op` is add, replace or remove.",
            ));
        }
    };
    let value = operation.get("value").cloned().unwrap_or_default();
    match operation.get("path").and_then(Value::as_str) {
        Some(path) => at_path(user, kind, path, value),
        None if kind == Kind::Remove => Err(refusals::of(400, Some("noTarget"), "A removal needs a path.")),
        // Without a path, the value has the attributes.
        None => {
            let Value::Object(attributes) = value else {
                return Err(refusals::invalid_value("Without a path, the value is an object."));
            };
            for (name, value) in attributes {
                at_path(user, kind, &name, value)?;
            }
            Ok(())
        }
    }
}

fn at_path(user: &mut Map<String, Value>, kind: Kind, text: &str, value: Value) -> Result<(), Refusal> {
    if let Some((list, rest)) = text.split_once('[') {
        let (filter, sub) = rest.rsplit_once(']').ok_or_else(|| refusals::invalid_path(text))?;
        let items = parsed(list)?;
        // The items of a list contain no objects.
        let filter = filter::parsed(filter, &|_| true)?;
        return in_list(user, kind, &items, &filter, sub.strip_prefix('.'), value);
    }
    let path = parsed(text)?;
    set(user, kind, &path.0, value);
    Ok(())
}

fn parsed(text: &str) -> Result<Path, Refusal> {
    Path::parse(text).ok_or_else(|| refusals::invalid_path(text))
}

/// Sets the value at a path. Objects on the path are created.
fn set(object: &mut Map<String, Value>, kind: Kind, path: &[String], value: Value) {
    let Some((name, rest)) = path.split_first() else { return };
    let key = path::key(object, name).unwrap_or(name).clone();
    if !rest.is_empty() {
        let inner = object.entry(key).or_insert(Value::Null);
        match inner {
            Value::Array(items) => {
                for item in items.iter_mut().filter_map(Value::as_object_mut) {
                    set(item, kind, rest, value.clone());
                }
            }
            other => {
                if !other.is_object() {
                    *other = Value::Object(Map::new());
                }
                if let Some(inner) = other.as_object_mut() {
                    set(inner, kind, rest, value);
                }
            }
        }
        return;
    }
    match kind {
        Kind::Remove => {
            object.remove(&key);
        }
        Kind::Add | Kind::Replace => {
            // An extension that is added keeps the attributes that it has. A list is replaced as a whole.
            match (object.get_mut(&key), value) {
                (Some(Value::Object(old)), Value::Object(new)) if kind == Kind::Add => old.extend(new),
                (_, value) => {
                    object.insert(key, value);
                }
            }
        }
    }
}

/// Changes the items of a list that a filter selects. An item that is to be added or replaced and does not exist is added
/// with what the filter demands.
fn in_list(
    user: &mut Map<String, Value>,
    kind: Kind,
    list: &Path,
    filter: &Filter,
    sub: Option<&str>,
    value: Value,
) -> Result<(), Refusal> {
    let mut object = user;
    let (last, before) = list.0.split_last().ok_or_else(|| refusals::invalid_path(""))?;
    for name in before {
        let key = path::key(object, name).unwrap_or(name).clone();
        let inner = object.entry(key).or_insert_with(|| Value::Object(Map::new()));
        object = inner.as_object_mut().ok_or_else(|| refusals::invalid_path(name))?;
    }
    let key = path::key(object, last).unwrap_or(last).clone();
    let place = object.entry(key).or_insert(Value::Null);
    if place.is_null() {
        *place = Value::Array(Vec::new());
    }
    let items = place.as_array_mut().ok_or_else(|| refusals::invalid_path(last))?;
    if kind == Kind::Remove && sub.is_none() {
        items.retain(|item| !filter::matches(filter, item));
        return Ok(());
    }
    if kind != Kind::Remove && !items.iter().any(|item| filter::matches(filter, item)) {
        items.push(Value::Object(filter::demanded(filter)));
    }
    let sub = sub.map(parsed).transpose()?;
    for item in items.iter_mut().filter(|item| filter::matches(filter, item)) {
        match (item.as_object_mut(), &sub, &value) {
            (Some(item), Some(sub), _) => set(item, kind, &sub.0, value.clone()),
            (Some(item), None, Value::Object(value)) => item.extend(value.clone()),
            _ => return Err(refusals::invalid_value("The value of an item is an object.")),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

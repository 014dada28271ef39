//! What generated `Serialize` code calls: fields that are left out when there is nothing to say.

use std::fmt::Display;

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::Update;

/// Writes the field when there is a value.
///
/// # Errors
///
/// Those of `map`, here and below.
pub fn optional<M: SerializeMap, T: Serialize>(map: &mut M, name: &str, value: &Option<T>) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(name, value),
        None => Ok(()),
    }
}

/// Writes the field when the list has items.
///
/// # Errors
///
/// Those of `map`.
pub fn list<M: SerializeMap, T: Serialize>(map: &mut M, name: &str, value: &[T]) -> Result<(), M::Error> {
    if value.is_empty() {
        Ok(())
    } else {
        map.serialize_entry(name, value)
    }
}

/// Writes the field of an update: its value, `null` to clear it, or nothing to keep it.
///
/// # Errors
///
/// Those of `map`.
pub fn update<M: SerializeMap, T: Serialize>(map: &mut M, name: &str, value: &Update<T>) -> Result<(), M::Error> {
    match value {
        Update::Keep => Ok(()),
        Update::Clear => map.serialize_entry(name, &()),
        Update::Set(value) => map.serialize_entry(name, value),
    }
}

/// Writes the field as a JSON string, whatever its type.
///
/// # Errors
///
/// Those of `map`.
pub fn text<M: SerializeMap, T: Display>(map: &mut M, name: &str, value: &T) -> Result<(), M::Error> {
    map.serialize_entry(name, &Text(value))
}

/// Writes the field as a JSON string when there is a value.
///
/// # Errors
///
/// Those of `map`.
pub fn optional_text<M: SerializeMap, T: Display>(map: &mut M, name: &str, value: &Option<T>) -> Result<(), M::Error> {
    match value {
        Some(value) => text(map, name, value),
        None => Ok(()),
    }
}

/// Writes the field of an update: its value as a JSON string, `null` to clear it, or nothing to keep it.
///
/// # Errors
///
/// Those of `map`.
pub fn update_text<M: SerializeMap, T: Display>(map: &mut M, name: &str, value: &Update<T>) -> Result<(), M::Error> {
    update(map, name, &value.as_ref().map(Text))
}

struct Text<'a, T>(&'a T);

impl<T: Display> Serialize for Text<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

#[cfg(test)]
mod tests;

//! What generated `Serialize` code calls: fields that are left out when there is nothing to say.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{Decimal, Update};

/// What can be written as a JSON string that has its text.
pub trait AsText {
    /// Writes it.
    ///
    /// # Errors
    ///
    /// Those of `serializer`.
    fn serialize_text<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl AsText for Decimal {
    fn serialize_text<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.digits())
    }
}

/// What is written as a string by way of its `Display`.
macro_rules! displayed {
    ($($type:ty),*) => {
        $(impl AsText for $type {
            fn serialize_text<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        })*
    };
}

displayed!(bool, i64);

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
pub fn text<M: SerializeMap, T: AsText>(map: &mut M, name: &str, value: &T) -> Result<(), M::Error> {
    map.serialize_entry(name, &Text(value))
}

/// Writes the field as a JSON string when there is a value.
///
/// # Errors
///
/// Those of `map`.
pub fn optional_text<M: SerializeMap, T: AsText>(map: &mut M, name: &str, value: &Option<T>) -> Result<(), M::Error> {
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
pub fn update_text<M: SerializeMap, T: AsText>(map: &mut M, name: &str, value: &Update<T>) -> Result<(), M::Error> {
    update(map, name, &value.as_ref().map(Text))
}

struct Text<'a, T>(&'a T);

impl<T: AsText> Serialize for Text<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_text(serializer)
    }
}

#[cfg(test)]
mod tests;

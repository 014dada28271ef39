//! Used by generated `Serialize` code: the fields of an object, which are omitted if unset.

mod map;

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{Additional, Decimal, Json, JsonList, JsonMap, Update, raw_values::RawValues};

/// Values that can be serialized as a JSON string.
pub trait AsText: Serialize {
    /// Serializes the value as a string.
    ///
    /// # Errors
    ///
    /// Returns the errors of `serializer`.
    fn serialize_text<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl AsText for Decimal {
    fn serialize_text<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.digits())
    }
}

/// Implements `AsText` with `Display`.
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

/// The words that are sent for `true` and `false`.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    yes: &'static str,
    no: &'static str,
}

impl Words {
    /// `Y` and `N`.
    pub const Y_N: Self = Self { yes: "Y", no: "N" };
    /// `True` and `False`.
    pub const TRUE_FALSE: Self = Self {
        yes: "True",
        no: "False",
    };

    /// Returns the word for a value.
    #[must_use]
    pub const fn of(self, value: bool) -> &'static str {
        if value { self.yes } else { self.no }
    }
}

/// The fields of an object that is being serialized.
///
/// An unset field is written as its raw value if there is one, and omitted otherwise. A field that was read from
/// another form than the one that is written is written back as received, unless it has changed since.
///
/// All methods return the errors of the serializer.
#[derive(Debug)]
pub struct Fields<'a, M> {
    map: M,
    additional: &'a Additional,
    raw: Option<&'a RawValues>,
}

impl<'a, M: SerializeMap> Fields<'a, M> {
    /// Starts an object.
    ///
    /// # Errors
    ///
    /// Returns the errors of `serializer`.
    pub fn new<S>(serializer: S, additional: &'a Additional) -> Result<Self, S::Error>
    where
        S: Serializer<SerializeMap = M>,
    {
        Ok(Self {
            map: serializer.serialize_map(None)?,
            additional,
            raw: additional.raws(),
        })
    }

    /// Writes the field.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    #[inline(always)]
    pub fn required<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        match self.raw {
            None => self.map.serialize_entry(name, value),
            Some(raw) => value_or_raw(&mut self.map, raw, name, value, value),
        }
    }

    /// Writes the field if it is set.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    #[inline(always)]
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) -> Result<(), M::Error> {
        match value {
            Some(value) => self.required(name, value),
            None => self.skipped(name),
        }
    }

    /// Writes the field if the list has items, including raw ones.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    pub fn list<T: Serialize>(&mut self, name: &str, value: &JsonList<T>) -> Result<(), M::Error> {
        if value.is_absent() {
            self.skipped(name)
        } else {
            self.required(name, value)
        }
    }

    /// Writes the field if the map has entries, including raw ones.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    pub fn map<T: Serialize>(&mut self, name: &str, value: &JsonMap<T>) -> Result<(), M::Error> {
        if value.is_absent() {
            self.skipped(name)
        } else {
            self.required(name, value)
        }
    }

    /// Writes a raw value.
    pub(crate) fn raw(&mut self, name: &str, json: &Json) -> Result<(), M::Error> {
        self.map.serialize_entry(name, json)
    }

    /// Writes a field of an update: its value, `null` to clear it, or nothing to keep it.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    pub fn update<T: Serialize>(&mut self, name: &str, value: &Update<T>) -> Result<(), M::Error> {
        match value {
            Update::Keep => self.skipped(name),
            Update::Clear => self.map.serialize_entry(name, &()),
            Update::Set(value) => self.required(name, value),
        }
    }

    /// Writes the field as a JSON string.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    #[inline(always)]
    pub fn text<T: AsText>(&mut self, name: &str, value: &T) -> Result<(), M::Error> {
        match self.raw {
            None => self.map.serialize_entry(name, &Text(value)),
            Some(raw) => value_or_raw(&mut self.map, raw, name, value, &Text(value)),
        }
    }

    /// Writes the field as a JSON string if it is set.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    #[inline(always)]
    pub fn optional_text<T: AsText>(&mut self, name: &str, value: &Option<T>) -> Result<(), M::Error> {
        match value {
            Some(value) => self.text(name, value),
            None => self.skipped(name),
        }
    }

    /// Writes a field of an update: its value as a JSON string, `null` to clear it, or nothing to keep it.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    pub fn update_text<T: AsText>(&mut self, name: &str, value: &Update<T>) -> Result<(), M::Error> {
        match value {
            Update::Keep => self.skipped(name),
            Update::Clear => self.map.serialize_entry(name, &()),
            Update::Set(value) => self.text(name, value),
        }
    }

    /// Writes the field as one of two words.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    pub fn word(&mut self, name: &str, value: &bool, words: Words) -> Result<(), M::Error> {
        match self.raw {
            None => self.map.serialize_entry(name, words.of(*value)),
            Some(raw) => value_or_raw(&mut self.map, raw, name, value, &words.of(*value)),
        }
    }

    /// Writes the field as one of two words if it is set.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    pub fn optional_word(&mut self, name: &str, value: &Option<bool>, words: Words) -> Result<(), M::Error> {
        match value {
            Some(value) => self.word(name, value, words),
            None => self.skipped(name),
        }
    }

    /// Writes a field of an update: its value as one of two words, `null` to clear it, or nothing to keep it.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    pub fn update_word(&mut self, name: &str, value: &Update<bool>, words: Words) -> Result<(), M::Error> {
        match value {
            Update::Keep => self.skipped(name),
            Update::Clear => self.map.serialize_entry(name, &()),
            Update::Set(value) => self.word(name, value, words),
        }
    }

    /// Writes the unknown fields and ends the object.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    pub fn end(mut self) -> Result<M::Ok, M::Error> {
        self.additional.write(&mut self.map)?;
        self.map.end()
    }

    /// Writes the raw value of an unset field, if there is one.
    #[inline(always)]
    fn skipped(&mut self, name: &str) -> Result<(), M::Error> {
        match self.raw {
            None => Ok(()),
            Some(raw) => skipped(&mut self.map, raw, name),
        }
    }
}

// Hardly any object has raw values, so the code for them is marked as cold.

/// Writes the raw value if `value` is still what was read from it, and otherwise `written`, its new form.
#[cold]
#[inline(never)]
fn value_or_raw<M: SerializeMap>(
    map: &mut M,
    raw: &RawValues,
    name: &str,
    value: &impl Serialize,
    written: &impl Serialize,
) -> Result<(), M::Error> {
    match raw.untouched(name, value) {
        None => map.serialize_entry(name, written),
        Some(raw) => map.serialize_entry(name, raw),
    }
}

#[cold]
#[inline(never)]
fn skipped<M: SerializeMap>(map: &mut M, raw: &RawValues, name: &str) -> Result<(), M::Error> {
    match raw.skipped(name) {
        None => Ok(()),
        Some(json) => map.serialize_entry(name, json),
    }
}

pub(crate) struct Text<'a, T>(pub(crate) &'a T);

impl<T: AsText> Serialize for Text<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_text(serializer)
    }
}

#[cfg(test)]
mod tests;

//! Raw values of known fields, which the fields cannot represent as received.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Json;

/// Raw values by wire name.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawValues(BTreeMap<Box<str>, Entry>);

#[derive(Clone, Debug)]
struct Entry {
    json: Json,
    read_as: Option<ReadAs>,
}

/// What was read from a value that had another form than the one that is written, as JSON: `"12.50"` for a string that
/// was received as the number `12.50`.
#[derive(Clone, Debug)]
pub(crate) struct ReadAs(Box<str>);

impl ReadAs {
    pub(crate) fn new(json: impl Into<Box<str>>) -> Self {
        Self(json.into())
    }

    /// Whether `value` is still what was read.
    pub(crate) fn is(&self, value: &(impl Serialize + ?Sized)) -> bool {
        serde_json::to_string(value).is_ok_and(|json| *json == *self.0)
    }
}

impl RawValues {
    pub(crate) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps a raw value. `read_as` is what was read from it, if anything.
    pub(crate) fn insert(&mut self, name: &str, json: Json, read_as: Option<ReadAs>) {
        self.0.insert(name.into(), Entry { json, read_as });
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.remove(name).map(|raw| raw.json)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name).map(|raw| &raw.json)
    }

    /// Returns the value of `name` if nothing could be read from it. It is written if the field is unset.
    pub(crate) fn skipped(&self, name: &str) -> Option<&Json> {
        self.0
            .get(name)
            .filter(|raw| raw.read_as.is_none())
            .map(|raw| &raw.json)
    }

    /// Returns the value of `name` if `value`, the current field, is what was read from it. It is written in place of
    /// the field.
    pub(crate) fn untouched(&self, name: &str, value: &(impl Serialize + ?Sized)) -> Option<&Json> {
        let raw = self.0.get(name)?;
        raw.read_as.as_ref()?.is(value).then_some(&raw.json)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, raw)| (&**name, &raw.json))
    }

    /// Iterates over the values from which nothing could be read.
    pub(crate) fn all_skipped(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0
            .iter()
            .filter(|(_, raw)| raw.read_as.is_none())
            .map(|(name, raw)| (&**name, &raw.json))
    }

    /// Returns the changes that turn `before` into `after`, with `null` for a removed value. Values that could be read
    /// are compared as fields.
    pub(crate) fn between(before: &Self, after: &Self) -> Self {
        let mut changes = Self::new();
        for (name, _) in before.all_skipped().filter(|(name, _)| after.skipped(name).is_none()) {
            changes.insert(name, Json::default(), None);
        }
        for (name, json) in after
            .all_skipped()
            .filter(|(name, json)| before.skipped(name) != Some(json))
        {
            changes.insert(name, json.clone(), None);
        }
        changes
    }
}

/// Compares only values from which nothing could be read, since the others are compared as fields.
impl PartialEq for RawValues {
    fn eq(&self, other: &Self) -> bool {
        self.all_skipped().eq(other.all_skipped())
    }
}

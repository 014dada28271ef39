//! Values of known fields that are kept as they came, because their field cannot hold them in that form.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Json;

/// Such values by the names of their fields on the wire.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawValues(BTreeMap<Box<str>, Entry>);

#[derive(Clone, Debug)]
struct Entry {
    json: Json,
    read_as: Option<ReadAs>,
}

/// What was read from a value that came in another form than it is written in, as JSON: `"12.50"` for a text that came
/// as the number `12.50`.
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

    /// Keeps a value of which nothing could be read, or only what `read_as` says.
    pub(crate) fn insert(&mut self, name: &str, json: Json, read_as: Option<ReadAs>) {
        self.0.insert(name.into(), Entry { json, read_as });
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.remove(name).map(|raw| raw.json)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name).map(|raw| &raw.json)
    }

    /// The value under `name` if nothing could be read from it: what to write when the field is not set.
    pub(crate) fn skipped(&self, name: &str) -> Option<&Json> {
        self.0
            .get(name)
            .filter(|raw| raw.read_as.is_none())
            .map(|raw| &raw.json)
    }

    /// The value under `name` if `value`, the field as it is now, is what was read from it: what to write in its place.
    pub(crate) fn untouched(&self, name: &str, value: &(impl Serialize + ?Sized)) -> Option<&Json> {
        let raw = self.0.get(name)?;
        raw.read_as.as_ref()?.is(value).then_some(&raw.json)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, raw)| (&**name, &raw.json))
    }

    /// Those of which nothing could be read.
    fn all_skipped(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0
            .iter()
            .filter(|(_, raw)| raw.read_as.is_none())
            .map(|(name, raw)| (&**name, &raw.json))
    }

    /// What makes `before` into `after`: `null` for a value that was taken out. What could be read is in the fields.
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

/// Two are equal when nothing could be read from the same values: what could be read is compared as a field.
impl PartialEq for RawValues {
    fn eq(&self, other: &Self) -> bool {
        self.all_skipped().eq(other.all_skipped())
    }
}

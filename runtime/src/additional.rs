//! Additional values of an object: unknown fields, and values that did not fit.

use std::{
    collections::{BTreeMap, btree_map},
    fmt,
};

use serde::{de::MapAccess, ser::SerializeMap};

use crate::{
    Json,
    decode::Key,
    raw_values::{RawValues, ReadAs},
};

/// Additional values of an object, as the JSON that was received.
///
/// - Fields that are not in the specification, by name. They are read and written with the object, sorted by name. Do
///   not add names that are in the specification: they would be written twice.
/// - **Raw values** of known fields, if a value does not fit its field, such as an object in place of a string. Such a
///   value is written back under its name unless the field has been set meanwhile. The same holds for a value that
///   could be read but had another form than the SDK writes, such as a number in place of a string: it is written back
///   as received unless the field has been changed.
///
/// ```
/// use sap_concur_runtime::Additional;
///
/// let mut additional = Additional::default();
/// additional.insert("costCenter", "SALES");
/// assert_eq!(additional.get("costCenter").map(|value| value.as_str()), Some("\"SALES\""));
/// assert!(additional.raw("businessPurpose").is_none());
/// ```
//
// Every object has one, and it is almost always empty: then it is a null pointer without anything to drop.
#[derive(Clone, Default)]
pub struct Additional(Option<Box<Inner>>);

#[derive(Clone, Default)]
struct Inner {
    fields: Fields,
    raw: RawValues,
}

type Fields = BTreeMap<String, Json>;

/// Replaces invalid characters in names.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// The content of an empty value.
static EMPTY: Inner = Inner {
    fields: BTreeMap::new(),
    raw: RawValues::new(),
};

impl Additional {
    pub(crate) const fn new() -> Self {
        Self(None)
    }

    /// Returns `true` if there are no unknown fields.
    pub fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }

    /// Returns the number of unknown fields.
    pub fn len(&self) -> usize {
        self.fields().len()
    }

    /// Returns the value of the unknown field `name`.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.fields().get(name)
    }

    /// Sets the unknown field `name` and returns its previous value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.0.get_or_insert_default().fields.insert(name.into(), value.into())
    }

    /// Removes the unknown field `name` and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.fields.remove(name)
    }

    /// Returns the raw value of the known field with the wire name `name`, if the field cannot represent it as
    /// received.
    pub fn raw(&self, name: &str) -> Option<&Json> {
        self.inner().raw.get(name)
    }

    /// Returns the raw values of known fields with their wire names.
    pub fn raw_values(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.inner().raw.iter()
    }

    /// Removes the raw value of the known field `name` and returns it. The field is then written only if it is set.
    pub fn remove_raw(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.raw.remove(name)
    }

    /// Keeps a value that does not fit its field, or that had another form than the one that is written.
    pub(crate) fn insert_raw(&mut self, name: &str, value: Json, read_as: Option<ReadAs>) {
        self.0.get_or_insert_default().raw.insert(name, value, read_as);
    }

    /// Returns the raw values if there are any.
    pub(crate) fn raws(&self) -> Option<&RawValues> {
        self.0.as_deref().map(|inner| &inner.raw).filter(|raw| !raw.is_empty())
    }

    /// Returns the changes that turn `before` into `after`: the unknown fields and raw values that differ, with `null`
    /// for those missing in `after`.
    pub fn between(before: &Self, after: &Self) -> Self {
        let raw = RawValues::between(&before.inner().raw, &after.inner().raw);
        let (before, after) = (before.fields(), after.fields());
        let gone = before
            .keys()
            .filter(|name| !after.contains_key(*name))
            .map(|name| (name.clone(), Json::default()));
        let changed = after
            .iter()
            .filter(|(name, value)| before.get(*name) != Some(value))
            .map(|(name, value)| (name.clone(), value.clone()));
        let mut changes: Self = gone.chain(changed).collect();
        if !raw.is_empty() {
            changes.0.get_or_insert_default().raw = raw;
        }
        changes
    }

    /// Returns the unknown fields sorted by name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json)> {
        self.into_iter()
    }

    /// Used by generated code for the `Debug` of types with secrets: shows names without values.
    #[doc(hidden)]
    pub fn names_only(&self) -> impl fmt::Debug + '_ {
        Names(self)
    }

    /// Keeps the value that follows `key` in `map`. Used by generated code.
    ///
    /// # Errors
    ///
    /// Returns an error if the input is not JSON.
    pub fn read<'de, A: MapAccess<'de>>(&mut self, key: Key<'de>, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        self.insert_read(key.into_string(), value);
        Ok(())
    }

    /// Keeps a field. Different names with invalid characters can become the same string.
    // Not generic, so that it is compiled only once.
    fn insert_read(&mut self, mut name: String, value: Json) {
        let fields = &mut self.0.get_or_insert_default().fields;
        while name.contains(REPLACEMENT) && fields.contains_key(&name) {
            name.push(REPLACEMENT);
        }
        fields.insert(name, value);
    }

    fn inner(&self) -> &Inner {
        self.0.as_deref().unwrap_or(&EMPTY)
    }

    fn fields(&self) -> &Fields {
        &self.inner().fields
    }

    /// Writes the unknown fields into `map`. Used by generated code.
    ///
    /// # Errors
    ///
    /// Returns the errors of `map`.
    pub fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.fields()
            .iter()
            .try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

/// Shows only the names of raw values, which may be secret.
impl fmt::Debug for Additional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut additional = f.debug_tuple("Additional");
        additional.field(self.fields());
        if self.raws().is_some() {
            additional.field(&RawNames(self));
        }
        additional.finish()
    }
}

/// Compares unknown fields and the values that could not be read.
impl PartialEq for Additional {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.inner(), other.inner());
        one.fields == other.fields && one.raw == other.raw
    }
}

impl Eq for Additional {}

impl<N: Into<String>, V: Into<Json>> FromIterator<(N, V)> for Additional {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value.into()));
        let fields: Fields = fields.collect();
        let raw = RawValues::new();
        Self((!fields.is_empty()).then(|| Box::new(Inner { fields, raw })))
    }
}

impl<'a> IntoIterator for &'a Additional {
    type Item = (&'a str, &'a Json);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        Iter(self.fields().iter())
    }
}

/// An iterator over the unknown fields of an [`Additional`], sorted by name.
#[derive(Debug, Clone)]
pub struct Iter<'a>(btree_map::Iter<'a, String, Json>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a Json);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (name.as_str(), value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

/// The names of fields with raw values, as a set.
struct RawNames<'a>(&'a Additional);

impl fmt::Debug for RawNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.0.raw_values().map(|(name, _)| name))
            .finish()
    }
}

/// The names of unknown fields, as a set.
struct Names<'a>(&'a Additional);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.fields().keys()).finish()
    }
}

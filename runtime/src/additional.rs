//! What an object holds beside its fields: fields that the specification does not know, and values that did not fit.

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

/// What an object holds beside its fields, as JSON and as it came.
///
/// - Fields that the specification does not know, by name. They are read with the object and written with it again, in
///   the order of their names. A name that the specification does know does not belong here: it would be written twice.
/// - **Raw values** of fields that it does know, when a value does not fit its field: an object where a text belongs.
///   Such a value is written back under its name unless the field has been set in the meantime. The same holds for a
///   value that was read but came in another form than the SDK writes, such as a number for a text: it goes back as it
///   came unless the field has been changed.
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
// Every object has one, and hardly any has something in it: then it is a null pointer, and nothing is to be dropped.
#[derive(Clone, Default)]
pub struct Additional(Option<Box<Inner>>);

#[derive(Clone, Default)]
struct Inner {
    fields: Fields,
    raw: RawValues,
}

type Fields = BTreeMap<String, Json>;

/// What a name is read with in place of a character that is cut off.
const LOST: char = char::REPLACEMENT_CHARACTER;

/// What is in there when nothing is.
static NONE: Inner = Inner {
    fields: BTreeMap::new(),
    raw: RawValues::new(),
};

impl Additional {
    /// Whether there are no unknown fields.
    pub fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }

    /// How many unknown fields there are.
    pub fn len(&self) -> usize {
        self.fields().len()
    }

    /// The value of the unknown field `name`.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.fields().get(name)
    }

    /// Sets the unknown field `name`, and returns its earlier value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.0.get_or_insert_default().fields.insert(name.into(), value.into())
    }

    /// Removes the unknown field `name`, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.fields.remove(name)
    }

    /// The value of the known field `name` as it came, when the field cannot hold it in that form. The name is that on
    /// the wire.
    pub fn raw(&self, name: &str) -> Option<&Json> {
        self.inner().raw.get(name)
    }

    /// The raw values of known fields, by the names of the fields on the wire.
    pub fn raw_values(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.inner().raw.iter()
    }

    /// Removes the raw value of the known field `name`, and returns it: the field is then written as it is set, or not at
    /// all.
    pub fn remove_raw(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.raw.remove(name)
    }

    /// Keeps a value that does not fit its field, or that came in another form than what was read from it is written in.
    pub(crate) fn insert_raw(&mut self, name: &str, value: Json, read_as: Option<ReadAs>) {
        self.0.get_or_insert_default().raw.insert(name, value, read_as);
    }

    /// The raw values, if there are any.
    pub(crate) fn raws(&self) -> Option<&RawValues> {
        self.0.as_deref().map(|inner| &inner.raw).filter(|raw| !raw.is_empty())
    }

    /// What makes `before` into `after`: the unknown fields and raw values in which they differ, `null` for those that
    /// `after` lacks.
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

    /// The unknown fields, in the order of their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json)> {
        self.into_iter()
    }

    /// For the `Debug` of types that hold secrets: the names without the values. For generated code.
    #[doc(hidden)]
    pub fn names_only(&self) -> impl fmt::Debug + '_ {
        Names(self)
    }

    /// Keeps the value that follows `key` in `map`. For generated code.
    ///
    /// # Errors
    ///
    /// When what follows is not JSON.
    pub fn read<'de, A: MapAccess<'de>>(&mut self, key: Key<'de>, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        self.insert_read(key.into_string(), value);
        Ok(())
    }

    /// Keeps what was read. Of two names that are cut off in different characters the text is the same.
    // Not generic, so that a crate of models does not compile it once more.
    fn insert_read(&mut self, mut name: String, value: Json) {
        let fields = &mut self.0.get_or_insert_default().fields;
        while name.contains(LOST) && fields.contains_key(&name) {
            name.push(LOST);
        }
        fields.insert(name, value);
    }

    fn inner(&self) -> &Inner {
        self.0.as_deref().unwrap_or(&NONE)
    }

    fn fields(&self) -> &Fields {
        &self.inner().fields
    }

    /// Writes the unknown fields into `map`. For generated code.
    ///
    /// # Errors
    ///
    /// Those of `map`.
    pub fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.fields()
            .iter()
            .try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

/// Of raw values the names alone: what does not fit may be a secret.
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

/// Two are equal when they have the same unknown fields and the same values of which nothing could be read.
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

/// The unknown fields of an [`Additional`], in the order of their names.
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

/// The names alone, as a set.
struct Names<'a>(&'a Additional);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.fields().keys()).finish()
    }
}

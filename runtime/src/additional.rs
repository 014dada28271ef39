//! Fields that the specification does not know.

use std::{
    collections::{BTreeMap, btree_map},
    fmt,
};

use serde::{de::MapAccess, ser::SerializeMap};

use crate::{Json, decode::Key};

/// The fields of an object that the specification does not know, by name, digit for digit.
///
/// They are read with the object and written with it again, in the order of their names. A name that the specification
/// does know does not belong here: it would be written twice.
//
// Every object has one, and hardly any has something in it: then it is a null pointer, and nothing is to be dropped.
#[derive(Clone, Default)]
pub struct Additional(Option<Box<Fields>>);

type Fields = BTreeMap<String, Json>;

/// What is in there when nothing is.
static NONE: Fields = BTreeMap::new();

impl Additional {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.fields().len()
    }

    /// The value under `name`.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.fields().get(name)
    }

    /// Puts a value under `name`, and gives back what was there.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.0.get_or_insert_default().insert(name.into(), value.into())
    }

    /// Takes out what is under `name`.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        self.0.as_mut()?.remove(name)
    }

    /// What makes `before` into `after`: the fields in which they differ, `null` for those that `after` lacks.
    pub fn between(before: &Self, after: &Self) -> Self {
        let (before, after) = (before.fields(), after.fields());
        let gone = before
            .keys()
            .filter(|name| !after.contains_key(*name))
            .map(|name| (name.clone(), Json::default()));
        let changed = after
            .iter()
            .filter(|(name, value)| before.get(*name) != Some(value))
            .map(|(name, value)| (name.clone(), value.clone()));
        gone.chain(changed).collect()
    }

    /// All of them, in the order of their names.
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
        self.0.get_or_insert_default().insert(key.into_string(), value);
        Ok(())
    }

    fn fields(&self) -> &Fields {
        self.0.as_deref().unwrap_or(&NONE)
    }

    /// Writes all of them into `map`. For generated code.
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

impl fmt::Debug for Additional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Additional").field(self.fields()).finish()
    }
}

/// Also when one has had fields once and the other one never.
impl PartialEq for Additional {
    fn eq(&self, other: &Self) -> bool {
        self.fields() == other.fields()
    }
}

impl Eq for Additional {}

impl<N: Into<String>, V: Into<Json>> FromIterator<(N, V)> for Additional {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value.into()));
        let fields: Fields = fields.collect();
        Self((!fields.is_empty()).then(|| Box::new(fields)))
    }
}

impl<'a> IntoIterator for &'a Additional {
    type Item = (&'a str, &'a Json);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        Iter(self.fields().iter())
    }
}

/// The fields of an [`Additional`], in the order of their names.
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

/// The names alone, as a set.
struct Names<'a>(&'a Additional);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.fields().keys()).finish()
    }
}

//! Maps in models.

use std::{
    collections::{BTreeMap, btree_map},
    fmt,
    ops::{Deref, DerefMut},
};

use crate::{Additional, Json};

/// A map of names to `T` in a model, which also keeps values that are not a `T`.
///
/// It dereferences to a [`BTreeMap`], is created from one or from an array with `into()`, and can be collected from an
/// iterator. Values that do not fit, such as the `null` in `{"lodging": 120, "meals": null}`, are not part of the map.
/// They are kept as raw JSON and written back, unless the map has a value with their name by then.
///
/// ```
/// use sap_concur_runtime::JsonMap;
///
/// let mut limits = JsonMap::from([("lodging", 120)]);
/// limits.insert("meals".to_owned(), 45);
/// assert_eq!(limits["meals"], 45);
/// assert_eq!(serde_json::to_string(&limits)?, r#"{"lodging":120,"meals":45}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct JsonMap<T> {
    entries: BTreeMap<String, T>,
    /// Has only raw values.
    raw: Additional,
}

impl<T> JsonMap<T> {
    /// Creates an empty map.
    pub const fn new() -> Self {
        Self {
            entries: BTreeMap::new(),
            raw: Additional::new(),
        }
    }

    /// Converts into the entries without raw values.
    pub fn into_map(self) -> BTreeMap<String, T> {
        self.entries
    }

    /// Removes all entries, including raw values.
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// Returns the values that are not a `T`, with their names.
    pub fn raw_entries(&self) -> impl Iterator<Item = (&str, &Json)> {
        let skipped = self.raw.raws().into_iter().flat_map(|raw| raw.all_skipped());
        skipped.filter(|(name, _)| !self.entries.contains_key(*name))
    }

    /// Removes the raw values.
    pub fn clear_raw_entries(&mut self) {
        self.raw = Additional::new();
    }

    /// Whether there is nothing to write. Used by generated code.
    #[doc(hidden)]
    pub fn is_absent(&self) -> bool {
        self.entries.is_empty() && self.raw_entries().next().is_none()
    }

    /// Returns the raw values, also those of names that have a value by now.
    pub(crate) fn raw(&self) -> &Additional {
        &self.raw
    }

    pub(crate) fn with_raw(entries: BTreeMap<String, T>, raw: Additional) -> Self {
        Self { entries, raw }
    }
}

impl<T> Default for JsonMap<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows the entries, and the number of raw values if there are any, because these may be secret.
impl<T: fmt::Debug> fmt::Debug for JsonMap<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.fmt(f)?;
        match self.raw_entries().count() {
            0 => Ok(()),
            count => write!(f, " and {count} raw"),
        }
    }
}

impl<T> Deref for JsonMap<T> {
    type Target = BTreeMap<String, T>;

    fn deref(&self) -> &BTreeMap<String, T> {
        &self.entries
    }
}

impl<T> DerefMut for JsonMap<T> {
    fn deref_mut(&mut self) -> &mut BTreeMap<String, T> {
        &mut self.entries
    }
}

impl<T> From<BTreeMap<String, T>> for JsonMap<T> {
    fn from(entries: BTreeMap<String, T>) -> Self {
        Self::with_raw(entries, Additional::new())
    }
}

impl<K: Into<String>, T, const N: usize> From<[(K, T); N]> for JsonMap<T> {
    fn from(entries: [(K, T); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<T> From<JsonMap<T>> for BTreeMap<String, T> {
    fn from(map: JsonMap<T>) -> Self {
        map.into_map()
    }
}

impl<K: Into<String>, T> FromIterator<(K, T)> for JsonMap<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(entries: I) -> Self {
        let entries = entries.into_iter().map(|(name, value)| (name.into(), value));
        entries.collect::<BTreeMap<_, _>>().into()
    }
}

impl<K: Into<String>, T> Extend<(K, T)> for JsonMap<T> {
    fn extend<I: IntoIterator<Item = (K, T)>>(&mut self, entries: I) {
        let entries = entries.into_iter().map(|(name, value)| (name.into(), value));
        self.entries.extend(entries);
    }
}

impl<T> IntoIterator for JsonMap<T> {
    type Item = (String, T);
    type IntoIter = btree_map::IntoIter<String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a JsonMap<T> {
    type Item = (&'a String, &'a T);
    type IntoIter = btree_map::Iter<'a, String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut JsonMap<T> {
    type Item = (&'a String, &'a mut T);
    type IntoIter = btree_map::IterMut<'a, String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter_mut()
    }
}

/// Compares entries and raw values.
impl<T: PartialEq> PartialEq for JsonMap<T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries && self.raw_entries().eq(other.raw_entries())
    }
}

impl<T: Eq> Eq for JsonMap<T> {}

/// A map with raw values never equals one that cannot have any.
impl<T: PartialEq> PartialEq<BTreeMap<String, T>> for JsonMap<T> {
    fn eq(&self, other: &BTreeMap<String, T>) -> bool {
        self.entries == *other && self.raw_entries().next().is_none()
    }
}

#[cfg(test)]
mod tests;

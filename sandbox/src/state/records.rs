//! Records, and the tracking of their changes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::Change;

/// A record with a key.
pub(crate) trait Record: Serialize + DeserializeOwned {
    /// The name of the kind in a state file, such as `request`. Do not change it: existing files contain it.
    const KIND: &'static str;

    /// The key of the record of another kind that this record is part of. It never changes.
    fn part_of(&self) -> Option<&str> {
        None
    }
}

/// All records of a kind, sorted by key. `Debug` shows only their number, since keys can be tokens.
pub(crate) struct Records<T> {
    all: BTreeMap<String, T>,
    /// The keys of the parts of each whole.
    parts: BTreeMap<String, BTreeSet<String>>,
    changed: BTreeSet<String>,
}

/// Change tracking for records of any kind.
pub(crate) trait Changing {
    /// Appends the changes since the last call.
    fn take_changes(&mut self, changes: &mut Vec<Change>) -> Result<(), serde_json::Error>;

    /// Discards the changes since the last call.
    fn discard_changes(&mut self);
}

impl<T> Default for Records<T> {
    fn default() -> Self {
        let (all, parts, changed) = Default::default();
        Self { all, parts, changed }
    }
}

impl<T> std::fmt::Debug for Records<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Records({})", self.all.len())
    }
}

impl<T: Record> Records<T> {
    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        self.all.get(key)
    }

    /// Returns a mutable record and marks it as changed.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        let record = self.all.get_mut(key)?;
        self.changed.insert(key.to_owned());
        Some(record)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.all.iter().map(|(key, record)| (key.as_str(), record))
    }

    /// Returns the parts of a whole, sorted by key.
    pub(crate) fn parts_of(&self, whole: &str) -> impl Iterator<Item = (&str, &T)> {
        let keys = self.parts.get(whole).into_iter().flatten();
        keys.filter_map(|key| Some((key.as_str(), self.all.get(key)?)))
    }

    /// Returns the records whose key starts with a text, sorted by key.
    pub(crate) fn starting_with(&self, start: &str) -> impl Iterator<Item = (&str, &T)> {
        let from = self.all.range::<str, _>((Bound::Included(start), Bound::Unbounded));
        let is_within = move |(key, _): &(&String, &T)| key.starts_with(start);
        from.take_while(is_within).map(|(key, record)| (key.as_str(), record))
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Inserts or replaces a record.
    pub(crate) fn put(&mut self, key: impl Into<String>, record: T) {
        let key = key.into();
        self.changed.insert(key.clone());
        self.insert(key, record);
    }

    fn insert(&mut self, key: String, record: T) {
        if let Some(whole) = record.part_of() {
            let parts = self.parts.entry(whole.to_owned()).or_default();
            parts.insert(key.clone());
        }
        self.all.insert(key, record);
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<T> {
        let record = self.all.remove(key)?;
        self.changed.insert(key.to_owned());
        if let Some(whole) = record.part_of()
            && let Some(parts) = self.parts.get_mut(whole)
        {
            parts.remove(key);
            if parts.is_empty() {
                self.parts.remove(whole);
            }
        }
        Some(record)
    }

    /// Removes the records that match a predicate.
    pub(crate) fn remove_where(&mut self, matches: impl Fn(&T) -> bool) {
        let matching = self.all.iter().filter(|(_, record)| matches(record));
        let keys: Vec<String> = matching.map(|(key, _)| key.clone()).collect();
        for key in keys {
            self.remove(&key);
        }
    }

    /// Removes all records.
    pub(crate) fn clear(&mut self) {
        self.parts.clear();
        self.changed.extend(std::mem::take(&mut self.all).into_keys());
    }

    /// Restores a record from a file.
    pub(crate) fn restore(&mut self, key: &str, text: &str) -> Result<(), serde_json::Error> {
        self.insert(key.to_owned(), serde_json::from_str(text)?);
        Ok(())
    }
}

impl<T: Record> Changing for Records<T> {
    fn take_changes(&mut self, changes: &mut Vec<Change>) -> Result<(), serde_json::Error> {
        for key in std::mem::take(&mut self.changed) {
            let text = self.all.get(&key).map(serde_json::to_string).transpose()?;
            changes.push(Change {
                kind: T::KIND,
                key,
                text,
            });
        }
        Ok(())
    }

    fn discard_changes(&mut self) {
        self.changed.clear();
    }
}

//! Lists in models.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    slice, vec,
};

use serde::{Serialize, Serializer, ser::SerializeSeq};

use crate::{Json, raw_values::ReadAs};

/// A list of `T` in a model, which also keeps items that are not a `T`.
///
/// It dereferences to a slice, is created from a `Vec` or an array with `into()`, and can be collected from an
/// iterator. Items that do not fit, such as the `null` in `[{"percentage": 60}, null]`, are not part of the slice. They
/// are kept as raw JSON in their places between the others and are written back there. Inserting or removing an item
/// before them moves them.
///
/// ```
/// use sap_concur_runtime::JsonList;
///
/// let mut names: JsonList<String> = ["Paris", "Rome"].map(str::to_owned).into();
/// names.push("Kyoto".to_owned());
/// names.remove(0);
/// assert_eq!(names, ["Rome", "Kyoto"]);
/// assert_eq!(serde_json::to_string(&names)?, r#"["Rome","Kyoto"]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct JsonList<T> {
    items: Vec<T>,
    raw: Option<Box<RawItems>>,
}

/// The raw values of a list.
#[derive(Clone, Default)]
struct RawItems {
    /// Items that are not a `T`, in order.
    skipped: Vec<Skipped>,
    /// Items that had another form than the one that is written.
    converted: Vec<Converted>,
    /// Whether the list was a single item without brackets.
    single: bool,
}

#[derive(Clone, PartialEq)]
struct Skipped {
    /// The index of the item that follows it.
    before: usize,
    json: Json,
}

#[derive(Clone)]
struct Converted {
    index: usize,
    json: Json,
    read_as: ReadAs,
}

impl<T> JsonList<T> {
    /// Creates an empty list.
    pub const fn new() -> Self {
        Self {
            items: Vec::new(),
            raw: None,
        }
    }

    /// Converts into the items without raw items.
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }

    /// Appends an item.
    pub fn push(&mut self, item: T) {
        self.items.push(item);
    }

    /// Removes the last item and returns it. Raw items after it stay.
    pub fn pop(&mut self) -> Option<T> {
        let last = self.items.len().checked_sub(1)?;
        Some(self.remove(last))
    }

    /// Inserts an item at `index`.
    ///
    /// # Panics
    ///
    /// Panics if `index` is greater than the number of items.
    pub fn insert(&mut self, index: usize, item: T) {
        self.items.insert(index, item);
        if let Some(raw) = &mut self.raw {
            for skipped in raw.skipped.iter_mut().filter(|skipped| skipped.before > index) {
                skipped.before += 1;
            }
            for converted in raw.converted.iter_mut().filter(|converted| converted.index >= index) {
                converted.index += 1;
            }
        }
    }

    /// Removes the item at `index` and returns it.
    ///
    /// # Panics
    ///
    /// Panics if `index` is out of bounds.
    pub fn remove(&mut self, index: usize) -> T {
        let item = self.items.remove(index);
        if let Some(raw) = &mut self.raw {
            for skipped in raw.skipped.iter_mut().filter(|skipped| skipped.before > index) {
                skipped.before -= 1;
            }
            raw.converted.retain(|converted| converted.index != index);
            for converted in raw.converted.iter_mut().filter(|converted| converted.index > index) {
                converted.index -= 1;
            }
        }
        item
    }

    /// Removes the items for which `keep` returns `false`. Raw items stay.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        if self.raw.is_none() {
            return self.items.retain(keep);
        }
        let mut index = 0;
        while let Some(item) = self.items.get(index) {
            if keep(item) {
                index += 1;
            } else {
                self.remove(index);
            }
        }
    }

    /// Removes all items, including raw items.
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// Returns the items that are not a `T`, with their indexes in the serialized list.
    pub fn raw_items(&self) -> impl Iterator<Item = (usize, &Json)> {
        let skipped = self.raw.iter().flat_map(|raw| &raw.skipped).enumerate();
        skipped.map(|(earlier, skipped)| (skipped.before.min(self.items.len()) + earlier, &skipped.json))
    }

    /// Removes the raw items.
    pub fn clear_raw_items(&mut self) {
        if let Some(raw) = &mut self.raw {
            raw.skipped.clear();
        }
    }

    /// Whether there is nothing to write. Used by generated code.
    #[doc(hidden)]
    pub fn is_absent(&self) -> bool {
        self.items.is_empty() && self.raw.as_ref().is_none_or(|raw| raw.skipped.is_empty())
    }

    /// Appends an item that is not a `T`.
    pub(crate) fn push_raw(&mut self, json: Json) {
        let before = self.items.len();
        let raw = self.raw.get_or_insert_default();
        raw.skipped.push(Skipped { before, json });
    }

    /// Appends an item that was read from `json`; `read_as` is what was read.
    pub(crate) fn push_converted(&mut self, item: T, json: Json, read_as: ReadAs) {
        let index = self.items.len();
        self.items.push(item);
        let raw = self.raw.get_or_insert_default();
        raw.converted.push(Converted { index, json, read_as });
    }

    /// Marks the list as a single item without brackets, which is written back in this form.
    pub(crate) fn single(mut self) -> Self {
        self.raw.get_or_insert_default().single = true;
        self
    }
}

impl<T: Serialize> JsonList<T> {
    fn serialize_with_raw<S: Serializer>(&self, raw: &RawItems, serializer: S) -> Result<S::Ok, S::Error> {
        if let ([item], [], true) = (&*self.items, &*raw.skipped, raw.single) {
            return match raw.untouched(0, item) {
                Some(json) => json.serialize(serializer),
                None => item.serialize(serializer),
            };
        }
        let mut skipped = raw.skipped.iter().peekable();
        let mut list = serializer.serialize_seq(Some(self.items.len() + raw.skipped.len()))?;
        for (index, item) in self.items.iter().enumerate() {
            while let Some(skipped) = skipped.next_if(|skipped| skipped.before <= index) {
                list.serialize_element(&skipped.json)?;
            }
            match raw.untouched(index, item) {
                Some(json) => list.serialize_element(json)?,
                None => list.serialize_element(item)?,
            }
        }
        for skipped in skipped {
            list.serialize_element(&skipped.json)?;
        }
        list.end()
    }
}

impl RawItems {
    /// Returns the raw value of the item at `index` if the item is unchanged.
    fn untouched(&self, index: usize, item: &impl Serialize) -> Option<&Json> {
        let converted = self.converted.iter().find(|converted| converted.index == index)?;
        converted.read_as.is(item).then_some(&converted.json)
    }
}

impl<T: Serialize> Serialize for JsonList<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.raw {
            None => self.items.serialize(serializer),
            Some(raw) => self.serialize_with_raw(raw, serializer),
        }
    }
}

impl<T> Default for JsonList<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows the items, and the number of raw items if there are any, because raw values may be secret.
impl<T: fmt::Debug> fmt::Debug for JsonList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)?;
        match self.raw_items().count() {
            0 => Ok(()),
            count => write!(f, " and {count} raw"),
        }
    }
}

impl<T> Deref for JsonList<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> DerefMut for JsonList<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

impl<T> AsRef<[T]> for JsonList<T> {
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T> From<Vec<T>> for JsonList<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, raw: None }
    }
}

impl<T, const N: usize> From<[T; N]> for JsonList<T> {
    fn from(items: [T; N]) -> Self {
        Vec::from(items).into()
    }
}

impl<T> From<JsonList<T>> for Vec<T> {
    fn from(list: JsonList<T>) -> Self {
        list.into_vec()
    }
}

impl<T> FromIterator<T> for JsonList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<T> Extend<T> for JsonList<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.items.extend(items);
    }
}

impl<T> IntoIterator for JsonList<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a JsonList<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut JsonList<T> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter_mut()
    }
}

/// Compares items and raw items.
impl<T: PartialEq> PartialEq for JsonList<T> {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items && self.raw_items().eq(other.raw_items())
    }
}

impl<T: Eq> Eq for JsonList<T> {}

/// A list with raw items never equals one that cannot have any.
macro_rules! equals {
    ([$($generics:tt)*] $other:ty) => {
        impl<T: PartialEq<U>, U, $($generics)*> PartialEq<$other> for JsonList<T> {
            fn eq(&self, other: &$other) -> bool {
                self.items[..] == other[..] && self.raw_items().next().is_none()
            }
        }
    };
}

equals!([] Vec<U>);
equals!([][U]);
equals!([] & [U]);
equals!([const N: usize] [U; N]);
equals!([const N: usize] &[U; N]);

#[cfg(test)]
mod tests;

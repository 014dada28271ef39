//! Lists, including single items in place of a list.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, SeqAccess},
};
use serde_json::value::RawValue;

use super::{
    converted, error_path,
    lenient::{self, Reading},
    raw,
};
use crate::JsonList;

/// `null` is an empty list. Errors contain the index of the item.
impl<'de, T: DeserializeOwned> Deserialize<'de> for JsonList<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(ListVisitor(PhantomData))
    }
}

pub(super) struct ListVisitor<T>(pub(super) PhantomData<fn() -> T>);

impl<'de, T: DeserializeOwned> de::Visitor<'de> for ListVisitor<T> {
    type Value = JsonList<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E: de::Error>(self) -> Result<JsonList<T>, E> {
        Ok(JsonList::new())
    }

    fn visit_unit<E: de::Error>(self) -> Result<JsonList<T>, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonList<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<JsonList<T>, A::Error> {
        if lenient::is_on() {
            return lenient_items(items);
        }
        let mut list = JsonList::new();
        converted::begin();
        loop {
            match items.next_element() {
                Ok(Some(item)) if converted::is_noted() => push_noted(&mut list, item),
                Ok(Some(item)) => list.push(item),
                Ok(None) => return Ok(list),
                Err(error) => return Err(error_path::in_item(list.len(), error)),
            }
        }
    }
}

#[cold]
fn push_noted<T>(list: &mut JsonList<T>, item: T) {
    match converted::take() {
        Some((json, read_as)) => list.push_converted(item, json, read_as),
        None => list.push(item),
    }
}

/// Reads the items that fit and keeps the others raw in their places.
#[cold]
#[inline(never)]
fn lenient_items<'de, A: SeqAccess<'de>, T: DeserializeOwned>(mut items: A) -> Result<JsonList<T>, A::Error> {
    let mut list = JsonList::new();
    for index in 0.. {
        match lenient::item(&mut items, index)? {
            None => break,
            Some(Reading::Plain(item)) => list.push(item),
            Some(Reading::Converted(item, (json, read_as))) => list.push_converted(item, json, read_as),
            Some(Reading::Skipped(json)) => list.push_raw(json),
        }
    }
    Ok(list)
}

/// A list, a single item without brackets, or `null`.
pub(crate) struct OneOrMany<T>(JsonList<T>);

impl<T> OneOrMany<T> {
    pub(crate) fn into_list(self) -> JsonList<T> {
        self.0
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The first byte decides. (Serde's buffering for untagged enums loses the digits of decimals.)
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let list = if raw.get().starts_with(['[', 'n']) {
            raw::decode(&raw)
        } else {
            converted::begin();
            raw::decode(&raw).map(|item| {
                let mut list = JsonList::new();
                push_noted(&mut list, item);
                list.single()
            })
        };
        list.map(Self).map_err(|error| error_path::of_part(&error))
    }
}

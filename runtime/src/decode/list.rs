//! Lists, and what stands where a list belongs.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess},
};
use serde_json::value::RawValue;

use super::{Key, fault, lenient, part};

/// A list that may be `null`, which makes it empty. A fault knows the index of its item.
pub(super) struct List<T>(Vec<T>);

impl<T> List<T> {
    pub(super) fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E: de::Error>(self) -> Result<List<T>, E> {
        Ok(List(Vec::new()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<List<T>, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<List<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<List<T>, A::Error> {
        if lenient::is_on() {
            return lenient_items(items).map(List);
        }
        let mut list = Vec::new();
        loop {
            match items.next_element() {
                Ok(Some(item)) => list.push(item),
                Ok(None) => return Ok(List(list)),
                Err(error) => return Err(fault::in_item(list.len(), error)),
            }
        }
    }
}

/// The items that are a `T`.
#[cold]
#[inline(never)]
fn lenient_items<'de, A: SeqAccess<'de>, T: Deserialize<'de>>(mut items: A) -> Result<Vec<T>, A::Error> {
    let mut list = Vec::new();
    for index in 0.. {
        match lenient::item(&mut items, index)? {
            Some(item) => list.extend(item),
            None => break,
        }
    }
    Ok(list)
}

/// A list, or one item without the brackets around it, or `null`.
pub(super) struct OneOrMany<T>(Vec<T>);

impl<T> OneOrMany<T> {
    pub(super) fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Which of them it is shows in the first byte. (Serde's way of looking first loses the digits of decimals.)
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let items = if raw.get().starts_with(['[', 'n']) {
            part::decode(&raw).map(List::into_vec)
        } else {
            part::decode(&raw).map(|item| vec![item])
        };
        items.map(Self).map_err(|error| fault::of_part(&error))
    }
}

/// The list that an answer is, or that it holds under a key.
pub(crate) struct Items<T> {
    key: Option<&'static str>,
    of: PhantomData<fn() -> T>,
}

impl<T> Items<T> {
    /// Under `key` in an object, or without one a list and nothing else. A list alone is read in either case.
    pub(crate) fn under(key: Option<&'static str>) -> Self {
        Self { key, of: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Items<T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Items<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            Some(key) => write!(f, "a list, or an object with one under `{key}`"),
            None => f.write_str("a list"),
        }
    }

    fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Vec<T>, A::Error> {
        ListVisitor(PhantomData).visit_seq(items).map(List::into_vec)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let Some(wanted) = self.key else {
            return Err(de::Error::invalid_type(de::Unexpected::Map, &self));
        };
        let mut found = None;
        while let Some(key) = map.next_key::<Key<'de>>()? {
            if key.as_str() == wanted {
                found = Some(super::list(&mut map, wanted)?);
            } else {
                map.next_value::<de::IgnoredAny>()?;
            }
        }
        found.ok_or_else(|| super::missing(wanted))
    }
}

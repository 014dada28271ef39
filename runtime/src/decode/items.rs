//! The list that a response is, or that it holds under a key.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess},
};

use super::{Fields, list::ListVisitor};
use crate::JsonList;

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

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Items<T> {
    type Value = JsonList<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonList<T>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: DeserializeOwned> de::Visitor<'de> for Items<T> {
    type Value = JsonList<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            Some(key) => write!(f, "a list, or an object with one under `{key}`"),
            None => f.write_str("a list"),
        }
    }

    fn visit_unit<E: de::Error>(self) -> Result<JsonList<T>, E> {
        Ok(JsonList::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<JsonList<T>, A::Error> {
        ListVisitor(PhantomData).visit_seq(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<JsonList<T>, A::Error> {
        let Some(wanted) = self.key else {
            return Err(de::Error::invalid_type(de::Unexpected::Map, &self));
        };
        let mut fields = Fields::new(map);
        let mut found = None;
        while let Some(key) = fields.next_key()? {
            if key.as_str() == wanted {
                found = Some(fields.list(wanted)?);
            } else {
                fields.ignored()?;
            }
        }
        found.ok_or_else(|| super::missing(wanted))
    }
}

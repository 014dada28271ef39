//! Maps.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, MapAccess},
};

use super::Fields;
use crate::JsonMap;

/// `null` is an empty map. Errors contain the name of the entry.
impl<'de, T: DeserializeOwned> Deserialize<'de> for JsonMap<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(MapVisitor(PhantomData))
    }
}

struct MapVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: DeserializeOwned> de::Visitor<'de> for MapVisitor<T> {
    type Value = JsonMap<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_none<E: de::Error>(self) -> Result<JsonMap<T>, E> {
        Ok(JsonMap::new())
    }

    fn visit_unit<E: de::Error>(self) -> Result<JsonMap<T>, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonMap<T>, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<JsonMap<T>, A::Error> {
        let mut entries = BTreeMap::new();
        let mut fields = Fields::new(map);
        while let Some(key) = fields.next_key()? {
            let name = key.into_string();
            match fields.nullable(&name)? {
                Some(value) => drop(entries.insert(name, value)),
                None => drop(entries.remove(&name)),
            }
        }
        Ok(JsonMap::with_raw(entries, fields.end()))
    }
}

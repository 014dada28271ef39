//! Values that can be of one type or of another.

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned},
};
use serde_json::value::RawValue;

use super::{Fields, error_path, raw};

/// A value of which the type is not known yet. Made by [`union`](super::union).
#[derive(Debug)]
pub struct Undecided(Box<RawValue>);

impl Undecided {
    pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }

    /// Whether it is an object that has something other than `null` under `key`.
    pub fn has(&self, key: &str) -> bool {
        let mut json = serde_json::Deserializer::from_str(self.0.get());
        de::Deserializer::deserialize_map(&mut json, Has(key)).unwrap_or(false)
    }

    /// The value as a `T`.
    ///
    /// # Errors
    ///
    /// When it is not a `T`. The path in the error begins at the value.
    pub fn decode<T: DeserializeOwned, E: de::Error>(&self) -> Result<T, E> {
        raw::decode(&self.0).map_err(|error| error_path::of_part(&error))
    }
}

struct Has<'a>(&'a str);

impl<'de> de::Visitor<'de> for Has<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let mut fields = Fields::new(map);
        let mut has = false;
        while let Some(key) = fields.next_key()? {
            let is_there = fields.is_there()?;
            if key.as_str() == self.0 {
                has = is_there;
            }
        }
        Ok(has)
    }
}

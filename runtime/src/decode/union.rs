//! Values of one of several types.

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned},
};
use serde_json::value::RawValue;

use super::{Fields, error_path, raw};

/// A value whose type is not known yet. Returned by [`union`](super::union).
#[derive(Debug)]
pub struct Undecided(Box<RawValue>);

impl Undecided {
    pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }

    /// Whether it is an object with a value other than `null` under `key`.
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Whether it is an object with `value` under `key`, as a string or a number.
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.find(key).is_some_and(|found| {
            let text: Result<String, _> = serde_json::from_str(found.get());
            text.map_or_else(|_| found.get() == value, |text| text == value)
        })
    }

    /// Returns the value under `key`, if it is an object with one other than `null`.
    fn find(&self, key: &str) -> Option<&RawValue> {
        let mut json = serde_json::Deserializer::from_str(self.0.get());
        de::Deserializer::deserialize_map(&mut json, Find(key)).ok().flatten()
    }

    /// Decodes the value as a `T`.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not a `T`. Its path begins at the value.
    pub fn decode<T: DeserializeOwned, E: de::Error>(&self) -> Result<T, E> {
        raw::decode(&self.0).map_err(|error| error_path::of_part(&error))
    }
}

/// Finds the value under a key; `None` for null.
struct Find<'a>(&'a str);

impl<'de> de::Visitor<'de> for Find<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Fields::new(map);
        let mut found = None;
        while let Some(key) = fields.next_key()? {
            let value = fields.raw_value()?;
            if key.as_str() == self.0 {
                found = value;
            }
        }
        Ok(found)
    }
}

//! The text of a number, from wherever it stands.

use std::{fmt, iter};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, value::MapDeserializer},
    forward_to_deserialize_any,
};
use serde_json::value::RawValue;

/// The JSON text of the value: as it stands there, or made of what serde has read already.
///
/// Serde reads ahead within flattened fields and within untagged and internally tagged enums. Whole numbers and strings
/// are exact there. Other numbers have become floats. One that needs more than 15 digits is refused, for it may have been
/// any of several numbers. One that needs fewer is the number that was written, if that had no more than 15 itself.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<RawValue>, D::Error> {
    Box::<RawValue>::deserialize(Source(deserializer))
}

/// Answers a `RawValue`, which asks for itself by a name of its own, also when there is only a value to be had.
struct Source<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Source<D> {
    type Error = D::Error;

    fn deserialize_newtype_struct<V: de::Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, RawOrValue { name, visitor })
    }

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct RawOrValue<V> {
    name: &'static str,
    visitor: V,
}

impl<'de, V: de::Visitor<'de>> de::Visitor<'de> for RawOrValue<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(map)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let text = deserializer.deserialize_any(Value)?;
        self.visitor
            .visit_map(MapDeserializer::new(iter::once((self.name, text))))
    }
}

/// Makes JSON of a value that can be a number.
struct Value;

impl de::Visitor<'_> for Value {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<String, E> {
        // The shortest text that means this float: what was written, if that had no more than 15 digits.
        let text = format!("{number:e}");
        let digits = text
            .bytes()
            .take_while(|byte| *byte != b'e')
            .filter(u8::is_ascii_digit)
            .count();
        if number.is_finite() && digits <= 15 {
            Ok(text)
        } else {
            Err(E::custom(
                "a decimal number of more than 15 digits became a float before it could be read; within \
                 `#[serde(flatten)]`, `untagged` and `tag` it must be a string",
            ))
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(format!("\"{text}\""))
    }
}

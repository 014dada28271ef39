//! Deserializes decimal numbers from JSON text or buffered values.

use std::{fmt, iter};

use serde::{
    Deserialize, Deserializer,
    de::{
        self, MapAccess,
        value::{BorrowedStrDeserializer, MapDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::value::RawValue;

use super::Decimal;

/// Deserializes a number from its JSON text, without copying it, or from a value that serde has buffered.
///
/// Serde buffers values in flattened fields, untagged and internally tagged enums. Integers and strings are exact
/// there, but other numbers have become floats. A float that needs more than 15 digits is rejected, because it may
/// stand for several numbers. One that needs fewer is the original number, provided that this had no more than 15
/// digits.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let mut number = None;
    <&RawValue>::deserialize(Source {
        inner: deserializer,
        number: &mut number,
    })?;
    number.ok_or_else(|| de::Error::custom("a decimal number cannot be read from here"))
}

/// Intercepts the deserialization of a `RawValue`, which uses a private newtype name, to find out that name. The number
/// is read under this name, and the `RawValue` gets a dummy.
struct Source<'a, D> {
    inner: D,
    number: &'a mut Option<Decimal>,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Source<'_, D> {
    type Error = D::Error;

    fn deserialize_newtype_struct<V: de::Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        *self.number = Some(self.inner.deserialize_newtype_struct(name, RawOrValue)?);
        let zero = BorrowedStrDeserializer::new("0");
        visitor.visit_map(MapDeserializer::new(iter::once((name, zero))))
    }

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Reads a number from a raw value, or from a buffered value.
struct RawOrValue;

impl<'de> de::Visitor<'de> for RawOrValue {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Decimal, A::Error> {
        map.next_key::<de::IgnoredAny>()?;
        map.next_value_seed(Text)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Decimal, D::Error> {
        super::of_json(&deserializer.deserialize_any(Value)?)
    }
}

/// Reads a number from JSON text.
struct Text;

impl<'de> de::DeserializeSeed<'de> for Text {
    type Value = Decimal;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Decimal, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl de::Visitor<'_> for Text {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        super::of_json(text)
    }
}

/// Converts a buffered value to JSON.
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
        // The shortest text for this float, which is the original one if that had no more than 15 digits.
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
                "a decimal number of more than 15 digits became a float before it could be read; inside \
                 `#[serde(flatten)]`, `untagged` and `tag` it must be a string",
            ))
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(format!("\"{text}\""))
    }
}

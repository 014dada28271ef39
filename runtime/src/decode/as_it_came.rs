//! Booleans and numbers that are written as strings, with the JSON that they were read from.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{coerce::Coerced, converted, error_path, raw};
use crate::{Decimal, encode::AsText};

/// Values that can be written as a JSON string, and are read from all forms.
pub trait Texted: AsText + Sized {
    /// Reads the value.
    #[doc(hidden)]
    fn read(json: &RawValue) -> Result<Self, serde_json::Error>;
}

impl Texted for bool {
    fn read(json: &RawValue) -> Result<Self, serde_json::Error> {
        raw::decode(json).map(Coerced::into_inner)
    }
}

impl Texted for i64 {
    fn read(json: &RawValue) -> Result<Self, serde_json::Error> {
        raw::decode(json).map(Coerced::into_inner)
    }
}

impl Texted for Decimal {
    fn read(json: &RawValue) -> Result<Self, serde_json::Error> {
        raw::decode(json)
    }
}

/// A value and its JSON.
pub(super) struct AsItCame<T> {
    pub(super) value: T,
    pub(super) json: Box<RawValue>,
}

impl<'de, T: Texted> Deserialize<'de> for AsItCame<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        let value = T::read(&json).map_err(|error| error_path::of_part(&error))?;
        // The type notes what differs from its own form, which is not the one that is written here.
        converted::begin();
        Ok(Self { value, json })
    }
}

//! Numbers and booleans that services sometimes send as strings: `3600` and `"3600"`, `true`, `"true"` and `"Y"`.

use std::{
    fmt,
    marker::PhantomData,
    str::{FromStr, ParseBoolError},
};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, Unexpected},
};

use super::converted;
use crate::text;

/// A `T` that may be encoded as a string.
pub(super) struct Coerced<T>(T);

impl<T> Coerced<T> {
    pub(super) fn into_inner(self) -> T {
        self.0
    }
}

/// Scalars that may be encoded as strings.
pub trait Scalar: FromStr<Err: fmt::Display> + Serialize {
    /// What is expected, for error messages.
    #[doc(hidden)]
    const EXPECTED: &'static str;

    /// Parses a text.
    #[doc(hidden)]
    fn from_text(text: &str) -> Result<Self, <Self as FromStr>::Err> {
        text.parse()
    }

    /// Converts from an integer, if this is a number.
    #[doc(hidden)]
    fn from_i64(value: i64) -> Option<Self>;

    /// Converts from a boolean, if this is a boolean.
    #[doc(hidden)]
    fn from_bool(value: bool) -> Option<Self>;
}

impl Scalar for i64 {
    const EXPECTED: &'static str = "a 64-bit integer, or a string with one";

    fn from_i64(value: i64) -> Option<Self> {
        Some(value)
    }

    fn from_bool(_: bool) -> Option<Self> {
        None
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "true or false, or a string with one";

    /// Also parses the words in which services write booleans, in any case: `Y`, `N`, `True`.
    fn from_text(text: &str) -> Result<Self, ParseBoolError> {
        let is = |word: &&str| text.eq_ignore_ascii_case(word);
        match () {
            () if ["true", "y"].iter().any(is) => Ok(true),
            () if ["false", "n"].iter().any(is) => Ok(false),
            () => text.parse(),
        }
    }

    fn from_i64(_: i64) -> Option<Self> {
        None
    }

    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

impl<'de, T: Scalar> Deserialize<'de> for Coerced<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor(PhantomData)).map(Self)
    }
}

struct Visitor<T>(PhantomData<fn() -> T>);

impl<T: Scalar> de::Visitor<'_> for Visitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        T::from_i64(value).ok_or_else(|| E::invalid_type(Unexpected::Signed(value), &self))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
        }
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<T, E> {
        T::from_bool(value).ok_or_else(|| E::invalid_type(Unexpected::Bool(value), &self))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<T, E> {
        let read =
            T::from_text(value.trim()).map_err(|error| E::custom(format_args!("`{}`: {error}", text::start(value))))?;
        converted::note_text(value, &read);
        Ok(read)
    }
}

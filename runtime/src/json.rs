//! One JSON value, kept as it was written.

use std::{fmt, hash, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

/// One JSON value of any kind, kept as its text: every digit of a number and the order of keys survive.
///
/// Two values are equal when their texts are; `1.0` and `1.00` are not.
///
/// Like [`Decimal`] it is read and written by `serde_json` (text, bytes, readers and [`serde_json::Value`]), not by
/// other formats, and not within `#[serde(flatten)]` or `#[serde(untagged)]`.
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// `value` as JSON.
    ///
    /// # Errors
    ///
    /// When `value` cannot be written as JSON, such as a map whose keys are not strings.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// The text of the value, without white space around it.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// The value as a `T`.
    ///
    /// # Errors
    ///
    /// When it is not a `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_str())
    }

    /// Whether the value is `null`.
    pub fn is_null(&self) -> bool {
        self.as_str() == "null"
    }

    /// For text that our own code has made and that is JSON for certain.
    pub(crate) fn made(text: String) -> Self {
        RawValue::from_string(text).map(Self).unwrap_or_default()
    }
}

impl From<&RawValue> for Json {
    fn from(raw: &RawValue) -> Self {
        Self(raw.to_owned())
    }
}

/// `null`.
impl Default for Json {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl hash::Hash for Json {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// From JSON text: `"null"` is the value null. (From a string as a value: `Json::from`.)
impl FromStr for Json {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(text)
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        Self::made(value.to_string())
    }
}

/// A JSON string with this text.
impl From<&str> for Json {
    fn from(text: &str) -> Self {
        serde_json::Value::from(text).into()
    }
}

/// A JSON string with this text.
impl From<String> for Json {
    fn from(text: String) -> Self {
        serde_json::Value::from(text).into()
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::made(value.to_string())
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::made(value.to_string())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}

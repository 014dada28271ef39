//! Raw JSON values.

use std::{fmt, hash, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

/// A JSON value of any kind, kept as text: all digits of numbers and the order of keys are preserved.
///
/// Values are equal if their texts are; `1.0` and `1.00` are not.
///
/// Like [`Decimal`](crate::Decimal), it works only with `serde_json` (text, bytes, readers and [`serde_json::Value`]), and not inside
/// `#[serde(flatten)]` or `#[serde(untagged)]`.
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Serializes `value` as JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if `value` cannot be serialized, such as a map whose keys are not strings.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// Returns the text of the value, without surrounding whitespace.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Deserializes the value as a `T`.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not a `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_str())
    }

    /// Returns `true` if the value is `null`.
    pub fn is_null(&self) -> bool {
        self.as_str() == "null"
    }

    /// Creates a value from text that is certainly JSON.
    pub(crate) fn from_valid(text: String) -> Self {
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

/// Parses JSON text: `"null"` is the value null. (To create a JSON string, use `Json::from`.)
impl FromStr for Json {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(text)
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        Self::from_valid(value.to_string())
    }
}

/// Creates a JSON string.
impl From<&str> for Json {
    fn from(text: &str) -> Self {
        serde_json::Value::from(text).into()
    }
}

/// Creates a JSON string.
impl From<String> for Json {
    fn from(text: String) -> Self {
        serde_json::Value::from(text).into()
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::from_valid(value.to_string())
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::from_valid(value.to_string())
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

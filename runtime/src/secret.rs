//! Secrets.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::Zeroizing;

/// A secret, such as a password, a token or a client secret.
///
/// It has no `Display`, its `Debug` shows `[redacted]`, and its memory is overwritten on drop. It is serialized as a
/// JSON string; copies in bodies and headers are ordinary memory.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Returns the text. Keep it out of logs and messages.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns `true` if the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

/// Serde's default messages quote the unexpected value; these do not.
struct Visitor;

fn not_text<T, E: de::Error>() -> Result<T, E> {
    Err(E::custom("a secret must be a string"))
}

impl de::Visitor<'_> for Visitor {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Secret, E> {
        Ok(text.into())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Secret, E> {
        Ok(text.into())
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Secret, E> {
        not_text()
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Secret, E> {
        not_text()
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Secret, E> {
        not_text()
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Secret, E> {
        not_text()
    }
}

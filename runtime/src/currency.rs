//! Currency codes.

use std::{cmp, fmt, hash};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A currency code: three capital letters of ISO 4217, such as `USD`.
///
/// Any string is accepted and kept unchanged, since the service decides which codes are valid.
#[derive(Clone)]
pub struct CurrencyCode(Repr);

/// Every amount has a code, and nearly every code has three letters, which need no allocation.
#[derive(Clone)]
enum Repr {
    /// ASCII.
    Three([u8; 3]),
    Other(Box<str>),
}

impl CurrencyCode {
    /// Returns the code.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // ASCII is UTF-8.
            Repr::Three(code) => str::from_utf8(code).unwrap_or_default(),
            Repr::Other(code) => code,
        }
    }
}

impl From<String> for CurrencyCode {
    fn from(code: String) -> Self {
        Self::from(code.as_str())
    }
}

impl From<&str> for CurrencyCode {
    fn from(code: &str) -> Self {
        Self(match <[u8; 3]>::try_from(code.as_bytes()) {
            Ok(three) if three.is_ascii() => Repr::Three(three),
            _ => Repr::Other(code.into()),
        })
    }
}

impl PartialEq for CurrencyCode {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for CurrencyCode {}

impl PartialOrd for CurrencyCode {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CurrencyCode {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl hash::Hash for CurrencyCode {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CurrencyCode").field(&self.as_str()).finish()
    }
}

impl AsRef<str> for CurrencyCode {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for CurrencyCode {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for CurrencyCode {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for CurrencyCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CurrencyCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::text::read(deserializer, "a string", |code| Ok(code.into()))
    }
}

//! Correlation ids.

use std::{fmt, str::FromStr};

/// The correlation id of a call, by which it can be found in the logs of both sides: a lowercase UUID such as
/// `0f4b2c9e-6a1d-4c3e-9f57-2b8d1e6a7c40`.
///
/// It is random unless it is set with [`CallOptions`](crate::CallOptions).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CorrelationId(Box<str>);

impl CorrelationId {
    /// Creates a random UUID (version 4). It is not cryptographically secure and not a secret.
    pub fn random() -> Self {
        let mut bits = fastrand::u128(..);
        bits = bits & !(0xf << 76) | 4 << 76; // version
        bits = bits & !(0b11 << 62) | 0b10 << 62; // variant
        let mut text = [b'-'; 36];
        for (at, byte) in bits.to_be_bytes().into_iter().enumerate() {
            let dashes = [4, 6, 8, 10].iter().filter(|dash| **dash <= at).count();
            if let Some(digits) = text.get_mut(2 * at + dashes..).and_then(<[u8]>::first_chunk_mut) {
                *digits = [byte >> 4, byte & 0xf].map(digit);
            }
        }
        // ASCII is UTF-8.
        Self(str::from_utf8(&text).unwrap_or_default().into())
    }

    /// Returns the id as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns a lowercase hexadecimal digit.
const fn digit(value: u8) -> u8 {
    match value {
        0..=9 => b'0' + value,
        _ => b'a' + (value - 10),
    }
}

/// Parses a UUID of any version in upper or lower case, and converts it to lower case.
impl FromStr for CorrelationId {
    type Err = CorrelationIdError;

    fn from_str(text: &str) -> Result<Self, CorrelationIdError> {
        let is_uuid = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        if is_uuid {
            Ok(Self(text.to_ascii_lowercase().into()))
        } else {
            Err(CorrelationIdError(()))
        }
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A string is not a UUID. Services refuse calls with any other id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrelationIdError(());

impl fmt::Display for CorrelationIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a correlation id is a UUID such as 0f4b2c9e-6a1d-4c3e-9f57-2b8d1e6a7c40")
    }
}

impl std::error::Error for CorrelationIdError {}

#[cfg(test)]
mod tests;

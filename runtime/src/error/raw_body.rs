//! Bodies as they came.

use std::{borrow::Cow, fmt};

use bytes::Bytes;

use crate::text;

/// The body of an answer as it came, decompressed.
///
/// `Debug` shows the beginning, unless the call carried a secret: then the answer may well hold another.
#[derive(Clone)]
pub struct RawBody {
    bytes: Bytes,
    confidential: bool,
}

impl RawBody {
    pub(crate) fn new(bytes: Bytes, confidential: bool) -> Self {
        Self { bytes, confidential }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text, with `�` for what is not UTF-8.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// The bytes, shared.
    pub(crate) fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// The beginning, in one line; empty when it is not to be shown.
    pub(crate) fn excerpt(&self, max: usize) -> String {
        // Four bytes are the longest character.
        let start = self.bytes.get(..max.saturating_mul(4)).unwrap_or(&self.bytes);
        if self.confidential {
            String::new()
        } else {
            text::one_line(&String::from_utf8_lossy(start), max)
        }
    }
}

impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawBody({} bytes, {:?})", self.bytes.len(), self.excerpt(200))
    }
}

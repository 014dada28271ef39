//! Raw response bodies.

use std::{borrow::Cow, fmt};

use bytes::Bytes;

use crate::text;

/// The body of a response as received, decompressed.
///
/// `Debug` shows the beginning, unless the call carried a secret: then the response may contain one too.
#[derive(Clone)]
pub struct RawBody {
    bytes: Bytes,
    confidential: bool,
}

impl RawBody {
    pub(crate) fn new(bytes: Bytes, confidential: bool) -> Self {
        Self { bytes, confidential }
    }

    /// Returns the bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the text, with `�` in place of invalid UTF-8.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// Returns the shared bytes.
    pub(crate) fn bytes(&self) -> Bytes {
        self.bytes.clone()
    }

    /// Returns the beginning as one line; empty if it is confidential.
    pub(crate) fn excerpt(&self, max: usize) -> String {
        // A character has at most four bytes.
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

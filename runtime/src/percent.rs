//! Percent-encoding of URLs and forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// Encodes everything except RFC 3986 unreserved characters. One set for path, query and forms, so that no value can
/// end its part.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

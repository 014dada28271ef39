//! Values that are first taken as raw text and decoded separately.

use serde::de::{DeserializeOwned, Error};
use serde_json::value::RawValue;

use super::lenient;

/// The maximum nesting depth of such a value, which is serde_json's limit for documents.
pub(super) const MAX_DEPTH: usize = 128;

/// Decodes a raw value.
///
/// serde_json counts depth from the start of each text, so a recursive type that is decoded this way could exhaust the
/// stack. Therefore the depth of the outermost raw value is checked here; in the second pass the whole response has
/// already been checked.
pub(super) fn decode<T: DeserializeOwned>(part: &RawValue) -> Result<T, serde_json::Error> {
    if !lenient::is_on() && depth(part.get()) > MAX_DEPTH {
        return Err(serde_json::Error::custom("recursion limit exceeded"));
    }
    serde_json::from_str(part.get())
}

/// Returns the maximum nesting depth of brackets.
pub(super) fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

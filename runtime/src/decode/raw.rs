//! Values that are decoded from a text of their own, after a look at it.

use serde::de::{DeserializeOwned, Error};
use serde_json::value::RawValue;

use super::lenient;

/// How deep such a value may be nested: as deep as serde_json lets a document be.
pub(super) const MAX_DEPTH: usize = 128;

/// Decodes a value that has been set aside.
///
/// serde_json counts depth from the start of each text, so a type that is set aside within itself could go down until
/// the stack is used up. Here the depth is measured at the outermost of them, for all; a second reading has measured
/// the whole answer.
pub(super) fn decode<T: DeserializeOwned>(part: &RawValue) -> Result<T, serde_json::Error> {
    if !lenient::is_on() && depth(part.get()) > MAX_DEPTH {
        return Err(serde_json::Error::custom("recursion limit exceeded"));
    }
    serde_json::from_str(part.get())
}

/// How many brackets are open at most.
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

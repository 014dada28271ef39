//! Whether the transcription says what an erratum claims it does.

use super::is_absent;
use crate::tree::{Node, Value};

/// Where claim and transcription part.
pub(super) struct Difference<'a> {
    pub(super) claimed: &'a Node,
    pub(super) found: &'a Node,
}

impl Difference<'_> {
    /// What the transcription says there.
    pub(super) fn says(&self) -> String {
        match self.found.scalar() {
            Some(scalar) => format!("the transcription says `{}`", scalar.text),
            None => String::from("the transcription says this"),
        }
    }
}

/// Compares by structure; neither places nor the style of quotes count. Of a mapping, only the keys that the claim names.
pub(super) fn compare<'a>(claimed: &'a Node, found: &'a Node) -> Result<(), Difference<'a>> {
    let difference = Difference { claimed, found };
    match (&claimed.value, &found.value) {
        (Value::Scalar(claimed), Value::Scalar(found)) if claimed.text == found.text => Ok(()),
        (Value::List(claims), Value::List(items)) if claims.len() == items.len() => claims
            .iter()
            .zip(items)
            .try_for_each(|(claimed, found)| compare(claimed, found)),
        (Value::Map(claims), Value::Map(_)) => {
            claims
                .iter()
                .try_for_each(|(key, claimed)| match (found.get(key.as_str()), is_absent(claimed)) {
                    (None, true) => Ok(()),
                    (Some(value), false) => compare(claimed, value),
                    (Some(value), true) => Err(Difference { claimed, found: value }),
                    (None, false) => Err(Difference { claimed, found }),
                })
        }
        _ => Err(difference),
    }
}

//! Compares the `documented` value of an erratum with the transcription.

use super::is_absent;
use crate::tree::{Node, Value};

/// The first difference between the erratum's claim and the transcription.
pub(super) struct Difference<'a> {
    pub(super) claimed: &'a Node,
    pub(super) found: &'a Node,
}

impl Difference<'_> {
    /// Describes the value in the transcription.
    pub(super) fn describe(&self) -> String {
        match self.found.scalar() {
            Some(scalar) => format!("the transcription has `{}`", scalar.text),
            None => String::from("the transcription has this"),
        }
    }
}

/// Compares structurally, ignoring spans and quoting. Only the keys of a mapping that the claim has are compared.
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

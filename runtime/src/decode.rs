//! What generated `Deserialize` code calls: fields that may be absent, lists, unions, and faults that know their place.
//!
//! An error that passes through one of these functions names its place in the document, `$.lineItems[2].quantity`,
//! in front of what is wrong there.
//!
//! An answer that fails is read again. In this second reading a value that may be absent and does not fit is kept raw in
//! the [`Additional`](crate::Additional) of its object, and a [`Warning`](crate::Warning) tells of it; a text takes a
//! number or a boolean too. The errors below are then those of what must be there. Nothing of that happens to what is
//! decoded by hand.

mod coerce;
mod converted;
pub(crate) mod error_path;
mod fields;
mod items;
mod key;
mod lenient;
mod list;
mod raw;
mod redact;
mod skipped;
mod surrogates;
mod two_pass;
mod union;

use serde::{Deserializer, de};

pub use self::{coerce::Scalar, fields::Fields, key::Key, union::Undecided};
pub(crate) use self::{
    converted::{note, note_text},
    items::Items,
    surrogates::{is_json, read_lossy},
    two_pass::{DecodeOptions, Decoded, Failure, read},
};

/// The error for a required field that is not there. If that is so because its value was left out, it is the error of
/// the value.
pub fn missing<E: de::Error>(name: &'static str) -> E {
    match lenient::why_missing(name) {
        Some(why) => E::custom(why),
        None => E::missing_field(name),
    }
}

/// The error for several fields of which one at most may be there: `group` names them, with commas between.
pub fn only_one<E: de::Error>(group: &'static str) -> E {
    E::custom(format_args!("more than one of {group}"))
}

/// A value whose type shows when one has looked into it.
///
/// # Errors
///
/// When it is not JSON.
pub fn union<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Undecided, D::Error> {
    Undecided::read(deserializer)
}

#[cfg(test)]
mod tests;

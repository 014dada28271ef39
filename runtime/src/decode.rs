//! Used by generated `Deserialize` code: optional fields, lists, unions, and errors with a path.
//!
//! An error that passes through one of these functions is prefixed with its path in the document, such as
//! `$.lineItems[2].quantity`.
//!
//! A response that cannot be decoded is decoded again leniently. In this second pass an optional value that does not
//! fit is kept raw in the [`Additional`](crate::Additional) of its object and reported by a
//! [`Warning`](crate::Warning), and strings also accept numbers and booleans. The errors below then occur only for
//! required values. Direct use of `serde_json` is always strict.

mod as_it_came;
mod coerce;
mod converted;
pub(crate) mod error_path;
mod fields;
mod items;
mod key;
mod lenient;
mod list;
mod map;
mod raw;
mod redact;
mod skipped;
mod surrogates;
mod two_pass;
mod union;

use serde::{Deserialize, Deserializer, de};

use self::coerce::Coerced;

pub use self::{as_it_came::Texted, coerce::Scalar, fields::Fields, key::Key, union::Undecided};
pub(crate) use self::{
    converted::{note, note_text},
    items::Items,
    list::OneOrMany,
    surrogates::{is_json, read_lossy},
    two_pass::{DecodeOptions, Decoded, Failure, read},
};

/// Returns the error for a missing required field. If the field is missing because its value was skipped, returns the
/// error of the value.
pub fn missing<E: de::Error>(name: &'static str) -> E {
    match lenient::why_missing(name) {
        Some(why) => E::custom(why),
        None => E::missing_field(name),
    }
}

/// Returns the error for mutually exclusive fields; `group` is their comma-separated names.
pub fn only_one<E: de::Error>(group: &'static str) -> E {
    E::custom(format_args!("more than one of {group}"))
}

/// Reads a value whose type depends on its content.
///
/// # Errors
///
/// Returns an error if it is not JSON.
pub fn union<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Undecided, D::Error> {
    Undecided::read(deserializer)
}

/// Reads an integer that may be encoded as a string.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Coerced::deserialize(deserializer).map(Coerced::into_inner)
}

#[cfg(test)]
mod tests;

//! What generated `Deserialize` code calls: fields that may be absent, lists, unions, and faults that know their place.
//!
//! An error that passes through one of these functions names its place in the document, `$.lineItems[2].quantity`,
//! in front of what is wrong there.
//!
//! An answer that fails is read again. In this second reading a value that may be absent and is not of its type is left
//! out, and a [`Warning`](crate::Warning) tells of it; the errors below are then those of what must be there. Nothing of
//! that happens to what is decoded by hand.

pub(crate) mod fault;
mod key;
mod lenient;
mod list;
mod loose;
mod odd;
mod part;
mod problem;
mod twice;
mod union;

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, MapAccess},
};

pub use self::{key::Key, loose::Scalar, union::Undecided};
pub(crate) use {
    list::Items,
    twice::{Fault, Manner, Read, read},
};

use crate::{Spelling, Update};

/// The value of a field of which `null` means that it is not there.
///
/// # Errors
///
/// When the value is not a `T`.
pub fn optional<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A, name: &str) -> Result<Option<T>, A::Error> {
    value(map, name).map(Option::flatten)
}

/// The value of a field; `None` when the reading is lenient and it is not a `T`.
fn value<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A, name: &str) -> Result<Option<T>, A::Error> {
    if lenient::is_on() {
        return lenient::field(map, name);
    }
    map.next_value().map(Some).map_err(|error| fault::in_field(name, error))
}

/// The value of a field that travels under several names, read from under one of them, `name`, which is the `spelling`
/// of it. `null` means that it is not there under this name: it neither erases what came under another nor changes the
/// spelling that is `kept`.
///
/// # Errors
///
/// When the value is not a `T`.
pub fn spelled<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    name: &str,
    spelling: Spelling,
    value: &mut Option<T>,
    kept: &mut Spelling,
) -> Result<(), A::Error> {
    if let Some(found) = optional(map, name)? {
        *value = Some(found);
        *kept = spelling;
    }
    Ok(())
}

/// The value of a field that is a list, of which `null` is an empty one.
///
/// # Errors
///
/// When the value is not a list, or an item not a `T`.
pub fn list<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A, name: &str) -> Result<Vec<T>, A::Error> {
    value(map, name).map(|list| list.map(list::List::into_vec).unwrap_or_default())
}

/// The value of a field that is a list, or one item where the list belongs; `null` is an empty list.
///
/// # Errors
///
/// When the value is neither, or an item not a `T`.
pub fn one_or_many<'de, A: MapAccess<'de>, T: DeserializeOwned>(map: &mut A, name: &str) -> Result<Vec<T>, A::Error> {
    value(map, name).map(|list| list.map(list::OneOrMany::into_vec).unwrap_or_default())
}

/// The value of a field in an update, of which `null` means [`Update::Clear`].
///
/// # Errors
///
/// When the value is not a `T`.
pub fn update<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A, name: &str) -> Result<Update<T>, A::Error> {
    value(map, name).map(update_of)
}

/// The value of a field that is a whole number or a boolean, or a string of one; `null` means that it is not there.
///
/// # Errors
///
/// When the value is neither.
pub fn loose<'de, A: MapAccess<'de>, T: Scalar>(map: &mut A, name: &str) -> Result<Option<T>, A::Error> {
    optional(map, name).map(|value: Option<loose::Loose<T>>| value.map(loose::Loose::into_inner))
}

/// The value of such a field in an update, of which `null` means [`Update::Clear`].
///
/// # Errors
///
/// When the value is neither.
pub fn update_loose<'de, A: MapAccess<'de>, T: Scalar>(map: &mut A, name: &str) -> Result<Update<T>, A::Error> {
    value(map, name).map(|value| update_of(value).map(loose::Loose::into_inner))
}

/// The update that a value means, or `null`, or one that was left out.
fn update_of<T>(value: Option<Option<T>>) -> Update<T> {
    match value {
        Some(Some(value)) => Update::Set(value),
        Some(None) => Update::Clear,
        None => Update::Keep,
    }
}

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

//! What generated `Deserialize` code calls: fields that may be absent, lists, unions, and faults that know their place.
//!
//! An error that passes through one of these functions names its place in the document, `$.lineItems[2].quantity`,
//! in front of what is wrong there.

pub(crate) mod fault;
mod key;
mod list;
mod loose;
mod part;
mod union;

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, MapAccess},
};

pub use self::{key::Key, loose::Scalar, union::Undecided};
pub(crate) use list::Items;

use crate::{Spelling, Update};

/// The value of a field of which `null` means that it is not there.
///
/// # Errors
///
/// When the value is not a `T`.
pub fn optional<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A, name: &str) -> Result<Option<T>, A::Error> {
    map.next_value().map_err(|error| fault::in_field(name, error))
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
    map.next_value()
        .map(list::List::into_vec)
        .map_err(|error| fault::in_field(name, error))
}

/// The value of a field that is a list, or one item where the list belongs; `null` is an empty list.
///
/// # Errors
///
/// When the value is neither, or an item not a `T`.
pub fn one_or_many<'de, A: MapAccess<'de>, T: DeserializeOwned>(map: &mut A, name: &str) -> Result<Vec<T>, A::Error> {
    map.next_value()
        .map(list::OneOrMany::into_vec)
        .map_err(|error| fault::in_field(name, error))
}

/// The value of a field in an update, of which `null` means [`Update::Clear`].
///
/// # Errors
///
/// When the value is not a `T`.
pub fn update<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A, name: &str) -> Result<Update<T>, A::Error> {
    optional(map, name).map(|value| value.map_or(Update::Clear, Update::Set))
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
    loose(map, name).map(|value| value.map_or(Update::Clear, Update::Set))
}

/// The error for a required field that is not there.
pub fn missing<E: de::Error>(name: &'static str) -> E {
    E::missing_field(name)
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

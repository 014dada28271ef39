//! The fields of an object that is being read.

use serde::de::{DeserializeOwned, IgnoredAny, MapAccess};

use super::{Key, Scalar, coerce::Coerced, converted, error_path, lenient, list::OneOrMany};
use crate::{Additional, JsonList, Spelling, Update};

/// The fields of an object that is being read, and what is kept beside them.
#[derive(Debug)]
pub struct Fields<A> {
    map: A,
    additional: Additional,
    is_lenient: bool,
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    /// The fields of this object.
    #[inline]
    pub fn new(map: A) -> Self {
        converted::begin();
        Self {
            map,
            additional: Additional::default(),
            is_lenient: lenient::is_on(),
        }
    }

    /// The name of the next field.
    ///
    /// # Errors
    ///
    /// When what follows is not JSON.
    #[inline]
    pub fn next_key(&mut self) -> Result<Option<Key<'de>>, A::Error> {
        if self.is_lenient {
            return lenient::key(&mut self.map);
        }
        self.map.next_key()
    }

    /// The value of a field of which `null` means that it is not there.
    ///
    /// # Errors
    ///
    /// When the value is not a `T`.
    pub fn optional<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, A::Error> {
        self.value(name).map(Option::flatten)
    }

    /// The value of a field that travels under several names, read from under one of them, `name`, which is the `spelling`
    /// of it. `null` means that it is not there under this name: it neither erases what came under another nor changes the
    /// spelling that is `kept`.
    ///
    /// # Errors
    ///
    /// When the value is not a `T`.
    pub fn spelled<T: DeserializeOwned>(
        &mut self,
        name: &str,
        spelling: Spelling,
        value: &mut Option<T>,
        kept: &mut Spelling,
    ) -> Result<(), A::Error> {
        if let Some(found) = self.optional(name)? {
            *value = Some(found);
            *kept = spelling;
        } else if value.is_none() && self.additional.raw(name).is_some() {
            // What does not fit goes back under this name as well.
            *kept = spelling;
        }
        Ok(())
    }

    /// The value of a field of which a blank text means that it is not there.
    ///
    /// # Errors
    ///
    /// When the value is not a text.
    pub fn filled(&mut self, name: &str) -> Result<Option<String>, A::Error> {
        let value: Option<String> = self.optional(name)?;
        if value.as_ref().is_some_and(String::is_empty) {
            self.additional.insert_raw(name, "".into(), None);
            return Ok(None);
        }
        Ok(value)
    }

    /// The value of a field that is a list, of which `null` is an empty one.
    ///
    /// # Errors
    ///
    /// When the value is not a list, or an item not a `T`.
    pub fn list<T: DeserializeOwned>(&mut self, name: &str) -> Result<JsonList<T>, A::Error> {
        self.value(name).map(Option::unwrap_or_default)
    }

    /// The value of a field that is a list, or one item where the list belongs; `null` is an empty list.
    ///
    /// # Errors
    ///
    /// When the value is neither, or an item not a `T`.
    pub fn one_or_many<T: DeserializeOwned>(&mut self, name: &str) -> Result<JsonList<T>, A::Error> {
        let value = self.value(name)?;
        Ok(value.map(OneOrMany::into_list).unwrap_or_default())
    }

    /// The value of a field in an update, of which `null` means [`Update::Clear`].
    ///
    /// # Errors
    ///
    /// When the value is not a `T`.
    pub fn update<T: DeserializeOwned>(&mut self, name: &str) -> Result<Update<T>, A::Error> {
        self.value(name).map(update_of)
    }

    /// The value of a field that is a whole number or a boolean, or a string of one; `null` means that it is not there.
    ///
    /// # Errors
    ///
    /// When the value is neither.
    pub fn coerced<T: Scalar>(&mut self, name: &str) -> Result<Option<T>, A::Error> {
        let value: Option<Coerced<T>> = self.optional(name)?;
        Ok(value.map(Coerced::into_inner))
    }

    /// The value of such a field in an update, of which `null` means [`Update::Clear`].
    ///
    /// # Errors
    ///
    /// When the value is neither.
    pub fn update_coerced<T: Scalar>(&mut self, name: &str) -> Result<Update<T>, A::Error> {
        let value = self.value(name)?;
        Ok(update_of(value).map(Coerced::into_inner))
    }

    /// Keeps the value of a field that the specification does not know.
    ///
    /// # Errors
    ///
    /// When what follows is not JSON.
    pub fn additional(&mut self, key: Key<'de>) -> Result<(), A::Error> {
        self.additional.read(key, &mut self.map)
    }

    /// Steps over the value of a field: whether there is one, and not `null`.
    pub(super) fn is_there(&mut self) -> Result<bool, A::Error> {
        Ok(self.map.next_value::<Option<IgnoredAny>>()?.is_some())
    }

    /// Steps over the value of a field.
    pub(super) fn ignored(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }

    /// What is kept beside the fields, when all have been read.
    pub fn end(self) -> Additional {
        self.additional
    }

    /// The value of a field; `None` when the reading is lenient and it is not a `T`.
    fn value<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, A::Error> {
        if self.is_lenient {
            return lenient::field(&mut self.map, name, &mut self.additional);
        }
        let value = self.map.next_value();
        if converted::is_noted() {
            self.keep_note(name);
        }
        value.map(Some).map_err(|error| error_path::in_field(name, error))
    }

    #[cold]
    #[inline(never)]
    fn keep_note(&mut self, name: &str) {
        if let Some((json, read_as)) = converted::take() {
            self.additional.insert_raw(name, json, Some(read_as));
        }
    }
}

/// The update that a value means, or `null`, or one that does not fit.
fn update_of<T>(value: Option<Option<T>>) -> Update<T> {
    match value {
        Some(Some(value)) => Update::Set(value),
        Some(None) => Update::Clear,
        None => Update::Keep,
    }
}

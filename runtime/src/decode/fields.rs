//! Fields of an object that is being deserialized.

use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny, MapAccess},
};
use serde_json::value::RawValue;

use super::{
    Key, Scalar, Texted, as_it_came::AsItCame, coerce::Coerced, converted, error_path, lenient, list::OneOrMany,
};
use crate::{
    Additional, Date, Json, JsonList, JsonMap, Spelling, Update,
    encode::{Text, Words},
    raw_values::ReadAs,
    time::DateOfAny,
};

/// The fields of an object that is being deserialized, and its additional values.
#[derive(Debug)]
pub struct Fields<A> {
    map: A,
    additional: Additional,
    is_lenient: bool,
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    /// Starts reading an object.
    #[inline]
    pub fn new(map: A) -> Self {
        converted::begin();
        Self {
            map,
            additional: Additional::default(),
            is_lenient: lenient::is_on(),
        }
    }

    /// Reads the name of the next field.
    ///
    /// # Errors
    ///
    /// Returns an error if the input is not JSON.
    #[inline]
    pub fn next_key(&mut self) -> Result<Option<Key<'de>>, A::Error> {
        if self.is_lenient {
            return lenient::key(&mut self.map);
        }
        self.map.next_key()
    }

    /// Reads an optional field; `null` means missing.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not a `T`.
    pub fn optional<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, A::Error> {
        self.value(name).map(Option::flatten)
    }

    /// Reads a field that has several wire names, from the one called `name`, whose `spelling` is given. `null` means
    /// missing under this name: it neither overwrites a value from another name nor changes the spelling in `kept`.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not a `T`.
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
            // A value that does not fit is written back under this name as well.
            *kept = spelling;
        }
        Ok(())
    }

    /// Reads an optional string field; an empty string means missing.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not a string.
    pub fn filled(&mut self, name: &str) -> Result<Option<String>, A::Error> {
        let value: Option<String> = self.optional(name)?;
        if value.as_ref().is_some_and(String::is_empty) {
            self.additional.insert_raw(name, "".into(), None);
            return Ok(None);
        }
        Ok(value)
    }

    /// Reads an optional field as [`optional`](Self::optional) does, but keeps `null` as a raw value.
    pub(super) fn nullable<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, A::Error> {
        let value: Option<Option<T>> = self.value(name)?;
        if let Some(None) = value {
            self.additional.insert_raw(name, Json::default(), None);
        }
        Ok(value.flatten())
    }

    /// Reads a list; `null` is an empty list.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not a list, or an item not a `T`.
    pub fn list<T: DeserializeOwned>(&mut self, name: &str) -> Result<JsonList<T>, A::Error> {
        self.value(name).map(Option::unwrap_or_default)
    }

    /// Reads a map; `null` is an empty map.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not an object, or a value in it not a `T`.
    pub fn map<T: DeserializeOwned>(&mut self, name: &str) -> Result<JsonMap<T>, A::Error> {
        self.value(name).map(Option::unwrap_or_default)
    }

    /// Reads a list, or a single item in place of a list; `null` is an empty list.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is neither, or an item not a `T`.
    pub fn one_or_many<T: DeserializeOwned>(&mut self, name: &str) -> Result<JsonList<T>, A::Error> {
        let value = self.value(name)?;
        Ok(value.map(OneOrMany::into_list).unwrap_or_default())
    }

    /// Reads a field of an update; `null` means [`Update::Clear`].
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not a `T`.
    pub fn update<T: DeserializeOwned>(&mut self, name: &str) -> Result<Update<T>, A::Error> {
        self.value(name).map(update_of)
    }

    /// Reads an optional integer or boolean that may be encoded as a string; `null` means missing.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is neither.
    pub fn coerced<T: Scalar>(&mut self, name: &str) -> Result<Option<T>, A::Error> {
        let value: Option<Coerced<T>> = self.optional(name)?;
        Ok(value.map(Coerced::into_inner))
    }

    /// Reads such a field of an update; `null` means [`Update::Clear`].
    ///
    /// # Errors
    ///
    /// Returns an error if the value is neither.
    pub fn update_coerced<T: Scalar>(&mut self, name: &str) -> Result<Update<T>, A::Error> {
        let value = self.value(name)?;
        Ok(update_of(value).map(Coerced::into_inner))
    }

    /// Reads an optional boolean or number that is written as a string; `null` means missing. Its JSON is kept if it has
    /// another form.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not a `T`.
    pub fn text<T: Texted>(&mut self, name: &str) -> Result<Option<T>, A::Error> {
        let value: Option<AsItCame<T>> = self.optional(name)?;
        Ok(value.map(|came| self.as_written(name, came, |value| json(&Text(value)))))
    }

    /// Reads such a field of an update; `null` means [`Update::Clear`].
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not a `T`.
    pub fn update_text<T: Texted>(&mut self, name: &str) -> Result<Update<T>, A::Error> {
        let value = self.value(name)?;
        Ok(update_of(value).map(|came| self.as_written(name, came, |value| json(&Text(value)))))
    }

    /// Reads an optional boolean that is written as one of two words; `null` means missing. Its JSON is kept if it has
    /// another form.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is no boolean in any form.
    pub fn word(&mut self, name: &str, words: Words) -> Result<Option<bool>, A::Error> {
        let value: Option<AsItCame<bool>> = self.optional(name)?;
        Ok(value.map(|came| self.as_written(name, came, |is| json(words.of(*is)))))
    }

    /// Reads such a field of an update; `null` means [`Update::Clear`].
    ///
    /// # Errors
    ///
    /// Returns an error if the value is no boolean in any form.
    pub fn update_word(&mut self, name: &str, words: Words) -> Result<Update<bool>, A::Error> {
        let value = self.value(name)?;
        Ok(update_of(value).map(|came| self.as_written(name, came, |is| json(words.of(*is)))))
    }

    /// Returns a value, and keeps its JSON if that is not what is written for it.
    fn as_written<T: Serialize>(&mut self, name: &str, came: AsItCame<T>, written: impl FnOnce(&T) -> String) -> T {
        let AsItCame { value, json: original } = came;
        if original.get() != written(&value) {
            let read_as = ReadAs::new(json(&value));
            self.additional.insert_raw(name, Json::from(&*original), Some(read_as));
        }
        value
    }

    /// Reads an optional date that may be written with a time of day; `null` means missing.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is neither.
    pub fn date(&mut self, name: &str) -> Result<Option<Date>, A::Error> {
        let value: Option<DateOfAny> = self.optional(name)?;
        Ok(value.map(|date| date.0))
    }

    /// Reads such a field of an update; `null` means [`Update::Clear`].
    ///
    /// # Errors
    ///
    /// Returns an error if the value is neither.
    pub fn update_date(&mut self, name: &str) -> Result<Update<Date>, A::Error> {
        let value = self.value(name)?;
        Ok(update_of(value).map(|date: DateOfAny| date.0))
    }

    /// Reads a value of any shape; `null` is a value as any other.
    ///
    /// # Errors
    ///
    /// Returns an error if the input is not JSON.
    pub fn json(&mut self, name: &str) -> Result<Option<Json>, A::Error> {
        self.value(name)
    }

    /// Keeps the value of a field that is not in the specification.
    ///
    /// # Errors
    ///
    /// Returns an error if the input is not JSON.
    pub fn additional(&mut self, key: Key<'de>) -> Result<(), A::Error> {
        self.additional.read(key, &mut self.map)
    }

    /// Returns the value of a field unread, if it is not `null`.
    pub(super) fn raw_value(&mut self) -> Result<Option<&'de RawValue>, A::Error> {
        let value: &'de RawValue = self.map.next_value()?;
        Ok(Some(value).filter(|value| value.get() != "null"))
    }

    /// Skips the value of a field.
    pub(super) fn ignored(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }

    /// Returns the additional values after all fields have been read.
    pub fn end(self) -> Additional {
        self.additional
    }

    /// Reads the value of a field; `None` if decoding is lenient and the value does not fit.
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

/// Returns a boolean, a number or a text as JSON, which cannot fail.
fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Converts a value, `null` or a skipped value to an update.
fn update_of<T>(value: Option<Option<T>>) -> Update<T> {
    match value {
        Some(Some(value)) => Update::Set(value),
        Some(None) => Update::Clear,
        None => Update::Keep,
    }
}

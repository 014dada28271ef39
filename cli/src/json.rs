//! JSON whose numbers keep their digits: `1290.00000000` comes back as it came.

use std::collections::HashMap;
use std::fmt::{self, Write};

use concur_sandbox::printable::is_direction_mark;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

/// Deeper nesting is refused: nothing that a service sends is.
const MAX_DEPTH: usize = 100;

/// What happens to a name that an object has twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Twice {
    Refused,
    LastCounts,
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Boolean(bool),
    /// As written.
    Number(String),
    Text(String),
    List(Vec<Json>),
    /// In the order of the text. Names are unique.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Parses a text.
    ///
    /// # Errors
    ///
    /// Returns a message with line and column.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        // Checks the whole text, so that places in messages are those of the whole text.
        let _: serde::de::IgnoredAny = serde_json::from_str(text).map_err(|error| error.to_string())?;
        Self::of_raw(text.trim(), Twice::Refused)
    }

    fn of_raw(text: &str, twice: Twice) -> Result<Self, String> {
        match depth(text) > MAX_DEPTH {
            true => Err(format!("it is nested deeper than {MAX_DEPTH} levels")),
            false => Self::of_shallow(text, twice),
        }
    }

    fn of_shallow(text: &str, twice: Twice) -> Result<Self, String> {
        let message = |error: serde_json::Error| error.to_string();
        match text.as_bytes().first() {
            Some(b'{') => {
                let Pairs(pairs) = serde_json::from_str(text).map_err(message)?;
                let mut fields: Vec<(String, Self)> = Vec::with_capacity(pairs.len());
                let mut places: HashMap<String, usize> = HashMap::with_capacity(pairs.len());
                for (name, raw) in pairs {
                    let value = Self::of_shallow(raw.get(), twice)?;
                    match (places.get(&name).and_then(|place| fields.get_mut(*place)), twice) {
                        (Some(_), Twice::Refused) => return Err(format!("`{name}` is given twice")),
                        (Some((_, earlier)), Twice::LastCounts) => *earlier = value,
                        (None, _) => {
                            places.insert(name.clone(), fields.len());
                            fields.push((name, value));
                        }
                    }
                }
                Ok(Self::Object(fields))
            }
            Some(b'[') => {
                let Items(items) = serde_json::from_str(text).map_err(message)?;
                let items = items.iter().map(|raw| Self::of_shallow(raw.get(), twice));
                items.collect::<Result<_, _>>().map(Self::List)
            }
            Some(b'"') => serde_json::from_str(text).map(Self::Text).map_err(message),
            Some(b'n') => Ok(Self::Null),
            Some(b't') => Ok(Self::Boolean(true)),
            Some(b'f') => Ok(Self::Boolean(false)),
            _ => Ok(Self::Number(text.to_owned())),
        }
    }

    /// Returns the value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(fields) => fields.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Returns the value at a path of names separated by dots.
    pub(crate) fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, name| value.get(name))
    }

    /// Wraps a value in an object, as the only item of a list of this name. Without a name it stays as it is.
    pub(crate) fn in_list(self, list: Option<&str>) -> Self {
        match list {
            Some(list) => Self::Object(vec![(list.to_owned(), Self::List(vec![self]))]),
            None => self,
        }
    }

    /// Returns the first item of a list of this name. Without a name it is the value itself.
    pub(crate) fn item_of(&self, list: Option<&str>) -> Option<&Self> {
        match list.map(|list| self.get(list)) {
            None => Some(self),
            Some(Some(Self::List(items))) => items.first(),
            Some(_) => None,
        }
    }

    /// Returns a text, or the digits of a number.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// Sets the value at a path of names. What leads to it becomes an object if it is not one.
    pub(crate) fn put(&mut self, path: &[&str], value: Self) {
        let Some((name, rest)) = path.split_first() else {
            *self = value;
            return;
        };
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Vec::new());
        }
        if let Self::Object(fields) = self {
            let place = fields.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                fields.push(((*name).to_owned(), Self::Null));
                fields.len() - 1
            });
            if let Some((_, field)) = fields.get_mut(place) {
                field.put(rest, value);
            }
        }
    }

    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the value for the checks of the contract, which do not look at the last digits of numbers.
    pub(crate) fn to_value(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Writes the value on one line.
    pub(crate) fn line(&self) -> String {
        safe(&serde_json::to_string(self).unwrap_or_default())
    }

    /// Writes the value indented.
    pub(crate) fn pretty(&self) -> String {
        safe(&serde_json::to_string_pretty(self).unwrap_or_default())
    }
}

/// Returns how deep the values of a valid text are nested.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut is_in_text, mut is_escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_in_text,
            b'"' => is_in_text = !is_in_text,
            b'[' | b'{' if !is_in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !is_in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Escapes what JSON allows in a text and a terminal carries out: the control characters above ASCII, and marks that
/// change the direction of text.
fn safe(json: &str) -> String {
    let is_unsafe = |letter: char| (letter.is_control() && letter != '\n') || is_direction_mark(letter);
    let mut safe = String::with_capacity(json.len());
    for letter in json.chars() {
        match is_unsafe(letter) {
            true => {
                let _ = write!(safe, "\\u{:04x}", u32::from(letter));
            }
            false => safe.push(letter),
        }
    }
    safe
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(digits) => match RawValue::from_string(digits.clone()) {
                Ok(raw) => raw.serialize(serializer),
                Err(error) => Err(serde::ser::Error::custom(error)),
            },
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(fields) => serializer.collect_map(fields.iter().map(|(name, value)| (name, value))),
        }
    }
}

/// Reads an answer: of a name that is given twice the last value counts, as everywhere.
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::of_raw(raw.get(), Twice::LastCounts).map_err(serde::de::Error::custom)
    }
}

/// The fields of an object in order, twice given ones included.
struct Pairs(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfObject;
        impl<'de> Visitor<'de> for OfObject {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(OfObject)
    }
}

/// The items of a list.
struct Items(Vec<Box<RawValue>>);

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfList;
        impl<'de> Visitor<'de> for OfList {
            type Value = Items;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Items, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Items(items))
            }
        }
        deserializer.deserialize_seq(OfList)
    }
}

#[cfg(test)]
mod tests;

//! Values that are encoded as strings.

use std::{fmt, marker::PhantomData};

use serde::{Deserializer, de};

/// Reads a string and converts it with `make`; `expected` is used in errors.
pub(crate) fn read<'de, D, T, F>(deserializer: D, expected: &'static str, make: F) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(&str) -> Result<T, String>,
{
    deserializer.deserialize_str(Visitor {
        expected,
        make,
        made: PhantomData,
    })
}

/// Reads a string and converts it with `parse`; errors quote the string.
pub(crate) fn parse<'de, D, T, E>(
    deserializer: D,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    E: fmt::Display,
{
    read(deserializer, expected, |text| {
        parse(text).map_err(|error| format!("`{}`: {error}", start(text)))
    })
}

/// Truncates a text for use in a message.
pub(crate) fn start(text: &str) -> &str {
    match text.char_indices().nth(60) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

/// Replaces line breaks and other whitespace by single spaces, and truncates to `max` characters with an ellipsis.
pub(crate) fn one_line(text: &str, max: usize) -> String {
    let words = text
        .split(|char: char| char.is_whitespace() || char.is_control())
        .filter(|word| !word.is_empty());
    let mut line = String::new();
    let mut left = max;
    for word in words {
        if !line.is_empty() {
            line.push(' ');
            left = left.saturating_sub(1);
        }
        match word.char_indices().nth(left) {
            Some((end, _)) => {
                line.push_str(word.get(..end).unwrap_or_default());
                line.push('…');
                break;
            }
            None => {
                line.push_str(word);
                left -= word.chars().count();
            }
        }
    }
    line
}

struct Visitor<T, F> {
    expected: &'static str,
    make: F,
    made: PhantomData<fn() -> T>,
}

impl<T, F: FnOnce(&str) -> Result<T, String>> de::Visitor<'_> for Visitor<T, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.make)(text).map_err(E::custom)
    }
}

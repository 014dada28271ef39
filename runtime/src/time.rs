//! Dates, times of day and moments, as they travel.
//!
//! They wrap the types of the crate `jiff`, to which they convert; how they are read and written is fixed here.

mod date;
mod date_serde;
mod time_of_day;
mod timestamp;

use std::fmt;

pub use date::Date;
pub use time_of_day::TimeOfDay;
pub use timestamp::Timestamp;

/// Why a text or a set of numbers is not a [`Date`], a [`TimeOfDay`] or a [`Timestamp`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeError(Reason);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reason {
    /// It does not look like one. With the form that was expected.
    Form(&'static str),
    /// It looks like one, but the calendar or the clock does not have it. With the kind of thing.
    NotThere(&'static str),
}

impl TimeError {
    const fn form(expected: &'static str) -> Self {
        Self(Reason::Form(expected))
    }

    const fn not_there(kind: &'static str) -> Self {
        Self(Reason::NotThere(kind))
    }
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Form(expected) => write!(f, "not of the form {expected}"),
            Reason::NotThere(kind) => write!(f, "there is no such {kind}"),
        }
    }
}

impl std::error::Error for TimeError {}

/// The number that two or four digits make; `None` when one of them is no digit.
fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0i16, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// `Serialize` as the text of `Display`, `Deserialize` from a string by a function. `$is_written` says for certain when a
/// text is what is written for its value.
macro_rules! text_serde {
    ($type:ty, $read:expr, $is_written:expr, $expected:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::text::parse(deserializer, $expected, |text| {
                    let value = $read(text)?;
                    if !$is_written(text.as_bytes()) {
                        $crate::decode::note_text(text, &value);
                    }
                    Ok::<_, $crate::TimeError>(value)
                })
            }
        }
    };
}

use text_serde;

#[cfg(test)]
mod tests;

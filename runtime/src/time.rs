//! Dates, times of day and timestamps.
//!
//! They wrap types of the crate `jiff` and have a fixed wire format. Types of `jiff`, `chrono` and `time` convert to them
//! without an error: what they have beyond the years 0 to 9999 becomes the first or the last moment of these, which is what
//! services write for "never".

#[cfg(feature = "chrono")]
mod chrono_crate;
mod civil_date_time;
mod date;
mod date_serde;
#[cfg(feature = "time")]
mod time_crate;
mod time_of_day;
mod timestamp;

use std::fmt;

pub use civil_date_time::CivilDateTime;
pub use date::Date;
pub(crate) use date_serde::DateOfAny;
pub use time_of_day::TimeOfDay;
pub use timestamp::Timestamp;

/// The reason a string or numbers are not a [`Date`], a [`TimeOfDay`], a [`Timestamp`] or a [`CivilDateTime`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeError(Reason);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reason {
    /// The format is wrong; contains the expected one.
    Format(&'static str),
    /// The format is right, but the value does not exist in the calendar or on the clock; contains the kind of value.
    NoSuch(&'static str),
}

impl TimeError {
    const fn format(expected: &'static str) -> Self {
        Self(Reason::Format(expected))
    }

    const fn no_such(kind: &'static str) -> Self {
        Self(Reason::NoSuch(kind))
    }

    /// Whether the format is wrong.
    const fn is_format(&self) -> bool {
        matches!(self.0, Reason::Format(_))
    }
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Format(expected) => write!(f, "not of the form {expected}"),
            Reason::NoSuch(kind) => write!(f, "there is no such {kind}"),
        }
    }
}

impl std::error::Error for TimeError {}

/// Parses two or four digits; `None` if one of them is not a digit.
fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0i16, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// Implements `Serialize` with `Display`, and `Deserialize` from a string with a function. `$is_written` returns
/// whether a valid text has exactly the form that is written.
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

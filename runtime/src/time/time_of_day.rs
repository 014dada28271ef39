//! Times of day.

use std::{fmt, str::FromStr};

use super::{TimeError, number, text_serde};

/// A time on a 24-hour clock without date and time zone.
///
/// It is parsed from `09:30` or `09:30:15`, with two digits each, and serialized as `09:30`: seconds are read, but not
/// written. `24:00` is rejected. In JSON `9:30` is accepted as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(jiff::civil::Time);

impl TimeOfDay {
    pub(crate) const BLANK: Self = Self(jiff::civil::Time::midnight());

    /// Creates a time from an hour, 0 to 23, and a minute, 0 to 59.
    ///
    /// # Errors
    ///
    /// Returns an error if the time does not exist.
    pub fn new(hour: i8, minute: i8) -> Result<Self, TimeError> {
        Self::with_seconds(hour, minute, 0)
    }

    fn with_seconds(hour: i8, minute: i8, second: i8) -> Result<Self, TimeError> {
        jiff::civil::Time::new(hour, minute, second, 0)
            .map(Self)
            .map_err(|_| TimeError::no_such("time"))
    }

    /// Returns a time that another crate has found to exist.
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(super) fn of_numbers(hour: u32, minute: u32, second: u32) -> Self {
        let small = |number: u32| i8::try_from(number).unwrap_or_default();
        Self::with_seconds(small(hour), small(minute), small(second)).unwrap_or(Self::BLANK)
    }

    /// Returns the hour, 0 to 23.
    pub fn hour(self) -> i8 {
        self.0.hour()
    }

    /// Returns the minute, 0 to 59.
    pub fn minute(self) -> i8 {
        self.0.minute()
    }

    /// Returns the second, 0 to 59.
    pub fn second(self) -> i8 {
        self.0.second()
    }

    /// Returns the time as a `jiff::civil::Time`, for calculations.
    pub fn into_inner(self) -> jiff::civil::Time {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

impl TimeOfDay {
    /// Parses what services write: the hour may have a single digit.
    fn from_wire(text: &str) -> Result<Self, TimeError> {
        match text.as_bytes() {
            [_, b':', ..] => format!("0{text}").parse(),
            _ => text.parse(),
        }
    }
}

/// Parses `HH:mm` or `HH:mm:ss` only.
impl FromStr for TimeOfDay {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let (hour, minute, second) = match *text.as_bytes() {
            [h1, h2, b':', m1, m2] => (number(&[h1, h2]), number(&[m1, m2]), Some(0)),
            [h1, h2, b':', m1, m2, b':', s1, s2] => (number(&[h1, h2]), number(&[m1, m2]), number(&[s1, s2])),
            _ => (None, None, None),
        };
        let (Some(hour), Some(minute), Some(second)) = (hour, minute, second) else {
            return Err(TimeError::format("HH:mm or HH:mm:ss"));
        };
        // Two digits always fit.
        Self::with_seconds(hour as i8, minute as i8, second as i8)
    }
}

/// Fractions of a second are dropped.
impl From<jiff::civil::Time> for TimeOfDay {
    fn from(time: jiff::civil::Time) -> Self {
        Self::with_seconds(time.hour(), time.minute(), time.second()).unwrap_or(Self::BLANK)
    }
}

impl From<TimeOfDay> for jiff::civil::Time {
    fn from(time: TimeOfDay) -> Self {
        time.0
    }
}

text_serde!(
    TimeOfDay,
    TimeOfDay::from_wire,
    |text: &[u8]| text.len() == 5,
    "a time as HH:mm"
);

//! Calendar dates.

use std::{fmt, str::FromStr};

use super::{TimeError, number};

/// A calendar date without time and time zone. Wire format: `2026-11-20`.
///
/// A `jiff::civil::Date` converts to it and, with the features `chrono` and `time`, the dates of these crates.
///
/// In JSON, midnight in UTC of a day is accepted as well, `2026-11-20T00:00:00.000Z`, but no other time and no other
/// offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    pub(crate) const BLANK: Self = Self(jiff::civil::Date::ZERO);
    #[cfg(any(feature = "chrono", feature = "time"))]
    const LAST: Self = Self(jiff::civil::Date::MAX);

    /// Returns a date that another crate has found to exist, or the first or the last one.
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(super) fn nearest(year: i32, month: u32, day: u32) -> Self {
        let small = |number: u32| i8::try_from(number).unwrap_or_default();
        match i16::try_from(year).map(|year| Self::new(year, small(month), small(day))) {
            Ok(Ok(date)) => date,
            _ if year < 0 => Self::BLANK,
            _ => Self::LAST,
        }
    }

    /// Creates a date. Month and day count from 1; years are 0 to 9999.
    ///
    /// # Errors
    ///
    /// Returns an error if the date does not exist.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, TimeError> {
        match jiff::civil::Date::new(year, month, day) {
            Ok(date) if year >= 0 => Ok(Self(date)),
            _ => Err(TimeError::no_such("day")),
        }
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Returns the month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Returns the day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Returns the date as a `jiff::civil::Date`, for calculations.
    pub fn into_inner(self) -> jiff::civil::Date {
        self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Years have four digits and are not negative. Not formatted with `fmt`, because every date that is sent is
        // formatted here.
        let digit = |number: i16, place: i16| b'0' + (number / place % 10) as u8;
        let (year, month, day) = (self.year(), i16::from(self.month()), i16::from(self.day()));
        let [y1, y2, y3, y4] = [1000, 100, 10, 1].map(|place| digit(year, place));
        let [m1, m2, d1, d2] = [digit(month, 10), digit(month, 1), digit(day, 10), digit(day, 1)];
        let text = [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2];
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

/// Parses `YYYY-MM-DD` only.
impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(TimeError::format("YYYY-MM-DD"));
        };
        let (Some(year), Some(month), Some(day)) = (number(&[y1, y2, y3, y4]), number(&[m1, m2]), number(&[d1, d2]))
        else {
            return Err(TimeError::format("YYYY-MM-DD"));
        };
        // Two digits always fit.
        Self::new(year, month as i8, day as i8)
    }
}

/// Negative years, which have no wire format, become the first day of the year 0.
impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self(date.max(Self::BLANK.0))
    }
}

impl From<Date> for jiff::civil::Date {
    fn from(date: Date) -> Self {
        date.0
    }
}

//! Days of the calendar.

use std::{fmt, str::FromStr};

use super::{TimeError, number};

/// A day of the calendar, without a time and without a time zone. It travels as `2026-11-20`.
///
/// From JSON the moment at which that day begins in UTC is read too, `2026-11-20T00:00:00.000Z`, if it is written as one
/// of that day. Any other moment is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    pub(crate) const BLANK: Self = Self(jiff::civil::Date::ZERO);

    /// The day number `day` of the month number `month`; both count from 1. Years are 0 to 9999.
    ///
    /// # Errors
    ///
    /// When the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, TimeError> {
        match jiff::civil::Date::new(year, month, day) {
            Ok(date) if year >= 0 => Ok(Self(date)),
            _ => Err(TimeError::not_there("day")),
        }
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day as the crate `jiff` has it, to calculate with.
    pub fn into_inner(self) -> jiff::civil::Date {
        self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Years have four digits and are not negative. Every date that is sent comes by here.
        let digit = |number: i16, place: i16| b'0' + (number / place % 10) as u8;
        let (year, month, day) = (self.year(), i16::from(self.month()), i16::from(self.day()));
        let [y1, y2, y3, y4] = [1000, 100, 10, 1].map(|place| digit(year, place));
        let [m1, m2, d1, d2] = [digit(month, 10), digit(month, 1), digit(day, 10), digit(day, 1)];
        let text = [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2];
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

/// From `YYYY-MM-DD` and nothing else.
impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(TimeError::form("YYYY-MM-DD"));
        };
        let (Some(year), Some(month), Some(day)) = (number(&[y1, y2, y3, y4]), number(&[m1, m2]), number(&[d1, d2]))
        else {
            return Err(TimeError::form("YYYY-MM-DD"));
        };
        // Two digits always fit.
        Self::new(year, month as i8, day as i8)
    }
}

/// Years before 0 have no form on the wire.
impl TryFrom<jiff::civil::Date> for Date {
    type Error = TimeError;

    fn try_from(date: jiff::civil::Date) -> Result<Self, TimeError> {
        Self::new(date.year(), date.month(), date.day())
    }
}

impl From<Date> for jiff::civil::Date {
    fn from(date: Date) -> Self {
        date.0
    }
}

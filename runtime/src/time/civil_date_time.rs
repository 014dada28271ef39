//! Dates with a time of day, without a time zone.

use std::{fmt, str::FromStr};

use jiff::civil::{DateTime, Time};

use super::{Date, TimeError, Timestamp, text_serde, timestamp};

/// A date and a time of day without a time zone, in the years 0 to 9999.
///
/// It is parsed from `2026-11-20T09:30:00.000`, with `T` or a space between date and time, and up to nine fractional
/// digits; seconds may be omitted. Wire format: `2026-11-20T09:30:00.000`, truncated to milliseconds.
///
/// In JSON, a text with an offset from UTC is accepted as well: its value is what the text shows on the clock, and the
/// offset is ignored. A value that is written back unchanged is written as it was received, with its offset.
///
/// A [`Date`] and a `jiff::civil::DateTime` convert to it and, with the features `chrono` and `time`, the dates with a
/// time of these crates; a date as its midnight.
///
/// ```
/// use sap_concur_runtime::CivilDateTime;
///
/// let created: CivilDateTime = serde_json::from_str("\"2019-12-13 20:00:37.0\"")?;
/// assert_eq!(created, "2019-12-13T20:00:37".parse()?);
/// assert_eq!(created.date().to_string(), "2019-12-13");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDateTime(DateTime);

const WRONG_FORMAT: TimeError = TimeError::format("yyyy-MM-ddTHH:mm:ss.SSS");

impl CivilDateTime {
    pub(crate) const BLANK: Self = Self(DateTime::ZERO);

    /// Returns the date.
    pub fn date(self) -> Date {
        self.0.date().into()
    }

    /// Returns it as a `jiff::civil::DateTime`, for the time of day and calculations.
    pub fn into_inner(self) -> DateTime {
        self.0
    }

    /// Parses what services write: with or without an offset from UTC, which is ignored.
    pub(super) fn from_wire(text: &str) -> Result<Self, TimeError> {
        let (clock, offset) = timestamp::split(text).ok_or(WRONG_FORMAT)?;
        timestamp::ahead_of_utc(offset).ok_or(WRONG_FORMAT)?;
        clock.parse()
    }
}

impl fmt::Display for CivilDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

/// Parses a text without an offset.
impl FromStr for CivilDateTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        match timestamp::split(text) {
            // The clock of a text without an offset is that of the same text in UTC.
            Some((_, "")) => text.parse::<Timestamp>().map(|moment| Self(moment.in_utc())),
            _ => Err(WRONG_FORMAT),
        }
        .map_err(|error| match error.is_format() {
            true => WRONG_FORMAT,
            false => error,
        })
    }
}

/// Whether a valid text has exactly the form that is written.
fn is_written(text: &[u8]) -> bool {
    text.len() == 23 && text.get(10) == Some(&b'T')
}

text_serde!(
    CivilDateTime,
    CivilDateTime::from_wire,
    is_written,
    "a date with a time as yyyy-MM-ddTHH:mm:ss.SSS"
);

/// Converts to midnight.
impl From<Date> for CivilDateTime {
    fn from(date: Date) -> Self {
        Self(date.into_inner().to_datetime(Time::midnight()))
    }
}

/// Negative years, which have no wire format, become the start of the year 0.
impl From<DateTime> for CivilDateTime {
    fn from(moment: DateTime) -> Self {
        Self(moment.max(Self::BLANK.0))
    }
}

impl From<CivilDateTime> for DateTime {
    fn from(moment: CivilDateTime) -> Self {
        moment.0
    }
}

//! Timestamps.

use std::{fmt, str::FromStr, time::SystemTime};

use jiff::{
    SignedDuration,
    civil::{DateTime, Time},
    tz::Offset,
};

use super::{Date, TimeError, number, text_serde};

/// A point in time with nanosecond precision, in the years 0 to 9999.
///
/// It is parsed from RFC 3339 with any offset and up to nine fractional digits; seconds may be omitted. A text without
/// an offset is UTC; a date without a time is rejected; a leap second is read as the second before it. Wire format:
/// `2026-11-20T09:30:00.000Z`, in UTC and truncated to milliseconds.
///
/// A [`Date`], a `jiff::Timestamp`, a `jiff::Zoned` and a [`SystemTime`] convert to it and, with the features `chrono` and
/// `time`, the moments and dates of these crates; dates as midnight in UTC.
///
/// ```
/// use sap_concur_runtime::{Date, Timestamp};
///
/// let date = Date::new(2026, 11, 20)?;
/// assert_eq!(Timestamp::from(date), "2026-11-20T01:00+01:00".parse()?);
/// assert!(Timestamp::days_ago(30) < Timestamp::now());
/// # Ok::<(), sap_concur_runtime::TimeError>(())
/// ```
// Stored as UTC date and time, because `jiff::Timestamp` ends within the last two days of 9999, and services write
// `9999-12-31` for "never".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime);

const WRONG_FORMAT: TimeError = TimeError::format("yyyy-MM-ddTHH:mm:ss.SSSZ");
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
const NO_SUCH_MOMENT: TimeError = TimeError::no_such("moment");

impl Timestamp {
    pub(crate) const BLANK: Self = Self(DateTime::ZERO);
    const LAST: Self = Self(DateTime::MAX);

    /// Returns the current time of the system's clock.
    #[must_use]
    pub fn now() -> Self {
        jiff::Timestamp::now().into()
    }

    /// Returns the time that is this number of days of 24 hours before now: `days_ago(30)` for the last thirty days.
    #[must_use]
    pub fn days_ago(days: u32) -> Self {
        let age = SignedDuration::from_hours(i64::from(days) * 24);
        Self::now().0.checked_sub(age).map_or(Self::BLANK, Self::clamped)
    }

    /// Creates a timestamp from the seconds since 1970 in UTC, which may be negative.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not in the years 0 to 9999.
    pub fn new(seconds: i64) -> Result<Self, TimeError> {
        Self::after_1970(SignedDuration::from_secs(seconds))
    }

    /// Creates a timestamp from the milliseconds since 1970 in UTC, which may be negative.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not in the years 0 to 9999.
    pub fn from_millisecond(milliseconds: i64) -> Result<Self, TimeError> {
        Self::after_1970(SignedDuration::from_millis(milliseconds))
    }

    /// Returns the seconds since 1970 in UTC, rounded down; negative before.
    ///
    /// The inverse of [`Timestamp::new`].
    pub fn as_second(self) -> i64 {
        let since = self.0.duration_since(EPOCH);
        // jiff rounds towards zero.
        since.as_secs() - i64::from(since.subsec_nanos() < 0)
    }

    /// Returns the nanoseconds since the last full second.
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(super) fn subsec_nanosecond(self) -> u32 {
        self.0.subsec_nanosecond().unsigned_abs()
    }

    /// Returns an object that displays it as `2026-11-20T09:30:00Z`: in UTC, truncated to seconds.
    pub fn seconds(&self) -> impl fmt::Display + '_ {
        Seconds(self)
    }

    /// Returns the date in UTC.
    pub fn date(self) -> Date {
        self.0.date().into()
    }

    /// Returns the moment at which the clock in UTC shows this.
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(super) fn of_clock(clock: DateTime) -> Self {
        Self(clock)
    }

    /// Returns the date and time in UTC.
    pub(super) fn in_utc(self) -> DateTime {
        self.0
    }

    fn after_1970(duration: SignedDuration) -> Result<Self, TimeError> {
        EPOCH
            .checked_add(duration)
            .map_err(|_| NO_SUCH_MOMENT)
            .and_then(Self::of_utc)
    }

    /// Returns the moment, or the first or last one of the years 0 to 9999.
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(super) fn nearest(seconds: i64, nanoseconds: u32) -> Self {
        let since = SignedDuration::from_secs(seconds).saturating_add(SignedDuration::from_nanos(nanoseconds.into()));
        match EPOCH.checked_add(since) {
            Ok(moment) => Self::clamped(moment),
            Err(_) if seconds < 0 => Self::BLANK,
            Err(_) => Self::LAST,
        }
    }

    fn clamped(utc: DateTime) -> Self {
        Self(utc.max(Self::BLANK.0))
    }

    fn of_utc(utc: DateTime) -> Result<Self, TimeError> {
        if utc.year() >= 0 {
            Ok(Self(utc))
        } else {
            Err(NO_SUCH_MOMENT)
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}Z", self.0)
    }
}

struct Seconds<'a>(&'a Timestamp);

impl fmt::Display for Seconds<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}Z", self.0.0)
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        if let Some(timestamp) = wire_format(text.as_bytes()) {
            return Ok(timestamp);
        }
        let (clock, offset) = split(text).ok_or(WRONG_FORMAT)?;
        let (day, time) = clock.split_at_checked(10).ok_or(WRONG_FORMAT)?;
        // jiff also accepts dates without dashes, signed years, bare hours and time zone names.
        let _: Date = day.parse()?;
        let [b'T' | b't' | b' ', _, _, b':', ..] = time.as_bytes() else {
            return Err(WRONG_FORMAT);
        };
        let local: DateTime = clock.parse().map_err(|_| WRONG_FORMAT)?;
        local
            .checked_sub(ahead_of_utc(offset).ok_or(WRONG_FORMAT)?)
            .map_err(|_| NO_SUCH_MOMENT)
            .and_then(Self::of_utc)
    }
}

/// Whether a valid text has exactly the form that is written.
fn is_written(text: &[u8]) -> bool {
    text.len() == 24 && text.get(10) == Some(&b'T') && text.last() == Some(&b'Z')
}

/// Parses the wire format, `2026-11-20T09:30:00.000Z`; `None` for any other.
fn wire_format(text: &[u8]) -> Option<Timestamp> {
    let (b'Z', rest) = text.split_last()? else {
        return None;
    };
    let (day, time) = rest.split_at_checked(10)?;
    let ([y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2], [b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'.', fraction @ ..]) =
        (day, time)
    else {
        return None;
    };
    let two = |first: &u8, second: &u8| i8::try_from(number(&[*first, *second])?).ok();
    let [f1, f2, f3] = fraction else {
        return None;
    };
    let nanosecond = i32::from(number(&[*f1, *f2, *f3])?) * 1_000_000;
    let year = number(&[*y1, *y2, *y3, *y4])?;
    let (month, day, hour) = (two(m1, m2)?, two(d1, d2)?, two(h1, h2)?);
    let (minute, second) = (two(n1, n2)?, two(s1, s2)?);
    let moment = DateTime::new(year, month, day, hour, minute, second, nanosecond).ok()?;
    Some(Timestamp(moment))
}

/// Splits a text into the date with the time, and the offset; `None` if it is too short.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.get(10..)?;
    let time_ends = rest.find(['Z', 'z', '+', '-', '[']).unwrap_or(rest.len());
    text.split_at_checked(10 + time_ends)
}

/// Parses an offset from UTC; `None` if it is invalid.
pub(super) fn ahead_of_utc(offset: &str) -> Option<SignedDuration> {
    let (sign, hours, minutes) = match *offset.as_bytes() {
        [] | [b'Z' | b'z'] => return Some(SignedDuration::ZERO),
        [sign, h1, h2] => (sign, number(&[h1, h2])?, 0),
        [sign, h1, h2, m1, m2] | [sign, h1, h2, b':', m1, m2] => (sign, number(&[h1, h2])?, number(&[m1, m2])?),
        _ => return None,
    };
    let ahead = SignedDuration::from_mins(i64::from(hours) * 60 + i64::from(minutes));
    match sign {
        _ if hours > 23 || minutes > 59 => None,
        b'+' => Some(ahead),
        b'-' => Some(-ahead),
        _ => None,
    }
}

/// Converts to midnight in UTC.
impl From<Date> for Timestamp {
    fn from(date: Date) -> Self {
        Self(date.into_inner().to_datetime(Time::midnight()))
    }
}

/// Converts to midnight in UTC.
impl From<jiff::civil::Date> for Timestamp {
    fn from(date: jiff::civil::Date) -> Self {
        Date::from(date).into()
    }
}

/// Negative years, which have no wire format, become the start of the year 0.
impl From<jiff::Timestamp> for Timestamp {
    fn from(moment: jiff::Timestamp) -> Self {
        Self::clamped(Offset::UTC.to_datetime(moment))
    }
}

/// Negative years, which have no wire format, become the start of the year 0.
impl From<jiff::Zoned> for Timestamp {
    fn from(moment: jiff::Zoned) -> Self {
        moment.timestamp().into()
    }
}

/// `jiff` timestamps end about a day before the end of the year 9999.
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimeError;

    fn try_from(moment: Timestamp) -> Result<Self, TimeError> {
        Offset::UTC.to_timestamp(moment.0).map_err(|_| NO_SUCH_MOMENT)
    }
}

/// Years outside 0 to 9999 become the nearest moment in this range.
impl From<SystemTime> for Timestamp {
    fn from(moment: SystemTime) -> Self {
        match jiff::Timestamp::try_from(moment) {
            Ok(moment) => moment.into(),
            Err(_) if moment < SystemTime::UNIX_EPOCH => Self::BLANK,
            Err(_) => Self::LAST,
        }
    }
}

text_serde!(
    Timestamp,
    str::parse::<Timestamp>,
    is_written,
    "a moment as yyyy-MM-ddTHH:mm:ss.SSSZ"
);

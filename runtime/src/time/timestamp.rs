//! Moments.

use std::{fmt, str::FromStr, time::SystemTime};

use jiff::{
    SignedDuration,
    civil::{DateTime, Time},
    tz::Offset,
};

use super::{Date, TimeError, number, text_serde};

/// A moment, the same everywhere, to the nanosecond, in the years 0 to 9999.
///
/// It is read from RFC 3339 with any offset and up to nine digits behind the second, or none; seconds may be left out.
/// A text without an offset is taken as UTC; a date without a time is refused; a leap second is read as the second
/// before it. It travels as `2026-11-20T09:30:00.000Z`: in UTC, to the millisecond, what is finer cut off.
// Kept as date and time in UTC, for `jiff::Timestamp` ends within the last two days of 9999, and `9999-12-31` is what
// services write for "never".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime);

const FORM: TimeError = TimeError::form("yyyy-MM-ddTHH:mm:ss.SSSZ");
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
const NOT_THERE: TimeError = TimeError::not_there("moment");

impl Timestamp {
    pub(crate) const BLANK: Self = Self(DateTime::ZERO);

    /// The moment `seconds` after 1970 began in UTC, or before it when negative.
    ///
    /// # Errors
    ///
    /// When it is not within the years 0 to 9999.
    pub fn new(seconds: i64) -> Result<Self, TimeError> {
        Self::after_1970(SignedDuration::from_secs(seconds))
    }

    /// The moment `milliseconds` after 1970 began in UTC, or before it when negative.
    ///
    /// # Errors
    ///
    /// When it is not within the years 0 to 9999.
    pub fn from_millisecond(milliseconds: i64) -> Result<Self, TimeError> {
        Self::after_1970(SignedDuration::from_millis(milliseconds))
    }

    /// How many seconds after 1970 began in UTC it is, negative when before; a second begun does not count.
    ///
    /// [`Timestamp::new`] is the way back.
    pub fn as_second(self) -> i64 {
        let since = self.0.duration_since(EPOCH);
        // They count towards zero.
        since.as_secs() - i64::from(since.subsec_nanos() < 0)
    }

    /// It as `2026-11-20T09:30:00Z`: in UTC, to the second, what is finer cut off.
    pub fn seconds(&self) -> impl fmt::Display + '_ {
        Seconds(self)
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        // A year within 0 to 9999 is a date's own range.
        Date::try_from(self.0.date()).unwrap_or(Date::BLANK)
    }

    fn after_1970(duration: SignedDuration) -> Result<Self, TimeError> {
        EPOCH
            .checked_add(duration)
            .map_err(|_| NOT_THERE)
            .and_then(Self::of_utc)
    }

    fn of_utc(utc: DateTime) -> Result<Self, TimeError> {
        if utc.year() >= 0 { Ok(Self(utc)) } else { Err(NOT_THERE) }
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
        if let Some(usual) = usual(text.as_bytes()) {
            return Ok(usual);
        }
        let (day, rest) = text.split_at_checked(10).ok_or(FORM)?;
        let time_ends = rest.find(['Z', 'z', '+', '-', '[']).unwrap_or(rest.len());
        let (time, offset) = rest.split_at_checked(time_ends).ok_or(FORM)?;
        // jiff also reads dates without dashes, signed years, hours alone and names of time zones.
        let _: Date = day.parse()?;
        let [b'T' | b't' | b' ', _, _, b':', ..] = time.as_bytes() else {
            return Err(FORM);
        };
        let local: DateTime = text.get(..10 + time_ends).ok_or(FORM)?.parse().map_err(|_| FORM)?;
        local
            .checked_sub(ahead_of_utc(offset).ok_or(FORM)?)
            .map_err(|_| NOT_THERE)
            .and_then(Self::of_utc)
    }
}

/// Whether a text that is a moment has the form in which it is written.
fn is_written(text: &[u8]) -> bool {
    text.len() == 24 && text.get(10) == Some(&b'T') && text.last() == Some(&b'Z')
}

/// A moment in the form that the service prints, `2026-11-20T09:30:00.000Z`; `None` for any other.
fn usual(text: &[u8]) -> Option<Timestamp> {
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

/// How far a clock with this offset is ahead of UTC; `None` when it is not an offset.
fn ahead_of_utc(offset: &str) -> Option<SignedDuration> {
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

/// Midnight in UTC, with which the day begins.
impl From<Date> for Timestamp {
    fn from(date: Date) -> Self {
        Self(date.into_inner().to_datetime(Time::midnight()))
    }
}

/// Years before 0 have no form on the wire.
impl TryFrom<jiff::Timestamp> for Timestamp {
    type Error = TimeError;

    fn try_from(moment: jiff::Timestamp) -> Result<Self, TimeError> {
        Self::of_utc(Offset::UTC.to_datetime(moment))
    }
}

/// `jiff` ends about a day before the year 9999 does.
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = TimeError;

    fn try_from(moment: Timestamp) -> Result<Self, TimeError> {
        Offset::UTC.to_timestamp(moment.0).map_err(|_| NOT_THERE)
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimeError;

    fn try_from(moment: SystemTime) -> Result<Self, TimeError> {
        jiff::Timestamp::try_from(moment).map_err(|_| NOT_THERE)?.try_into()
    }
}

text_serde!(
    Timestamp,
    str::parse::<Timestamp>,
    is_written,
    "a moment as yyyy-MM-ddTHH:mm:ss.SSSZ"
);

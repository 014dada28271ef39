//! Conversions from and to the types of the crate `time`.

use ::time::{Date as OtherDate, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime};

use super::{CivilDateTime, Date, TimeOfDay, Timestamp};

/// Years outside 0 to 9999 become the nearest date in this range.
impl From<OtherDate> for Date {
    fn from(date: OtherDate) -> Self {
        Self::nearest(date.year(), u8::from(date.month()).into(), date.day().into())
    }
}

impl From<Date> for OtherDate {
    fn from(date: Date) -> Self {
        let month = Month::try_from(date.month().unsigned_abs()).unwrap_or(Month::January);
        // Every date of four digits exists in both crates.
        Self::from_calendar_date(date.year().into(), month, date.day().unsigned_abs()).unwrap_or(Self::MIN)
    }
}

/// Fractions of a second are dropped.
impl From<Time> for TimeOfDay {
    fn from(time: Time) -> Self {
        Self::of_numbers(time.hour().into(), time.minute().into(), time.second().into())
    }
}

impl From<TimeOfDay> for Time {
    fn from(time: TimeOfDay) -> Self {
        let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(i8::unsigned_abs);
        Self::from_hms(hour, minute, second).unwrap_or(Self::MIDNIGHT)
    }
}

/// Years outside 0 to 9999 become the nearest moment in this range.
impl From<OffsetDateTime> for Timestamp {
    fn from(moment: OffsetDateTime) -> Self {
        Self::nearest(moment.unix_timestamp(), moment.nanosecond())
    }
}

/// Years outside 0 to 9999 become the nearest moment in this range.
impl From<UtcDateTime> for Timestamp {
    fn from(moment: UtcDateTime) -> Self {
        Self::nearest(moment.unix_timestamp(), moment.nanosecond())
    }
}

/// Years outside 0 to 9999 become the nearest moment in this range.
impl From<PrimitiveDateTime> for CivilDateTime {
    fn from(moment: PrimitiveDateTime) -> Self {
        Timestamp::from(moment.as_utc()).in_utc().into()
    }
}

impl From<CivilDateTime> for PrimitiveDateTime {
    fn from(moment: CivilDateTime) -> Self {
        let utc = UtcDateTime::from(Timestamp::of_clock(moment.into_inner()));
        Self::new(utc.date(), utc.time())
    }
}

/// Converts to midnight in UTC. Years outside 0 to 9999 become the nearest moment in this range.
impl From<OtherDate> for Timestamp {
    fn from(date: OtherDate) -> Self {
        Date::from(date).into()
    }
}

impl From<Timestamp> for OffsetDateTime {
    fn from(moment: Timestamp) -> Self {
        UtcDateTime::from(moment).into()
    }
}

impl From<Timestamp> for UtcDateTime {
    fn from(moment: Timestamp) -> Self {
        let second = Self::from_unix_timestamp(moment.as_second()).unwrap_or(Self::MIN);
        second.replace_nanosecond(moment.subsec_nanosecond()).unwrap_or(second)
    }
}

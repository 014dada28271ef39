//! Conversions from and to the types of the crate `chrono`.

use ::chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};

use super::{CivilDateTime, Date, TimeOfDay, Timestamp};

/// Years outside 0 to 9999 become the nearest date in this range.
impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self::nearest(date.year(), date.month(), date.day())
    }
}

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
        // Every date of four digits exists in both crates.
        Self::from_ymd_opt(date.year().into(), month.into(), day.into()).unwrap_or_default()
    }
}

/// Fractions of a second are dropped.
impl From<NaiveTime> for TimeOfDay {
    fn from(time: NaiveTime) -> Self {
        Self::of_numbers(time.hour(), time.minute(), time.second())
    }
}

impl From<TimeOfDay> for NaiveTime {
    fn from(time: TimeOfDay) -> Self {
        let [hour, minute, second] =
            [time.hour(), time.minute(), time.second()].map(|number| number.unsigned_abs().into());
        Self::from_hms_opt(hour, minute, second).unwrap_or_default()
    }
}

/// Years outside 0 to 9999 become the nearest moment in this range.
impl<Z: TimeZone> From<DateTime<Z>> for Timestamp {
    fn from(moment: DateTime<Z>) -> Self {
        Self::nearest(moment.timestamp(), moment.timestamp_subsec_nanos())
    }
}

/// Years outside 0 to 9999 become the nearest moment in this range.
impl From<NaiveDateTime> for CivilDateTime {
    fn from(moment: NaiveDateTime) -> Self {
        Timestamp::from(moment.and_utc()).in_utc().into()
    }
}

impl From<CivilDateTime> for NaiveDateTime {
    fn from(moment: CivilDateTime) -> Self {
        DateTime::<Utc>::from(Timestamp::of_clock(moment.into_inner())).naive_utc()
    }
}

/// Converts to midnight in UTC. Years outside 0 to 9999 become the nearest moment in this range.
impl From<NaiveDate> for Timestamp {
    fn from(date: NaiveDate) -> Self {
        Date::from(date).into()
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(moment: Timestamp) -> Self {
        Self::from_timestamp(moment.as_second(), moment.subsec_nanosecond()).unwrap_or_default()
    }
}

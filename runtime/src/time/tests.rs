use proptest::prelude::*;

use super::*;

/// Roughly the years 1678 to 2262, in milliseconds.
const MILLISECONDS: std::ops::Range<i64> = -9_223_372_036_854..9_223_372_036_854;

proptest! {
    #[test]
    fn timestamps_round_trip_to_the_millisecond(milliseconds in MILLISECONDS) {
        let moment = Timestamp::from_millisecond(milliseconds).unwrap();
        prop_assert_eq!(moment.to_string().parse::<Timestamp>().unwrap(), moment);
        let json = serde_json::to_string(&moment).unwrap();
        prop_assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), moment);
    }

    #[test]
    fn offsets_do_not_change_the_timestamp(milliseconds in MILLISECONDS, hours in -23i64..=23, minutes in 0i64..60) {
        let moment = Timestamp::from_millisecond(milliseconds).unwrap();
        let ahead = (hours.abs() * 60 + minutes) * hours.signum();
        let local = Timestamp::from_millisecond(milliseconds + ahead * 60_000).unwrap().to_string();
        let sign = if hours < 0 { '-' } else { '+' };
        let minutes = if hours == 0 { 0 } else { minutes };
        let text = format!("{}{sign}{:02}:{minutes:02}", local.trim_end_matches('Z'), hours.abs());
        prop_assert_eq!(text.parse::<Timestamp>().unwrap(), moment);
    }

    #[test]
    fn dates_round_trip(year in 0i16..=9999, month in 1i8..=12, day in 1i8..=28) {
        let date = Date::new(year, month, day).unwrap();
        prop_assert_eq!(date.to_string().parse::<Date>().unwrap(), date);
    }

    #[test]
    fn times_of_day_round_trip(hour in 0i8..24, minute in 0i8..60) {
        let time = TimeOfDay::new(hour, minute).unwrap();
        prop_assert_eq!(time.to_string().parse::<TimeOfDay>().unwrap(), time);
    }

    #[test]
    fn parsing_never_panics(text in "\\PC{0,40}|[0-9TZ:.+-]{0,40}|[0-9]{4}-[01][0-9]-[0-3][0-9]T\\PC{0,20}") {
        let _ = (text.parse::<Timestamp>(), text.parse::<Date>(), text.parse::<TimeOfDay>());
    }
}

#[test]
fn rfc_3339_variants_are_read_and_one_is_written() {
    for text in [
        "2018-04-05T12:11:52Z",
        "2018-04-05T12:11:52.000Z",
        "2018-04-05t12:11:52z",
        "2018-04-05 12:11:52Z",
        "2018-04-05T12:11:52.0000001Z",
        "2018-04-05T14:11:52+02:00",
        "2018-04-05T14:11:52+0200",
        "2018-04-05T14:11:52+02",
        "2018-04-05T06:41:52.0-05:30",
        "2018-04-05T12:11:52-00:00",
        "2018-04-05T12:11:52",
    ] {
        assert_eq!(
            text.parse::<Timestamp>().map(|moment| moment.to_string()).as_deref(),
            Ok("2018-04-05T12:11:52.000Z"),
            "{text}"
        );
    }
}

#[test]
fn fractions_of_a_millisecond_are_truncated_when_written() {
    assert_eq!(
        "2018-04-05T12:11:52.1239999Z".parse::<Timestamp>().unwrap().to_string(),
        "2018-04-05T12:11:52.123Z"
    );
}

#[test]
fn a_leap_second_is_read_as_the_second_before() {
    assert_eq!(
        "2016-12-31T23:59:60Z".parse::<Timestamp>().unwrap().to_string(),
        "2016-12-31T23:59:59.000Z"
    );
}

#[test]
fn the_last_day_of_9999_means_never_and_is_accepted() {
    let never: Timestamp = "9999-12-31T23:59:59.999Z".parse().unwrap();
    assert_eq!(never.to_string(), "9999-12-31T23:59:59.999Z");
    assert_eq!(never.date(), Date::new(9999, 12, 31).unwrap());
    assert!(jiff::Timestamp::try_from(never).is_err());
    assert!("9999-12-31T23:59:59-01:00".parse::<Timestamp>().is_err());
}

#[test]
fn anything_but_a_timestamp_is_rejected() {
    for text in [
        "",
        "2018-04-05",
        "2018-04-05T",
        "2018-04-05T12",
        "20180405T121152Z",
        "2018-04-05T121152Z",
        "2018-13-05T12:11:52Z",
        "2018-04-05T25:11:52Z",
        "2018-04-05T12:11:52+24:00",
        "2018-04-05T12:11:52+02:60",
        "2018-04-05T12:11:52[UTC]",
        "2018-04-05T12:11:52Z[UTC]",
        "2018-04-05T12:11:52+02:00:00",
        "2018-04-05T12:11:52ZZ",
        "-002018-04-05T12:11:52Z",
        "2018-04-05T12:11:52 Z",
        "2018-02-30T12:11:52Z",
        "1522930312",
        "2018-04-0é12:11:52Z",
    ] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
}

#[test]
fn a_date_has_exactly_ten_characters() {
    assert_eq!("2024-02-29".parse(), Date::new(2024, 2, 29));
    for text in [
        "2023-02-29",
        "20240229",
        "2024-2-29",
        "2024-02-29T00:00:00",
        "2024-02-29 ",
        "+002024-02-29",
        "2024/02/29",
        "",
        "2024-00-10",
    ] {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
    assert!(Date::new(-1, 1, 1).is_err());
}

#[test]
fn a_time_of_day_may_have_seconds_when_it_is_read() {
    assert_eq!("09:30:15".parse::<TimeOfDay>().unwrap().to_string(), "09:30");
    assert_eq!("09:30:15".parse::<TimeOfDay>().unwrap().second(), 15);
    for text in [
        "9:30", "24:00", "09:60", "0930", "09:30:60", "09:30Z", "09-30", "09:3", "",
    ] {
        assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
    }
}

#[test]
fn errors_quote_the_text_and_the_expected_format() {
    let error = serde_json::from_str::<Date>("\"20 November\"").unwrap_err().to_string();
    assert_eq!(error, "`20 November`: not of the form YYYY-MM-DD at line 1 column 13");
    let error = serde_json::from_str::<Timestamp>("\"2018-02-30T12:00:00Z\"")
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "`2018-02-30T12:00:00Z`: there is no such day at line 1 column 22"
    );
    let error = serde_json::from_str::<TimeOfDay>("930").unwrap_err().to_string();
    assert_eq!(
        error,
        "invalid type: integer `930`, expected a time as HH:mm at line 1 column 3"
    );
}

#[test]
fn they_convert_to_and_from_jiff_and_the_clock() {
    let moment = Timestamp::new(1_522_930_312).unwrap();
    assert_eq!(moment.to_string(), "2018-04-05T12:11:52.000Z");
    assert_eq!(jiff::Timestamp::try_from(moment).unwrap().as_second(), 1_522_930_312);
    assert_eq!(
        Timestamp::from(std::time::UNIX_EPOCH).to_string(),
        "1970-01-01T00:00:00.000Z"
    );
    assert_eq!(Date::from(jiff::civil::date(2018, 4, 5)).to_string(), "2018-04-05");
    let zoned = jiff::civil::date(2018, 4, 5).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    assert_eq!(Timestamp::from(zoned), Date::new(2018, 4, 5).unwrap().into());
    assert_eq!(TimeOfDay::from(jiff::civil::time(9, 30, 15, 7)).second(), 15);
}

#[test]
fn a_date_converts_to_midnight_in_utc() {
    let date = Date::new(2018, 4, 5).unwrap();
    assert_eq!(Timestamp::from(date).to_string(), "2018-04-05T00:00:00.000Z");
    assert_eq!(Timestamp::from(date).date(), date);
    for (year, month, day) in [(0, 1, 1), (9999, 12, 31)] {
        let date = Date::new(year, month, day).unwrap();
        assert_eq!(Timestamp::from(date).date(), date);
    }
}

#[test]
fn seconds_since_1970_round_trip() {
    for seconds in [0, -1, 1, 1_522_930_312, -62_167_219_200, 253_402_300_799] {
        assert_eq!(Timestamp::new(seconds).map(Timestamp::as_second), Ok(seconds));
    }
    for seconds in [-62_167_219_201, 253_402_300_800, i64::MIN, i64::MAX] {
        assert!(Timestamp::new(seconds).is_err(), "{seconds}");
        assert!(
            Timestamp::from_millisecond(seconds.saturating_mul(1000)).is_err(),
            "{seconds}"
        );
    }
    for (milliseconds, seconds) in [(1999, 1), (-1, -1), (-1000, -1), (-1001, -2)] {
        assert_eq!(
            Timestamp::from_millisecond(milliseconds).map(Timestamp::as_second),
            Ok(seconds)
        );
    }
}

#[test]
fn a_timestamp_can_be_written_in_whole_seconds() {
    for (text, seconds) in [
        ("2018-04-05T12:11:52.999Z", "2018-04-05T12:11:52Z"),
        ("2018-04-05T12:11:00+02:00", "2018-04-05T10:11:00Z"),
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59Z"),
    ] {
        assert_eq!(text.parse::<Timestamp>().unwrap().seconds().to_string(), seconds);
    }
}

fn from_json<T: serde::de::DeserializeOwned + ToString>(text: &str) -> Option<String> {
    serde_json::from_value(text.into())
        .ok()
        .map(|value: T| value.to_string())
}

#[test]
fn only_midnight_in_utc_is_accepted_as_a_date() {
    for text in [
        "2026-11-20",
        "2026-11-20T00:00:00.000Z",
        "2026-11-20T00:00:00Z",
        "2026-11-20T00:00",
        "2026-11-20T00:00:00+00:00",
        "2026-11-20 00:00:00",
    ] {
        assert_eq!(from_json::<Date>(text).as_deref(), Some("2026-11-20"), "{text}");
    }
    for text in [
        "2026-11-20T00:00:00.001Z",
        "2026-11-20T09:30:00Z",
        "2026-11-20T00:00:00+02:00",
        // Midnight in UTC, but of another day than the one that is written.
        "2026-11-19T19:00:00-05:00",
        "2026-02-30T00:00:00Z",
        "2026-11-2é",
        "",
    ] {
        assert_eq!(from_json::<Date>(text), None, "{text}");
    }
    assert!("2026-11-20T00:00:00Z".parse::<Date>().is_err(), "`FromStr` is strict");
}

#[test]
fn a_date_with_a_time_has_no_zone_of_its_own() {
    for (text, shown) in [
        ("2021-11-17T00:00:00.000", "2021-11-17T00:00:00.000"),
        ("2019-12-13 20:00:37.0", "2019-12-13T20:00:37.000"),
        ("2019-12-13T20:00", "2019-12-13T20:00:00.000"),
        ("9999-12-31T23:59:59.123456789", "9999-12-31T23:59:59.123"),
    ] {
        assert_eq!(text.parse::<CivilDateTime>().unwrap().to_string(), shown, "{text}");
        assert_eq!(from_json::<CivilDateTime>(text).as_deref(), Some(shown), "{text}");
    }
    for text in ["2011-08-12T20:17:46.384Z", "2011-08-12T20:17:46.384+02:00"] {
        assert!(text.parse::<CivilDateTime>().is_err(), "`FromStr` is strict");
        assert_eq!(
            from_json::<CivilDateTime>(text).as_deref(),
            Some("2011-08-12T20:17:46.384")
        );
    }
    for text in [
        "2021-11-17",
        "2021-11-17T",
        "2021-02-30T00:00:00",
        "2021-11-17T25:00:00",
        "2021-11-17T00:00:00+99:00",
        "2021-11-17T00:00:00[UTC]",
        "17.11.2021 00:00",
        "",
        "2021-11-1é 00:00",
    ] {
        assert_eq!(from_json::<CivilDateTime>(text), None, "{text}");
    }
}

#[test]
fn a_date_with_a_time_converts_to_and_from_jiff() {
    let moment = jiff::civil::date(2018, 4, 5).at(9, 30, 15, 0);
    assert_eq!(CivilDateTime::from(moment).to_string(), "2018-04-05T09:30:15.000");
    assert_eq!(jiff::civil::DateTime::from(CivilDateTime::from(moment)), moment);
    assert_eq!(CivilDateTime::from(moment).date(), Date::new(2018, 4, 5).unwrap());
    let midnight = CivilDateTime::from(Date::new(2018, 4, 5).unwrap());
    assert_eq!(midnight.to_string(), "2018-04-05T00:00:00.000");
    let before = jiff::civil::date(-1, 1, 1).at(0, 0, 0, 0);
    assert_eq!(CivilDateTime::from(before).to_string(), "0000-01-01T00:00:00.000");
}

#[test]
fn a_single_digit_hour_is_accepted_in_json() {
    for (text, time) in [
        ("9:30", "09:30"),
        ("9:30:15", "09:30"),
        ("09:30:00", "09:30"),
        ("0:00", "00:00"),
    ] {
        assert_eq!(from_json::<TimeOfDay>(text).as_deref(), Some(time), "{text}");
    }
    for text in ["9:3", ":30", "930", "x:30", "24:00", "9:60", "9:30 AM", ""] {
        assert_eq!(from_json::<TimeOfDay>(text), None, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn the_fast_path_matches_the_slow_path(
        year in 0i32..10_000, month in 0i32..14, day in 0i32..33, hour in 0i32..26, minute in 0i32..62, second in 0i32..62,
        milli in 0i32..1_000,
    ) {
        let usual = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z");
        // A fraction of another length takes the slow path.
        let other = usual.replace('Z', "000Z");
        proptest::prop_assert_eq!(usual.parse::<Timestamp>(), other.parse::<Timestamp>());
    }
}

#[test]
fn what_is_before_the_year_0_becomes_its_start() {
    assert_eq!(Date::from(jiff::civil::date(-1, 4, 5)).to_string(), "0000-01-01");
    assert_eq!(
        Timestamp::from(jiff::Timestamp::MIN).to_string(),
        "0000-01-01T00:00:00.000Z"
    );
}

#[test]
fn thirty_days_ago_is_that_long_before_now() {
    let between = Timestamp::days_ago(30).as_second() + 30 * 24 * 3600 - Timestamp::now().as_second();
    assert!((-5..=0).contains(&between), "{between}");
    assert_eq!(Timestamp::days_ago(u32::MAX).to_string(), "0000-01-01T00:00:00.000Z");
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use ::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};

    use super::*;

    #[test]
    fn dates_and_times_convert_both_ways() {
        let date = NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
        assert_eq!(Date::from(date).to_string(), "2027-03-01");
        assert_eq!(NaiveDate::from(Date::from(date)), date);
        let time = NaiveTime::from_hms_opt(19, 30, 15).unwrap();
        assert_eq!(NaiveTime::from(TimeOfDay::from(time)), time);
        let moment = Utc.with_ymd_and_hms(2027, 3, 1, 19, 30, 15).unwrap();
        assert_eq!(Timestamp::from(moment).to_string(), "2027-03-01T19:30:15.000Z");
        assert_eq!(DateTime::from(Timestamp::from(moment)), moment);
        assert_eq!(Timestamp::from(date).to_string(), "2027-03-01T00:00:00.000Z");
        let clock = date.and_time(time);
        assert_eq!(CivilDateTime::from(clock).to_string(), "2027-03-01T19:30:15.000");
        assert_eq!(NaiveDateTime::from(CivilDateTime::from(clock)), clock);
    }

    #[test]
    fn the_largest_ones_become_the_largest() {
        assert_eq!(Date::from(NaiveDate::MAX).to_string(), "9999-12-31");
        assert_eq!(Date::from(NaiveDate::MIN).to_string(), "0000-01-01");
        assert_eq!(
            Timestamp::from(DateTime::<Utc>::MAX_UTC).to_string(),
            "9999-12-31T23:59:59.999Z"
        );
        assert_eq!(
            Timestamp::from(DateTime::<Utc>::MIN_UTC).to_string(),
            "0000-01-01T00:00:00.000Z"
        );
    }

    proptest::proptest! {
        #[test]
        fn every_moment_of_four_digits_survives(second in -62_167_219_200_i64..253_402_300_800, nano in 0_u32..1_000_000_000) {
            let moment = DateTime::from_timestamp(second, nano).unwrap();
            proptest::prop_assert_eq!(DateTime::from(Timestamp::from(moment)), moment);
            proptest::prop_assert_eq!(NaiveDate::from(Timestamp::from(moment).date()), moment.date_naive());
        }
    }
}

#[cfg(feature = "time")]
mod with_the_crate_time {
    use ::time::{Month, OffsetDateTime, UtcDateTime};

    use super::*;

    #[test]
    fn dates_and_times_convert_both_ways() {
        let date = ::time::Date::from_calendar_date(2027, Month::March, 1).unwrap();
        assert_eq!(Date::from(date).to_string(), "2027-03-01");
        assert_eq!(::time::Date::from(Date::from(date)), date);
        let time = ::time::Time::from_hms(19, 30, 15).unwrap();
        assert_eq!(::time::Time::from(TimeOfDay::from(time)), time);
        assert_eq!(Timestamp::from(date).to_string(), "2027-03-01T00:00:00.000Z");
    }

    #[test]
    fn what_is_before_the_year_0_becomes_its_start() {
        assert_eq!(Date::from(::time::Date::MIN).to_string(), "0000-01-01");
        assert_eq!(
            Timestamp::from(UtcDateTime::MIN).to_string(),
            "0000-01-01T00:00:00.000Z"
        );
    }

    proptest::proptest! {
        #[test]
        fn every_moment_of_four_digits_survives(second in -62_167_219_200_i64..253_402_300_800, nano in 0_u32..1_000_000_000) {
            let moment = OffsetDateTime::from_unix_timestamp(second).unwrap().replace_nanosecond(nano).unwrap();
            proptest::prop_assert_eq!(OffsetDateTime::from(Timestamp::from(moment)), moment);
            proptest::prop_assert_eq!(::time::Date::from(Timestamp::from(moment).date()), moment.date());
        }
    }
}

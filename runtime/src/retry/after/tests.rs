use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderValue, header::RETRY_AFTER};
use proptest::prelude::*;

use super::retry_after;

/// 6 November 1994, 08:49:37: the date in the examples of RFC 9110.
fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(784_111_777)
}

fn requested(value: &[u8]) -> Option<Duration> {
    let mut headers = HeaderMap::new();
    headers.insert(RETRY_AFTER, HeaderValue::from_bytes(value).unwrap());
    retry_after(&headers, now())
}

const ZERO: Option<Duration> = Some(Duration::ZERO);

#[test]
fn numbers_are_seconds() {
    for (value, seconds) in [("0", 0), ("1", 1), ("007", 7), (" 5\t", 5), ("86400", 86_400)] {
        assert_eq!(
            requested(value.as_bytes()),
            Some(Duration::from_secs(seconds)),
            "{value}"
        );
    }
}

#[test]
fn seconds_that_overflow_saturate() {
    for digits in [20, 21, 400] {
        let value = "9".repeat(digits);
        assert_eq!(requested(value.as_bytes()), Some(Duration::from_secs(u64::MAX)));
    }
    assert_eq!(requested(b"18446744073709551615"), Some(Duration::from_secs(u64::MAX)));
}

#[test]
fn all_three_http_date_formats_are_parsed() {
    for value in [
        "Sun, 06 Nov 1994 08:49:47 GMT",
        "Sunday, 06-Nov-94 08:49:47 GMT",
        "Sun Nov  6 08:49:47 1994",
    ] {
        assert_eq!(requested(value.as_bytes()), Some(Duration::from_secs(10)), "{value}");
    }
    assert_eq!(
        requested(b"Wed Nov 16 08:49:37 1994"),
        Some(Duration::from_secs(864_000))
    );
}

#[test]
fn dates_with_another_zone_or_a_wrong_weekday_are_parsed() {
    for value in [
        "Sun, 06 Nov 1994 09:49:47 +0100",
        "Mon, 06 Nov 1994 08:49:47 GMT",
        "6 Nov 1994 08:49:47 GMT",
    ] {
        assert_eq!(requested(value.as_bytes()), Some(Duration::from_secs(10)), "{value}");
    }
}

#[test]
fn dates_in_the_past_are_zero() {
    for value in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:36 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Wed, 31 Dec 1969 23:59:59 GMT",
        "Sat, 01 Jan 0001 00:00:00 GMT",
        "Saturday, 05-Nov-94 08:49:37 GMT",
    ] {
        assert_eq!(requested(value.as_bytes()), ZERO, "{value}");
    }
}

#[test]
fn unknown_formats_are_none() {
    assert_eq!(retry_after(&HeaderMap::new(), now()), None);
    for value in [
        "",
        " ",
        "-1",
        "+1",
        "1s",
        ".",
        "1.5.5",
        "1.-5",
        "1e3",
        ", ,",
        "0x10",
        "soon",
        "NaN",
        "inf",
        "1994-11-06T08:49:37Z",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 99999 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37",
        "٣",
    ] {
        assert_eq!(requested(value.as_bytes()), None, "{value}");
    }
    assert_eq!(requested(b"\xff\xfe"), None);
}

#[test]
fn fractions_of_a_second_are_rounded_up() {
    for (value, seconds) in [("1.5", 2), ("1.0", 1), ("1.", 1), (".5", 1), ("0.0001", 1), ("0.0", 0)] {
        assert_eq!(
            requested(value.as_bytes()),
            Some(Duration::from_secs(seconds)),
            "{value}"
        );
    }
    let most = format!("{}.5", "9".repeat(30));
    assert_eq!(requested(most.as_bytes()), Some(Duration::from_secs(u64::MAX)));
}

#[test]
fn the_longest_value_of_a_list_counts() {
    for (value, seconds) in [
        ("3, 5", 5),
        ("5,3", 5),
        ("1.5, soon", 2),
        (",4,", 4),
        ("3, Sun, 06 Nov 1994 08:49:47 GMT", 10),
        ("Sun, 06 Nov 1994 08:49:47 GMT, Sunday, 06-Nov-94 08:49:57 GMT", 20),
        ("Sun Nov  6 08:49:47 1994, 30", 30),
    ] {
        assert_eq!(
            requested(value.as_bytes()),
            Some(Duration::from_secs(seconds)),
            "{value}"
        );
    }
    let mut headers = HeaderMap::new();
    for value in ["3", "7", "soon"] {
        headers.append(RETRY_AFTER, HeaderValue::from_static(value));
    }
    assert_eq!(retry_after(&headers, now()), Some(Duration::from_secs(7)));
}

#[test]
fn unparsable_values_request_the_minimum_delay() {
    for value in ["soon", "-1", "5s", ""] {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_static(value));
        assert_eq!(super::requested_wait(&headers, now()), ZERO, "{value}");
    }
    assert_eq!(super::requested_wait(&HeaderMap::new(), now()), None);
}

#[test]
fn a_clock_before_1970_is_handled() {
    let mut headers = HeaderMap::new();
    headers.insert(RETRY_AFTER, HeaderValue::from_static("Thu, 01 Jan 1970 00:00:10 GMT"));
    let requested = retry_after(&headers, UNIX_EPOCH - Duration::from_secs(1));
    assert_eq!(requested, Some(Duration::from_secs(10)));
}

proptest! {
    #[test]
    fn parsing_never_panics(value in prop::collection::vec(prop_oneof![32_u8..127, 128_u8..=255, Just(b'\t')], 0..60)) {
        let _ = requested(&value);
    }

    #[test]
    fn parsing_malformed_dates_never_panics(
        day in "(Sun|Mon|Sunday|XXX)?,? ?", date in "[0-9]{0,3}[ -](Nov|Feb|Foo)[ -][0-9]{0,5}",
        time in "[0-9]{1,3}:[0-9]{1,3}(:[0-9]{1,3})?", zone in "(GMT|\\+[0-9]{4}|-9999|EST| )?",
    ) {
        let _ = requested(format!("{day}{date} {time} {zone}").as_bytes());
    }

    #[test]
    fn numbers_of_seconds_round_trip(seconds: u64) {
        prop_assert_eq!(requested(seconds.to_string().as_bytes()), Some(Duration::from_secs(seconds)));
    }

    #[test]
    fn the_longest_fraction_of_a_list_counts(seconds in prop::collection::vec(0.0..100_000.0_f64, 1..6)) {
        let list: Vec<String> = seconds.iter().map(|seconds| format!("{seconds:.3}")).collect();
        let longest = list.iter().map(|text| text.parse::<f64>().unwrap().ceil()).fold(0.0, f64::max);
        prop_assert_eq!(requested(list.join(", ").as_bytes()), Some(Duration::from_secs_f64(longest)));
    }

    #[test]
    fn future_dates_return_the_time_until_then(seconds in 0_i64..5_000_000_000) {
        let moment = jiff::Timestamp::from_second(784_111_777 + seconds).unwrap();
        let value = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).unwrap();
        prop_assert_eq!(requested(value.as_bytes()), Some(Duration::from_secs(seconds.unsigned_abs())));
    }
}

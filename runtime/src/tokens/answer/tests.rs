//! Tests of answers.

use proptest::prelude::*;

use super::*;

const NAMES: TokenResponse = TokenResponse {
    access_token: "access_token",
    refresh_token: "refresh_token",
    id_token: "id_token",
    lifetime: "expires_in",
    refresh_expiry: Some("refresh_expires_in"),
    scope: "scope",
    base_url: None,
};

fn fields(name: &str, json: &str) -> Fields {
    serde_json::from_str(&format!(r#"{{"{name}":{json}}}"#)).unwrap()
}

fn life(json: &str) -> Option<Duration> {
    lifetime(&fields("expires_in", json), &NAMES)
}

#[test]
fn a_lifetime_is_a_number_or_a_string_of_one() {
    for json in ["3600", "\"3600\"", "3600.0", "\" 3600 \"", "3.6e3"] {
        assert_eq!(life(json), Some(Duration::from_secs(3600)), "{json}");
    }
}

#[test]
fn a_lifetime_that_makes_no_sense_is_none() {
    for json in [
        "-1", "\"-1\"", "\"soon\"", "\"\"", "null", "true", "[]", "{}", "\"NaN\"", "-1e999",
    ] {
        assert_eq!(life(json), None, "{json}");
    }
}

#[test]
fn a_lifetime_without_end_is_a_long_one() {
    for json in ["1e999", "\"inf\"", "1e300", "99999999999999999999999999"] {
        assert_eq!(life(json), Some(LONGEST_LIFE), "{json}");
    }
}

#[test]
fn the_expiry_of_a_refresh_token_is_a_time_to_come() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_647_000_000);
    let expiry = |json: &str| refresh_expiry(&fields("refresh_expires_in", json), &NAMES, now);
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_647_802_571);
    for json in ["1647802571", "\"1647802571\"", "1647802571.9"] {
        assert_eq!(expiry(json), Some(time), "{json}");
    }
    // 15552000 is half a year, if it were a duration.
    for json in [
        "0",
        "-1",
        "15552000",
        "1e300",
        "1e999",
        "null",
        "\"soon\"",
        "1647000000",
    ] {
        assert_eq!(expiry(json), None, "{json}");
    }
}

#[test]
fn a_text_is_a_string_or_a_number_and_not_empty() {
    for (json, expected) in [
        ("\"a\\u0062\"", Some("ab")),
        ("12", Some("12")),
        ("-1", Some("-1")),
        ("\"\"", None),
        ("null", None),
        ("true", None),
        ("[\"a\"]", None),
    ] {
        assert_eq!(plain(&fields("a", json), "a").as_deref(), expected);
    }
    assert_eq!(plain(&fields("a", "1"), "b"), None);
}

proptest! {
    #[test]
    fn no_number_makes_it_panic(number in any::<f64>(), whole in any::<i128>()) {
        for json in [format!("\"{number}\""), format!("{whole}"), format!("\"{whole}\"")] {
            prop_assert!(life(&json).is_none_or(|life| life <= LONGEST_LIFE));
            let expiry = refresh_expiry(&fields("refresh_expires_in", &json), &NAMES, SystemTime::UNIX_EPOCH);
            prop_assert!(expiry.is_none_or(|expiry| expiry > SystemTime::UNIX_EPOCH));
        }
    }
}

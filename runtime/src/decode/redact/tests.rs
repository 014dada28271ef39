use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::{Date, Decimal, TimeOfDay, Timestamp};

fn message_of<'de, T: Deserialize<'de>>(json: &'de str) -> String {
    let error = serde_json::from_str::<T>(json).map(drop).unwrap_err().to_string();
    unquoted(super::super::error_path::without_position(&error))
}

#[test]
fn messages_name_the_expectation_and_the_kind_of_the_value() {
    for (message, expected) in [
        (
            message_of::<Decimal>("true"),
            "expected a decimal number, found a boolean",
        ),
        (
            message_of::<Decimal>("\"x\""),
            "expected a decimal number, found a string",
        ),
        (
            message_of::<Decimal>("{}"),
            "expected a decimal number, found an object",
        ),
        (
            message_of::<Decimal>("1e40"),
            "has more digits than a decimal number can keep",
        ),
        (message_of::<Date>("7"), "expected a date as YYYY-MM-DD, found a number"),
        (
            message_of::<Date>("1.5"),
            "expected a date as YYYY-MM-DD, found a number",
        ),
        (message_of::<Date>("\"7\""), "not of the form YYYY-MM-DD"),
        (message_of::<Date>("\"2026-02-30\""), "there is no such day"),
        (message_of::<String>("[1]"), "expected a string, found a list"),
        (message_of::<String>("null"), "expected a string, found null"),
        (message_of::<String>(r#""\ud800x""#), "unexpected end of hex escape"),
        (message_of::<(u8, u8)>("[1]"), "expected a tuple of size 2"),
        (message_of::<f64>("1e999"), "number out of range"),
    ] {
        assert_eq!(message, expected);
    }
}

#[test]
fn messages_without_quotes_are_kept_and_unknown_ones_replaced() {
    for (problem, expected) in [
        ("more than one of a, b", "more than one of a, b"),
        ("missing field `a`", "missing field `a`"),
        ("`secret` is not one of: A, B", "expected one of: A, B"),
        ("somebody's own words on a secret", OTHER),
        ("`secret", OTHER),
        ("invalid type: secret", OTHER),
    ] {
        assert_eq!(unquoted(problem), expected);
    }
}

proptest! {
    #[test]
    fn values_are_never_quoted(words in "[ ,:`\"a-z]{0,12}", more in "(, expected |`: |` is not one of: |: )?") {
        let text = format!("{words}{more}CANARY{more}CANARY{more}{words}");
        let json = serde_json::to_string(&text).unwrap();
        for problem in [
            message_of::<Decimal>(&json),
            message_of::<Date>(&json),
            message_of::<TimeOfDay>(&json),
            message_of::<Timestamp>(&json),
            message_of::<bool>(&json),
            message_of::<Vec<u8>>(&json),
            unquoted(&crate::UnknownValueError::new(&text, ["A"]).to_string()),
        ] {
            prop_assert!(!problem.contains("CANARY"), "{}", problem);
        }
    }
}

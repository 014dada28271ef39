use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::{Date, Decimal, TimeOfDay, Timestamp};

fn said<'de, T: Deserialize<'de>>(json: &'de str) -> String {
    let error = serde_json::from_str::<T>(json).map(drop).unwrap_err().to_string();
    unquoted(super::super::error_path::without_position(&error))
}

#[test]
fn it_says_what_was_expected_and_of_what_kind_the_value_was() {
    for (said, expected) in [
        (said::<Decimal>("true"), "expected a decimal number, found a boolean"),
        (said::<Decimal>("\"x\""), "expected a decimal number, found a string"),
        (said::<Decimal>("{}"), "expected a decimal number, found an object"),
        (
            said::<Decimal>("1e40"),
            "has more digits than a decimal number can keep",
        ),
        (said::<Date>("7"), "expected a date as YYYY-MM-DD, found a number"),
        (said::<Date>("1.5"), "expected a date as YYYY-MM-DD, found a number"),
        (said::<Date>("\"7\""), "not of the form YYYY-MM-DD"),
        (said::<Date>("\"2026-02-30\""), "there is no such day"),
        (said::<String>("[1]"), "expected a string, found a list"),
        (said::<String>("null"), "expected a string, found null"),
        (said::<String>(r#""\ud800x""#), "unexpected end of hex escape"),
        (said::<(u8, u8)>("[1]"), "expected a tuple of size 2"),
        (said::<f64>("1e999"), "number out of range"),
    ] {
        assert_eq!(said, expected);
    }
}

#[test]
fn what_quotes_nothing_stays_and_what_is_not_known_does_not() {
    for (problem, said) in [
        ("more than one of a, b", "more than one of a, b"),
        ("missing field `a`", "missing field `a`"),
        ("`secret` is not one of: A, B", "expected one of: A, B"),
        ("somebody's own words on a secret", OTHER),
        ("`secret", OTHER),
        ("invalid type: secret", OTHER),
    ] {
        assert_eq!(unquoted(problem), said);
    }
}

proptest! {
    #[test]
    fn it_never_quotes(words in "[ ,:`\"a-z]{0,12}", more in "(, expected |`: |` is not one of: |: )?") {
        let text = format!("{words}{more}CANARY{more}CANARY{more}{words}");
        let json = serde_json::to_string(&text).unwrap();
        for problem in [
            said::<Decimal>(&json),
            said::<Date>(&json),
            said::<TimeOfDay>(&json),
            said::<Timestamp>(&json),
            said::<bool>(&json),
            said::<Vec<u8>>(&json),
            unquoted(&crate::UnknownValueError::new(&text, ["A"]).to_string()),
        ] {
            prop_assert!(!problem.contains("CANARY"), "{}", problem);
        }
    }
}

use proptest::prelude::*;

use super::*;

/// Numbers that can be represented exactly, in canonical form.
fn canonical() -> impl Strategy<Value = String> {
    let digits = ("[1-9][0-9]{0,13}|0", proptest::option::of("[0-9]{1,14}"), any::<bool>());
    digits.prop_map(|(whole, fraction, negative)| {
        let text = fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"));
        let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        if negative && !is_zero { format!("-{text}") } else { text }
    })
}

fn read(json: &str) -> Result<Decimal, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

proptest! {
    #[test]
    fn strings_round_trip_digit_for_digit(text in canonical()) {
        prop_assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
    }

    #[test]
    fn json_numbers_round_trip_digit_for_digit(text in canonical()) {
        let number = read(&text).unwrap();
        prop_assert_eq!(serde_json::to_string(&number).unwrap(), text);
    }

    #[test]
    fn json_strings_are_the_same_numbers(text in canonical()) {
        let number = read(&format!("\"{text}\"")).unwrap();
        prop_assert_eq!(number.to_string(), text.clone());
        prop_assert_eq!(number, read(&text).unwrap());
    }

    #[test]
    fn parsing_matches_rust_decimal(text in "[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?") {
        // It rejects excess trailing zeros; this crate drops them.
        if let Ok(theirs) = rust_decimal::Decimal::from_str_exact(&text) {
            let ours: Decimal = text.parse().unwrap();
            prop_assert_eq!(ours.into_inner(), theirs);
            prop_assert_eq!(ours.scale(), theirs.scale());
        }
    }

    #[test]
    fn an_exponent_moves_the_point(digits in 1i64..1_000_000, exponent in -20i32..=20) {
        let number: Decimal = format!("{digits}e{exponent}").parse().unwrap();
        let moved = if exponent < 0 {
            format!("{digits}").parse::<rust_decimal::Decimal>().unwrap()
                * rust_decimal::Decimal::new(1, exponent.unsigned_abs())
        } else {
            format!("{digits}{}", "0".repeat(exponent as usize)).parse().unwrap()
        };
        prop_assert_eq!(number.into_inner(), moved);
    }

    #[test]
    fn parsing_never_panics(text in "\\PC{0,80}|[0-9eE+._-]{0,80}|[0.]{0,2000}[1-9]?") {
        let _ = text.parse::<Decimal>();
        let _ = read(&text);
    }
}

#[test]
fn amounts_in_the_services_format_are_unchanged() {
    for text in [
        "1290.00000000",
        "123456789.12345678",
        "1.19837845659595",
        "0",
        "122.38",
        "12345678901234567.1234",
    ] {
        assert_eq!(serde_json::to_string(&read(text).unwrap()).unwrap(), text);
    }
}

#[test]
fn exponents_are_read_but_never_written() {
    for (text, plain) in [
        ("1e2", "100"),
        ("1.5E-7", "0.00000015"),
        ("1.50e1", "15.0"),
        ("-2E+3", "-2000"),
        ("0e99999", "0"),
    ] {
        assert_eq!(read(text).unwrap().to_string(), plain);
    }
}

#[test]
fn the_largest_number_is_accepted_and_larger_ones_rejected() {
    let largest = "79228162514264337593543950335";
    assert_eq!(largest.parse::<Decimal>().unwrap().to_string(), largest);
    for text in [
        "79228162514264337593543950336",
        "1e29",
        "1e-29",
        "1e99999999999999999999",
        "0.00000000000000000000000000001",
    ] {
        assert_eq!(text.parse::<Decimal>(), Err(DecimalError::TooManyDigits), "{text}");
    }
}

#[test]
fn excess_trailing_zeros_are_dropped() {
    let number: Decimal = format!("7.5{}", "0".repeat(100)).parse().unwrap();
    assert_eq!((number, number.scale()), (dec!(7.5), 28));
    let zero: Decimal = format!("0.{}", "0".repeat(100)).parse().unwrap();
    assert!(zero.is_zero());
}

#[test]
fn anything_but_a_number_is_rejected() {
    for text in [
        "", "-", ".", "+", "e5", "1e", "1e+", "1.2.3", "1,5", " 1", "1 ", "1_000", "0x1", "NaN", "inf", "--1", "١",
    ] {
        assert_eq!(text.parse::<Decimal>(), Err(DecimalError::NotANumber), "{text:?}");
    }
    assert_eq!(
        format!("{}x", "9".repeat(50)).parse::<Decimal>(),
        Err(DecimalError::NotANumber)
    );
}

#[test]
fn errors_name_what_was_found() {
    let error_of = |json| read(json).unwrap_err();
    assert!(error_of("true").starts_with("invalid type: boolean `true`, expected a decimal number"));
    assert!(error_of("\"abc\"").starts_with("invalid type: a string that is not a number, expected a decimal number"));
    assert!(error_of("{\"value\":1}").starts_with("invalid type: map, expected a decimal number"));
    assert!(error_of("1e40").starts_with("1e40 has more digits than a decimal number can keep"));
    assert!(error_of(&"9".repeat(100_000)).len() < 200);
}

#[test]
fn it_is_read_from_every_input_of_serde_json() {
    let json = "[1.10,\"2.50\"]";
    let expected = vec![dec!(1.10), dec!(2.50)];
    assert_eq!(
        serde_json::from_slice::<Vec<Decimal>>(json.as_bytes()).unwrap(),
        expected
    );
    assert_eq!(
        serde_json::from_reader::<_, Vec<Decimal>>(json.as_bytes()).unwrap(),
        expected
    );
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::from_value::<Vec<Decimal>>(value).unwrap(), expected);
    assert_eq!(serde_json::from_str::<Option<Decimal>>("null").unwrap(), None);
}

/// A value that serde has buffered, as in `flatten`, `untagged` and `tag`: it already has a type, and any newtype
/// accepts it.
struct Buffered(serde_json::Value);

impl<'de> Deserializer<'de> for Buffered {
    type Error = serde_json::Error;

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: de::Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.0.is_null() {
            visitor.visit_unit()
        } else {
            visitor.visit_some(self)
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

fn read_buffered(json: &str) -> Result<Option<Decimal>, String> {
    Option::deserialize(Buffered(serde_json::from_str(json).unwrap())).map_err(|error| error.to_string())
}

#[test]
fn it_is_read_from_buffered_values() {
    for (number, shown) in [
        ("0", "0"),
        ("-7", "-7"),
        ("18446744073709551615", "18446744073709551615"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("346.25", "346.25"),
        ("-0.1", "-0.1"),
        ("1290.00000000", "1290"),
        ("1.5e-7", "0.00000015"),
        ("1234567.12345678", "1234567.12345678"),
        ("\"12345678901234567.1200\"", "12345678901234567.1200"),
    ] {
        assert_eq!(read_buffered(number).unwrap().unwrap().to_string(), shown);
    }
    assert_eq!(read_buffered("null"), Ok(None));
    // The digits that the float has lost are not noticed.
    assert_eq!(read_buffered("0.1000000000000000055"), Ok(Some(dec!(0.1))));
}

#[test]
fn a_float_that_may_have_lost_digits_is_rejected() {
    for number in [
        "12345678901234567.1234",
        "1.19837845659595123",
        "79228162514264337593543950335",
    ] {
        let error = read_buffered(number).unwrap_err();
        assert!(
            error.starts_with("a decimal number of more than 15 digits became a float"),
            "{error}"
        );
        assert!(error.contains("must be a string"), "{error}");
    }
    for (json, start) in [
        ("true", "invalid type: boolean `true`, expected a decimal number"),
        ("{\"a\":1}", "invalid type: map, expected a decimal number"),
        ("\"a\\\"b\"", "invalid type: a string that is not a number"),
        ("1e40", "1e40 has more digits than a decimal number can keep"),
    ] {
        let error = read_buffered(json).unwrap_err();
        assert!(error.starts_with(start), "{error}");
    }
}

#[test]
fn literals_are_kept_as_written() {
    const PRICE: Decimal = dec!(346.20);
    assert_eq!(PRICE.to_string(), "346.20");
    assert_eq!(dec!(-5).to_string(), "-5");
    assert_eq!(dec!(1_290.000).to_string(), "1290.000");
    assert_eq!(dec!(2.5e3).to_string(), "2500");
    assert_eq!(dec!(0), Decimal::default());
}

#[test]
fn a_precision_rounds_half_away_from_zero() {
    for (number, digits, shown) in [
        (dec!(1.009), 2, "1.01"),
        (dec!(1.015), 2, "1.02"),
        (dec!(2.5), 0, "3"),
        (dec!(-2.5), 0, "-3"),
        (dec!(0.5), 0, "1"),
        (dec!(0.4), 0, "0"),
        (dec!(-0.004), 2, "0.00"),
        (dec!(1.0049), 2, "1.00"),
        (dec!(99.995), 2, "100.00"),
        (dec!(1), 2, "1.00"),
        (dec!(1), 30, "1.000000000000000000000000000000"),
        (
            dec!(79228162514264337593543950335),
            2,
            "79228162514264337593543950335.00",
        ),
        (dec!(7.9228162514264337593543950335), 0, "8"),
    ] {
        assert_eq!(format!("{number:.digits$}"), shown);
    }
    assert_eq!(
        format!("{:>8.1}|{:<+7.1}|{:07.1}", dec!(1.25), dec!(1.25), dec!(-1.25)),
        "     1.3|+1.3   |-0001.3"
    );
    assert_eq!(dec!(1.009).to_string(), "1.009");
}

#[test]
fn equal_numbers_are_equal_at_any_scale() {
    assert_eq!(dec!(1.0), dec!(1.00));
    assert!(dec!(-2) < dec!(0.5));
    assert_eq!(format!("{:.2}", dec!(1.5)), "1.50");
}

#[test]
fn overflowing_arithmetic_is_none() {
    let largest: Decimal = "79228162514264337593543950335".parse().unwrap();
    assert_eq!(largest.checked_add(dec!(1)), None);
    assert_eq!(dec!(0).checked_sub(dec!(1.5)), Some(-dec!(1.5)));
    assert_eq!(largest.checked_mul(dec!(10)), None);
    assert_eq!(dec!(20).checked_mul(dec!(346.2)), Some(dec!(6924.0)));
}

#[test]
fn a_string_may_have_spaces_around_the_number() {
    assert_eq!(read("\" 12.50 \"").unwrap().to_string(), "12.50");
    assert_eq!(read("\"-1 \""), Ok(dec!(-1)));
    for json in ["\" \"", "\"1 2\"", "\"- 1\"", "\"\""] {
        assert!(
            read(json)
                .unwrap_err()
                .starts_with("invalid type: a string that is not a number"),
            "{json}"
        );
    }
    assert!(" 12.50".parse::<Decimal>().is_err(), "`FromStr` is strict");
}

#[test]
fn excess_digits_are_never_rounded() {
    for (json, kept) in [
        ("0.1234567890123456789012345678", Some("0.1234567890123456789012345678")),
        (
            "0.12345678901234567890123456780",
            Some("0.1234567890123456789012345678"),
        ),
        ("000000000000000000000000000000000001.5", Some("1.5")),
        ("0.12345678901234567890123456789", None),
        ("12345678901234567890123456789.5", None),
    ] {
        let json = format!("\"{json}\"");
        assert_eq!(
            read(&json).ok().map(|number| number.to_string()).as_deref(),
            kept,
            "{json}"
        );
    }
}

proptest! {
    #[test]
    fn the_fast_path_matches_the_slow_path(text in "-?[0-9]{0,12}[.]?[0-9]{0,12}[.]?") {
        // Leading zeros make it too long for the fast path, and change nothing else.
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
        let long = format!("{sign}{}{digits}", "0".repeat(20));
        let expected = if digits.starts_with(|c: char| c.is_ascii_digit()) || digits.len() > 1 {
            long.parse::<Decimal>().map(|number| number.to_string())
        } else {
            Err(DecimalError::NotANumber)
        };
        prop_assert_eq!(text.parse::<Decimal>().map(|number| number.to_string()), expected);
    }
}

proptest! {
    #[test]
    fn display_matches_rust_decimal(mantissa in any::<i128>(), shift in 31u32..128, scale in 0u32..=28) {
        // All lengths up to 96 bits.
        let inner = rust_decimal::Decimal::from_i128_with_scale(mantissa >> shift.max(32), scale);
        let theirs = if inner.is_zero() { inner.abs() } else { inner }.to_string();
        prop_assert_eq!(Decimal(inner).to_string(), theirs.clone());
        prop_assert_eq!(serde_json::to_string(&Decimal(inner)).unwrap(), theirs);
    }
}

mod floats {
    use super::*;

    fn rounded(number: f64, places: u32) -> String {
        Decimal::from_f64_rounded(number, places).unwrap().to_string()
    }

    #[test]
    fn a_price_has_the_digits_that_the_float_is_shown_with() {
        assert_eq!(rounded(346.2, 2), "346.2");
        assert_eq!(rounded(346.2, 28), "346.2");
        assert_eq!(rounded(0.1 + 0.2, 2), "0.3");
        assert_eq!(rounded(20.0, 0), "20");
        assert_eq!(rounded(1.5e10, 2), "15000000000");
    }

    #[test]
    fn half_is_rounded_away_from_zero() {
        assert_eq!(rounded(1.005, 2), "1.01");
        assert_eq!(rounded(-1.005, 2), "-1.01");
        assert_eq!(rounded(0.5, 0), "1");
        assert_eq!(rounded(0.4, 0), "0");
        assert_eq!(rounded(-0.004, 2), "0");
    }

    #[test]
    fn what_is_no_decimal_is_an_error() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Decimal::from_f64_rounded(number, 2), Err(DecimalError::NotANumber));
        }
        assert_eq!(Decimal::from_f64_rounded(f64::MAX, 2), Err(DecimalError::TooManyDigits));
        assert_eq!(rounded(f64::MIN_POSITIVE, 28), "0");
    }

    proptest! {
        #[test]
        fn every_number_of_cents_survives(cents in -9_000_000_000_000_i64..9_000_000_000_000) {
            let text = format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
            let number = Decimal::from_f64_rounded(text.parse().unwrap(), 2).unwrap();
            prop_assert_eq!(number, text.parse().unwrap());
        }

        #[test]
        fn no_float_panics(number in any::<f64>(), places in 0_u32..40) {
            if let Ok(decimal) = Decimal::from_f64_rounded(number, places) {
                prop_assert!(decimal.scale() <= places);
            }
        }
    }
}

mod operators {
    use super::*;

    #[test]
    fn amounts_are_added_exactly() {
        let amounts = [dec!(0.1), dec!(0.2), dec!(0.3)];
        assert_eq!(amounts.iter().sum::<Decimal>(), dec!(0.6));
        assert_eq!(amounts.into_iter().sum::<Decimal>(), dec!(0.6));
        assert_eq!(dec!(346.20) * dec!(20) - dec!(4), dec!(6920));
        let mut total = dec!(1);
        total += dec!(2);
        total *= dec!(5);
        total -= dec!(0.5);
        assert_eq!(total, dec!(14.5));
    }

    #[test]
    #[should_panic(expected = "overflow when adding decimals")]
    fn an_overflow_panics() {
        let largest = Decimal::from(rust_decimal::Decimal::MAX);
        let _ = largest + largest;
    }
}

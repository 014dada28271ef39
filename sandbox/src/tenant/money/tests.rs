#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn tenant() -> &'static Tenant {
    Tenant::seeded().unwrap()
}

fn convert(amount: &str, from: &str, to: &str) -> Option<(Decimal, Decimal)> {
    tenant().convert(number(amount), from, to)
}

/// Returns the built-in company with other currencies.
fn with(currencies: &[(&str, u32, &str)]) -> Tenant {
    let currency = |&(code, digits, in_usd): &(&str, u32, &str)| Currency {
        code: code.to_owned(),
        digits,
        in_usd: number(in_usd),
    };
    Tenant {
        currencies: currencies.iter().map(currency).collect(),
        ..tenant().clone()
    }
}

#[test]
fn converted_amounts_have_the_digits_of_the_target_currency() {
    let tenant = with(&[("AAA", 2, "1"), ("BBB", 0, "0.007"), ("CCC", 3, "3")]);
    let (yen, rate) = tenant.convert(number("10"), "AAA", "BBB").unwrap();
    assert_eq!((yen, rate), (number("1429"), number("142.85714285714286")));
    let (dinar, rate) = tenant.convert(number("10"), "AAA", "CCC").unwrap();
    assert_eq!((dinar, rate), (number("3.333"), number("0.33333333333333")));
}

#[test]
fn halves_are_rounded_away_from_zero() {
    let tenant = with(&[("AAA", 2, "0.5"), ("BBB", 0, "1")]);
    for (amount, converted) in [("1", "1"), ("3", "2"), ("-1", "-1"), ("0.98", "0")] {
        assert_eq!(
            tenant.convert(number(amount), "AAA", "BBB").unwrap().0,
            number(converted),
            "{amount}"
        );
    }
}

#[test]
fn the_same_currency_has_the_rate_one() {
    assert_eq!(convert("154.40", "JPY", "JPY"), Some((number("154"), Decimal::ONE)));
    assert_eq!(convert("154.40", "EUR", "EUR"), Some((number("154.40"), Decimal::ONE)));
}

#[test]
fn inactive_currencies_have_no_rate() {
    assert_eq!(convert("1", "DEM", "EUR"), None);
    assert_eq!(convert("1", "EUR", "DEM"), None);
    assert_eq!(convert("1", "eur", "USD"), None);
}

#[test]
fn numbers_out_of_range_are_none() {
    assert_eq!(convert("79228162514264337593543950335", "USD", "JPY"), None);
    let tenant = with(&[("AAA", 2, "0.000000000000001"), ("BBB", 2, "1"), ("CCC", 2, "0")]);
    assert_eq!(tenant.convert(Decimal::ONE, "AAA", "BBB"), None);
    assert_eq!(tenant.convert(Decimal::ONE, "BBB", "CCC"), None);
}

#[test]
fn every_rate_between_two_seeded_currencies_is_in_range() {
    for from in &tenant().currencies {
        for to in &tenant().currencies {
            let (_, rate) = tenant().convert(Decimal::ONE_HUNDRED, &from.code, &to.code).unwrap();
            assert!(
                rate.scale() <= 14 && rate > Decimal::ZERO,
                "{} {}: {rate}",
                from.code,
                to.code
            );
        }
    }
}

proptest! {
    #[test]
    fn conversions_are_exact_to_half_a_unit(
        cents in -1_000_000_000i64..1_000_000_000,
        from in 0usize..155,
        to in 0usize..155,
    ) {
        let currencies = &tenant().currencies;
        let (from, to) = (&currencies[from % currencies.len()], &currencies[to % currencies.len()]);
        let amount = Decimal::new(cents, 2);
        let (converted, rate) = tenant().convert(amount, &from.code, &to.code).unwrap();
        prop_assert!(converted.scale() <= to.digits);
        prop_assert!((converted - amount * rate).abs() <= Decimal::new(5, to.digits + 1));
    }
}

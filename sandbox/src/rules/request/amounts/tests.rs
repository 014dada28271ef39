#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;
use crate::rules::request::expenses::rule_calls::{RuleCalls, taxi};
use crate::tenant::Tenant;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn sum<'a>(values: impl Iterator<Item = &'a Value>) -> Decimal {
    values.map(|value| decimal(&value["value"]).unwrap()).sum()
}

#[test]
fn numbers_are_parsed_from_numbers_and_texts() {
    for (value, expected) in [
        (json!(122.38), "122.38"),
        (json!(1290.0), "1290"),
        (json!("1290.00000000"), "1290"),
        (json!(1e-7), "0.0000001"),
        (json!(" 5 "), "5"),
    ] {
        assert_eq!(decimal(&value), Some(dec(expected)), "{value}");
    }
    for value in [json!("many"), json!(""), json!(true), Value::Null, json!(1e300)] {
        assert_eq!(decimal(&value), None, "{value}");
    }
}

#[test]
fn trailing_zeros_are_removed() {
    assert_eq!(number(dec("1290.00")).to_string(), "1290");
    assert_eq!(number(dec("122.380")).to_string(), "122.38");
    assert_eq!(number(dec("-0.0")).to_string(), "0");
}

#[test]
fn numbers_that_would_lose_digits_are_not_exact() {
    assert_eq!(exact(dec("1.19837845659595")), Some(json!(1.19837845659595)));
    assert_eq!(exact(dec("12345678901234567.25")), None);
}

#[test]
fn amounts_are_rounded_to_the_digits_of_their_currency() {
    for (login, value, currency, posted, reimbursed) in [
        ("ann@example.com", "12.345", "USD", "12.35", "12.35"),
        ("ann@example.com", "-12.345", "USD", "-12.35", "-12.35"),
        ("ann@example.com", "1.2345", "KWD", "1.235", "4.02"),
        ("jun@example.com", "1500.5", "JPY", "1501", "1501"),
        ("jun@example.com", "10", "USD", "10", "1550"),
    ] {
        let mut calls = RuleCalls::of(login);
        let id = calls.request(login, "Travel");
        let request = calls.world.requests.get(&id).unwrap();
        let amount = json!({ "value": value, "currency": currency });
        let price = Price::of_amount(&calls.world, request, &amount).unwrap();
        assert_eq!(price.transaction, dec(value));
        assert_eq!(
            (price.posted, price.reimbursed),
            (dec(posted), dec(reimbursed)),
            "{currency}"
        );
    }
}

#[test]
fn empty_totals_are_zero_in_the_currency_of_the_owner() {
    let mut calls = RuleCalls::of("jun@example.com");
    let id = calls.request("jun@example.com", "Travel");
    let totals = totals(&calls.world, &id, calls.world.requests.get(&id).unwrap());
    let nothing = json!({ "value": 0, "currency": "JPY" });
    assert_eq!(totals.posted, nothing);
    assert_eq!((totals.approved, totals.remaining), (nothing.clone(), nothing));
}

#[test]
fn the_whole_sum_is_approved_with_the_request() {
    let mut calls = RuleCalls::of("ann@example.com");
    let id = calls.request("ann@example.com", "Travel");
    calls.create(&id, taxi(json!(122.38), "USD")).unwrap();
    calls.create(&id, taxi(json!(7.62), "USD")).unwrap();
    for (status, approved) in [
        (Status::Submitted, 0),
        (Status::PendingBooking, 130),
        (Status::Approved, 130),
    ] {
        calls.set_status(&id, status);
        let totals = totals(&calls.world, &id, calls.world.requests.get(&id).unwrap());
        assert_eq!(totals.posted["value"], json!(130));
        assert_eq!(totals.approved["value"], json!(approved));
        assert_eq!(totals.remaining["value"], json!(approved));
    }
}

#[test]
fn remaining_units_go_to_the_largest_remainders() {
    let thirds = [dec("33.33"), dec("33.33"), dec("33.34")];
    let hundredth = shares(dec("0.00000001"), &thirds);
    assert_eq!(hundredth, [Decimal::ZERO, Decimal::ZERO, dec("0.00000001")]);
    assert_eq!(
        shares(dec("1290"), &[dec("70.5"), dec("29.5")]),
        [dec("909.45"), dec("380.55")]
    );
    assert_eq!(shares(dec("5"), &[]), Vec::<Decimal>::new());
    assert_eq!(
        shares(dec("5"), &[Decimal::ZERO, Decimal::ZERO]),
        [dec("5"), Decimal::ZERO]
    );
}

proptest! {
    #[test]
    fn shares_add_up_to_the_whole_within_one_unit_each(
        cents in -1_000_000_000_000_i64..1_000_000_000_000,
        scale in 0_u32..4,
        weights in proptest::collection::vec(0_i64..10_000, 1..20),
    ) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let whole = Decimal::new(cents, scale);
        let weights: Vec<Decimal> = weights.into_iter().map(|weight| Decimal::new(weight, 2)).collect();
        let shares = shares(whole, &weights);
        prop_assert_eq!(shares.iter().sum::<Decimal>(), whole);
        let all: Decimal = weights.iter().sum();
        for (share, weight) in shares.iter().zip(&weights) {
            let fair = whole * weight / all;
            prop_assert!((share - fair).abs() <= dec("0.01"), "{} is not {}", share, fair);
            prop_assert!(exact(*share).is_some(), "{} is not exact", share);
            prop_assert!(share.is_zero() || share.is_sign_negative() == whole.is_sign_negative());
        }
    }

    #[test]
    fn totals_are_the_sums_of_the_expenses_shown(
        owner in 0_usize..3,
        expenses in proptest::collection::vec((-10_000_000_i64..1_000_000_000, 0_u32..4, 0_usize..200, 1_i64..100), 0..12),
    ) {
        let login = ["ann@example.com", "ida@example.com", "jun@example.com"][owner];
        let mut calls = RuleCalls::of(login);
        let id = calls.request(login, "Travel");
        let currencies = &Tenant::seeded().unwrap().currencies;
        for (cents, scale, currency, percent) in expenses {
            let currency = &currencies[currency % currencies.len()];
            let mut body = taxi(number(Decimal::new(cents, scale)), &currency.code);
            body["allocations"] = json!([
                { "percentage": percent }, { "percentage": 100 - percent - (100 - percent) / 3 },
                { "percentage": (100 - percent) / 3 },
            ]);
            calls.create(&id, body).unwrap();
        }
        calls.set_status(&id, Status::Approved);
        let shown = calls.get(&format!("/requests/{id}/expenses")).unwrap();
        let shown = shown.as_array().unwrap();
        let mut all = Decimal::ZERO;
        for expense in shown {
            let parts = expense["allocations"].as_array().unwrap();
            let of_parts = |name: &'static str| sum(parts.iter().map(move |part| &part[name]));
            prop_assert_eq!(of_parts("allocationAmount"), sum([&expense["transactionAmount"]].into_iter()));
            prop_assert_eq!(of_parts("approvedAmount"), of_parts("postedAmount"));
            all += of_parts("postedAmount");
            let posted = expense["postedAmount"]["currency"].as_str().unwrap();
            let to = calls.world.tenant.user_by_login(login).unwrap().currency.as_str();
            let value = decimal(&expense["postedAmount"]["value"]).unwrap();
            prop_assert_eq!(of_parts("postedAmount"), calls.world.tenant.convert(value, posted, to).unwrap().0);
        }
        let totals = totals(&calls.world, &id, calls.world.requests.get(&id).unwrap());
        prop_assert_eq!(sum([&totals.posted].into_iter()), all);
        prop_assert_eq!(&totals.approved, &totals.posted);
        prop_assert_eq!(&totals.remaining, &totals.posted);
    }
}

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

fn api() -> &'static Api {
    crate::api::find(crate::contract().unwrap(), "purchase_request").unwrap()
}

fn code(path: &str, problem: Problem) -> Option<String> {
    let path = path.to_owned();
    of_finding(api(), &Finding { path, problem })
}

#[test]
fn codes_consist_of_the_problem_and_the_field() {
    assert_eq!(
        code("lineItems[3].quantity", Problem::Missing).unwrap(),
        "missingQuantity"
    );
    assert_eq!(
        code("lineItems[3].quantity", Problem::NotOfType("a number")).unwrap(),
        "invalidQuantity"
    );
    assert_eq!(
        code("lineItems[0].purchaseType", Problem::Unlisted).unwrap(),
        "invalidPurchaseType"
    );
}

#[test]
fn fields_without_a_code_make_the_body_invalid() {
    for path in ["", "lineItems", "lineItems[0]", "lineItems[0].url[1]", "custom1"] {
        assert_eq!(code(path, Problem::NotOfType("a text")).unwrap(), UNREADABLE, "{path}");
    }
    assert_eq!(code("lineItems[0].receiptType", Problem::Unlisted).unwrap(), UNREADABLE);
}

#[test]
fn unknown_fields_have_no_code() {
    assert_eq!(code("color", Problem::Unknown(None)), None);
}

#[test]
fn all_literal_codes_are_in_the_contract() {
    for code in [UNREADABLE, NO_BODY, TOO_MANY_EMPLOYEES] {
        assert!(api().error_codes.iter().any(|known| known.wire == code), "{code}");
    }
    for (field, other) in OTHER_NAMES {
        assert_eq!(invalid(api(), field), format!("invalid{other}"));
    }
}

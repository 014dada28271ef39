//! What is wrong with the line items of a purchase order and their allocations.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::problem::Problem;
use super::result::{number, objects, text};

/// Returns the first problem of the line items.
pub(super) fn problem(order: &Map<String, Value>) -> Option<Problem> {
    let mut ids = BTreeSet::new();
    objects(order, "LineItem").find_map(|line| {
        if text(line, "ExternalID").is_some_and(|id| !ids.insert(id)) {
            return Some(Problem::of("5600", "another line item has this external id").at_line(line));
        }
        of_line(line).map(|problem| problem.at_line(line))
    })
}

fn of_line(line: &Map<String, Value>) -> Option<Problem> {
    let (quantity, price) = (number(line, "Quantity")?, number(line, "UnitPrice")?);
    let tax = number(line, "Tax").unwrap_or_default();
    if differ(tax, price) {
        return Some(Problem::of("5004", "tax and unit price do not have the same sign"));
    }
    // Amounts that cannot be computed are not compared.
    let total = quantity.checked_mul(price)?.checked_add(tax)?;
    let mut sum = Decimal::ZERO;
    for allocation in objects(line, "Allocation") {
        let amount = number(allocation, "Amount")?;
        if amount.is_zero() {
            return Some(Problem::of("5503", "the amount of an allocation is zero"));
        }
        if differ(amount, total) {
            return Some(Problem::of(
                "5502",
                "allocations and line item do not have the same sign",
            ));
        }
        sum = sum.checked_add(amount)?;
    }
    (sum.abs() > total.abs()).then(|| Problem::of("5501", "the allocations are more than the line item"))
}

/// Whether one number is positive and the other negative.
fn differ(one: Decimal, other: Decimal) -> bool {
    !one.is_zero() && !other.is_zero() && one.is_sign_negative() != other.is_sign_negative()
}

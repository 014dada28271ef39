//! Amounts of money.
//!
//! JSON numbers are parsed and written as decimal text. They are exact up to 15 digits.

mod shares;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Number, Value, json};

pub(super) use shares::shares;

use crate::state::World;
use crate::state::requests::{Expense, Request, Status};

/// The totals of a Request, in the currency of its owner.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Totals {
    pub(crate) posted: Value,
    pub(crate) approved: Value,
    pub(crate) remaining: Value,
}

/// Returns the totals of a Request.
pub(crate) fn totals(world: &World, id: &str, request: &Request) -> Totals {
    let currency = currency(world, request);
    let posted = posted(world, id, request);
    let approved = amount(approved(request, posted), currency);
    Totals {
        posted: amount(posted, currency),
        // There are no expense reports, so the whole approved amount remains.
        remaining: approved.clone(),
        approved,
    }
}

/// Returns the sum of all expected expenses in the currency of the owner. Each is rounded before they are added.
pub(super) fn posted(world: &World, id: &str, request: &Request) -> Decimal {
    let prices = world
        .expenses
        .parts_of(id)
        .filter_map(|(_, expense)| Price::of(world, request, expense));
    prices.fold(Decimal::ZERO, |sum, price| sum.saturating_add(price.reimbursed))
}

/// Returns the approved part of an amount: all of it or zero.
///
/// The vendor does not document what is approved before the approval is complete. The examples show the whole amount of
/// Requests under approval. In the sandbox it is zero until the approval, and zero again after a cancellation. Requests
/// that wait for a booking are approved, as the name of the view `PENDINGEBOOKING` suggests.
pub(super) fn approved(request: &Request, amount: Decimal) -> Decimal {
    match request.status {
        Status::Approved | Status::PendingBooking => amount,
        Status::NotSubmitted | Status::Submitted | Status::Canceled | Status::SentBack => Decimal::ZERO,
    }
}

/// Returns the currency in which the owner of a Request is reimbursed.
pub(super) fn currency<'w>(world: &'w World, request: &Request) -> &'w str {
    let owner = world.tenant.user(&request.owner);
    owner.map_or("USD", |owner| owner.currency.as_str())
}

/// The price of an expected expense.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Price<'a> {
    /// The transaction amount, with all digits as sent.
    pub(super) transaction: Decimal,
    pub(super) currency: &'a str,
    /// The transaction amount, rounded to the digits of its currency.
    pub(super) posted: Decimal,
    /// The posted amount in the currency of the owner.
    pub(super) reimbursed: Decimal,
    /// The exchange rate applied to `posted`.
    pub(super) rate: Decimal,
}

impl<'a> Price<'a> {
    /// Returns the price of an expected expense. `None` if its amount is invalid.
    pub(super) fn of(world: &World, request: &Request, expense: &'a Expense) -> Option<Self> {
        Self::of_amount(world, request, expense.fields.get("transactionAmount")?)
    }

    /// Returns the price of a transaction amount. `None` if its currency is not active, or a number is not exact.
    pub(super) fn of_amount(world: &World, request: &Request, amount: &'a Value) -> Option<Self> {
        let currency = amount.get("currency")?.as_str()?;
        let transaction = decimal(amount.get("value")?)?;
        let digits = world.tenant.currency(currency)?.digits;
        let posted = transaction.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        let reimbursement = self::currency(world, request);
        let (reimbursed, rate) = world.tenant.convert(posted, currency, reimbursement)?;
        exact(transaction)?;
        exact(posted)?;
        exact(reimbursed)?;
        Some(Self {
            transaction,
            currency,
            posted,
            reimbursed,
            rate,
        })
    }
}

/// Creates an amount.
pub(super) fn amount(value: Decimal, currency: &str) -> Value {
    json!({ "value": number(value), "currency": currency })
}

/// Parses a JSON number, or a number in a text.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let plain = Decimal::from_str_exact(&text);
    plain.or_else(|_| Decimal::from_scientific(&text)).ok()
}

/// Converts a number to JSON, without trailing zeros. A number with too many digits is rounded.
pub(super) fn number(value: Decimal) -> Value {
    let number = value.normalize().to_string().parse::<Number>();
    number.map_or(Value::Null, Value::Number)
}

/// Converts a number to JSON. `None` if a digit would be lost.
pub(super) fn exact(value: Decimal) -> Option<Value> {
    let written = number(value);
    (decimal(&written)? == value).then_some(written)
}

#[cfg(test)]
mod tests;

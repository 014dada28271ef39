//! Amounts of money.
//!
//! Numbers of JSON are read and written by their text, and are exact as long as they have no more than 15 digits.

mod shares;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Number, Value, json};

pub(super) use shares::shares;

use crate::state::World;
use crate::state::requests::{Expense, Request, Status};

/// The totals of a Request, each an amount in the currency that its owner is reimbursed in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Totals {
    pub(crate) posted: Value,
    pub(crate) approved: Value,
    pub(crate) remaining: Value,
}

/// The totals of the Request with this id.
pub(crate) fn totals(world: &World, id: &str, request: &Request) -> Totals {
    let currency = currency(world, request);
    let posted = posted(world, id, request);
    let approved = amount(approved(request, posted), currency);
    Totals {
        posted: amount(posted, currency),
        // No expense report takes anything up here, so all that is approved remains.
        remaining: approved.clone(),
        approved,
    }
}

/// The sum of all expected expenses of a Request, in the currency of its owner. Each is rounded, then they are added.
pub(super) fn posted(world: &World, id: &str, request: &Request) -> Decimal {
    let prices = world
        .expenses
        .parts_of(id)
        .filter_map(|(_, expense)| Price::of(world, request, expense));
    prices.fold(Decimal::ZERO, |sum, price| sum.saturating_add(price.reimbursed))
}

/// What of an amount is approved: all of it or nothing.
///
/// The documents do not say what is approved before the approval is complete; their examples show the whole amount for
/// Requests in the middle of it. Here it is nothing until then, and nothing again once the Request is cancelled. What
/// waits for a booking is approved: the view `PENDINGEBOOKING` calls it so.
pub(super) fn approved(request: &Request, amount: Decimal) -> Decimal {
    match request.status {
        Status::Approved | Status::PendingBooking => amount,
        Status::NotSubmitted | Status::Submitted | Status::Canceled | Status::SentBack => Decimal::ZERO,
    }
}

/// The currency that the owner of a Request is reimbursed in.
pub(super) fn currency<'w>(world: &'w World, request: &Request) -> &'w str {
    let owner = world.tenant.user(&request.owner);
    owner.map_or("USD", |owner| owner.currency.as_str())
}

/// What an expected expense comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Price<'a> {
    /// What the vendor is paid, with as many digits as were sent.
    pub(super) transaction: Decimal,
    pub(super) currency: &'a str,
    /// The same with the digits of its currency.
    pub(super) posted: Decimal,
    /// What of it is posted, in the currency of the owner.
    pub(super) reimbursed: Decimal,
    /// What `posted` was multiplied by.
    pub(super) rate: Decimal,
}

impl<'a> Price<'a> {
    /// What an expected expense comes to; `None` when that cannot be said of its amount.
    pub(super) fn of(world: &World, request: &Request, expense: &'a Expense) -> Option<Self> {
        Self::of_amount(world, request, expense.fields.get("transactionAmount")?)
    }

    /// The same of a transaction amount. `None` when its currency is not active, or a number could not be written.
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

/// An amount.
pub(super) fn amount(value: Decimal, currency: &str) -> Value {
    json!({ "value": number(value), "currency": currency })
}

/// The number of a JSON number, or of a text that has one.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let plain = Decimal::from_str_exact(&text);
    plain.or_else(|_| Decimal::from_scientific(&text)).ok()
}

/// A number as it travels: without zeros at its end, and the nearest one that can be written when it has many digits.
pub(super) fn number(value: Decimal) -> Value {
    let number = value.normalize().to_string().parse::<Number>();
    number.map_or(Value::Null, Value::Number)
}

/// A number as it travels, if not a digit of it is lost.
pub(super) fn exact(value: Decimal) -> Option<Value> {
    let written = number(value);
    (decimal(&written)? == value).then_some(written)
}

#[cfg(test)]
mod tests;

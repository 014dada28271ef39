//! The JSON of an expected expense.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::allocations;
use crate::api::call::Call;
use crate::rules::request::amounts::{self, Price};
use crate::rules::request::{links, read};
use crate::state::World;
use crate::state::requests::{Expense, Request};

/// Returns the JSON of an expected expense: the given fields and the computed ones.
pub(super) fn expense(world: &World, call: &Call<'_>, request: &Request, id: &str, expense: &Expense) -> Value {
    let mut fields = expense.fields.clone();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("id", Value::from(id));
    put("comments", links::link(call, "get_expense", id, "/comments"));
    put("href", Value::from(links::href(call, "get_expense", id)));
    put("parentRequest", links::link(call, "get", &expense.request, ""));
    put("lastModifiedDate", read::timestamp(expense.modified));
    if let Some(last) = expense.comments.last() {
        put("lastComment", Value::from(last.text.as_str()));
    }
    // The price can be missing if the currencies of the company changed since the last run.
    if let Some(price) = Price::of(world, request, expense) {
        priced(world, request, id, &price, &mut fields);
    }
    Value::Object(fields)
}

/// Adds the amounts. Those of the expense are in the currency of the transaction; posted and approved shares are in the
/// currency of the employee.
fn priced(world: &World, request: &Request, id: &str, price: &Price<'_>, fields: &mut Map<String, Value>) {
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    let approved = amounts::approved(request, price.posted);
    put("postedAmount", amounts::amount(price.posted, price.currency));
    put("approvedAmount", amounts::amount(approved, price.currency));
    put("remainingAmount", amounts::amount(approved, price.currency));
    put(
        "exchangeRate",
        json!({ "operation": "MULTIPLY", "value": amounts::number(price.rate) }),
    );
    let Some(Value::Array(parts)) = fields.get_mut("allocations") else {
        return;
    };
    let mut percentages = allocations::percentages(parts);
    percentages.extend(allocations::rest(&percentages));
    let reimbursement = amounts::currency(world, request);
    let approved = amounts::approved(request, price.reimbursed);
    let of_parts = [
        ("allocationAmount", price.transaction, price.currency),
        ("postedAmount", price.reimbursed, reimbursement),
        ("approvedAmount", approved, reimbursement),
    ];
    for (name, whole, currency) in of_parts {
        share_out(parts, name, amounts::shares(whole, &percentages), currency);
    }
    for part in parts.iter_mut().filter_map(Value::as_object_mut) {
        part.insert("expenseId".to_owned(), Value::from(id));
    }
}

fn share_out(parts: &mut [Value], name: &str, shares: Vec<Decimal>, currency: &str) {
    for (part, share) in parts.iter_mut().filter_map(Value::as_object_mut).zip(shares) {
        part.insert(name.to_owned(), amounts::amount(share, currency));
    }
}

//! Exceptions: the reasons why a Request cannot be submitted. They follow from the Request, so they are not stored.

use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{UserId, actor, visible};
use crate::rules::request::{amounts, expenses, links};
use crate::state::World;
use crate::state::requests::Request;
use crate::tenant::RequestPolicy;

/// A reason why a Request cannot be submitted. The sandbox has no warnings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exception<'a> {
    code: &'static str,
    message: String,
    /// The expected expense that it is about. `None` for the header.
    expense: Option<&'a str>,
    /// The required fields that are empty, by wire name.
    missing: Vec<&'a str>,
}

// The vendor does not document the codes. Companies define their own.
const MISSING: &str = "REQFIELD";
const LIMIT: &str = "OVERLIMT";
const ALLOCATION: &str = "ALLOCPCT";

/// The level of a blocking exception. The vendor's table has 99 as its example, and the warning in an example has 1.
const BLOCKING: u8 = 99;

impl Exception<'_> {
    /// Whether required fields are empty.
    pub(super) fn is_missing_field(&self) -> bool {
        self.code == MISSING
    }
}

/// Lists the exceptions of a Request.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Needed)?;
    let id = call.in_path("requestUuid");
    let request = visible(world, call, &actor, id)?;
    let exceptions = of(world, id, request).into_iter();
    Ok(exceptions.map(|exception| shown(call, id, &exception)).collect())
}

/// Returns the exceptions of a Request.
pub(super) fn of<'w>(world: &'w World, id: &str, request: &'w Request) -> Vec<Exception<'w>> {
    // The policy can be missing if the company changed since the last run.
    let Some(policy) = world.tenant.request_policy(&request.policy) else {
        return Vec::new();
    };
    let header = missing(policy, request)
        .into_iter()
        .chain(limit(world, policy, id, request));
    header.chain(allocations(world, id)).collect()
}

fn missing<'w>(policy: &'w RequestPolicy, request: &Request) -> Option<Exception<'w>> {
    let is_empty = |name: &&str| request.fields.get(*name).is_none_or(Value::is_null);
    let names = policy.required.iter().map(String::as_str);
    let missing: Vec<&str> = names.filter(is_empty).collect();
    let labels: Vec<String> = missing.iter().map(|name| label(name)).collect();
    (!missing.is_empty()).then(|| Exception {
        code: MISSING,
        message: format!("These required fields are empty: {}", labels.join(", ")),
        expense: None,
        missing,
    })
}

fn limit<'w>(world: &World, policy: &RequestPolicy, id: &str, request: &Request) -> Option<Exception<'w>> {
    let limit = policy.limit?;
    let posted = amounts::posted(world, id, request);
    let (currency, name) = (amounts::currency(world, request), &policy.name);
    (posted > limit).then(|| Exception {
        code: LIMIT,
        message: format!("{posted} {currency} is more than {limit} {currency}, the limit of the policy \"{name}\""),
        expense: None,
        missing: Vec::new(),
    })
}

/// An update of a single allocation can leave a rest of the expense that is charged to nothing.
fn allocations<'w>(world: &'w World, id: &str) -> impl Iterator<Item = Exception<'w>> {
    let rests = expenses::unallocated(world, id).into_iter();
    rests.map(|(expense, rest)| Exception {
        code: ALLOCATION,
        message: format!("{rest} percent of an expected expense are not allocated"),
        expense: Some(expense),
        missing: Vec::new(),
    })
}

fn shown(call: &Call<'_>, id: &str, exception: &Exception<'_>) -> Value {
    let (kind, operation, source) = match exception.expense {
        Some(expense) => ("EXPENSE", "get_expense", expense),
        None => ("HEADER", "get", id),
    };
    let labels: Vec<String> = exception.missing.iter().map(|name| label(name)).collect();
    let parameters = match exception.is_missing_field() {
        true => json!({ "missingFields": labels, "missingFieldsIds": exception.missing }),
        false => json!({}),
    };
    json!({
        "code": exception.code,
        "isBlocking": true,
        "level": BLOCKING,
        "message": exception.message,
        // One object, as in the vendor's example.
        "source": { "id": source, "href": links::href(call, operation, source), "type": kind },
        "parameters": parameters,
    })
}

/// Returns a label of a field, such as `Start Date` for `startDate`. Companies have labels of their own.
fn label(wire: &str) -> String {
    let mut label = String::new();
    for (at, letter) in wire.chars().enumerate() {
        match letter.is_ascii_uppercase() {
            true => label.extend([' ', letter]),
            false if at == 0 => label.push(letter.to_ascii_uppercase()),
            false => label.push(letter),
        }
    }
    label
}

#[cfg(test)]
mod tests;

//! Expected expenses.

mod allocations;
mod draft;
mod parts;
mod read;
mod trip;
mod view;

use serde_json::Value;

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::Rule;
use crate::rules::request::access::{self, UserId};
use crate::rules::request::{agencies, amounts, links};
use crate::state::World;
use crate::state::requests::{Expense, Request};

/// Returns the rule of an operation on expected expenses or travel agencies.
pub(crate) fn rule(operation: &str) -> Option<Rule> {
    let rule: Rule = match operation {
        "create_expense" => create,
        "list_expenses" => list,
        "get_expense" => get,
        "update_expense" => update,
        "delete_expense" => delete,
        "get_travel_agency" => agencies::get,
        _ => return None,
    };
    Some(rule)
}

/// Returns links to the expected expenses of a Request, in the order of their creation.
pub(crate) fn links(world: &World, call: &Call<'_>, request_id: &str) -> Vec<Value> {
    let expenses = of_request(world, request_id).into_iter();
    expenses
        .map(|(id, _)| links::link(call, "get_expense", id, ""))
        .collect()
}

/// Removes the expected expenses of a deleted Request.
pub(crate) fn delete_all(world: &mut World, request_id: &str) {
    let expenses = of_request(world, request_id).into_iter();
    let ids: Vec<String> = expenses.map(|(id, _)| id.to_owned()).collect();
    for id in ids {
        world.expenses.remove(&id);
    }
}

/// Returns the reasons why the expected expenses of a Request block its submission.
pub(crate) fn blocking(world: &World, request_id: &str, request: &Request) -> Vec<String> {
    let policy = world.tenant.request_policy(&request.policy);
    let Some((policy, limit)) = policy.and_then(|policy| Some((policy, policy.limit?))) else {
        return Vec::new();
    };
    let posted = amounts::posted(world, request_id, request);
    if posted <= limit {
        return Vec::new();
    }
    let currency = amounts::currency(world, request);
    let name = &policy.name;
    vec![format!(
        "{posted} {currency} is more than {limit} {currency}, the limit of the policy \"{name}\""
    )]
}

fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Needed)?;
    let request_id = call.in_path("requestUuid");
    let request = access::editable(world, call, &actor, request_id)?;
    let mut fields = draft::draft(world, call, request, None)?;
    parts::number(world, &mut fields);
    let id = world.new_id();
    let expense = Expense {
        request: request_id.to_owned(),
        number: world.next_number("expense"),
        fields,
        modified: world.now(),
    };
    world.expenses.put(id.as_str(), expense);
    touch(world, request_id);
    shown(world, call, &id)
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Optional)?;
    let request_id = call.in_path("requestUuid");
    let request = access::visible(world, call, &actor, request_id)?;
    let expenses = of_request(world, request_id).into_iter();
    let shown = expenses.map(|(id, expense)| view::expense(world, call, request, id, expense));
    Ok(shown.collect())
}

fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Optional)?;
    let (id, expense) = named(world, call)?;
    access::visible(world, call, &actor, &expense.request)?;
    shown(world, call, id)
}

fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Needed)?;
    let (id, expense) = named(world, call)?;
    let request_id = expense.request.clone();
    let request = access::editable(world, call, &actor, &request_id)?;
    let mut fields = draft::draft(world, call, request, Some((id, expense)))?;
    parts::number(world, &mut fields);
    let now = world.now();
    if let Some(expense) = world.expenses.get_mut(id) {
        expense.fields = fields;
        expense.modified = now;
    }
    touch(world, &request_id);
    shown(world, call, id)
}

fn delete(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Needed)?;
    let (id, expense) = named(world, call)?;
    let request_id = expense.request.clone();
    access::editable(world, call, &actor, &request_id)?;
    world.expenses.remove(id);
    touch(world, &request_id);
    Ok(Value::Bool(true))
}

/// Returns the expected expense of the path.
fn named<'w, 'c>(world: &'w World, call: &'c Call<'_>) -> Result<(&'c str, &'w Expense), Refusal> {
    let (api, id) = (call.route.api, call.in_path("expenseUuid"));
    if !access::is_id(id) {
        return Err(Refusal::filled(api, "invalidUuid", 1, &[("requestName", id)]));
    }
    let expense = world.expenses.get(id);
    Ok((id, expense.ok_or_else(|| Refusal::code(api, "notFound"))?))
}

fn shown(world: &World, call: &Call<'_>, id: &str) -> Result<Value, Refusal> {
    let expense = world.expenses.get(id);
    let shown = expense.and_then(|expense| {
        let request = world.requests.get(&expense.request)?;
        Some(view::expense(world, call, request, id, expense))
    });
    shown.ok_or_else(|| Refusal::code(call.route.api, "notFound"))
}

/// Returns the expected expenses of a Request, in the order of their creation.
fn of_request<'w>(world: &'w World, request_id: &str) -> Vec<(&'w str, &'w Expense)> {
    let mut all: Vec<_> = world.expenses.parts_of(request_id).collect();
    all.sort_by_key(|(_, expense)| expense.number);
    all
}

/// Updates the modification time of a Request when its parts change.
fn touch(world: &mut World, request_id: &str) {
    let now = world.now();
    if let Some(request) = world.requests.get_mut(request_id) {
        request.modified = now;
    }
}

#[cfg(test)]
pub(super) mod rule_calls;
#[cfg(test)]
mod tests;

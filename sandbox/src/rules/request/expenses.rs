//! Expected expenses.

mod allocations;
mod draft;
mod one_allocation;
mod parts;
mod trip;
mod view;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::Rule;
use crate::rules::request::access::{self, Actor, UserId};
use crate::rules::request::{agencies, links};
use crate::state::World;
use crate::state::requests::{Comment, Expense, Request};

/// Returns the rule of an operation on expected expenses, their allocations or travel agencies.
pub(crate) fn rule(operation: &str) -> Option<Rule> {
    let rule: Rule = match operation {
        "create_expense" => create,
        "list_expenses" => list,
        "get_expense" => get,
        "update_expense" => update,
        "delete_expense" => delete,
        "get_allocation" => one_allocation::get,
        "update_allocation" => one_allocation::update,
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

fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Needed)?;
    let request_id = call.in_path("requestUuid");
    let request = access::editable(world, call, &actor, request_id)?;
    let mut fields = draft::draft(world, call, request, None)?;
    parts::number(world, &mut fields);
    let id = world.new_id();
    let now = world.now();
    let mut expense = Expense {
        request: request_id.to_owned(),
        number: world.next_number("expense"),
        fields: serde_json::Map::new(),
        modified: now,
        comments: Vec::new(),
    };
    expense.replace(fields, &actor, now);
    world.expenses.put(id.as_str(), expense);
    touch(world, request_id);
    shown(world, call, &id)
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = access::actor(world, call, UserId::Optional)?;
    let request_id = call.in_path("requestUuid");
    let request = access::visible(world, call, &actor, request_id)?;
    Ok(shown_all(world, call, request_id, request).into())
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
        expense.replace(fields, &actor, now);
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
pub(super) fn named<'w, 'c>(world: &'w World, call: &'c Call<'_>) -> Result<(&'c str, &'w Expense), Refusal> {
    let (api, id) = (call.route.api, call.in_path("expenseUuid"));
    if !access::is_id(id) {
        return Err(Refusal::filled(api, "invalidUuid", 1, &[("requestName", id)]));
    }
    let expense = world.expenses.get(id);
    Ok((id, expense.ok_or_else(|| Refusal::code(api, "notFound"))?))
}

/// Returns the JSON of the expected expenses of a Request, in the order of their creation.
pub(super) fn shown_all(world: &World, call: &Call<'_>, request_id: &str, request: &Request) -> Vec<Value> {
    let expenses = of_request(world, request_id).into_iter();
    let shown = expenses.map(|(id, expense)| view::expense(world, call, request, id, expense));
    shown.collect()
}

/// Returns the expected expenses of a Request that are not allocated as a whole, with the rest in percent.
pub(super) fn unallocated<'w>(world: &'w World, request_id: &str) -> Vec<(&'w str, Decimal)> {
    let expenses = of_request(world, request_id).into_iter();
    let rests = expenses.filter_map(|(id, expense)| Some((id, allocations::rest_of(&expense.fields)?)));
    rests.collect()
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

impl Expense {
    /// Replaces the fields. A comment other than the last one is added to the comments.
    fn replace(&mut self, mut fields: Map<String, Value>, actor: &Actor, now: Timestamp) {
        let comment = fields.remove("lastComment");
        let comment = comment.as_ref().and_then(Value::as_str);
        // A body that was read from the service repeats the last comment.
        let last = self.comments.last().map(|last| last.text.as_str());
        if let Some(text) = comment.filter(|text| last != Some(text)) {
            self.comments.push(Comment::by(actor, text.to_owned(), now));
        }
        self.fields = fields;
        self.modified = now;
    }
}

#[cfg(test)]
pub(super) mod rule_calls;
#[cfg(test)]
mod tests;

//! Creates, reads, updates and deletes a Request.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{Actor, UserId, actor, editable, visible};
use crate::rules::request::fields::{Change, change};
use crate::rules::request::workflow::Taker;
use crate::rules::request::{cash_advances, expenses, view};
use crate::state::World;
use crate::state::requests::{Comment, Request, Status};
use crate::tenant::Role;

/// Creates a Request.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let api = call.route.api;
    let actor = actor(world, call, UserId::Needed)?;
    let owner = actor.user(world).filter(|owner| owner.can(Role::Traveler));
    let owner = owner.ok_or_else(|| Refusal::code(api, "userIsNotAllowed"))?.id.clone();
    let policy = policy(world, call)?;
    let change = change(world, call, &Map::new())?;

    let id = world.new_id();
    let now = world.now();
    let mut request = Request {
        key: key(world.next_number("request")),
        owner,
        policy,
        fields: Map::new(),
        status: Status::NotSubmitted,
        step: 0,
        closed: false,
        ever_sent_back: false,
        canceled_post_approval: false,
        created: now,
        modified: now,
        submitted: None,
        authorized: None,
        booked: None,
        approved_by: Vec::new(),
        comments: Vec::new(),
        moved: None,
        participants: Vec::new(),
        proposals: Vec::new(),
    };
    apply(&mut request, change, &actor, now);
    world.requests.put(id.as_str(), request);
    cash_advances::add(world, &id);
    answer(world, call, &actor, &id)
}

/// Reads a Request.
pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Optional)?;
    answer(world, call, &actor, call.in_path("requestUuid"))
}

/// Updates a Request. A company token updates it as the system user, unless it names one.
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Optional)?;
    let id = call.in_path("requestUuid");
    editable(world, call, &actor, id)?;
    // The id is optional and must be that of the path. No code is documented for it; this is the only one for ids.
    if !call.body.json()["id"].is_null() && !is_of_path(call) {
        return Err(Refusal::code(call.route.api, "idNotAllowed"));
    }
    let stored = world.requests.get(id).map(|request| &request.fields);
    let change = change(world, call, stored.unwrap_or(&Map::new()))?;
    let now = world.now();
    if let Some(request) = world.requests.get_mut(id) {
        apply(request, change, &actor, now);
    }
    answer(world, call, &actor, id)
}

/// Whether the id in the body is that of the path.
pub(super) fn is_of_path(call: &Call<'_>) -> bool {
    let sent = call.body.json()["id"].as_str();
    sent.is_some_and(|sent| sent.eq_ignore_ascii_case(call.in_path("requestUuid")))
}

/// Deletes a Request with its expected expenses and cash advances.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let actor = actor(world, call, UserId::Needed)?;
    let id = call.in_path("requestUuid");
    editable(world, call, &actor, id)?;
    expenses::delete_all(world, id);
    cash_advances::delete_all(world, id);
    world.requests.remove(id);
    Ok(true.into())
}

/// Returns the Request as the actor sees it.
fn answer(world: &World, call: &Call<'_>, actor: &Actor, id: &str) -> Result<Value, Refusal> {
    let request = visible(world, call, actor, id)?;
    let tenant = Arc::clone(&world.tenant);
    let taker = Taker::of(&tenant, call, actor);
    Ok(view::whole(world, call, &taker, id, request))
}

/// Returns the policy of the body, by id, or the default policy: the first of the company.
fn policy(world: &World, call: &Call<'_>) -> Result<String, Refusal> {
    let api = call.route.api;
    let named = call.body.json()["policy"]["id"]
        .as_str()
        .filter(|id| !id.trim().is_empty());
    let (policy, code) = match named {
        Some(id) => (world.tenant.request_policy(id), "invalidPolicy"),
        None => (
            world.tenant.requesting.policies.first(),
            "NO_POLICY_ALLOWING_CREATION_ERROR",
        ),
    };
    policy
        .map(|policy| policy.id.clone())
        .ok_or_else(|| Refusal::code(api, code))
}

fn apply(request: &mut Request, change: Change, actor: &Actor, now: jiff::Timestamp) {
    // A body that was read from the service repeats the last comment.
    let last = request.fields.get("comment").and_then(Value::as_str);
    let comment = change.comment.filter(|text| last != Some(text));
    if let Some(text) = comment {
        request.comment(text, actor, now);
    }
    for name in change.cleared {
        request.fields.remove(&name);
    }
    request.fields.extend(change.set);
    request.modified = now;
}

impl Request {
    /// Adds a comment, which becomes the last one.
    pub(super) fn comment(&mut self, text: String, actor: &Actor, at: jiff::Timestamp) {
        self.fields.insert("comment".to_owned(), text.as_str().into());
        self.comments.push(Comment::by(actor, text, at));
    }
}

/// Returns the key that users see: digits and capital letters, four for the first million and a half. Keys increase
/// with their numbers, shorter ones first.
fn key(number: u64) -> String {
    /// `3330`, close to the keys in the vendor's examples.
    const FIRST: u64 = 3 * 36 * 36 * 36 + 3 * 36 * 36 + 3 * 36;
    let mut rest = FIRST.saturating_add(number);
    let mut digits = Vec::new();
    while rest > 0 {
        let digit = u32::try_from(rest % 36)
            .ok()
            .and_then(|digit| char::from_digit(digit, 36));
        digits.extend(digit.map(|digit| digit.to_ascii_uppercase()));
        rest /= 36;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests;

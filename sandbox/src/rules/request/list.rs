//! The list of Requests.

mod pages;
mod views;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::access::{UserId, actor};
use crate::rules::request::{checks, view};
use crate::state::World;
use crate::state::requests::Request;
use pages::Page;
use views::Viewer;

/// Returns a page of Requests.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let view = call.in_query("view").unwrap_or(views::DEFAULT);
    if views::needs_user(view) && call.in_query("userId").is_none() {
        return Err(Refusal::code(call.route.api, "missingRequiredParam"));
    }
    // The vendor does not document what a company token lists without `userId`. As elsewhere, the system user sees
    // everything.
    let actor = actor(world, call, UserId::Optional)?;
    let viewer = Viewer {
        tenant: &world.tenant,
        user: actor.user(world),
        with_delegates: call.in_query("includeDelegateApprovals") == Some("true"),
        now: world.now(),
    };
    let bounds = Bounds::of(call);
    let is_listed = |request: &Request| viewer.shows(view, request) && bounds.contain(request);
    let by = call.in_query("sortField").unwrap_or_default();
    let row = |(id, request)| {
        let key = key(by, request);
        Row { key, id, request }
    };
    let listed = world.requests.iter().filter(|(_, request)| is_listed(request));
    let listed: Vec<Row<'_>> = listed.map(row).collect();
    let total = listed.len();
    let page = Page::of(call, total);
    let listed = first(call, listed, page.start.saturating_add(page.limit));
    let short = |row: &Row<'_>| view::short(world, call, row.id, row.request);
    let data: Vec<_> = listed.iter().skip(page.start).take(page.limit).map(short).collect();
    Ok(json!({ "data": data, "operations": page.links(call), "totalCount": total }))
}

/// Time bounds, exclusive.
struct Bounds {
    approved: [Option<Timestamp>; 2],
    modified: [Option<Timestamp>; 2],
}

impl Bounds {
    fn of(call: &Call<'_>) -> Self {
        let bound = |name| call.in_query(name).and_then(checks::parse_timestamp);
        Self {
            approved: ["approvedAfter", "approvedBefore"].map(bound),
            modified: ["modifiedAfter", "modifiedBefore"].map(bound),
        }
    }

    fn contain(&self, request: &Request) -> bool {
        let within = |at: Option<Timestamp>, [after, before]: [Option<Timestamp>; 2]| {
            let is_after = after.is_none_or(|after| at.is_some_and(|at| at > after));
            is_after && before.is_none_or(|before| at.is_some_and(|at| at < before))
        };
        within(request.authorized, self.approved) && within(Some(request.modified), self.modified)
    }
}

/// A listed Request with its sort key, which is computed once, since there can be thousands.
struct Row<'w> {
    key: (usize, &'w str),
    id: &'w str,
    request: &'w Request,
}

/// Returns the first Requests in the requested order. Equal ones are in the order of their creation, for both sort
/// orders. Only the Requests that are shown are sorted.
fn first<'w>(call: &Call<'_>, mut listed: Vec<Row<'w>>, count: usize) -> Vec<Row<'w>> {
    let is_ascending = call.in_query("sortOrder") == Some("ASC");
    let order = |one: &Row<'_>, other: &Row<'_>| {
        let order = one.key.cmp(&other.key);
        let order = if is_ascending { order } else { order.reverse() };
        order.then_with(|| created(one.request).cmp(&created(other.request)))
    };
    if count < listed.len() {
        listed.select_nth_unstable_by(count, order);
        listed.truncate(count);
    }
    listed.sort_unstable_by(order);
    listed
}

/// Returns the sort key. Keys of Requests are compared by length first.
fn key<'w>(by: &str, request: &'w Request) -> (usize, &'w str) {
    match by {
        "approvalStatus" => (0, request.status.as_str()),
        "requestId" => created(request),
        _ => {
            let date = request.fields.get("startDate").and_then(Value::as_str);
            (0, date.unwrap_or_default())
        }
    }
}

fn created(request: &Request) -> (usize, &str) {
    (request.key.len(), request.key.as_str())
}

#[cfg(test)]
mod tests;

//! The list of Requests.

mod pages;
mod views;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::call::Call;
use crate::refusal::Refusal;
use crate::rules::request::access::{UserId, actor};
use crate::rules::request::workflow::settle;
use crate::rules::request::{Request, checks, view};
use crate::world::World;
use pages::Page;
use views::Whose;

/// A page of Requests.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    settle(world);
    let view = call.in_query("view").unwrap_or(views::DEFAULT);
    if views::needs_user(view) && call.in_query("userId").is_none() {
        return Err(Refusal::code(call.route.api, "missingRequiredParam"));
    }
    // What a company token lists without `userId` is not documented: the system user sees everything, here as elsewhere.
    let actor = actor(world, call, UserId::Optional)?;
    let whose = Whose {
        tenant: &world.tenant,
        user: actor.user(world),
        with_delegates: call.in_query("includeDelegateApprovals") == Some("true"),
        now: world.now(),
    };
    let bounds = Bounds::of(call);
    let is_listed = |request: &Request| whose.shows(view, request) && bounds.hold(request);
    let mut listed: Vec<(&str, &Request)> = world
        .requests
        .iter()
        .filter(|(_, request)| is_listed(request))
        .collect();
    sort(call, &mut listed);

    let page = Page::of(call, listed.len());
    let short = |(id, request): &(&str, &Request)| view::short(world, call, id, request);
    let data: Vec<_> = listed.iter().skip(page.start).take(page.limit).map(short).collect();
    Ok(json!({ "data": data, "operations": page.links(call), "totalCount": listed.len() }))
}

/// Bounds of time. The bounds themselves are outside.
struct Bounds {
    approved: [Option<Timestamp>; 2],
    modified: [Option<Timestamp>; 2],
}

impl Bounds {
    fn of(call: &Call<'_>) -> Self {
        let bound = |name| call.in_query(name).and_then(checks::moment);
        Self {
            approved: ["approvedAfter", "approvedBefore"].map(bound),
            modified: ["modifiedAfter", "modifiedBefore"].map(bound),
        }
    }

    fn hold(&self, request: &Request) -> bool {
        let within = |at: Option<Timestamp>, [after, before]: [Option<Timestamp>; 2]| {
            let is_after = after.is_none_or(|after| at.is_some_and(|at| at > after));
            is_after && before.is_none_or(|before| at.is_some_and(|at| at < before))
        };
        within(request.authorized, self.approved) && within(Some(request.modified), self.modified)
    }
}

/// Sorts by what was asked. What is equal stands in the order of creation, whichever way the rest goes.
fn sort(call: &Call<'_>, listed: &mut [(&str, &Request)]) {
    // Keys grow with their length first.
    let key = |request: &Request| (request.key.len(), request.key.clone());
    listed.sort_by_cached_key(|(_, request)| key(request));
    let by = |request: &Request| match call.in_query("sortField") {
        Some("approvalStatus") => (0, json!(request.status).as_str().unwrap_or_default().to_owned()),
        Some("requestId") => key(request),
        _ => (
            0,
            request
                .fields
                .get("startDate")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
        ),
    };
    match call.in_query("sortOrder") {
        Some("ASC") => listed.sort_by_cached_key(|(_, request)| by(request)),
        _ => listed.sort_by_cached_key(|(_, request)| std::cmp::Reverse(by(request))),
    }
}

#[cfg(test)]
mod tests;

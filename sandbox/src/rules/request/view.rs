//! The JSON of a Request.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::rules::request::workflow::{Taker, allowed, approver, step};
use crate::rules::request::{amounts, exceptions, expenses, links, participants};
use crate::state::World;
use crate::state::requests::{Request, Status};
use crate::tenant::{Step, Tenant, User};

/// The header fields of a list item.
const SHORT: [&str; 6] = [
    "businessPurpose",
    "comment",
    "endDate",
    "name",
    "startDate",
    "startTime",
];

/// Returns a list item: the fields that the real service has been observed to return.
pub(super) fn short(world: &World, call: &Call<'_>, id: &str, request: &Request) -> Map<String, Value> {
    let tenant = &world.tenant;
    let totals = amounts::totals(world, id, request);
    let mut short = object(json!({
        "href": links::href(call, "get", id),
        "id": id,
        "requestId": request.key,
        "approvalStatus": { "code": request.status.as_str(), "name": status_name(tenant, request) },
        "approved": request.status == Status::Approved,
        "pendingApproval": request.status == Status::Submitted,
        "canceledPostApproval": request.canceled_post_approval,
        "closed": request.closed,
        "everSentBack": request.ever_sent_back,
        "isUserReviewed": false,
        "highestExceptionLevel": exception_level(world, id, request),
        "creationDate": instant(request.created),
        "expenses": [],
        "totalApprovedAmount": totals.approved,
        "totalPostedAmount": totals.posted,
        "totalRemainingAmount": totals.remaining,
    }));
    for name in SHORT {
        put(&mut short, name, request.fields.get(name).cloned());
    }
    put(&mut short, "owner", tenant.user(&request.owner).map(employee));
    put(&mut short, "approver", approver(tenant, request).map(employee));
    put(&mut short, "submitDate", request.submitted.map(instant));
    let policy = tenant.request_policy(&request.policy);
    let kind = policy.map(|policy| json!({ "code": policy.type_code, "label": policy.type_label }));
    put(&mut short, "type", kind);
    short
}

/// Returns a whole Request, with links to the actions that the actor may take.
pub(super) fn whole(world: &World, call: &Call<'_>, taker: &Taker<'_>, id: &str, request: &Request) -> Value {
    let mut whole = short(world, call, id, request);
    for (name, value) in &request.fields {
        whole.insert(name.clone(), value.clone());
    }
    put(&mut whole, "lastModified", Some(instant(request.modified)));
    put(&mut whole, "authorizedDate", request.authorized.map(instant));
    put(&mut whole, "policy", Some(json!({ "id": request.policy })));
    put(&mut whole, "expenses", Some(expenses::links(world, call, id).into()));
    put(
        &mut whole,
        "isParentRequest",
        Some(participants::is_budget(world, request).into()),
    );
    for (name, below) in [
        ("cashAdvances", "/cashadvances"),
        ("comments", "/comments"),
        ("exceptions", "/exceptions"),
    ] {
        put(&mut whole, name, Some(links::link(call, "get", id, below)));
    }
    let named = |name: &str| request.fields.get(name).and_then(|link| link["id"].as_str());
    let agency = named("travelAgency").map(|id| links::link(call, "get_travel_agency", id, ""));
    put(&mut whole, "travelAgency", agency);
    let parent = request.fields.get("parentRequestId").and_then(Value::as_str);
    put(
        &mut whole,
        "parentRequest",
        parent.map(|id| links::link(call, "get", id, "")),
    );
    let operation =
        |action: &str| json!({ "rel": action, "href": format!("{}/{action}", links::href(call, "get", id)) });
    let actions = allowed(&world.tenant, taker, request);
    let operations = actions.map(|action| operation(action.wire())).collect();
    put(&mut whole, "operations", Some(operations));
    Value::Object(whole)
}

/// Returns the display name of the status, as in the vendor's examples where possible. Companies can rename them.
fn status_name(tenant: &Tenant, request: &Request) -> &'static str {
    match request.status {
        Status::NotSubmitted => "Not Submitted",
        Status::Submitted if step(tenant, request) == Some(Step::External) => "Pending External Validation",
        Status::Submitted if step(tenant, request) == Some(Step::Agency) => "Pending Travel Agency Update",
        Status::Submitted => "Submitted & Pending Approval",
        Status::PendingBooking => "Pending Booking",
        Status::Approved => "Approved",
        Status::Canceled => "Canceled",
        Status::SentBack => "Sent Back to Employee",
    }
}

/// A blocking exception is an error. The sandbox has no warnings.
fn exception_level(world: &World, id: &str, request: &Request) -> &'static str {
    match exceptions::of(world, id, request).is_empty() {
        true => "NONE",
        false => "ERROR",
    }
}

/// Returns the JSON of an employee.
pub(super) fn employee(user: &User) -> Value {
    let mut employee = object(json!({ "id": user.id, "firstName": user.first_name, "lastName": user.last_name }));
    let initial = user.middle_initial.as_deref().map(Value::from);
    put(&mut employee, "middleInitial", initial);
    Value::Object(employee)
}

/// Formats a timestamp: `2018-05-25T08:08:59.000Z`.
pub(super) fn instant(at: Timestamp) -> Value {
    format!("{at:.3}").into()
}

/// Inserts a value unless it is absent.
fn put(object: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        object.insert(name.to_owned(), value);
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests;

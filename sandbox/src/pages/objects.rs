//! The page of the objects: Requests, purchase requests, what other APIs keep, and tokens, with buttons that advance the clock and decide.

use std::cmp::Reverse;

use concur_spec::Contract;
use concur_spec::api::{Api, Resource, TypeRef};
use maud::{Markup, html};
use serde_json::Value;

use super::layout::{class, layout, time};
use crate::dispatch::Service;
use crate::rules::purchase_request::Decision;
use crate::rules::resources;
use crate::state::World;
use crate::state::objects::{self, Object};
use crate::state::purchase_requests::{PurchaseRequest, Stage};
use crate::state::requests::{Expense, Request, Status};

pub(super) fn objects(service: &Service) -> Markup {
    let world = service.world();
    let main = html! {
        form method="post" action="/_sandbox/advance" {
            "Advance the clock: "
            @for by in ["1m", "1h", "1d"] { button name="by" value=(by) { (by) } }
        }
        h2 { "Purchase requests" }
        (purchase_requests(&world))
        h2 { "Requests" }
        (requests(&world))
        (of_resources(&world, service.contract))
        h2 { "Tokens" }
        p {
            (world.access_tokens.len()) " access tokens, " (world.refresh_tokens.len()) " refresh tokens, "
            (world.codes.len()) " authorization codes."
        }
        (one_time_passwords(&world))
    };
    drop(world);
    layout(service, "Objects", &main)
}

fn purchase_requests(world: &World) -> Markup {
    let mut all: Vec<(&str, &PurchaseRequest)> = world.purchase_requests.iter().collect();
    all.sort_by_key(|(_, request)| Reverse(request.taken));
    html! {
        @if all.is_empty() { p { "None." } }
        @for (id, request) in all { (purchase_request(world, id, request)) }
    }
}

fn purchase_request(world: &World, id: &str, request: &PurchaseRequest) -> Markup {
    let stage = request.stage(world.now());
    let is_failed = matches!(stage, Stage::Failed(_));
    let created = match stage {
        Stage::Created(created) => Some(created),
        Stage::Pending | Stage::Failed(_) => None,
    };
    html! {
        details {
            summary {
                code { (id) } " " (name(&request.body, "description")) " "
                strong class=(class(created.is_some(), is_failed)) { (stage.as_str()) }
                @if let Some(created) = created { " number " (created.number) ", " (created.workflow.as_str()) }
            }
            (facts(world, &request.requester, request.taken))
            @if let Some(created) = created.filter(|created| created.workflow.waits()) {
                p {
                    "Decide as the approver: "
                    @for decision in Decision::ALL {
                        form method="post" action={ "/_sandbox/purchase-requests/" (id) "/" (decision) } {
                            button { (decision) }
                        }
                    }
                    @if let Some(at) = created.approved { "Approved automatically at " (time(at)) }
                }
            }
            @if let Some(created) = created.filter(|created| !created.orders.is_empty()) {
                p { "Purchase orders: " (created.orders.join(", ")) }
            }
            @if let Stage::Failed(exceptions) = stage {
                ul { @for exception in exceptions { li { code { (exception.code) } " " (exception.message) } } }
            }
            pre.wrap { (pretty(&request.body)) }
        }
    }
}

fn requests(world: &World) -> Markup {
    let mut all: Vec<(&str, &Request)> = world.requests.iter().collect();
    all.sort_by_key(|(_, request)| Reverse(request.created));
    html! {
        @if all.is_empty() { p { "None." } }
        @for (id, request) in all { (self::request(world, id, request)) }
    }
}

fn request(world: &World, id: &str, request: &Request) -> Markup {
    let header = Value::Object(request.fields.clone());
    let is_bad = matches!(request.status, Status::Canceled | Status::SentBack);
    html! {
        details {
            summary {
                code { (request.key) } " " (name(&header, "name")) " "
                strong class=(class(request.status == Status::Approved, is_bad)) { (request.status.as_str()) }
                @if request.closed { " " span.quiet { "closed" } }
            }
            table { tr { th { "Id" } td { code { (id) } } } }
            (facts(world, &request.owner, request.created))
            @for comment in &request.comments { p { (time(comment.at)) " " (comment.text) } }
            pre.wrap { (pretty(&header)) }
            @for (id, expense) in expenses(world, id) {
                p { "Expected expense " code { (id) } }
                pre.wrap { (pretty(&Value::Object(expense.fields.clone()))) }
            }
        }
    }
}

/// Renders the objects that are kept by the contract alone, as responses show them.
fn of_resources(world: &World, contract: &Contract) -> Markup {
    let resources = contract
        .apis
        .iter()
        .flat_map(|api| api.resources.iter().map(move |one| (api, one)));
    html! {
        @for (api, resource) in resources {
            @let objects = objects_of(world, api, resource);
            @if !objects.is_empty() {
                h2 { (api.title) ": " (resource.name) }
                @for object in objects {
                    details {
                        summary {
                            code { (object.id) }
                            @if !object.parents.is_empty() { " in " (object.parents.join(" in ")) }
                        }
                        pre.wrap { (pretty(&shown(api, resource, object))) }
                    }
                }
            }
        }
    }
}

/// Returns the objects of a resource, the latest first.
fn objects_of<'a>(world: &'a World, api: &Api, resource: &Resource) -> Vec<&'a Object> {
    let start = objects::key(&api.key, &resource.name, []);
    let all = world.objects.starting_with(&start);
    let mut all: Vec<&Object> = all.map(|(_, object)| object).collect();
    all.sort_by_key(|object| Reverse(object.number));
    all
}

fn shown(api: &Api, resource: &Resource, object: &Object) -> Value {
    let ty = TypeRef::Named(resource.ty.clone());
    resources::shown(api, &ty, &Value::Object(object.fields.clone()))
}

/// Renders the owner and the creation time.
fn facts(world: &World, user: &str, since: jiff::Timestamp) -> Markup {
    let user = world.tenant.user(user);
    html! {
        table {
            tr { th { "Owner" } td { @if let Some(user) = user { (user.first_name) " " (user.last_name) ", " (user.login_id) } } }
            tr { th { "Since" } td { (time(since)) } }
        }
    }
}

/// One-time passwords are not sent by e-mail, so the page shows them.
fn one_time_passwords(world: &World) -> Markup {
    html! {
        @for (password, sent) in world.one_time_passwords.iter() {
            @let user = world.tenant.user(&sent.user);
            p { "One-time password of " (user.map_or("", |user| user.email.as_str())) ": " code { (password) } }
        }
    }
}

fn expenses<'a>(world: &'a World, request: &str) -> Vec<(&'a str, &'a Expense)> {
    let mut of_it: Vec<_> = world
        .expenses
        .iter()
        .filter(|(_, expense)| expense.request == request)
        .collect();
    of_it.sort_by_key(|(_, expense)| expense.number);
    of_it
}

fn name<'a>(body: &'a Value, field: &str) -> &'a str {
    body.get(field).and_then(Value::as_str).unwrap_or("(no name)")
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

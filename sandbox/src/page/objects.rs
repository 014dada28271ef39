//! What there is: Requests, purchase requests, tokens.

use maud::{Markup, html};
use serde_json::Value;

use super::layout::{class, layout, time};
use crate::rules::request::{Expense, Request, Status};
use crate::serve::Service;
use crate::world::World;

pub(super) fn objects(service: &Service) -> Markup {
    let world = service.world();
    let main = html! {
        h2 { "Requests" }
        (requests(&world))
        h2 { "Tokens" }
        p {
            (world.access_tokens.len()) " access tokens, " (world.refresh_tokens.len()) " refresh tokens, "
            (world.codes.len()) " authorisation codes."
        }
    };
    drop(world);
    layout(service, "Objects", &main)
}

fn requests(world: &World) -> Markup {
    let mut requests: Vec<(&str, &Request)> = world.requests.iter().collect();
    requests.sort_by_key(|(_, request)| std::cmp::Reverse(request.created));
    html! {
        @if requests.is_empty() { p { "None." } }
        @for (id, request) in requests { (one(world, id, request)) }
    }
}

fn one(world: &World, id: &str, request: &Request) -> Markup {
    let name = request
        .fields
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or("(no name)");
    let is_bad = matches!(request.status, Status::Canceled | Status::SentBack);
    html! {
        details {
            summary {
                code { (request.key) } " " (name) " "
                strong class=(class(request.status == Status::Approved, is_bad)) { (format!("{:?}", request.status)) }
                @if request.closed { " " span.quiet { "closed" } }
            }
            table {
                tr { th { "Id" } td { code { (id) } } }
                tr { th { "Created" } td { (time(request.created)) } }
            }
            p { "Header" }
            pre.wrap { (text(&request.fields)) }
            @for (id, expense) in expenses(world, id) { p { "Expected expense " code { (id) } } pre.wrap { (text(&expense.fields)) } }
        }
    }
}

fn expenses<'a>(world: &'a World, request: &'a str) -> impl Iterator<Item = (&'a str, &'a Expense)> {
    world
        .expenses
        .iter()
        .filter(move |(_, expense)| expense.request == request)
}

fn text(fields: &serde_json::Map<String, Value>) -> String {
    serde_json::to_string_pretty(fields).unwrap_or_default()
}

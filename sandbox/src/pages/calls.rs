//! The page of the last calls, the latest first.

use maud::{Markup, html};
use serde_json::Value;

use super::layout::{class, layout, time};
use crate::call_log::LoggedCall;
use crate::dispatch::Service;

pub(super) fn calls(service: &Service) -> Markup {
    let calls: Vec<LoggedCall> = service.log().calls().rev().cloned().collect();
    layout(
        service,
        "Calls",
        &html! {
            p {
                @if calls.is_empty() { "No calls yet." } @else {
                    "The last " (calls.len()) " calls, the latest first. Secrets are redacted. Reload to update."
                }
            }
            @for call in &calls { (one(call)) }
        },
    )
}

fn one(call: &LoggedCall) -> Markup {
    let status = call
        .status
        .map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let is_good = call.status.is_some_and(|status| status < 400);
    html! {
        details id={ "call-" (call.number) } {
            summary {
                span.quiet { "#" (call.number) " " } (time(call.at)) " "
                span.method { (call.method) } code { (call.path) @if !call.query.is_empty() { "?" (call.query) } }
                " " strong class=(class(is_good, true)) { (status) }
                " " span.quiet { (format!("{:.1} ms", call.took.as_secs_f64() * 1000.0)) }
                @if let Some(operation) = &call.operation { " " code { (operation) } }
                @for remark in &call.remarks { " " span.wait { (remark) } }
            }
            table {
                @for (name, value) in &call.headers { tr { th { code { (name) } } td { code { (value) } } } }
            }
            @if !call.body.is_empty() { p { "Sent" } pre.wrap { (pretty(&call.body)) } }
            @if !call.answer.is_empty() { p { "Answered" } pre.wrap { (pretty(&call.answer)) } }
        }
    }
}

/// Formats JSON with line breaks. Other text is unchanged.
fn pretty(text: &str) -> String {
    let value = serde_json::from_str::<Value>(text);
    let pretty = value.and_then(|value| serde_json::to_string_pretty(&value));
    pretty.unwrap_or_else(|_| text.to_owned())
}

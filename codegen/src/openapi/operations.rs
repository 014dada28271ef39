//! Operations: what a call requires, sends and returns, and how it is used.

use concur_spec::api::{Api, NextPage, Operation, Pagination, Platform, RefusedWhen, Waiter};

use super::text::{self, Text};
use super::{bodies, grants, names, parameters, responses, security};
use crate::json::{Json, Object, object};
use crate::paging;

/// Returns an operation of a path.
pub(crate) fn operation(
    platform: &Platform,
    api: &Api,
    operation: &Operation,
    path_names: &[(String, String)],
) -> Object {
    let mut out = object! { "tags" => vec![&api.key], "summary" => summary(operation) };
    out.set_filled("description", description(platform, api, operation));
    out.set("operationId", names::operation_id(api, operation));
    out.set_filled(
        "parameters",
        parameters::of_operation(platform, api, operation, path_names),
    );
    out.set_some("requestBody", bodies::request(platform, api, operation));
    out.set("responses", responses::of_operation(platform, api, operation));
    out.set_if("deprecated", operation.discouraged().is_some());
    out.set("security", security::requirement(operation));
    out.set("x-concur-idempotent", operation.idempotent);
    out.set_some("x-concur-retired", operation.retired.as_ref());
    out.set_some("x-concur-pagination", operation.pagination.as_ref().map(pagination));
    out.set_filled(
        "x-concur-waiters",
        waiters(api, operation).map(waiter).collect::<Json>(),
    );
    out.set_filled(
        "x-concur-refused-when",
        operation.refused_when.iter().map(refused_when).collect::<Json>(),
    );
    out.set_filled("x-concur-codes", operation.errors.clone());
    out.set_filled("x-concur-grants", grants::of_operation(platform, api, operation));
    responses::add_listed_headers(&mut out, operation);
    text::add_background(&mut out, &operation.doc);
    out
}

fn refused_when(rule: &RefusedWhen) -> Object {
    let mut out = object! { "field" => &rule.field };
    out.set_some("is", rule.is.as_ref());
    out.set_some("without", rule.without.as_ref());
    out.set_some("code", rule.code.as_ref());
    out.set_some("message", rule.message.as_ref());
    out
}

fn summary(operation: &Operation) -> String {
    match text::summary(&operation.doc) {
        summary if summary.is_empty() => operation.key.clone(),
        summary => summary,
    }
}

fn description(platform: &Platform, api: &Api, operation: &Operation) -> String {
    let mut text = Text::of(&operation.doc);
    if let Some(retired) = &operation.retired {
        text = text.say(format!("**No longer public.** {}", retired.trim()));
    }
    if let Some(deprecated) = &operation.deprecated {
        text = text.say(format!("**Deprecated.** {}", deprecated.trim()));
    }
    for refused in &operation.refused_when {
        let condition = refused.condition(|name| format!("`{name}`"));
        text = text.say(format!("A 2xx response {condition} is an error."));
    }
    if let Some(pages) = &operation.pagination {
        text = text.say(format!("The response is paged. {}", paging::following(pages)));
    }
    for waiter in waiters(api, operation) {
        text = text.say(waiting(waiter));
    }
    text = text.say(grants::described(platform, api, operation));
    let again = if operation.idempotent {
        "Idempotent."
    } else {
        "Not idempotent: if a call gets no response, check what happened before you retry."
    };
    text.say(again).errata(&operation.doc).into_string()
}

/// Returns the waiters that poll an operation.
fn waiters<'a>(api: &'a Api, operation: &'a Operation) -> impl Iterator<Item = &'a Waiter> {
    api.waiters.iter().filter(|waiter| waiter.operation == operation.key)
}

fn waiting(waiter: &Waiter) -> String {
    let mut text = format!(
        "Polling: {} Done: `{}` is {}",
        text::in_list(&waiter.doc.text),
        waiter.field,
        text::codes(&waiter.done)
    );
    if !waiter.failed.is_empty() {
        text.push_str(&format!("; failed: {}", text::codes(&waiter.failed)));
    }
    if !waiter.pending.is_empty() {
        text.push_str(&format!("; pending: {}", text::codes(&waiter.pending)));
    }
    text.push('.');
    if waiter.absent_for > 0 {
        text.push_str(&format!(
            " In the first {} seconds, a 404 means that it does not exist yet.",
            waiter.absent_for
        ));
    }
    for erratum in &waiter.doc.errata {
        text.push(' ');
        text.push_str(&text::sentence(erratum));
    }
    text
}

fn waiter(waiter: &Waiter) -> Object {
    let mut out = object! { "key" => &waiter.key, "field" => &waiter.field, "done" => waiter.done.clone() };
    out.set_filled("failed", waiter.failed.clone());
    out.set_filled("pending", waiter.pending.clone());
    out.set("first-pause", waiter.initial_delay);
    out.set("longest-pause", waiter.max_delay);
    out.set("within", waiter.within);
    out.set("absent-for", waiter.absent_for);
    text::add_background(&mut out, &waiter.doc);
    out
}

fn pagination(pages: &Pagination) -> Object {
    let mut out = object! { "items" => &pages.items };
    match &pages.next {
        NextPage::Link {
            links,
            next,
            relation,
            target,
        } => {
            out.set("links", links);
            out.set("next", next);
            out.set("relation", relation);
            out.set("target", target);
        }
        NextPage::Uri(field) => out.set("nextUri", field),
        NextPage::Cursor(field) => out.set("nextCursor", field),
        NextPage::Number { number, count } => {
            out.set("pageNumber", number);
            out.set("pageCount", count);
        }
    }
    out.set("start", &pages.start);
    out.set_some("limit", pages.limit.as_ref());
    out.set_if("inBody", pages.in_body);
    out.set_filled("firstOnly", pages.first_only.clone());
    out.set_some("total", pages.total.as_ref());
    out
}

//! The page of an operation.

use concur_spec::Contract;
use concur_spec::api::{
    Accept, Api, Filterable, ListForm, Operation, Pagination, Parameter, RequiredScopes, Response, StatusKey,
};

use super::curl;
use super::link::{self, Link};
use super::markdown::{code_cell, codes};
use super::page::Page;
use super::properties::type_cell;
use super::types::{expression, view};
use super::{callers, waiting};
use crate::InternalError;
use crate::paging;
use crate::rust::docs::{code, inline};
use crate::rust::example::Call;

pub(super) fn page(contract: &Contract, api: &Api, operation: &Operation) -> Result<Page, InternalError> {
    let link = Link::operation(api, &operation.key);
    let mut page = Page::new(&link, &code(&operation.key));
    page.fenced(
        "http",
        &format!("{} {}", operation.http.as_str(), operation.whole_path()),
    );
    if let Some(retired) = &operation.retired {
        page.say(format!("**Retired.** {}", inline(retired)));
    }
    if let Some(deprecated) = &operation.deprecated {
        page.say(format!("**Deprecated.** {}", inline(deprecated)));
    }
    page.say_spec(&operation.doc.text);
    page.list(facts(&page, api, operation));
    parameters(&mut page, api, operation);
    body(&mut page, api, operation);
    headers(&mut page, operation);
    responses(&mut page, api, operation);
    callers::errors(&mut page, api, operation);
    if let Some(pages) = &operation.pagination {
        pagination(&mut page, pages);
    }
    for waiter in api.waiters.iter().filter(|waiter| waiter.operation == operation.key) {
        waiting::waiter(&mut page, api, operation, waiter);
    }
    callers::grants(&mut page, contract, api, operation);
    examples(&mut page, api, operation)?;
    page.note(&operation.doc);
    page.end(&operation.doc);
    Ok(page)
}

fn scopes(page: &Page, api: &Api, required: &RequiredScopes) -> String {
    let named = required.in_words(|scope| page.named(scope, &Link::scope(api, scope)));
    match required.mode.note() {
        Some(note) => format!("Scope: {named}. {note}"),
        None => format!("Scope: {named}"),
    }
}

/// Returns the main properties of an operation for callers.
fn facts(page: &Page, api: &Api, operation: &Operation) -> Vec<String> {
    let token = match (&operation.scope, operation.authorized) {
        (Some(required), _) => scopes(page, api, required),
        (None, true) => String::from("Requires a token, with any scope."),
        (None, false) => String::from("Requires no token."),
    };
    let again = if operation.idempotent {
        "Idempotent. The SDK retries it after a transient failure."
    } else {
        "Not idempotent. If a call gets no response, check what happened before you retry. The SDK retries it only if the \
         request was certainly not sent."
    };
    let method = format!("concur.{}().{}(…)", api.accessor, operation.method_name);
    let mut facts = vec![token, again.to_owned(), format!("In the SDK: {}", code(&method))];
    facts.extend(value_methods(operation));
    facts
}

/// Returns the methods of an operation for values of a path parameter, with their arguments.
fn value_methods(operation: &Operation) -> Option<String> {
    let methods = operation.value_methods.iter().map(|method| {
        let arguments = method.with.iter().map(|wire| format!(", {wire}"));
        let call = format!("{}(…{})", method.name, arguments.collect::<String>());
        format!("{} for {}", code(&call), code(&method.value))
    });
    let methods: Vec<String> = methods.collect();
    (!methods.is_empty()).then(|| format!("Shorter in the SDK: {}", methods.join(", ")))
}

/// Returns a name in words: `hotel stay`.
fn words(name: &str) -> String {
    name.replace('_', " ")
}

fn parameters(page: &mut Page, api: &Api, operation: &Operation) {
    if operation.parameters.is_empty() {
        return;
    }
    page.heading("Parameters");
    let rows: Vec<Vec<String>> = operation
        .parameters
        .iter()
        .map(|parameter| parameter_row(page, api, parameter))
        .collect();
    page.table(&["Parameter", "In", "Type", "Presence", "Meaning"], &rows);
    for parameter in &operation.parameters {
        if let Some(filterable) = &parameter.filterable {
            filter(page, api, &parameter.wire, filterable);
        }
    }
}

/// Says by which fields a filter expression selects.
fn filter(page: &mut Page, api: &Api, wire: &str, filterable: &Filterable) {
    let of = page.named(&filterable.of, &Link::ty(api, &filterable.of));
    let fields = code(&format!("sap_concur::{}::{}", api.module, filterable.fields));
    page.say(format!(
        "{} is a filter expression of RFC 7644, section 3.4.2.2, which selects {of} objects by {}. In the SDK, its fields \
         are in {fields}.",
        code(wire),
        codes(&filterable.paths)
    ));
}

fn parameter_row(page: &mut Page, api: &Api, parameter: &Parameter) -> Vec<String> {
    let ty = expression(page, api, &parameter.ty);
    let mut presence = String::from(if parameter.required { "**required**" } else { "optional" });
    if let Some(default) = &parameter.default {
        presence.push_str(&format!("<br>default in the SDK: {}", code_cell(default)));
    }
    presence.push_str(match parameter.list {
        None => "",
        Some(ListForm::Comma) => "<br>separated by commas",
        Some(ListForm::Repeated) => "<br>once for each value",
    });
    if let Some(known) = &parameter.comparisons {
        let prefixes = known.operators.iter().map(|one| code_cell(&known.prefix(one)));
        let prefixes: Vec<String> = prefixes.collect();
        presence.push_str(&format!("<br>can start with {}", prefixes.join(", ")));
    }
    vec![
        format!("{}{}", page.anchor("parameter", &parameter.wire), code(&parameter.wire)),
        parameter.location.as_str().to_owned(),
        type_cell(ty, parameter.format.as_ref(), &[], parameter.properties),
        presence,
        page.describe(&parameter.doc, "parameter", &parameter.wire),
    ]
}

fn body(page: &mut Page, api: &Api, operation: &Operation) {
    let Some(body) = &operation.body else { return };
    page.heading("Body");
    let ty = page.named(&body.source, &Link::ty(api, &body.source));
    let model = code(&format!("sap_concur::{}::{}", api.module, body.model));
    let (ty, model) = match body.is_list {
        true => (format!("A list of {ty}"), format!("a slice of {model}")),
        false => (ty, model),
    };
    page.say(format!("{ty}, as JSON. {} In the SDK: {model}.", view(body.view)));
}

fn headers(page: &mut Page, operation: &Operation) {
    let lists = [
        ("Request", &operation.request_headers),
        ("Response", &operation.response_headers),
    ];
    let items: Vec<String> = lists
        .into_iter()
        .filter(|(_, headers)| !headers.is_empty())
        .map(|(what, headers)| format!("{what}: {}", codes(headers.iter().map(|header| &header.name))))
        .collect();
    if !items.is_empty() {
        page.heading("Headers");
    }
    page.list(items);
}

/// Returns a status as text, also used in anchors.
pub(super) fn status(key: StatusKey) -> String {
    match key {
        StatusKey::Success => String::from("2xx"),
        StatusKey::Code(code) => code.to_string(),
    }
}

fn responses(page: &mut Page, api: &Api, operation: &Operation) {
    page.heading("Responses");
    let rows: Vec<Vec<String>> = operation
        .responses
        .iter()
        .map(|response| {
            let status = status(response.status);
            let name = format!("{}{status}", page.anchor("response", &status));
            let meaning = page.describe(&response.doc, "response", &status);
            vec![name, response_body(page, api, response), meaning]
        })
        .collect();
    page.table(&["Status", "Body", "Meaning"], &rows);
    page.say("Any other 2xx is also a success.");
    for refused in &operation.refused_when {
        page.say(format!("A 2xx response {} is an error.", refused.condition(code)));
    }
}

fn response_body(page: &Page, api: &Api, response: &Response) -> String {
    let mut out = match (&response.envelope, &response.body) {
        (Some(envelope), _) => {
            let to = Link::page(link::PLATFORM).at("envelope", envelope);
            format!("error {}", page.named(envelope, &to))
        }
        (None, Some(ty)) => expression(page, api, ty),
        (None, None) => String::from("none"),
    };
    if response.ignored {
        out.push_str("<br>ignored by the SDK");
    }
    if response.refusal {
        out.push_str("<br>an error in the SDK");
    }
    if response.accepts.contains(&Accept::Single) {
        out.push_str("<br>or a single item");
    }
    if let Some(key) = &response.items_in {
        out.push_str(&format!("<br>or an object with the list in {}", code(key)));
    }
    out
}

fn pagination(page: &mut Page, pages: &Pagination) {
    page.heading("Pages");
    page.say(format!(
        "The response is paged, with the items in {}. {}",
        code(&pages.items),
        paging::following(pages)
    ));
    if let Some(total) = &pages.total {
        page.say(format!(
            "{} is the number of items on all pages, if present.",
            code(total)
        ));
    }
    page.say("In the SDK, `stream` returns all items and `pages` all pages.");
}

fn examples(page: &mut Page, api: &Api, operation: &Operation) -> Result<(), InternalError> {
    let call = Call::of(api, operation);
    page.heading("Example");
    if operation.retired.is_some() {
        page.say("The service rejects this call; see above.");
    }
    let start = page.link(
        "Trying the examples",
        &Link::page(link::START).at("section", "examples"),
    );
    page.say(format!("See {start} for the variables."));
    page.fenced("sh", &curl::text(&call));
    page.fenced("rust", &call.rust()?);
    for (example, call) in Call::worked(api, operation) {
        page.heading(&format!("Example: {}", words(&example.name)));
        page.say_spec(&example.doc);
        page.fenced("json", &example.request);
        page.fenced("rust", &call.rust()?);
    }
    for example in &operation.examples {
        page.heading("Documented example");
        page.say_spec(&example.doc);
        if let Some(request) = &example.request {
            if call.is_printed(request) {
                page.say("Request: the body above.");
            } else {
                page.say("Request:");
                page.fenced("json", request);
            }
        }
        if let Some(response) = &example.response {
            let status = example
                .status
                .map(|status| format!(" with {status}"))
                .unwrap_or_default();
            page.say(format!("Response{status}:"));
            page.fenced("json", response);
        }
    }
    Ok(())
}

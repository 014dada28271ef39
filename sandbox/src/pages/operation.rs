//! An operation in the reference.

use concur_spec::api::{BodyView, Operation, Parameter, Response, StatusKey};
use maud::{Markup, html};

use super::{prose, types};

pub(super) fn operation(operation: &Operation) -> Markup {
    html! {
        h3 id=(operation.key) {
            span.method { (operation.http.as_str()) } code { (operation.whole_path()) }
            " " span.quiet { (operation.key) }
        }
        @if let Some(retired) = &operation.retired { p.bad { "Retired. " (retired) } }
        (prose::doc(&operation.doc))
        p {
            @match (&operation.scope, operation.authorized) {
                (Some(scope), _) => { "Needs the scope " code { (scope) } "." }
                (None, true) => { "Needs a token." }
                (None, false) => { "Needs no token." }
            }
            @if operation.idempotent { " Idempotent." }
        }
        (parameters(operation))
        @if let Some(body) = &operation.body {
            p {
                "Body: " a href={ "#type-" (body.source) } { code { (body.source) } }
                @if body.view == BodyView::Update { ", partial update: absent fields are kept, null clears" }
            }
        }
        table {
            @for response in &operation.responses { (self::response(response)) }
        }
        @if !operation.errors.is_empty() {
            p {
                "Error codes: "
                @for code in &operation.errors { a href={ "#code-" (code) } { code { (code) } } " " }
            }
        }
        @for example in &operation.examples {
            details {
                summary { "Example: " (example.doc) }
                @if let Some(request) = &example.request { pre { (request) } }
                @if let Some(response) = &example.response { pre { (response) } }
            }
        }
    }
}

fn parameters(operation: &Operation) -> Markup {
    let row = |parameter: &Parameter| {
        html! {
            tr {
                td { code { (parameter.wire) } }
                td { (parameter.place.as_str()) }
                td { (types::reference(&parameter.ty)) }
                td {
                    @if parameter.required { "required" }
                    @if let Some(default) = &parameter.default { " " span.quiet { "the SDK sends " code { (default) } } }
                }
                td { (prose::doc(&parameter.doc)) }
            }
        }
    };
    html! {
        @if !operation.parameters.is_empty() {
            div.scroll { table {
                tr { th { "Parameter" } th { "In" } th { "Type" } th {} th { "Description" } }
                @for parameter in &operation.parameters { (row(parameter)) }
            } }
        }
    }
}

fn response(response: &Response) -> Markup {
    let (status, class) = match response.status {
        StatusKey::Success => ("success".to_owned(), "good"),
        StatusKey::Code(code) => (code.to_string(), if code < 300 { "good" } else { "bad" }),
    };
    html! {
        tr {
            th class=(class) { (status) }
            td {
                @match (&response.body, &response.envelope) {
                    (_, Some(envelope)) => code { (envelope) },
                    (Some(body), None) => (types::reference(body)),
                    (None, None) => {}
                }
            }
            td { (prose::doc(&response.doc)) }
        }
    }
}

//! The reference page of an API.

use concur_spec::api::Api;
use maud::{Markup, html};

use super::layout::layout;
use super::{operation, prose, types};
use crate::dispatch::Service;

pub(super) fn reference(service: &Service, api: &Api) -> Markup {
    let title = format!("{} v{}", api.title, api.version);
    layout(
        service,
        &title,
        &html! {
            (prose::doc(&api.doc))
            @if !api.scopes.is_empty() {
                h2 { "Scopes" }
                table {
                    @for scope in &api.scopes {
                        tr { th { code { (scope.wire) } } td { (prose::doc(&scope.doc)) } }
                    }
                }
            }
            h2 { "Operations" }
            @for operation in &api.operations { (operation::operation(operation)) }
            h2 { "Types" }
            @for ty in &api.types { (types::table(ty)) }
            @for union in &api.unions { (types::union(api, union)) }
            @for set in &api.value_sets { (types::value_set(set)) }
            (error_codes(api))
        },
    )
}

fn error_codes(api: &Api) -> Markup {
    html! {
        @if !api.error_codes.is_empty() {
            h2 { "Error codes" }
            div.scroll { table {
                tr { th { "Code" } th { "Status" } th { "Message" } th { "Meaning" } th { "What to do" } }
                @for code in &api.error_codes {
                    tr id={ "code-" (code.wire) } {
                        td { code { (code.wire) } }
                        td { @for status in &code.status { (status) " " } }
                        td { @for message in &code.messages { div { (message) } } }
                        td { (prose::doc(&code.doc)) }
                        td { @if let Some(remedy) = &code.remedy { (prose::prose(remedy)) } }
                    }
                }
            } }
        }
        @if !api.uncoded_errors.is_empty() {
            h2 { "Errors without a code" }
            table {
                @for error in &api.uncoded_errors {
                    tr { td { (error.status) } td { (error.message) } td { (prose::doc(&error.doc)) } }
                }
            }
        }
    }
}

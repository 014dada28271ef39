//! The first page: addresses, users and operations.

use concur_spec::Contract;
use maud::{Markup, html};

use super::layout::layout;
use super::reference_url;
use crate::dispatch::Service;
use crate::tenant::{Tenant, User};

pub(super) fn overview(service: &Service) -> Markup {
    let world = service.world();
    let tenant = std::sync::Arc::clone(&world.tenant);
    drop(world);
    layout(
        service,
        &tenant.company.name,
        &html! {
            p {
                "A local SAP Concur. It implements the specification that the SDK is generated from. All data is "
                "invented, including the secrets, and nothing leaves this machine."
            }
            h2 { "Addresses" }
            table {
                tr { th { "First data center" } td { code { (service.addresses.first) } } }
                tr {
                    th { "Second data center" }
                    td { code { (service.addresses.second) } " " span.quiet { "token calls for its users are redirected there with error 16" } }
                }
                tr { th { "Company" } td { code { (tenant.company.id) } } }
                tr { th { "Request token" } td { code { (tenant.company.request_token) } } }
            }
            (applications(&tenant, service.contract))
            (users(&tenant))
            (apis(service))
        },
    )
}

fn applications(tenant: &Tenant, contract: &Contract) -> Markup {
    html! {
        h2 { "Applications" }
        div.scroll { table {
            tr { th { "Name" } th { "Client id" } th { "Client secret" } th { "Grants" } th { "Scopes" } }
            @for app in &tenant.applications {
                tr {
                    td {
                        (app.name)
                        @if app.disabled { " " span.bad { "disabled" } }
                        @if !app.connected { " " span.bad { "not connected" } }
                    }
                    td { code { (app.client_id) } }
                    td { code { (app.client_secret) } }
                    td { (app.grants.join(", ")) }
                    td { @for scope in app.scopes_in(contract) { code { (scope) } " " } }
                }
            }
        } }
    }
}

fn users(tenant: &Tenant) -> Markup {
    html! {
        h2 { "Users" }
        div.scroll { table {
            tr { th { "Name" } th { "Login id" } th { "Password" } th { "UUID" } th { "Roles" } th { "Approver" } th { "Paid in" } th { "State" } }
            @for user in &tenant.users {
                tr {
                    td { (user.first_name) " " (user.last_name) }
                    td { code { (user.login_id) } }
                    td { code { (user.password) } }
                    td { code { (user.id) } }
                    td { (roles(user)) }
                    td { (user.approver.as_deref().unwrap_or_default()) }
                    td { (user.currency) }
                    td { (user.state) @if user.home == crate::tenant::Home::Second { ", belongs to the second data center" } }
                }
            }
        } }
    }
}

fn roles(user: &User) -> String {
    let names: Vec<String> = user.roles.iter().map(ToString::to_string).collect();
    names.join(", ")
}

fn apis(service: &Service) -> Markup {
    html! {
        h2 { "APIs" }
        @for api in &service.contract.apis {
            h3 { (link(&format!("{}/index.md", api.key), &format!("{} v{}", api.title, api.version))) }
            table {
                @for operation in &api.operations {
                    tr {
                        td { span.method { (operation.http.as_str()) } code { (operation.whole_path()) } }
                        td {
                            code { (link(&format!("{}/operations/{}.md", api.key, operation.key), &operation.key)) }
                            @if operation.retired.is_some() { " " span.bad { "retired" } }
                            @if operation.deprecated.is_some() { " " span.bad { "deprecated" } }
                        }
                    }
                }
            }
        }
    }
}

/// Renders a link to a page of the reference, or only the text if there is no such page.
fn link(page: &str, text: &str) -> Markup {
    match reference_url(page) {
        Some(url) => html! { a href=(url) { (text) } },
        None => html! { (text) },
    }
}

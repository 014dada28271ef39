//! What is needed to log in, for programs. The text at the start and the first page have it for people.

use concur_spec::Contract;
use serde_json::{Value, json};

use super::input::{AdminError, AdminRequest};
use crate::admin::Admin;
use crate::tenant::{Application, User};

/// `GET /_sandbox/credentials`.
pub(super) fn show(admin: &Admin<'_>, request: &AdminRequest<'_>) -> Result<Value, AdminError> {
    let world = admin.service.world();
    let company = &world.tenant.company;
    let contract = admin.service.contract;
    let applications = world.tenant.applications.iter();
    let applications: Vec<Value> = applications.map(|one| application(one, contract)).collect();
    let addresses = admin.service.addresses.for_caller(request.incoming());
    let url = |home| addresses.of(home);
    let user = |user: &User| {
        json!({
            "login_id": user.login_id,
            "password": user.password,
            "id": user.id,
            "url": url(user.home),
            "state": user.state.to_string(),
        })
    };
    Ok(json!({
        "company": {
            "id": company.id,
            "name": company.name,
            "request_token": company.request_token,
            "url": url(company.home),
        },
        "applications": applications,
        "users": world.tenant.users.iter().map(user).collect::<Vec<Value>>(),
    }))
}

fn application(application: &Application, contract: &Contract) -> Value {
    json!({
        "client_id": application.client_id,
        "client_secret": application.client_secret,
        "name": application.name,
        "grants": application.grants,
        "scopes": application.scopes_in(contract),
        "redirect_uris": application.redirect_uris,
    })
}

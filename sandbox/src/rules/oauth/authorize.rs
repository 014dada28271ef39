//! The authorization page, where a user allows an application to act for them, and its redirects.

use std::sync::Arc;

use concur_spec::Contract;
use concur_spec::api::{Api, Authorize};

use super::authorize_request::{AuthorizeRequest, DECISION, DENY, LOGIN};
use super::page;
use crate::api;
use crate::api::call::Addresses;
use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;
use crate::state::World;

/// The authorization page, as described by the contract.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AuthorizePage {
    contract: &'static Contract,
    names: &'static Authorize,
    api: &'static Api,
}

/// Returns the authorization page if the call is for it.
pub(crate) fn authorize_page(contract: &'static Contract, incoming: &Incoming) -> Option<AuthorizePage> {
    let names = contract.platform.tokens.as_ref()?.authorize.as_ref()?;
    let api = api::find(contract, "oauth")?;
    // A trailing slash is ignored.
    let is_path = incoming.path.strip_suffix('/').unwrap_or(&incoming.path) == names.path;
    is_path.then_some(AuthorizePage { contract, names, api })
}

/// Answers a call of the page.
pub(crate) fn authorize(
    AuthorizePage { contract, names, api }: AuthorizePage,
    world: &mut World,
    addresses: &Addresses,
    incoming: &Incoming,
) -> Answer {
    let parameters = match incoming.method.as_str() {
        "GET" => incoming.parameters(),
        "POST" => incoming.form(),
        _ => return Answer::new(405, Content::Empty).with("allow", "GET, POST"),
    };
    let tenant = Arc::clone(&world.tenant);
    let request = match AuthorizeRequest::read(names, &tenant, api, &parameters) {
        Ok(request) => request,
        Err(problem) => return page::problem(problem),
    };
    let login = request.parameter(LOGIN);
    match request.scopes(contract) {
        Err(denial) => request.denied(denial),
        // The contract has no code for a denial; this one is from OAuth 2.0.
        Ok(_) if request.parameter(DECISION) == Some(DENY) => {
            request.denied(("access_denied", "the user denied access"))
        }
        Ok(scopes) => match login.map(|login| request.user(login)) {
            None => page::agreement(&request, &scopes),
            Some(Err(denial)) => request.denied(denial),
            Some(Ok(user)) => request.agreed(world, addresses, user, scopes),
        },
    }
}

//! The page where a user agrees that an application acts for them, and the way back from it.

use std::sync::Arc;

use concur_spec::Contract;
use concur_spec::api::{Api, Authorize};

use super::authorization_request::{AuthorizationRequest, DECISION, DENY, LOGIN};
use super::page;
use crate::api;
use crate::api::call::Addresses;
use crate::http::answer::{Answer, Content};
use crate::http::incoming::Incoming;
use crate::state::World;

/// The page, as the contract describes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AuthorizePage {
    names: &'static Authorize,
    api: &'static Api,
}

/// The page that a call is for; none when it is for something else.
pub(crate) fn authorize_page(contract: &'static Contract, incoming: &Incoming) -> Option<AuthorizePage> {
    let names = contract.platform.tokens.as_ref()?.authorize.as_ref()?;
    let api = api::find(contract, "oauth")?;
    // A slash at the end says nothing.
    let is_path = incoming.path.strip_suffix('/').unwrap_or(&incoming.path) == names.path;
    is_path.then_some(AuthorizePage { names, api })
}

/// Answers the page.
pub(crate) fn authorize(
    AuthorizePage { names, api }: AuthorizePage,
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
    let asked = match AuthorizationRequest::read(names, &tenant, api, &parameters) {
        Ok(asked) => asked,
        Err(problem) => return page::problem(problem),
    };
    let login = asked.parameter(LOGIN);
    match asked.scopes() {
        Err(denial) => asked.denied(denial),
        // No code of the contract says that a user has declined; OAuth 2.0 has a name for it.
        Ok(_) if asked.parameter(DECISION) == Some(DENY) => asked.denied(("access_denied", "the user has not agreed")),
        Ok(scopes) => match login.map(|login| asked.user(login)) {
            None => page::agreement(&asked, &scopes),
            Some(Err(denial)) => asked.denied(denial),
            Some(Ok(user)) => asked.agreed(world, addresses, user, scopes),
        },
    }
}

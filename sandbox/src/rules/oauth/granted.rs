//! What a grant gives, before tokens are issued for it.

use super::token_request::TokenRequest;
use crate::api::refusal::Refusal;
use crate::state::tokens::Principal;
use crate::tenant::{Home, State, User};

/// The result of a grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Granted {
    pub(super) principal: Principal,
    pub(super) home: Home,
    /// The scopes that can be requested.
    pub(super) scopes: Vec<String>,
    pub(super) spends: Spends,
}

/// The credential that a grant consumes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spends {
    Nothing,
    Code(String),
    RefreshToken(String),
    OneTimePassword(String),
}

/// Returns the result for a user, unless the user has been disabled since.
pub(super) fn of_user(
    request: &TokenRequest<'_>,
    user: &User,
    scopes: &[String],
    spends: Spends,
) -> Result<Granted, Refusal> {
    if user.state == State::Disabled {
        return Err(request.refuse("123"));
    }
    Ok(Granted {
        principal: Principal::User(user.id.clone()),
        home: user.home,
        scopes: scopes.to_vec(),
        spends,
    })
}

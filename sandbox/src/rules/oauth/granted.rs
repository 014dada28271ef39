//! What a grant gives, before tokens are issued for it.

use super::token_request::TokenRequest;
use crate::api::refusal::Refusal;
use crate::state::tokens::Principal;
use crate::tenant::{Home, State, User};

/// What a grant gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Granted {
    pub(super) principal: Principal,
    pub(super) home: Home,
    /// The scopes that can be asked for.
    pub(super) scopes: Vec<String>,
    pub(super) spends: Spends,
}

/// What a grant uses up, by its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spends {
    Nothing,
    Code(String),
    RefreshToken(String),
    OneTimePassword(String),
}

/// What a user gives who is not disabled since.
pub(super) fn of_user(
    asked: &TokenRequest<'_>,
    user: &User,
    scopes: &[String],
    spends: Spends,
) -> Result<Granted, Refusal> {
    if user.state == State::Disabled {
        return Err(asked.refuse("123"));
    }
    Ok(Granted {
        principal: Principal::User(user.id.clone()),
        home: user.home,
        scopes: scopes.to_vec(),
        spends,
    })
}

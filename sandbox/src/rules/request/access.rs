//! Who makes a call, and what of which Request the one may see and change.

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::requests::{Request, Status};
use crate::state::tokens::Principal;
use crate::tenant::{Role, User};

/// Who makes a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A user, by UUID.
    User(String),
    /// The system user, who sees everything: a company token without `userId`.
    System,
}

/// Whether a company token has to come with `userId`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserId {
    Needed,
    /// The system user makes the call without.
    Optional,
}

/// Who makes a call: the user of the token, or for a company token the one of `userId`.
pub(crate) fn actor(world: &World, call: &Call<'_>, user_id: UserId) -> Result<Actor, Refusal> {
    let api = call.route.api;
    let named = call.in_query("userId").map(|id| user(world, call, id)).transpose()?;
    match call.token.as_ref().map(|token| &token.principal) {
        Some(Principal::Company) => match (named, user_id) {
            (Some(user), _) => Ok(Actor::User(user.id.clone())),
            (None, UserId::Optional) => Ok(Actor::System),
            (None, UserId::Needed) => Err(Refusal::code(api, "missingRequiredParam")),
        },
        // A user speaks for nobody else. What the real service makes of another `userId` is not documented.
        Some(Principal::User(id)) => {
            let own = world.tenant.user(id).ok_or_else(|| Refusal::code(api, "invalidUser"))?;
            match named {
                Some(user) if user.id != own.id => Err(Refusal::code(api, "userIsNotAllowed")),
                _ => Ok(Actor::User(own.id.clone())),
            }
        }
        // An application's own token stands for no user.
        Some(Principal::Application) | None => Err(Refusal::code(api, "invalidUser")),
    }
}

/// The user whom a parameter names.
pub(super) fn user<'w>(world: &'w World, call: &Call<'_>, id: &str) -> Result<&'w User, Refusal> {
    let api = call.route.api;
    if !is_uuid(id) {
        return Err(Refusal::filled(api, "invalidUuid", 2, &[("Uuid", id)]));
    }
    let user = world.tenant.user(id);
    user.ok_or_else(|| Refusal::filled(api, "userNotFound", 0, &[("id", id)]))
}

impl Actor {
    /// The user, when it is one.
    pub(crate) fn user<'a>(&self, world: &'a World) -> Option<&'a User> {
        match self {
            Self::User(id) => world.tenant.user(id),
            Self::System => None,
        }
    }

    /// The owner of the Request.
    pub(crate) fn owns(&self, request: &Request) -> bool {
        matches!(self, Self::User(id) if *id == request.owner)
    }

    /// May see the Request: its owner, who approves for the owner or stands in for that one, and processors.
    pub(crate) fn sees(&self, world: &World, request: &Request) -> bool {
        let Some(user) = self.user(world) else {
            return *self == Self::System;
        };
        let approver = world
            .tenant
            .user(&request.owner)
            .and_then(|owner| owner.approver.as_deref());
        let approves = |login: &str| {
            let stands_in = user.delegate_of.iter().any(|known| known.eq_ignore_ascii_case(login));
            user.login_id.eq_ignore_ascii_case(login) || stands_in
        };
        self.owns(request) || user.can(Role::Processor) || approver.is_some_and(approves)
    }
}

/// The Request that the path names, when it is there and the actor may see it.
pub(crate) fn seen<'w>(world: &'w World, call: &Call<'_>, actor: &Actor, id: &str) -> Result<&'w Request, Refusal> {
    let api = call.route.api;
    if !is_id(id) {
        return Err(Refusal::filled(api, "invalidUuid", 1, &[("requestName", id)]));
    }
    let request = world.requests.get(id).ok_or_else(|| Refusal::code(api, "notFound"))?;
    if !actor.sees(world, request) {
        return Err(Refusal::code(api, "userIsNotAllowed"));
    }
    Ok(request)
}

/// The same, when the actor may change it now: the owner, while it is with the owner.
pub(crate) fn editable<'w>(world: &'w World, call: &Call<'_>, actor: &Actor, id: &str) -> Result<&'w Request, Refusal> {
    let request = seen(world, call, actor, id)?;
    if !actor.owns(request) {
        return Err(Refusal::code(call.route.api, "userIsNotAllowed"));
    }
    if request.closed || !matches!(request.status, Status::NotSubmitted | Status::SentBack) {
        return Err(Refusal::code(call.route.api, "permissionDenied"));
    }
    Ok(request)
}

/// A UUID with its dashes.
pub(crate) fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// 32 hexadecimal digits: an id of this API.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests;

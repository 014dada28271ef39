//! Determines the actor of a call, and the Requests that the actor may see and change.

use jiff::Timestamp;

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::requests::{Comment, Request, Status};
use crate::state::tokens::Principal;
use crate::tenant::{Role, User};

/// The actor of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A user, by UUID.
    User(String),
    /// The system user, who sees everything: a company token without `userId`.
    System,
}

/// Whether `userId` is required with a company token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserId {
    Needed,
    /// Without it, the actor is the system user.
    Optional,
}

/// Returns the actor: the user of the token or, for a company token, the one of `userId`.
pub(crate) fn actor(world: &World, call: &Call<'_>, user_id: UserId) -> Result<Actor, Refusal> {
    let api = call.route.api;
    let named = call.in_query("userId").map(|id| user(world, call, id)).transpose()?;
    match call.token.as_ref().map(|token| &token.principal) {
        Some(Principal::Company) => match (named, user_id) {
            (Some(user), _) => Ok(Actor::User(user.id.clone())),
            (None, UserId::Optional) => Ok(Actor::System),
            (None, UserId::Needed) => Err(Refusal::code(api, "missingRequiredParam")),
        },
        // Users cannot act for others. The vendor does not document what happens with another `userId`.
        Some(Principal::User(id)) => {
            let own = world.tenant.user(id).ok_or_else(|| Refusal::code(api, "invalidUser"))?;
            match named {
                Some(user) if user.id != own.id => Err(Refusal::code(api, "userIsNotAllowed")),
                _ => Ok(Actor::User(own.id.clone())),
            }
        }
        // An application token belongs to no user.
        Some(Principal::Application) | None => Err(Refusal::code(api, "invalidUser")),
    }
}

/// Returns the user that a parameter names.
pub(super) fn user<'w>(world: &'w World, call: &Call<'_>, id: &str) -> Result<&'w User, Refusal> {
    let api = call.route.api;
    if !is_uuid(id) {
        return Err(Refusal::filled(api, "invalidUuid", 2, &[("Uuid", id)]));
    }
    let user = world.tenant.user(id);
    user.ok_or_else(|| Refusal::filled(api, "userNotFound", 0, &[("id", id)]))
}

impl Actor {
    /// Returns the user, unless it is the system user.
    pub(crate) fn user<'a>(&self, world: &'a World) -> Option<&'a User> {
        match self {
            Self::User(id) => world.tenant.user(id),
            Self::System => None,
        }
    }

    /// Whether the actor is the owner of the Request.
    pub(crate) fn owns(&self, request: &Request) -> bool {
        matches!(self, Self::User(id) if *id == request.owner)
    }

    /// Whether the actor may see the Request: its owner, the owner's approver or a delegate of the approver, processors,
    /// its travel agents, and the participants of a budget Request.
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
        let takes_part = request.is_for_agent(user) || request.participants.contains(&user.id);
        self.owns(request) || user.can(Role::Processor) || approver.is_some_and(approves) || takes_part
    }
}

impl Comment {
    /// Creates a comment of an actor.
    pub(super) fn by(actor: &Actor, text: String, at: Timestamp) -> Self {
        let by = match actor {
            Actor::User(id) => Some(id.clone()),
            Actor::System => None,
        };
        Self { by, at, text }
    }
}

impl Request {
    /// Whether a user is an agent of the travel agency of the Request.
    pub(super) fn is_for_agent(&self, user: &User) -> bool {
        let agency = self.fields.get("travelAgency").and_then(|agency| agency["id"].as_str());
        agency.is_some() && agency == user.agency.as_deref()
    }
}

/// Returns the Request of the path if it exists and the actor may see it.
pub(crate) fn visible<'w>(world: &'w World, call: &Call<'_>, actor: &Actor, id: &str) -> Result<&'w Request, Refusal> {
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

/// Returns the Request of the path if the actor may change it, until it is submitted or after it is sent back: the
/// owner and, for operations that take no `userId` from a company token, the system user.
pub(crate) fn editable<'w>(world: &'w World, call: &Call<'_>, actor: &Actor, id: &str) -> Result<&'w Request, Refusal> {
    let request = visible(world, call, actor, id)?;
    if !actor.owns(request) && *actor != Actor::System {
        return Err(Refusal::code(call.route.api, "userIsNotAllowed"));
    }
    if request.closed || !matches!(request.status, Status::NotSubmitted | Status::SentBack) {
        return Err(Refusal::code(call.route.api, "permissionDenied"));
    }
    Ok(request)
}

/// Whether a text is a UUID with dashes.
pub(crate) fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// Whether a text is an id of this API: 32 hexadecimal digits.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests;

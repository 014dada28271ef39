//! Determines who may take which action.

use super::steps::{approver, step};
use crate::api::call::Call;
use crate::rules::request::access::Actor;
use crate::state::requests::{Request, Status};
use crate::tenant::{Role, Step, Tenant, User};

/// A workflow action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Submit,
    Approve,
    Recall,
    SendBack,
    Cancel,
    Close,
    Reopen,
}

/// The actor of an action, with the rights from the call.
#[derive(Debug)]
pub(crate) struct Taker<'a> {
    pub(crate) actor: &'a Actor,
    /// The approver whom the actor represents as a delegate.
    pub(crate) stands_in_for: Option<&'a User>,
    /// Whether the token may decide at an external step.
    pub(crate) is_external: bool,
    /// The actor, unless it is the system user.
    user: Option<&'a User>,
}

/// The scope for the external step.
pub(super) const EXTERNAL: &str = "travelrequest.externalsystemworkflow.write";

impl Action {
    /// All actions, in the order of the contract.
    pub(crate) const ALL: [Self; 7] = [
        Self::Submit,
        Self::Approve,
        Self::Recall,
        Self::SendBack,
        Self::Cancel,
        Self::Close,
        Self::Reopen,
    ];

    /// Returns the name in paths and links.
    pub(crate) fn wire(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Approve => "approve",
            Self::Recall => "recall",
            Self::SendBack => "sendback",
            Self::Cancel => "cancel",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }

    pub(crate) fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.wire() == name)
    }

    /// Whether the action decides a submitted Request.
    pub(crate) fn is_decision(self) -> bool {
        matches!(self, Self::Approve | Self::SendBack)
    }
}

impl<'a> Taker<'a> {
    /// Creates the actor of a call, not as a delegate.
    pub(crate) fn of(tenant: &'a Tenant, call: &Call<'_>, actor: &'a Actor) -> Self {
        Self {
            actor,
            stands_in_for: None,
            is_external: call.token.as_ref().is_some_and(|token| token.allows(EXTERNAL)),
            user: match actor {
                Actor::User(id) => tenant.user(id),
                Actor::System => None,
            },
        }
    }

    /// Returns the UUIDs of the actor and of the approver whom the actor represents.
    pub(crate) fn ids(&self) -> impl Iterator<Item = String> {
        let both = [self.user, self.stands_in_for];
        both.into_iter().flatten().map(|user| user.id.clone())
    }
}

/// Returns the actions that are currently allowed.
pub(crate) fn allowed(tenant: &Tenant, taker: &Taker<'_>, request: &Request) -> impl Iterator<Item = Action> {
    Action::ALL
        .into_iter()
        .filter(|action| may(tenant, taker, request, *action))
}

/// Whether the actor may approve a Request now: as this approver or, as a delegate, for this approver.
pub(in crate::rules::request) fn may_approve(
    tenant: &Tenant,
    actor: &Actor,
    approver: Option<&User>,
    as_delegate: bool,
    request: &Request,
) -> bool {
    let (Actor::User(id), Some(approver)) = (actor, approver) else {
        return false;
    };
    let user = tenant.user(id);
    let is_meant = |user: &User| match as_delegate {
        true => user.may_stand_in_for(approver),
        false => user.id == approver.id,
    };
    let taker = Taker {
        actor,
        stands_in_for: as_delegate.then_some(approver),
        is_external: false,
        user,
    };
    user.is_some_and(is_meant) && may(tenant, &taker, request, Action::Approve)
}

/// Whether the actor may take an action now.
pub(crate) fn may(tenant: &Tenant, taker: &Taker<'_>, request: &Request, action: Action) -> bool {
    use Status::{Approved, Canceled, NotSubmitted, PendingBooking, SentBack, Submitted};
    let status = request.status;
    // A closed Request must be reopened first.
    match action {
        Action::Reopen => taker.actor.owns(request) && request.closed,
        _ if request.closed => false,
        Action::Approve | Action::SendBack => decides(tenant, taker, request),
        _ if !taker.actor.owns(request) => false,
        Action::Submit => matches!(status, NotSubmitted | SentBack),
        Action::Recall => status == Submitted,
        Action::Cancel => matches!(status, Submitted | PendingBooking | Approved),
        Action::Close => matches!(status, Approved | Canceled),
    }
}

/// Whether the actor may decide at the current step of the Request. Owners cannot decide their own Requests.
fn decides(tenant: &Tenant, taker: &Taker<'_>, request: &Request) -> bool {
    if taker.actor.owns(request) {
        return false;
    }
    match (step(tenant, request), taker.user) {
        (Some(Step::External), None) => taker.is_external,
        (Some(Step::Processor), Some(user)) => user.can(Role::Processor),
        (Some(Step::Manager), Some(user)) => approver(tenant, request).is_some_and(|approver| {
            let delegator = taker.stands_in_for;
            // A delegate must name the delegator.
            delegator.map_or(user.id == approver.id, |delegator| {
                delegator.id == approver.id && user.may_stand_in_for(approver)
            })
        }),
        _ => false,
    }
}

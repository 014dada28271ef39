//! Who may take which action now.

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

/// Who takes an action.
#[derive(Debug)]
pub(crate) struct Taker<'a> {
    pub(crate) actor: &'a Actor,
    /// The approver whom the one stands in for.
    pub(crate) stands_in_for: Option<&'a User>,
    /// The token may decide at the step of a system outside.
    pub(crate) is_external: bool,
    /// The one, when it is a user.
    user: Option<&'a User>,
}

/// The scope for the step of a system outside.
pub(super) const EXTERNAL: &str = "travelrequest.externalsystemworkflow.write";

impl Action {
    /// All of them, in the order of the contract.
    pub(crate) const ALL: [Self; 7] = [
        Self::Submit,
        Self::Approve,
        Self::Recall,
        Self::SendBack,
        Self::Cancel,
        Self::Close,
        Self::Reopen,
    ];

    /// Its name in paths and links.
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

    /// It decides about a submitted Request.
    pub(crate) fn is_decision(self) -> bool {
        matches!(self, Self::Approve | Self::SendBack)
    }
}

impl<'a> Taker<'a> {
    /// The one who makes a call, standing in for nobody.
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

    /// The UUIDs of the one and of the other whom the one stands in for.
    pub(crate) fn ids(&self) -> impl Iterator<Item = String> {
        let both = [self.user, self.stands_in_for];
        both.into_iter().flatten().map(|user| user.id.clone())
    }
}

/// The actions that are not refused now.
pub(crate) fn allowed(tenant: &Tenant, taker: &Taker<'_>, request: &Request) -> impl Iterator<Item = Action> {
    Action::ALL
        .into_iter()
        .filter(|action| may(tenant, taker, request, *action))
}

/// Whether an action is for this one to take now.
pub(crate) fn may(tenant: &Tenant, taker: &Taker<'_>, request: &Request, action: Action) -> bool {
    use Status::{Approved, Canceled, NotSubmitted, PendingBooking, SentBack, Submitted};
    let status = request.status;
    // What is closed has to be reopened before anything else.
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

/// Whether it is for this one to decide at the step that the Request waits at. Nobody decides about their own.
fn decides(tenant: &Tenant, taker: &Taker<'_>, request: &Request) -> bool {
    if taker.actor.owns(request) {
        return false;
    }
    match (step(tenant, request), taker.user) {
        (Some(Step::External), None) => taker.is_external,
        (Some(Step::Processor), Some(user)) => user.can(Role::Processor),
        (Some(Step::Manager), Some(user)) => approver(tenant, request).is_some_and(|approver| {
            let delegator = taker.stands_in_for;
            // A delegate has to say so.
            delegator.map_or(user.id == approver.id, |delegator| {
                delegator.id == approver.id && user.may_stand_in_for(approver)
            })
        }),
        _ => false,
    }
}

//! The views: which Requests a user sees.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::rules::request::workflow;
use crate::state::requests::{Request, Status};
use crate::tenant::{Role, Step, Tenant, User};

/// The default view. The vendor's pages disagree; this follows the reference.
pub(super) const DEFAULT: &str = "ALL";

/// The number of months for which approved Requests are active.
const ACTIVE_MONTHS: i32 = 3;

/// The user who views a list.
pub(super) struct Viewer<'a> {
    pub(super) tenant: &'a Tenant,
    /// `None` for the system user, who sees the Requests of all users.
    pub(super) user: Option<&'a User>,
    /// Whether to include Requests that the user can decide as a delegate.
    pub(super) with_delegates: bool,
    pub(super) now: Timestamp,
}

/// Whether a view is for a travel agent, who has to be given.
pub(super) fn needs_user(view: &str) -> bool {
    matches!(view, "PENDINGPROPOSAL" | "PROPOSALAPPROVED" | "PROPOSALCANCELED")
}

impl Viewer<'_> {
    /// Whether a view shows a Request.
    pub(super) fn shows(&self, view: &str, request: &Request) -> bool {
        use Status::{Approved, Canceled, NotSubmitted, PendingBooking, SentBack, Submitted};
        let status = request.status;
        match view {
            "APPROVED" => return self.has_approved(request),
            "TOAPPROVE" => return self.decides(request),
            _ if needs_user(view) => return self.proposes(view, request),
            _ if self.user.is_some_and(|user| user.id != request.owner) => return false,
            _ => {}
        }
        match view {
            "ALL" => true,
            "ACTIVE" => status != Canceled && !request.closed && (status != Approved || self.is_recent(request)),
            "ACTIVEAPPROVED" => status == Approved && !request.closed && self.is_recent(request),
            "UNSUBMITTED" => matches!(status, NotSubmitted | SentBack),
            "PENDING" => matches!(status, Submitted | PendingBooking),
            "VALIDATED" => status == Approved,
            "CANCELED" => status == Canceled,
            "CLOSED" => request.closed,
            "SUBMITTED" => matches!(status, Submitted | PendingBooking | Approved),
            "PENDINGEBOOKING" => status == PendingBooking,
            _ => false,
        }
    }

    fn is_recent(&self, request: &Request) -> bool {
        let now = self.now.to_zoned(TimeZone::UTC);
        let since = now.checked_sub(ACTIVE_MONTHS.months());
        let since = since.map_or(Timestamp::MIN, |since| since.timestamp());
        request.authorized.is_some_and(|at| at >= since)
    }

    fn has_approved(&self, request: &Request) -> bool {
        match self.user {
            Some(user) => request.approved_by.contains(&user.id),
            None => !request.approved_by.is_empty(),
        }
    }

    /// Whether a view for travel agents shows a Request of the agency of this user.
    fn proposes(&self, view: &str, request: &Request) -> bool {
        let is_agent = self.user.is_some_and(|user| request.is_for_agent(user));
        let is_shown = match view {
            "PENDINGPROPOSAL" => workflow::step(self.tenant, request) == Some(Step::Agency),
            "PROPOSALAPPROVED" => request.status == Status::Approved && !request.proposals.is_empty(),
            _ => request.status == Status::Canceled && !request.proposals.is_empty(),
        };
        is_agent && is_shown
    }

    /// Whether the Request waits for a decision of this user.
    fn decides(&self, request: &Request) -> bool {
        let Some(user) = self.user else {
            return request.status == Status::Submitted;
        };
        match workflow::step(self.tenant, request) {
            _ if request.owner == user.id => false,
            Some(Step::Manager) => workflow::approver(self.tenant, request).is_some_and(|approver| {
                approver.id == user.id || self.with_delegates && user.may_stand_in_for(approver)
            }),
            Some(Step::Processor) => user.can(Role::Processor),
            Some(Step::Agency | Step::External) | None => false,
        }
    }
}

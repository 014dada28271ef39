//! The steps of the approval workflow.

use crate::state::requests::{Request, Status};
use crate::tenant::{Step, Tenant, User};

/// Returns the approver whose decision the Request waits for.
pub(in crate::rules::request) fn approver<'t>(tenant: &'t Tenant, request: &Request) -> Option<&'t User> {
    match step(tenant, request) {
        Some(Step::Manager) => tenant.approver_of(tenant.user(&request.owner)?),
        _ => None,
    }
}

/// Returns the step of a submitted Request.
pub(in crate::rules::request) fn step(tenant: &Tenant, request: &Request) -> Option<Step> {
    let policy = tenant.request_policy(&request.policy)?;
    let is_submitted = request.status == Status::Submitted;
    policy.steps.get(request.step).copied().filter(|_| is_submitted)
}

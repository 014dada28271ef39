//! Checks that somebody can decide at a step.

use crate::tenant::{Role, State, Step, Tenant, User};

/// Returns the code that prevents a decision at a step, for Requests of this owner.
pub(super) fn obstacle(tenant: &Tenant, owner: &str, step: Step) -> Option<&'static str> {
    let owner = tenant.user(owner)?;
    match step {
        Step::Manager => manager(tenant, owner),
        Step::Processor => processor(tenant, owner),
        Step::Agency | Step::External => None,
    }
}

fn manager(tenant: &Tenant, owner: &User) -> Option<&'static str> {
    let Some(approver) = tenant.approver_of(owner) else {
        return Some("NO_APPROVER_CHANGE_MY_INFO");
    };
    if approver.id == owner.id {
        Some("APPROVER_CUM_REPORTOWNER")
    } else if approver.state == State::Disabled {
        Some("NO_APPROVER")
    } else if !approver.can(Role::Approver) {
        Some("INVALID_AUTH_APPROVER")
    } else {
        None
    }
}

fn processor(tenant: &Tenant, owner: &User) -> Option<&'static str> {
    let is_one = |user: &&User| user.can(Role::Processor) && user.state != State::Disabled;
    let mut processors = tenant.users.iter().filter(is_one).peekable();
    if processors.peek().is_none() {
        return Some("NO_APPROVER_NOT_EDITABLE_STEP");
    }
    // The vendor does not document what happens if the only processor is the owner. This is the code for a workflow
    // that leads back to the owner at some step.
    let is_owner_alone = processors.all(|processor| processor.id == owner.id);
    is_owner_alone.then_some("APPROVER_CUM_REPORTOWNER_EDITABLE")
}

//! Purchase Request v4.

mod checks;
mod codes;
mod create;
mod decide;
mod exceptions;
mod get;
mod requester;
mod tables;

pub(crate) use decide::decide;
pub use decide::{DecideError, Decision, UnknownDecision};

use crate::api::call::{Body, Call};
use crate::api::refusal::{Refusal, Violation};
use crate::rules::{ApiRules, Rule, plain};
use crate::state::tokens::Principal;
use crate::tenant::Tenant;
use crate::validate::{Finding, Problem};

/// The rules of Purchase Request.
pub(crate) struct PurchaseRequests;

impl ApiRules for PurchaseRequests {
    fn rule(&self, operation: &str) -> Option<Rule> {
        match operation {
            "create" => Some(create::create),
            "get" => Some(get::get),
            _ => None,
        }
    }

    fn query(&self, call: &Call<'_>, findings: &[Finding]) -> Result<(), Refusal> {
        for_somebody(call)?;
        plain::parameters(call, findings)?;
        // A mode that the service does not have. No documented code says so, or that there is none.
        let unlisted = findings.iter().filter(|found| found.problem == Problem::Unlisted);
        let violations: Vec<Violation> = unlisted.map(plain::violation).collect();
        if violations.is_empty() {
            return Ok(());
        }
        Err(Refusal::of(400, violations))
    }

    /// With a user token the employee of the body is ignored, and so is whatever is wrong with it.
    fn matters(&self, call: &Call<'_>, found: &Finding) -> bool {
        !requester::is_of_token(call) || !requester::is_about_it(call, found)
    }

    fn body(&self, tenant: &Tenant, call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
        // Of the two operations one has no body, and ignores the one that it gets.
        if call.route.operation.body.is_none() {
            return Ok(());
        }
        let violations = checks::violations(tenant, call, body, findings);
        if violations.is_empty() {
            return Ok(());
        }
        Err(Refusal::of(400, violations))
    }
}

/// An application's own token stands for no user and no company: it reaches nothing of this API.
fn for_somebody(call: &Call<'_>) -> Result<(), Refusal> {
    match call.token.as_ref().map(|token| &token.principal) {
        Some(Principal::Company | Principal::User(_)) => Ok(()),
        Some(Principal::Application) | None => {
            let message = "this takes the token of a company or of a user, not an application's own";
            Err(Refusal::plain(403, "forbidden", message))
        }
    }
}

#[cfg(test)]
mod test_service;

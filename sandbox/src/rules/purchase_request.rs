//! Purchase Request v4.

mod checks;
mod codes;
mod create;
mod decide;
mod exceptions;
mod get;
pub(crate) mod orders;
mod requester;
mod tables;

pub use decide::{DecideError, Decision, UnknownDecision};
pub(crate) use decide::{approve_all_due, decide};

use crate::api::call::{Body, Call};
use crate::api::refusal::{Refusal, Violation};
use crate::rules::{ApiRules, Rule, plain};
use crate::state::tokens::Principal;
use crate::tenant::Tenant;
use concur_spec::validate::{Finding, Problem};

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
        needs_company_or_user(call)?;
        plain::parameters(call, findings)?;
        // No documented code is for an unknown mode.
        let unlisted = findings.iter().filter(|found| found.problem == Problem::Unlisted);
        let violations: Vec<Violation> = unlisted.map(plain::violation).collect();
        if violations.is_empty() {
            return Ok(());
        }
        Err(Refusal::of(400, violations))
    }

    /// With a user token the employee of the body is ignored, and so are findings about it.
    fn is_relevant(&self, call: &Call<'_>, found: &Finding) -> bool {
        !requester::is_of_token(call) || !requester::is_about_it(call, found)
    }

    fn body(&self, tenant: &Tenant, call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
        // Only `create` has a body. `get` ignores one.
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

/// Refuses the token of an application, which belongs to no user and no company.
fn needs_company_or_user(call: &Call<'_>) -> Result<(), Refusal> {
    match call.token.as_ref().map(|token| &token.principal) {
        Some(Principal::Company | Principal::User(_)) => Ok(()),
        Some(Principal::Application) | None => {
            let message = "this call needs the token of a company or of a user, not of an application";
            Err(Refusal::plain(403, "forbidden", message))
        }
    }
}

#[cfg(test)]
mod test_service;

//! The rules of an API without rules of its own: everything by the contract.

mod example;
mod last_page;
mod since;

use serde_json::Value;

use crate::api::call::{Body, Call};
use crate::api::refusal::{Refusal, Violation};
use crate::rules::{ApiRules, Rule};
use concur_spec::validate::{Finding, Problem};

/// The rules of an API without rules of its own.
pub(crate) struct Plain;

impl ApiRules for Plain {
    fn rule(&self, _operation: &str) -> Option<Rule> {
        None
    }
}

pub(crate) use example::{example, example_of_field, example_of_type};

/// Answers a call with an example.
pub(crate) fn answer(call: &Call<'_>) -> Value {
    let mut answer = example(call.route.api, call.route.operation);
    last_page::end(call.route.operation, &mut answer);
    since::retain_modified(call, &mut answer);
    answer
}

/// Refuses parameters that are missing or have the wrong type.
pub(crate) fn parameters(_call: &Call<'_>, findings: &[Finding]) -> Result<(), Refusal> {
    refuse(findings)
}

/// Refuses a body that does not match the operation.
pub(crate) fn body(call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
    match body {
        Body::NotJson => Err(Refusal::plain(400, "invalidBody", "the body is not JSON")),
        Body::Absent if call.route.operation.body.is_some() => {
            Err(Refusal::plain(400, "missingBody", "the body is missing"))
        }
        Body::Absent | Body::Json(_) => refuse(findings),
    }
}

fn refuse(findings: &[Finding]) -> Result<(), Refusal> {
    let refused: Vec<Violation> = findings
        .iter()
        .filter(|found| is_refused(&found.problem))
        .map(violation)
        .collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Refusal::of(400, refused))
}

/// Whether the service refuses a problem. Unknown items are only logged, and refused in strict mode.
pub(crate) fn is_refused(problem: &Problem) -> bool {
    use Problem::{CreateOnly, ReadOnly, Unknown, Unlisted};
    !matches!(problem, Unknown(_) | ReadOnly | CreateOnly | Unlisted)
}

/// Converts a finding to a violation without an error code of the API.
pub(crate) fn violation(found: &Finding) -> Violation {
    Violation {
        code: Some("invalid".to_owned()),
        message: found.to_string(),
        data_path: None,
    }
    .at(found.path.as_str())
}

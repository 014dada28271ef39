//! What the contract cannot say: the rules of each API.
//!
//! An API without rules is handled all the same, by what the contract says of it; see `plain`.

pub(crate) mod oauth;
pub(crate) mod plain;
pub(crate) mod purchase_request;
pub(crate) mod request;

use concur_spec::api::Api;
use serde_json::Value;

use crate::api::call::{Body, Call};
use crate::api::refusal::{Refusal, Violation};
use crate::http::incoming::Incoming;
use crate::state::World;
use crate::tenant::Tenant;
use crate::validate::Finding;

/// A rule: what an operation does. The value is the body of its success.
pub(crate) type Rule = fn(&mut World, &Call<'_>) -> Result<Value, Refusal>;

/// How an API behaves.
pub(crate) trait ApiRules: Sync {
    /// The rule of an operation, by its key; without one it answers by the contract alone.
    fn rule(&self, operation: &str) -> Option<Rule>;

    /// What it makes of a call before it looks at the token: of its headers.
    fn admit(&self, _api: &Api, _incoming: &Incoming) -> Result<(), Refusal> {
        Ok(())
    }

    /// What it makes of how a form travels, of which it also may remark.
    fn form(&self, _call: &Call<'_>, _incoming: &Incoming, _remarks: &mut Vec<String>) -> Result<(), Refusal> {
        Ok(())
    }

    /// Whether a parameter is meant that no table can list, because callers make it up.
    fn is_callers_own(&self, _call: &Call<'_>, _finding: &Finding) -> bool {
        false
    }

    /// There is no token, or it is not good.
    fn unauthorized(&self, _api: &Api) -> Refusal {
        Refusal::plain(401, "unauthorized", "the access token is missing, invalid or expired")
    }

    /// The token is good, but not for this.
    fn forbidden(&self, _api: &Api, scope: &str) -> Refusal {
        Refusal::plain(
            403,
            "forbidden",
            format!("the access token does not have the scope {scope}"),
        )
    }

    /// What it refuses of what is wrong with the query or the form.
    fn query(&self, call: &Call<'_>, findings: &[Finding]) -> Result<(), Refusal> {
        plain::parameters(call, findings)
    }

    /// What it refuses of what is wrong with the body, by the contract and by what the company has. It gets all findings,
    /// and refuses those that the service does.
    fn body(&self, _tenant: &Tenant, call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
        plain::body(call, body, findings)
    }

    /// The refusal by a strict sandbox of what the service lets pass.
    fn strict(&self, _call: &Call<'_>, violations: Vec<Violation>) -> Refusal {
        Refusal::of(400, violations)
    }

    /// Whether a finding says anything about this call. One that does not is neither told nor refused, however strict.
    fn matters(&self, _call: &Call<'_>, _found: &Finding) -> bool {
        true
    }
}

/// How the API with a key behaves.
pub(crate) fn rules_of(api: &str) -> &'static dyn ApiRules {
    match api {
        "oauth" => &oauth::OAuth,
        "purchase_request" => &purchase_request::PurchaseRequests,
        "request" => &request::Requests,
        _ => &plain::Plain,
    }
}

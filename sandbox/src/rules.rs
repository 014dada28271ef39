//! The rules of each API: the behavior that the contract does not describe.
//!
//! An operation without a rule is served by the contract alone: from the store of its resource (`resources`) or, if it has
//! none, with an example (`plain`).

pub(crate) mod identity;
pub(crate) mod lists;
pub(crate) mod oauth;
pub(crate) mod plain;
pub(crate) mod purchase_order_receipts;
pub(crate) mod purchase_orders;
pub(crate) mod purchase_request;
pub(crate) mod request;
pub(crate) mod resources;
pub(crate) mod vendors;

use concur_spec::Contract;
use concur_spec::api::Api;
use serde_json::Value;

use crate::api::call::{Body, Call};
use crate::api::refusal::{Refusal, Violation};
use crate::http::incoming::Incoming;
use crate::state::World;
use crate::tenant::Tenant;
use concur_spec::validate::Finding;

/// Carries out an operation and returns the body of the success.
pub(crate) type Rule = fn(&mut World, &Call<'_>) -> Result<Value, Refusal>;

/// The behavior of an API.
pub(crate) trait ApiRules: Sync {
    /// Returns the rule of an operation, by its key. Without a rule, it is answered from the contract alone.
    fn rule(&self, operation: &str) -> Option<Rule>;

    /// Whether the rules keep an object of a resource with this id. Asked for resources whose operations have rules.
    fn has(&self, _world: &World, _resource: &str, _id: &str) -> bool {
        true
    }

    /// Adds what exists from the start.
    fn seed(&self, _world: &mut World) {}

    /// Makes what the company has of the objects of the API that of its configuration. After the start and each change.
    fn settle(&self, _world: &mut World) {}

    /// Whether the rules keep their objects as those without rules are kept, so that the seed file can have some.
    fn keeps_objects(&self) -> bool {
        false
    }

    /// Checks the headers, before the access token.
    fn admit(&self, _api: &Api, _incoming: &Incoming) -> Result<(), Refusal> {
        Ok(())
    }

    /// Checks the encoding of a form. It can add remarks.
    fn form(&self, _call: &Call<'_>, _incoming: &Incoming, _remarks: &mut Vec<String>) -> Result<(), Refusal> {
        Ok(())
    }

    /// Whether an unknown parameter is allowed because callers choose its name.
    fn is_custom_parameter(&self, _call: &Call<'_>, _finding: &Finding) -> bool {
        false
    }

    /// The refusal if the access token is missing or invalid.
    fn unauthorized(&self, _api: &Api) -> Refusal {
        Refusal::plain(401, "unauthorized", "the access token is missing, invalid or expired")
    }

    /// The refusal if the access token lacks a scope.
    fn forbidden(&self, _api: &Api, scopes: &str) -> Refusal {
        Refusal::plain(
            403,
            "forbidden",
            format!("the access token does not have the scope {scopes}"),
        )
    }

    /// Refuses the findings in the query or the form that the service refuses.
    fn query(&self, call: &Call<'_>, findings: &[Finding]) -> Result<(), Refusal> {
        plain::parameters(call, findings)
    }

    /// Refuses the findings in the body that the service refuses, by the contract and by the data of the company. It
    /// gets all findings.
    fn body(&self, _tenant: &Tenant, call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
        plain::body(call, body, findings)
    }

    /// Returns a refusal with the body of the API, if that is no error envelope.
    fn written(&self, refusal: Refusal) -> Refusal {
        refusal
    }

    /// The refusal of a strict sandbox for violations that the service accepts.
    fn strict(&self, _call: &Call<'_>, violations: Vec<Violation>) -> Refusal {
        Refusal::of(400, violations)
    }

    /// Whether a finding applies to this call. Others are neither logged nor refused, even in strict mode.
    fn is_relevant(&self, _call: &Call<'_>, _found: &Finding) -> bool {
        true
    }
}

/// Makes what the company has of the objects of all APIs that of its configuration.
pub(crate) fn settle(world: &mut World, contract: &Contract) {
    for api in &contract.apis {
        rules_of(&api.key).settle(world);
    }
}

/// Returns the rule of an operation of the called API, unless the sandbox leaves it out.
pub(crate) fn rule(call: &Call<'_>, operation: &str) -> Option<Rule> {
    let api = &call.route.api.key;
    let is_meant = |name: &String| name.split_once('.') == Some((api, operation));
    let is_left_out = call.behavior.without_rules.iter().any(is_meant);
    rules_of(api).rule(operation).filter(|_| !is_left_out)
}

/// Returns the rules of the API with a key.
pub(crate) fn rules_of(api: &str) -> &'static dyn ApiRules {
    match api {
        "identity" => &identity::Identity,
        "lists" => &lists::Lists,
        "oauth" => &oauth::OAuth,
        "purchase_orders" => &purchase_orders::PurchaseOrders,
        "purchase_order_receipts" => &purchase_order_receipts::Receipts,
        "purchase_request" => &purchase_request::PurchaseRequests,
        "request" => &request::Requests,
        "vendors" => &vendors::Vendors,
        _ => &plain::Plain,
    }
}

//! Request v4.

mod access;
mod agencies;
mod amounts;
mod checks;
mod customs;
mod expenses;
mod fields;
mod header;
mod links;
mod list;
mod places;
#[cfg(test)]
mod test_service;
mod view;
mod workflow;

pub(crate) use workflow::apply_due_bookings;

use concur_spec::api::Api;

use crate::api::call::{Body, Call};
use crate::api::refusal::Refusal;
use crate::http::incoming::Incoming;
use crate::rules::{ApiRules, Rule};
use crate::state::World;
use crate::tenant::Tenant;
use concur_spec::validate::{Finding, Problem};

/// The rules of Request.
pub(crate) struct Requests;

impl ApiRules for Requests {
    fn rule(&self, operation: &str) -> Option<Rule> {
        match operation {
            "create" => Some(header::create),
            "list" => Some(list::list),
            "get" => Some(header::get),
            "update" => Some(header::update),
            "delete" => Some(header::delete),
            "take_action" => Some(workflow::take_action),
            _ => expenses::rule(operation),
        }
    }

    fn has(&self, world: &World, resource: &str, id: &str) -> bool {
        match resource {
            "Request" => world.requests.get(id).is_some(),
            "ExpectedExpense" => world.expenses.get(id).is_some(),
            _ => true,
        }
    }

    /// Checks the correlation id. No other API does.
    fn admit(&self, api: &Api, incoming: &Incoming) -> Result<(), Refusal> {
        match incoming.header("concur-correlationid") {
            Some(id) if !access::is_uuid(id) => Err(Refusal::filled(api, "invalidUuid", 0, &[("correlationId", id)])),
            _ => Ok(()),
        }
    }

    fn unauthorized(&self, api: &Api) -> Refusal {
        Refusal::code(api, "invalidUser")
    }

    fn forbidden(&self, api: &Api, _scope: &str) -> Refusal {
        Refusal::code(api, "permissionDenied")
    }

    fn query(&self, call: &Call<'_>, findings: &[Finding]) -> Result<(), Refusal> {
        checks::query(call, findings)
    }

    /// A body that was read from the service contains the id. It is accepted if it matches the path.
    fn is_relevant(&self, call: &Call<'_>, found: &Finding) -> bool {
        found.path != "id" || found.problem != Problem::ReadOnly || !header::is_of_path(call)
    }

    fn body(&self, _tenant: &Tenant, call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
        checks::body(call, body, findings)
    }
}

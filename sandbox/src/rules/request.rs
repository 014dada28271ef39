//! Request v4.

mod access;
mod agencies;
mod amounts;
mod cash_advances;
mod checks;
mod comments;
mod cost_objects;
mod customs;
mod exceptions;
mod expenses;
mod fields;
mod header;
mod links;
mod list;
mod participants;
mod places;
mod policies;
mod proposals;
mod read;
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
            "list_comments" => Some(comments::of_request),
            "list_expense_comments" => Some(comments::of_expense),
            "list_cash_advances" => Some(cash_advances::list),
            "get_cash_advance" => Some(cash_advances::get),
            "list_exceptions" => Some(exceptions::list),
            "list_cost_objects" => Some(cost_objects::list),
            "list_participants" => Some(participants::list),
            "update_participants" => Some(participants::update),
            "list_user_policies" => Some(policies::list),
            "list_agency_proposals" => Some(proposals::list),
            "create_agency_proposal" => Some(proposals::create),
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

    fn forbidden(&self, api: &Api, _scopes: &str) -> Refusal {
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

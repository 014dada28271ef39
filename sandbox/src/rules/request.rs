//! Request v4.

mod access;
mod agencies;
mod amounts;
mod customs;
mod expenses;
mod places;
mod records;

pub(crate) use records::{Comment, Expense, Request, Status};

use concur_spec::api::Api;

use crate::call::Rule;
use crate::incoming::Incoming;
use crate::refusal::Refusal;
use crate::rules::Manner;

/// The manner of Request.
pub(crate) struct Requests;

impl Manner for Requests {
    fn rule(&self, operation: &str) -> Option<Rule> {
        expenses::rule(operation)
    }

    /// Of all APIs it alone looks at the correlation id.
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
}

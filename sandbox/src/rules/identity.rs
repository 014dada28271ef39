//! Rules of Identity: the users of the company, by SCIM 2.0 (RFC 7643 and RFC 7644).
//!
//! The users of the store are those of the company: a user that is created or changed here can be named by a purchase
//! request.

mod changes;
mod discovery;
mod filter;
mod page;
mod path;
mod refusals;
mod users;
mod view;

use concur_spec::api::{Api, BodyView};
use concur_spec::validate::{self, Finding, Problem};
use serde_json::{Map, Value};

use crate::api::call::{Body, Call};
use crate::api::refusal::Refusal;
use crate::rules::{ApiRules, Rule, plain};
use crate::state::World;
use crate::tenant::Tenant;

/// The rules of Identity.
pub(crate) struct Identity;

impl ApiRules for Identity {
    fn rule(&self, operation: &str) -> Option<Rule> {
        Some(match operation {
            "list" => page::list,
            "search" => page::search,
            "get" => users::get,
            "create" => users::create,
            "replace" => users::replace,
            "update" => update,
            "delete" => users::delete,
            "resource_types" => discovery::resource_types,
            "configuration" => discovery::configuration,
            "schemas" => discovery::schemas,
            "schema" => discovery::schema,
            _ => return None,
        })
    }

    fn has(&self, world: &World, _resource: &str, id: &str) -> bool {
        users::find(world, id).is_ok()
    }

    fn seed(&self, world: &mut World) {
        users::seed(world);
    }

    fn settle(&self, world: &mut World) {
        users::register(world);
    }

    fn unauthorized(&self, _api: &Api) -> Refusal {
        refusals::of(401, None, "The access token is missing, invalid or expired.")
    }

    fn forbidden(&self, _api: &Api, scopes: &str) -> Refusal {
        refusals::of(403, None, &format!("The access token does not have {scopes}."))
    }

    fn body(&self, _tenant: &Tenant, call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
        let is_filter = |found: &&Finding| matches!(found.problem, Problem::NotAFilter(_));
        if let Some(found) = findings.iter().find(is_filter) {
            return Err(refusals::invalid_filter(&found.to_string()));
        }
        plain::body(call, body, findings)
    }

    fn written(&self, refusal: Refusal) -> Refusal {
        refusals::written(refusal)
    }
}

/// Carries out the operations of a PATCH, in order. If one fails, nothing is changed.
fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let mut user = users::find(world, call.in_path("id"))?.fields.clone();
    let wrong_before = wrong(call, &user);
    let operations = call.body.json().get("Operations").and_then(Value::as_array);
    for operation in operations.into_iter().flatten() {
        changes::carry_out(&mut user, operation)?;
    }
    let made_wrong = |finding: &&Finding| !wrong_before.contains(finding);
    if let Some(finding) = wrong(call, &user).iter().find(made_wrong) {
        return Err(refusals::invalid_value(&finding.to_string()));
    }
    users::save(world, call, user)
}

/// Returns what no body of a call could have, such as values of another type. What a user lacks is for `save` to say.
fn wrong(call: &Call<'_>, user: &Map<String, Value>) -> Vec<Finding> {
    let user = Value::Object(user.clone());
    let mut found = validate::body(call.route.api, "User", BodyView::Update, &user);
    found.retain(|finding| plain::is_refused(&finding.problem));
    found
}

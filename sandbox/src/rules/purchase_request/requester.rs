//! The employee who asks.

use serde_json::{Map, Value};

use super::tables::{Tables, is_given, text};
use crate::api::call::Call;
use crate::state::tokens::Principal;
use crate::tenant::{Role, State, Tenant, User};
use crate::validate::{Finding, Problem};

/// Whether the token says who asks, so that the body need not, and is not listened to.
pub(super) fn is_of_token(call: &Call<'_>) -> bool {
    matches!(principal(call), Some(Principal::User(_)))
}

/// Whether a finding is about the fields that name the employee.
pub(super) fn is_about_it(call: &Call<'_>, found: &Finding) -> bool {
    let is_field = |name: &str| {
        let mut fields = Tables::of(call.route).into_iter().flat_map(|tables| tables.employee());
        fields.any(|field| field.wire == name)
    };
    match &found.problem {
        Problem::NoneOf(names) | Problem::MoreThanOneOf(names) => names.iter().any(|name| is_field(name)),
        _ => is_field(&found.path),
    }
}

/// Why nobody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nobody<'a> {
    /// Not exactly one field names somebody.
    Unsaid,
    /// The field names nobody who may purchase.
    Named(&'a str),
    /// The user of the token may not purchase.
    OfToken,
}

/// The user who asks: the one of the token, or the only one that the body names.
pub(super) fn requester<'t, 'c>(
    tenant: &'t Tenant,
    call: &'c Call<'_>,
    body: &Map<String, Value>,
) -> Result<&'t User, Nobody<'c>> {
    if let Some(Principal::User(id)) = principal(call) {
        let user = tenant.user(id).filter(|user| may_purchase(user));
        return user.ok_or(Nobody::OfToken);
    }
    let fields = Tables::of(call.route).into_iter().flat_map(|tables| tables.employee());
    let is_given = |name: &&str| body.get(*name).is_some_and(is_given);
    let given: Vec<&str> = fields.map(|field| field.wire.as_str()).filter(is_given).collect();
    let [name] = given[..] else {
        return Err(Nobody::Unsaid);
    };
    let user = text(body, name).and_then(|value| match name {
        "userId" => tenant.user(value),
        "userEmail" => tenant.user_by_email(value),
        "userLoginId" => tenant.user_by_login(value),
        _ => None,
    });
    user.filter(|user| may_purchase(user)).ok_or(Nobody::Named(name))
}

/// One who has left asks for nothing. One who merely cannot log on just now does, through an application.
fn may_purchase(user: &User) -> bool {
    user.can(Role::Purchaser) && user.state != State::Disabled
}

fn principal<'a>(call: &'a Call<'_>) -> Option<&'a Principal> {
    call.token.as_ref().map(|token| &token.principal)
}

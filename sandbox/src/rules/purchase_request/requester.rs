//! The requester: the employee who asks for the purchase.

use serde_json::{Map, Value};

use super::tables::{Tables, is_given, text};
use crate::api::call::Call;
use crate::state::tokens::Principal;
use crate::tenant::{Role, State, Tenant, User};
use crate::validate::{Finding, Problem};

/// Whether the token determines the requester, so that the body need not name one and is ignored.
pub(super) fn is_of_token(call: &Call<'_>) -> bool {
    matches!(principal(call), Some(Principal::User(_)))
}

/// Whether a finding is about the fields that name the requester.
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

/// The reason why there is no requester.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoRequester<'a> {
    /// Not exactly one field names a requester.
    Unsaid,
    /// The field does not name a purchaser.
    Named(&'a str),
    /// The user of the token is not a purchaser.
    OfToken,
}

/// Returns the requester: the user of the token, or the only one that the body names.
pub(super) fn requester<'t, 'c>(
    tenant: &'t Tenant,
    call: &'c Call<'_>,
    body: &Map<String, Value>,
) -> Result<&'t User, NoRequester<'c>> {
    if let Some(Principal::User(id)) = principal(call) {
        let user = tenant.user(id).filter(|user| may_purchase(user));
        return user.ok_or(NoRequester::OfToken);
    }
    let fields = Tables::of(call.route).into_iter().flat_map(|tables| tables.employee());
    let is_given = |name: &&str| body.get(*name).is_some_and(is_given);
    let given: Vec<&str> = fields.map(|field| field.wire.as_str()).filter(is_given).collect();
    let [name] = given[..] else {
        return Err(NoRequester::Unsaid);
    };
    let user = text(body, name).and_then(|value| match name {
        "userId" => tenant.user(value),
        "userEmail" => tenant.user_by_email(value),
        "userLoginId" => tenant.user_by_login(value),
        _ => None,
    });
    user.filter(|user| may_purchase(user)).ok_or(NoRequester::Named(name))
}

/// Disabled users may not purchase. Users who cannot log in otherwise may, through an application.
fn may_purchase(user: &User) -> bool {
    user.can(Role::Purchaser) && user.state != State::Disabled
}

fn principal<'a>(call: &'a Call<'_>) -> Option<&'a Principal> {
    call.token.as_ref().map(|token| &token.principal)
}

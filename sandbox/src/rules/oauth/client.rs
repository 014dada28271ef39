//! Client authentication and scopes.

use concur_spec::api::Tokens;

use super::codes::{refuse, refuse_with_one_of};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::tenant::{Application, Tenant};

/// Returns the calling application if its credentials are valid and it is enabled.
pub(super) fn application<'t>(
    tenant: &'t Tenant,
    call: &Call<'_>,
    tokens: &Tokens,
) -> Result<&'t Application, Refusal> {
    let field = |name: &str| call.in_form(name).unwrap_or_default();
    let application = tenant
        .application(field(&tokens.form.client_id))
        .ok_or_else(|| refuse(call, "61"))?;
    if application.client_secret != field(&tokens.form.client_secret) {
        return Err(refuse_with_one_of(call, ["64", "61"]));
    }
    if application.disabled {
        return Err(refuse_with_one_of(call, ["59", "60"]));
    }
    Ok(application)
}

/// Whether an application may use a grant, by its key.
pub(super) fn may_use(application: &Application, grant: &str) -> bool {
    application.grants.iter().any(|known| known == grant)
}

/// Returns the requested scopes, or all granted scopes if none are requested. `None` if a requested scope is not
/// granted.
pub(super) fn scopes(requested: Option<&str>, granted: &[String]) -> Option<Vec<String>> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in requested.unwrap_or_default().split_whitespace() {
        if !granted.iter().any(|known| known == scope) {
            return None;
        }
        if !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    Some(if scopes.is_empty() { granted.to_vec() } else { scopes })
}

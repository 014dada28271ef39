//! Checks the encoding of forms and the fields that the contract describes.

use concur_spec::api::ParameterLocation;

use super::codes::{self, refuse as refusal};
use super::contract;
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::http::incoming::Incoming;
use concur_spec::validate::{Finding, Problem};

/// The only accepted content type.
const FORM: &str = "application/x-www-form-urlencoded";

/// Refuses a body that is not a form, and secrets in the query.
pub(super) fn check_encoding(call: &Call<'_>, incoming: &Incoming, remarks: &mut Vec<String>) -> Result<(), Refusal> {
    let fields = &call.route.operation.parameters;
    if !fields.iter().any(|field| field.location == ParameterLocation::Form) {
        return Ok(());
    }
    let content_type = incoming.header("content-type").unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case(FORM)) {
        return Err(refusal(call, "135"));
    }
    let name = |part: &str| part.split('=').next().unwrap_or_default().trim().to_owned();
    if parts.any(|part| name(part).eq_ignore_ascii_case("charset")) {
        // The vendor's documentation forbids it, but has it in examples.
        if call.behavior.strict {
            return Err(refusal(call, "135"));
        }
        remarks.push("`Content-Type` has a `charset`, which the service does not allow".to_owned());
    }
    // The vendor documents that such calls are rejected, but not with which code.
    let is_secret = |name: &str| fields.iter().any(|field| field.properties.secret && field.wire == name);
    match call.query.iter().any(|(name, _)| is_secret(name)) {
        true => Err(refusal(call, "135")),
        false => Ok(()),
    }
}

/// Refuses missing fields that every call of the operation needs, and unlisted values. Fields that depend on the grant
/// are checked later.
pub(super) fn refuse(call: &Call<'_>, findings: &[Finding]) -> Result<(), Refusal> {
    let api = call.route.api;
    let of = |problem: Problem| findings.iter().filter(move |found| found.problem == problem);
    // Report missing client credentials first.
    let mut missing: Vec<&Finding> = of(Problem::Missing).collect();
    missing.sort_by_key(|found| position(call, &found.path));
    let missing = missing
        .iter()
        .find_map(|found| codes::of_field(api, "missing", &found.path));
    let unlisted = || {
        // An empty value counts as absent.
        let mut given = of(Problem::Unlisted).filter(|found| call.in_form(&found.path).is_some());
        // No code is documented for an unknown grant; 60 is for a grant that is not allowed.
        given.find_map(|found| match is_grant_type(call, &found.path) {
            true => Some("60"),
            false => codes::of_field(api, "invalid", &found.path),
        })
    };
    match missing.or_else(unlisted) {
        Some(code) => Err(refusal(call, code)),
        None => Ok(()),
    }
}

fn is_grant_type(call: &Call<'_>, field: &str) -> bool {
    contract(call).is_ok_and(|(_, tokens)| tokens.form.grant_type == field)
}

/// Returns the position of a field among the client credentials.
fn position(call: &Call<'_>, field: &str) -> usize {
    let Ok((_, tokens)) = contract(call) else { return 0 };
    let first = [
        &tokens.form.client_id,
        &tokens.form.client_secret,
        &tokens.form.grant_type,
    ];
    first.iter().position(|known| *known == field).unwrap_or(first.len())
}

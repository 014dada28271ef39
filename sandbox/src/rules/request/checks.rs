//! What is refused of a query and a body before any rule looks at them.

use concur_spec::api::{Api, HttpMethod, ParameterLocation, Scalar, TypeRef};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::api::call::{Body, Call};
use crate::api::refusal::Refusal;
use crate::validate::{self, Finding, Problem};

/// The positions of the errors of a page's size among those without a code.
const LIMIT_TOO_LARGE: usize = 0;
const LIMIT_TOO_SMALL: usize = 1;
const LIMIT_NO_DIGITS: usize = 2;

/// The message of `publicApiNotAllowed` for an operation that nobody may call.
const NOT_PUBLIC: usize = 1;

/// What is wrong with the query. Parameters that are not known pass, but in a strict sandbox; empty ones are none.
pub(super) fn query(call: &Call<'_>, findings: &[Finding]) -> Result<(), Refusal> {
    let api = call.route.api;
    if call.route.operation.retired.is_some() {
        return Err(Refusal::filled(api, "publicApiNotAllowed", NOT_PUBLIC, &[]));
    }
    page(call)?;
    for parameter in &call.route.operation.parameters {
        let is_moment =
            parameter.place == ParameterLocation::Query && parameter.ty == TypeRef::Scalar(Scalar::Timestamp);
        if let Some(text) = call.in_query(&parameter.wire).filter(|_| is_moment)
            && moment(text).is_none()
        {
            return Err(Refusal::filled(api, "invalidDate", 0, &[("dateValue", text)]));
        }
    }
    for found in findings {
        match found.problem {
            Problem::Unknown(_) if call.behavior.strict => return Err(unsupported(api, found)),
            Problem::Missing => return Err(Refusal::code(api, "missingRequiredParam")),
            Problem::NotOfType(_) | Problem::Unlisted if call.in_query(&found.path).is_some() => {
                return Err(bad_parameter(call, &found.path));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The service does not say which parameter it is. A strict sandbox is there to.
fn unsupported(api: &Api, found: &Finding) -> Refusal {
    let mut refusal = Refusal::code(api, "unsupportedParam");
    for violation in &mut refusal.violations {
        violation.message = format!("{}: {found}", violation.message);
    }
    refusal
}

/// A parameter does not have its form.
pub(super) fn bad_parameter(call: &Call<'_>, name: &str) -> Refusal {
    Refusal::filled(call.route.api, "badParam", 0, &[("requestName", name)])
}

/// The size and the start of a page.
fn page(call: &Call<'_>) -> Result<(), Refusal> {
    let Some(pagination) = &call.route.operation.pagination else {
        return Ok(());
    };
    if let Some(limit) = call.in_query(&pagination.limit) {
        let refused = |position| Err(Refusal::uncoded(call.route.api, position));
        if !limit.bytes().all(|byte| byte.is_ascii_digit()) {
            return refused(LIMIT_NO_DIGITS);
        }
        match limit.parse::<u64>() {
            Ok(0) => return refused(LIMIT_TOO_SMALL),
            Ok(limit) if limit <= most() => {}
            // A number of more digits than fit is too large as well.
            _ => return refused(LIMIT_TOO_LARGE),
        }
    }
    match call.in_query(&pagination.start).map(str::parse::<u64>) {
        Some(Err(_)) => Err(bad_parameter(call, &pagination.start)),
        _ => Ok(()),
    }
}

/// The most that a page can be asked to hold.
fn most() -> u64 {
    limit("page_limit")
}

/// A limit of the contract.
pub(super) fn limit(key: &str) -> u64 {
    let limits = crate::contract().map(|contract| contract.platform.limits.as_slice());
    let limit = limits.unwrap_or_default().iter().find(|limit| limit.key == key);
    limit.map_or(0, |limit| limit.value)
}

/// The instant that a parameter names, in one of the two forms that the service takes: with seconds and `Z`, or the day
/// alone, which begins at midnight in UTC.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let at: Timestamp = match text.parse::<Date>().ok().filter(|day| day.to_string() == text) {
        Some(day) => day.to_zoned(TimeZone::UTC).ok()?.timestamp(),
        None => text.parse().ok().filter(|at: &Timestamp| at.to_string() == text)?,
    };
    Some(at)
}

/// What is wrong with the body. Fields that are not known or not for the caller to set are passed over, as by the service.
pub(super) fn body(call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
    let (api, operation) = (call.route.api, call.route.operation);
    let takes_fields = || {
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.place == ParameterLocation::Body)
    };
    let json = match body {
        // What comes with an operation that takes no body is not looked at.
        _ if operation.body.is_none() && !takes_fields() => return Ok(()),
        Body::Json(json) => json,
        Body::Absent if operation.body.is_none() => return Ok(()),
        Body::Absent | Body::NotJson => return Err(Refusal::code(api, "invalidJson")),
    };
    for found in findings {
        if let Problem::NotOfType(expected) = found.problem {
            let text = found_at(json, &found.path);
            return Err(match validate::is_moment(expected) {
                true => Refusal::filled(api, "invalidDate", 0, &[("dateValue", &text)]),
                false => Refusal::code(api, "invalidJson"),
            });
        }
    }
    // Who creates something leaves the id to the service.
    let has_id = operation.http == HttpMethod::Post && operation.body.is_some() && !json["id"].is_null();
    if has_id {
        return Err(Refusal::code(api, "idNotAllowed"));
    }
    let is_missing = |found: &&Finding| matches!(found.problem, Problem::Missing | Problem::NoneOf(_));
    match findings.iter().find(is_missing) {
        Some(_) => Err(Refusal::code(api, "missingRequiredField")),
        None => Ok(()),
    }
}

/// What stands at a path of a finding, as text.
fn found_at(json: &Value, path: &str) -> String {
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    match json.pointer(&pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;

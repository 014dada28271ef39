//! Checks of the query and the body that run before a rule.

use concur_spec::api::{Api, HttpMethod, ParameterLocation, Scalar, TypeRef};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::api::call::{Body, Call};
use crate::api::refusal::Refusal;
use concur_spec::validate::{self, Finding, Problem};

/// The positions of the errors of `limit` in the list of errors without a code.
const LIMIT_TOO_LARGE: usize = 0;
const LIMIT_TOO_SMALL: usize = 1;
const LIMIT_NOT_DIGITS: usize = 2;

/// The message of `publicApiNotAllowed` for a retired operation.
const NOT_PUBLIC: usize = 1;

/// Checks the query. Unknown parameters are refused in strict mode only. Empty parameters count as absent.
pub(super) fn query(call: &Call<'_>, findings: &[Finding]) -> Result<(), Refusal> {
    let api = call.route.api;
    if call.route.operation.retired.is_some() {
        return Err(Refusal::filled(api, "publicApiNotAllowed", NOT_PUBLIC, &[]));
    }
    page(call)?;
    for parameter in &call.route.operation.parameters {
        let is_timestamp =
            parameter.location == ParameterLocation::Query && parameter.ty == TypeRef::Scalar(Scalar::Timestamp);
        if let Some(text) = call.in_query(&parameter.wire).filter(|_| is_timestamp)
            && parse_timestamp(text).is_none()
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

/// Refuses an unknown parameter. The service does not name it; a strict sandbox does.
fn unsupported(api: &Api, found: &Finding) -> Refusal {
    let mut refusal = Refusal::code(api, "unsupportedParam");
    for violation in &mut refusal.violations {
        violation.message = format!("{}: {found}", violation.message);
    }
    refusal
}

/// Refuses an invalid parameter.
pub(super) fn bad_parameter(call: &Call<'_>, name: &str) -> Refusal {
    Refusal::filled(call.route.api, "badParam", 0, &[("requestName", name)])
}

/// Checks the limit and the start of a page.
fn page(call: &Call<'_>) -> Result<(), Refusal> {
    let Some(pagination) = &call.route.operation.pagination else {
        return Ok(());
    };
    if let Some(limit) = pagination.limit.as_ref().and_then(|limit| call.in_query(limit)) {
        let refused = |position| Err(Refusal::uncoded(call.route.api, position));
        if !limit.bytes().all(|byte| byte.is_ascii_digit()) {
            return refused(LIMIT_NOT_DIGITS);
        }
        match limit.parse::<u64>() {
            Ok(0) => return refused(LIMIT_TOO_SMALL),
            Ok(limit) if limit <= self::limit(call, "page_limit") => {}
            // A number that overflows is too large as well.
            _ => return refused(LIMIT_TOO_LARGE),
        }
    }
    match call.in_query(&pagination.start).map(str::parse::<u64>) {
        Some(Err(_)) => Err(bad_parameter(call, &pagination.start)),
        _ => Ok(()),
    }
}

/// Returns a limit of the contract.
pub(super) fn limit(call: &Call<'_>, key: &str) -> u64 {
    let limit = call.contract.platform.limits.iter().find(|limit| limit.key == key);
    limit.map_or(0, |limit| limit.value)
}

/// Parses a timestamp parameter in one of the two formats that the service accepts: with seconds and `Z`, or a date
/// alone, which means midnight in UTC.
pub(super) fn parse_timestamp(text: &str) -> Option<Timestamp> {
    let at: Timestamp = match text.parse::<Date>().ok().filter(|day| day.to_string() == text) {
        Some(day) => day.to_zoned(TimeZone::UTC).ok()?.timestamp(),
        None => text.parse().ok().filter(|at: &Timestamp| at.to_string() == text)?,
    };
    Some(at)
}

/// Checks the body. Unknown and read-only fields are ignored, as the service does.
pub(super) fn body(call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
    let (api, operation) = (call.route.api, call.route.operation);
    let takes_fields = || {
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.location == ParameterLocation::Body)
    };
    let json = match body {
        // The body of an operation without one is ignored.
        _ if operation.body.is_none() && !takes_fields() => return Ok(()),
        Body::Json(json) => json,
        Body::Absent if operation.body.is_none() => return Ok(()),
        Body::Absent | Body::NotJson => return Err(Refusal::code(api, "invalidJson")),
    };
    for found in findings {
        if let Problem::NotOfType(expected) = found.problem {
            let text = found_at(json, &found.path);
            return Err(match validate::is_date_or_time(expected) {
                true => Refusal::filled(api, "invalidDate", 0, &[("dateValue", &text)]),
                false => Refusal::code(api, "invalidJson"),
            });
        }
    }
    // The service assigns the id of a new object.
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

/// Returns the value at the path of a finding, as text.
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

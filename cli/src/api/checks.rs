//! Checks of a request by the contract, before anything is sent.

use concur_spec::api::{Api, Operation, ParameterLocation};
use concur_spec::validate;

use super::flags::{Flag, Flags, Sets};
use super::input::{Request, Values};
use crate::failure::Failure;

/// Returns what is wrong with a request, a sentence each.
pub(crate) fn findings(api: &'static Api, operation: &'static Operation, request: &Request) -> Vec<String> {
    let owned = |values: &Values| -> Vec<(String, String)> {
        values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect()
    };
    let form: Vec<(String, String)> = request
        .form
        .iter()
        .map(|(name, value, _)| ((*name).to_owned(), value.clone()))
        .collect();
    let mut findings = Vec::new();
    for (place, values) in [
        (ParameterLocation::Path, owned(&request.path)),
        (ParameterLocation::Query, owned(&request.query)),
        (ParameterLocation::Header, owned(&request.headers)),
        (ParameterLocation::Form, form),
    ] {
        let of_place = validate::query(api, operation, place, &values);
        findings.extend(of_place.iter().map(|finding| named(api, operation, request, finding)));
    }
    let has_fields = operation
        .parameters
        .iter()
        .any(|parameter| parameter.location == ParameterLocation::Body);
    let body = request
        .body
        .as_ref()
        .map(crate::json::Json::to_value)
        .unwrap_or_default();
    if let Some(of) = &operation.body {
        let of_body = validate::request_body(api, of, &body);
        findings.extend(of_body.iter().map(ToString::to_string));
    } else if has_fields {
        let body = if body.is_null() { serde_json::json!({}) } else { body };
        let of_body = validate::fields(api, operation, &body);
        findings.extend(of_body.iter().map(|finding| named(api, operation, request, finding)));
    }
    findings
}

/// A finding about a parameter, with its flag.
fn named(api: &'static Api, operation: &'static Operation, request: &Request, finding: &validate::Finding) -> String {
    let given = request.flags.iter().find(|(wire, _)| *wire == finding.path);
    let flag = given.map(|(_, flag)| flag.clone()).or_else(|| {
        let flags = Flags::of(api, operation);
        let is_it = |flag: &&Flag| matches!(flag.sets, Sets::Parameter(_, wire) if wire == finding.path);
        flags.flags.iter().find(is_it).map(Flag::long)
    });
    match flag {
        Some(flag) => format!("{finding} (--{flag})"),
        None => finding.to_string(),
    }
}

/// Fails if there are findings.
pub(crate) fn refuse(findings: &[String]) -> Result<(), Failure> {
    match findings {
        [] => Ok(()),
        [one] => Err(Failure::usage(format!("the request is not sent: {one}"))),
        all => Err(Failure::usage(format!(
            "the request is not sent, for {} reasons:\n  {}",
            all.len(),
            all.join("\n  ")
        ))),
    }
}

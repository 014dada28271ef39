//! What is wrong with a purchase order, by the contract and by the data of the company.

use serde_json::{Map, Value};

use super::lines;
use super::problem::Problem;
use super::result::{objects, text};
use crate::api::call::Call;
use crate::tenant::Tenant;
use concur_spec::validate::{self, Finding};

/// Returns the first problem of a purchase order.
pub(super) fn problem(tenant: &Tenant, call: &Call<'_>, sent: &Map<String, Value>) -> Option<Problem> {
    by_contract(call, sent)
        .or_else(|| by_company(tenant, sent))
        .or_else(|| lines::problem(sent))
}

fn by_contract(call: &Call<'_>, sent: &Map<String, Value>) -> Option<Problem> {
    let body = call.route.operation.body.as_ref()?;
    let findings = validate::request_body(call.route.api, body, call.body.json());
    findings.iter().find_map(|found| of_finding(found, sent))
}

/// Returns the problem of a finding, if the service refuses it.
fn of_finding(found: &Finding, sent: &Map<String, Value>) -> Option<Problem> {
    use concur_spec::validate::Problem::{Missing, MoreThanOneOf, NoneOf, NotOfType, TooLong};
    let (level, field) = place(&found.path);
    let code = match (&found.problem, level, field) {
        (Missing | NotOfType(_), "Header", "CurrencyCode") => "3000",
        (Missing | NotOfType(_), "ShipTo" | "BillTo", "CountryCode") => "8005",
        (Missing, _, "ShipToAddress") | (Missing | NotOfType(_), "ShipTo", _) => "6000",
        (Missing, _, "BillToAddress") | (Missing | NotOfType(_), "BillTo", _) => "6001",
        (Missing, "Header", "LineItem") => "5000",
        (NoneOf(_) | MoreThanOneOf(_), ..) => "5001",
        (Missing, ..) => "8000",
        (TooLong(_), ..) => "8001",
        (NotOfType(_), ..) => "8002",
        _ => return None,
    };
    let index = found
        .path
        .strip_prefix("LineItem[")
        .and_then(|rest| rest.split_once(']'));
    let line = index.and_then(|(index, _)| objects(sent, "LineItem").nth(index.parse().ok()?));
    Some(Problem {
        field: (!field.is_empty()).then(|| format!("{level} {field}")),
        line: line.and_then(|line| text(line, "ExternalID")).map(str::to_owned),
        ..Problem::of(code, found.to_string())
    })
}

/// Returns the level of a path, as the service names it, and the field.
fn place(path: &str) -> (&'static str, &str) {
    let field = path.rsplit('.').next().unwrap_or(path);
    let level = match path {
        _ if path.contains("Allocation[") => "Allocation",
        _ if path.starts_with("LineItem[") => "LineItem",
        _ if path.starts_with("ShipToAddress.") => "ShipTo",
        _ if path.starts_with("BillToAddress.") => "BillTo",
        _ => "Header",
    };
    (level, if field.ends_with(']') { "" } else { field })
}

fn by_company(tenant: &Tenant, sent: &Map<String, Value>) -> Option<Problem> {
    let of = |name| text(sent, name).unwrap_or_default();
    if tenant.vendor(of("VendorCode"), of("VendorAddressCode")).is_none() {
        return Some(Problem::of("2000", "no vendor has this code and this address code"));
    }
    if tenant.currency(of("CurrencyCode")).is_none() {
        return Some(Problem::of("3000", "the company does not use this currency"));
    }
    if tenant.order_policy(of("PolicyExternalID")).is_none() {
        return Some(Problem::of("4000", "no policy has this external id"));
    }
    None
}

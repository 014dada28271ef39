//! Checks of a body. All violations are reported at once.

use concur_spec::api::{Api, Scalar};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::codes;
use super::requester::{NoRequester, requester};
use super::tables::{LINE_ITEMS, Tables, is_given, line_items, text};
use crate::api::call::{Body, Call};
use crate::api::refusal::Violation;
use crate::tenant::Tenant;
use crate::validate::{Finding, Problem};

/// Returns all violations of the body, sorted by their position: the findings of the contract, and those that need the
/// data of the company.
pub(super) fn violations(tenant: &Tenant, call: &Call<'_>, body: &Body, findings: &[Finding]) -> Vec<Violation> {
    let api = call.route.api;
    let body = match body {
        Body::Absent => return vec![Violation::code(api, codes::NO_BODY)],
        Body::NotJson => return vec![Violation::code(api, codes::UNREADABLE)],
        Body::Json(body) => body,
    };
    let Some(tables) = Tables::of(call.route) else {
        return Vec::new();
    };
    let own = body
        .as_object()
        .map(|header| Checker { tenant, call, tables }.of_body(header));
    let own = own.unwrap_or_default();
    let is_missing = |path: &str| {
        let is_it = |found: &Finding| found.path == path && found.problem == Problem::Missing;
        findings.iter().any(is_it)
    };
    let mut codes: Vec<(String, String)> = Vec::new();
    for found in findings {
        // A blank text is missing. Its wrong type need not be reported too.
        if found.problem == Problem::Missing || !is_missing(&found.path) {
            codes.extend(codes::of_finding(api, found).map(|code| (found.path.clone(), code)));
        }
    }
    codes.extend(own.into_iter().map(|(path, field)| (path, codes::invalid(api, field))));
    codes.sort_by_cached_key(|(path, code)| (tables.place(path), path.clone(), position(api, code)));
    codes.dedup();
    let violation = |(path, code): (String, String)| Violation::code(api, &code).at(path);
    codes.into_iter().map(violation).collect()
}

/// Returns the sort key of a code: its position in the contract.
fn position(api: &Api, code: &str) -> Option<usize> {
    api.error_codes.iter().position(|known| known.wire == code)
}

/// The checks of this API, for values that are present and have the right type.
struct Checker<'a> {
    tenant: &'a Tenant,
    call: &'a Call<'a>,
    tables: Tables<'a>,
}

/// An invalid value: its path, and the field that determines the code.
type Wrong<'a> = (String, &'a str);

impl<'a> Checker<'a> {
    fn of_body(&self, header: &Map<String, Value>) -> Vec<Wrong<'a>> {
        let mut wrong = Vec::new();
        match requester(self.tenant, self.call, header) {
            // Missing and ambiguous employees are findings of the contract.
            Ok(_) | Err(NoRequester::Unsaid) => {}
            Err(NoRequester::Named(field)) => wrong.push((field.to_owned(), field)),
            Err(NoRequester::OfToken) => {
                let any = self.tables.employee().next();
                wrong.extend(any.map(|field| (String::new(), field.wire.as_str())));
            }
        }
        let mut check = |field: &'a str, is_good: &dyn Fn(&str) -> bool| {
            if text(header, field).is_some_and(|value| !is_good(value)) {
                wrong.push((field.to_owned(), field));
            }
        };
        check("currencyCode", &|code| self.tenant.currency(code).is_some());
        check("policyExternalId", &|id| self.tenant.order_policy(id).is_some());
        for (index, item) in line_items(header) {
            let at = |field| (format!("{LINE_ITEMS}[{index}].{field}"), field);
            wrong.extend(self.of_item(item).into_iter().map(at));
        }
        wrong
    }

    /// Returns the invalid fields of a line item.
    fn of_item(&self, item: &Map<String, Value>) -> Vec<&'a str> {
        let mut wrong = Vec::new();
        // A missing code is reported instead of an invalid combination.
        if let (Some(vendor), Some(address)) = (text(item, "vendorCode"), text(item, "vendorAddressCode"))
            && self.tenant.vendor(vendor, address).is_none()
        {
            wrong.push("vendorCode");
        }
        let given = |field: &str| item.get(field).filter(|value| is_given(value));
        for field in self.tables.of_scalar(Scalar::Decimal) {
            let is_good = |value: &Value| decimal(value).is_some_and(|number| is_in_range(&field.wire, number));
            if given(&field.wire).is_some_and(|value| !is_good(value)) {
                wrong.push(&field.wire);
            }
        }
        for field in self.tables.of_scalar(Scalar::Date) {
            if given(&field.wire).is_some_and(|value| !value.as_str().is_some_and(is_date)) {
                wrong.push(&field.wire);
            }
        }
        wrong
    }
}

/// The quantity is positive, and the unit price is not negative. Shipping and tax can be credits.
fn is_in_range(field: &str, number: Decimal) -> bool {
    match field {
        "quantity" => number > Decimal::ZERO,
        "unitPrice" => number >= Decimal::ZERO,
        _ => true,
    }
}

/// Parses a number in plain digits: no exponent, no digit grouping, no plus sign, no rounding. The notation of a JSON
/// number is lost; it is refused only if it is too large or too small for plain digits.
fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let unsigned = text.strip_prefix('-').unwrap_or(&text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = are_digits(whole) && are_digits(fraction);
    Decimal::from_str_exact(&text).ok().filter(|_| is_plain)
}

/// Whether a text is a valid date in the format `YYYY-MM-DD`. Past dates are valid, as in the example of the vendor.
fn is_date(text: &str) -> bool {
    let is_digit = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(is_digit) && text.parse::<Date>().is_ok()
}

#[cfg(test)]
mod tests;

//! What is wrong with a body, told all at once.

use concur_spec::api::{Api, Scalar};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::codes;
use super::requester::{Nobody, requester};
use super::tables::{LINE_ITEMS, Tables, is_given, line_items, text};
use crate::api::call::{Body, Call};
use crate::api::refusal::Violation;
use crate::tenant::Tenant;
use crate::validate::{Finding, Problem};

/// All violations of the body, in the order of their places: those that the contract's checks have found, and those that
/// only one who knows the company and the trade sees.
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
        .map(|header| Own { tenant, call, tables }.of_body(header));
    let own = own.unwrap_or_default();
    let is_missing = |path: &str| {
        let is_it = |found: &Finding| found.path == path && found.problem == Problem::Missing;
        findings.iter().any(is_it)
    };
    let mut told: Vec<(String, String)> = Vec::new();
    for found in findings {
        // A blank text is missing. That it is not of its type besides says nothing more.
        if found.problem == Problem::Missing || !is_missing(&found.path) {
            told.extend(codes::of_finding(api, found).map(|code| (found.path.clone(), code)));
        }
    }
    told.extend(own.into_iter().map(|(path, field)| (path, codes::invalid(api, field))));
    told.sort_by_cached_key(|(path, code)| (tables.place(path), path.clone(), position(api, code)));
    told.dedup();
    let violation = |(path, code): (String, String)| Violation::code(api, &code).at(path);
    told.into_iter().map(violation).collect()
}

/// At one place the codes come in the order in which the contract has them.
fn position(api: &Api, code: &str) -> Option<usize> {
    api.error_codes.iter().position(|known| known.wire == code)
}

/// The checks of this API itself: of values that are there and, by the contract, of their type.
struct Own<'a> {
    tenant: &'a Tenant,
    call: &'a Call<'a>,
    tables: Tables<'a>,
}

/// A value that is not good: its place, and the field whose code says so.
type Wrong<'a> = (String, &'a str);

impl<'a> Own<'a> {
    fn of_body(&self, header: &Map<String, Value>) -> Vec<Wrong<'a>> {
        let mut wrong = Vec::new();
        match requester(self.tenant, self.call, header) {
            // That nobody is named, or more than one, the contract's checks say.
            Ok(_) | Err(Nobody::Unsaid) => {}
            Err(Nobody::Named(field)) => wrong.push((field.to_owned(), field)),
            Err(Nobody::OfToken) => {
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

    /// The fields of a line item that are not good.
    fn of_item(&self, item: &Map<String, Value>) -> Vec<&'a str> {
        let mut wrong = Vec::new();
        // Without one of the two codes there is no combination that could be wrong.
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

/// Nothing is bought less than nothing of, or for less than nothing. Shipping and tax can be credited.
fn is_in_range(field: &str, number: Decimal) -> bool {
    match field {
        "quantity" => number > Decimal::ZERO,
        "unitPrice" => number >= Decimal::ZERO,
        _ => true,
    }
}

/// A number in plain digits: no exponent, no grouping, no plus sign, nothing that would be rounded. A JSON number has
/// lost how it was written: of it, only one that is too large or too small for plain digits is refused.
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

/// `YYYY-MM-DD` and a day that there is. A day that has passed is one too: the document's own example has one.
fn is_date(text: &str) -> bool {
    let is_digit = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(is_digit) && text.parse::<Date>().is_ok()
}

#[cfg(test)]
mod tests;

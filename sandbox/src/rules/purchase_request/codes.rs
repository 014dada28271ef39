//! The error codes: which one says that a field is missing or not good.

use concur_spec::api::Api;

use crate::validate::{Finding, Problem};

/// The body is not one that the service reads. It also says what no code of its own says: a line item that is a text, a
/// shipping cost that is no number, a receipt type that there is not.
pub(super) const UNREADABLE: &str = "invalidRequestBody";
/// There is no body.
pub(super) const NO_BODY: &str = "missingRequestBody";
/// More than one field names the employee.
const TOO_MANY_EMPLOYEES: &str = "provideOneUserInformation";

/// What the codes call a field when it is not by its name. Of a vendor, either code of the two can be the wrong one: the
/// violation is told at the first.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("userId", "UserInfo"),
    ("userEmail", "UserInfo"),
    ("userLoginId", "UserInfo"),
    ("policyExternalId", "PolicyInformation"),
    ("vendorCode", "Vendor"),
    ("neededByDate", "DateFormat"),
];

/// The code of a finding; none when the service lets it pass.
pub(super) fn of_finding(api: &Api, found: &Finding) -> Option<String> {
    let field = field(&found.path);
    match &found.problem {
        Problem::Unknown(_) | Problem::ReadOnly | Problem::CreateOnly => None,
        // Of answers alone.
        Problem::Undocumented(_) | Problem::NotAnError(_) => None,
        Problem::Missing => Some(of_field(api, "missing", field)),
        Problem::NoneOf(names) => Some(of_field(api, "missing", names.first().map_or(field, String::as_str))),
        Problem::MoreThanOneOf(_) => Some(TOO_MANY_EMPLOYEES.to_owned()),
        Problem::NotOfType(_) | Problem::Unlisted | Problem::NotClearable => Some(invalid(api, &found.path)),
    }
}

/// The code of a value that is not good at its place.
pub(super) fn invalid(api: &Api, path: &str) -> String {
    of_field(api, "invalid", field(path))
}

/// `missing` or `invalid` with the name of the field after it, if the API has that code.
fn of_field(api: &Api, what: &str, field: &str) -> String {
    let others = OTHER_NAMES.iter().filter(|(name, _)| *name == field);
    let mut names = std::iter::once(capitalized(field)).chain(others.map(|(_, other)| (*other).to_owned()));
    let is_known = |code: &String| api.error_codes.iter().any(|known| known.wire == *code);
    let code = names.find_map(|name| Some(format!("{what}{name}")).filter(is_known));
    code.unwrap_or_else(|| UNREADABLE.to_owned())
}

/// The last name of a path: of `lineItems[0].url[1]` it is `url`.
fn field(path: &str) -> &str {
    let step = path.rsplit('.').next().unwrap_or_default();
    step.split('[').next().unwrap_or_default()
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(letters)
        .collect()
}

#[cfg(test)]
mod tests;

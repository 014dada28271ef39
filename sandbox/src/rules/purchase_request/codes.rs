//! The error codes of missing and invalid fields.

use concur_spec::api::Api;

use concur_spec::validate::{Finding, Problem};

/// The body cannot be read. Also the code for invalid values without a code of their own: a line item that is a text, a
/// shipping cost that is not a number, an unknown receipt type.
pub(super) const UNREADABLE: &str = "invalidRequestBody";
/// The body is missing.
pub(super) const NO_BODY: &str = "missingRequestBody";
/// More than one field names the employee.
const TOO_MANY_EMPLOYEES: &str = "provideOneUserInformation";

/// The names of fields in codes, where they differ from the field names. If vendor and address do not match, the
/// violation is reported at the vendor code.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("userId", "UserInfo"),
    ("userEmail", "UserInfo"),
    ("userLoginId", "UserInfo"),
    ("policyExternalId", "PolicyInformation"),
    ("vendorCode", "Vendor"),
    ("neededByDate", "DateFormat"),
];

/// Returns the code of a finding, or `None` if the service accepts it.
pub(super) fn of_finding(api: &Api, found: &Finding) -> Option<String> {
    let field = field(&found.path);
    match &found.problem {
        Problem::Unknown(_) | Problem::ReadOnly | Problem::WriteOnly | Problem::MediaType(_) | Problem::CreateOnly => {
            None
        }
        // These occur in answers only.
        Problem::Undocumented(_) | Problem::NotAnError(_) => None,
        Problem::Missing => Some(of_field(api, "missing", field)),
        Problem::NoneOf(names) => Some(of_field(api, "missing", names.first().map_or(field, String::as_str))),
        Problem::MoreThanOneOf(_) => Some(TOO_MANY_EMPLOYEES.to_owned()),
        Problem::NotOfType(_)
        | Problem::Unlisted
        | Problem::NotAFilter(_)
        | Problem::TooLong(_)
        | Problem::NotClearable => Some(invalid(api, &found.path)),
    }
}

/// Returns the code of an invalid value, by its path.
pub(super) fn invalid(api: &Api, path: &str) -> String {
    of_field(api, "invalid", field(path))
}

/// Returns `missing` or `invalid` followed by the name of the field, if the API has that code.
fn of_field(api: &Api, what: &str, field: &str) -> String {
    let others = OTHER_NAMES.iter().filter(|(name, _)| *name == field);
    let mut names = std::iter::once(capitalized(field)).chain(others.map(|(_, other)| (*other).to_owned()));
    let is_known = |code: &String| api.error_codes.iter().any(|known| known.wire == *code);
    let code = names.find_map(|name| Some(format!("{what}{name}")).filter(is_known));
    code.unwrap_or_else(|| UNREADABLE.to_owned())
}

/// Returns the last name of a path: `url` of `lineItems[0].url[1]`.
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

//! The codes of refusals and their OAuth 2.0 error names.

use concur_spec::api::{Api, ErrorCode};
use serde_json::Value;

use super::contract;
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::tenant::Home;

/// The OAuth 2.0 error names of the codes. All other codes are `invalid_request`.
const NAMES: [(&str, &[&str]); 4] = [
    (
        "invalid_grant",
        &[
            "5",
            "10",
            "11",
            "12",
            "13",
            "14",
            "19",
            "20",
            "60",
            "104",
            "105",
            "108",
            "invalid_grant",
        ],
    ),
    ("invalid_client", &["53", "61", "64"]),
    ("invalid_scope", &["54"]),
    ("access_denied", &["59"]),
];

/// The codes with status 403. The vendor's current tables have no status. In the first edition of the tables all codes
/// have 400, wrong passwords among them, except for 60. A disabled application (59) is treated like 60.
const FORBIDDEN: [&str; 2] = ["59", "60"];

/// Returns the OAuth 2.0 error name of a code.
pub(super) fn name(code: &str) -> &'static str {
    let known = NAMES.iter().find(|(_, codes)| codes.contains(&code));
    known.map_or("invalid_request", |(name, _)| name)
}

/// Creates a refusal of a call of this API.
pub(super) fn refuse(call: &Call<'_>, code: &str) -> Refusal {
    let (api, contract) = (call.route.api, contract(call).ok());
    // If a code has two messages, the first is for the token call.
    let is_token = contract.is_none_or(|(_, tokens)| tokens.operation == call.route.operation.key);
    let messages = known(api, code).map_or(0, |known| known.messages.len());
    let message = usize::from(!is_token).min(messages.saturating_sub(1));
    let mut refusal = Refusal::filled(api, code, message, &[]).with("error", name(code));
    if FORBIDDEN.contains(&code) {
        refusal = refusal.with_status(403);
    }
    let headers = contract.iter().flat_map(|(platform, _)| &platform.headers);
    for header in headers.filter(|header| header.role == "correlation_id") {
        // Filled in when the answer is sent.
        refusal = refusal.with(&header.name, Value::Null);
    }
    refusal
}

/// Creates a refusal with the first of two codes that is documented for the operation.
pub(super) fn refuse_with_one_of(call: &Call<'_>, codes: [&str; 2]) -> Refusal {
    let listed = &call.route.operation.errors;
    let is_listed = |code: &&&str| listed.iter().any(|known| known == **code);
    refuse(call, codes.iter().find(is_listed).unwrap_or(&codes[0]))
}

/// Creates the refusal of a call that belongs to the other data center.
pub(super) fn elsewhere(call: &Call<'_>, home: Home) -> Refusal {
    let tokens = contract(call).ok().map(|(_, tokens)| tokens);
    let code = tokens.and_then(|tokens| tokens.elsewhere.as_deref());
    let member = tokens.and_then(|tokens| tokens.answer.base_url.as_deref());
    let refusal = refuse(call, code.unwrap_or("16"));
    refusal.with(member.unwrap_or("geolocation"), call.addresses.of(home))
}

/// Returns the code for a form field with a `problem`: `missing`, or `invalid` for an unlisted value. The name of the
/// code consists of the problem and the field.
pub(super) fn of_field(api: &'static Api, problem: &str, field: &str) -> Option<&'static str> {
    let name = format!("{problem}{}", field.replace('_', ""));
    let is_it = |known: &&ErrorCode| known.name.as_str().eq_ignore_ascii_case(&name);
    api.error_codes.iter().find(is_it).map(|known| known.wire.as_str())
}

/// Returns the message of a code.
pub(super) fn message(api: &'static Api, code: &str) -> &'static str {
    let messages = known(api, code).map(|known| &known.messages);
    messages
        .and_then(|messages| messages.first())
        .map_or("", String::as_str)
}

fn known<'a>(api: &'a Api, code: &str) -> Option<&'a ErrorCode> {
    api.error_codes.iter().find(|known| known.wire == code)
}

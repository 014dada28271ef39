//! The errors of whole calls.

use concur_spec::api::{Segment, StatusKey};
use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;

/// The refusal with an error code of the API. The pages of some operations, such as those that delete items, list no 404:
/// these answer 400.
pub(super) fn coded(world: &World, call: &Call<'_>, id: &str, status: u16) -> Refusal {
    let mut responses = call.route.operation.responses.iter();
    let is_listed = responses.any(|response| response.status == StatusKey::Code(status));
    let status = if is_listed { status } else { 400 };
    let refusal = Refusal::code(call.route.api, id).with_status(status);
    let message = message(call, id);
    refusal.with_body(body(world, call, status, id, &message))
}

/// The refusal of an invalid request.
pub(super) fn invalid(world: &World, call: &Call<'_>, source: &str, message: &str) -> Refusal {
    let id = "request.validation.error";
    let mut body = body(world, call, 400, id, &self::message(call, id));
    body["validationErrors"] = json!([{ "source": source, "message": message }]);
    Refusal::code(call.route.api, id).with_status(400).with_body(body)
}

/// The refusal of a body that does not match the contract, with what is wrong with it.
pub(super) fn of_body(call: &Call<'_>, found: &Refusal) -> Refusal {
    let errors = found
        .violations
        .iter()
        .map(|found| json!({ "source": found.data_path, "message": found.message }));
    let id = "request.validation.error";
    let refusal = Refusal::code(call.route.api, id).with_status(found.status);
    refusal.with("validationErrors", errors.collect::<Value>())
}

/// Returns the message of an error code as in responses: without the marks and the full stop of the document.
pub(super) fn message(call: &Call<'_>, id: &str) -> String {
    let known = call.route.api.error_codes.iter().find(|code| code.wire == id);
    let message = known.and_then(|code| code.messages.first()).map_or(id, String::as_str);
    message.trim_end_matches('.').replace('`', "")
}

fn body(world: &World, call: &Call<'_>, status: u16, id: &str, message: &str) -> Value {
    let phrase = http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    json!({
        "timestamp": world.now().strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string(),
        "httpStatus": format!("{status} - {}", phrase.unwrap_or_default()),
        "error": { "id": id, "message": message },
        "path": path(call),
    })
}

fn path(call: &Call<'_>) -> String {
    let segments = call.route.operation.segments.iter();
    let texts = segments.map(|segment| match segment {
        Segment::Literal(text) => text.as_str(),
        Segment::Parameter(name) => call.in_path(name),
    });
    texts.fold(String::new(), |path, text| path + "/" + text)
}

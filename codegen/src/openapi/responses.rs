//! Responses: one for each status, and one for any other.

use concur_spec::api::{Accept, Api, Kind, ListedHeader, Operation, Platform, Response, StatusKey, WireForm};

use super::text::{self, Text};
use super::types::{self, Way};
use super::{errors, examples, names};
use crate::json::{Json, Object, object};

/// The key of the response for any other status.
const OTHER: &str = "other";

/// Returns the responses of an operation, by status.
pub(crate) fn of_operation(platform: &Platform, api: &Api, operation: &Operation) -> Object {
    let own = operation
        .responses
        .iter()
        .map(|response| (key(response.status), self::response(platform, api, operation, response)));
    let mut responses: Object = own.collect();
    responses.set("default", names::reference("responses", OTHER));
    responses
}

/// Returns the key of a status: `404`, or `2XX` for any success.
pub(crate) fn key(status: StatusKey) -> String {
    match status {
        StatusKey::Success => String::from("2XX"),
        StatusKey::Code(code) => code.to_string(),
    }
}

fn response(platform: &Platform, api: &Api, operation: &Operation, response: &Response) -> Object {
    let mut out = object! { "description" => description(operation, response) };
    out.set_filled("headers", headers(platform, operation));
    if let Some(media) = media(platform, api, operation, response) {
        out.set("content", object! { "application/json" => media });
    }
    out.set_if("x-concur-ignored-body", response.ignored);
    out.set_if("x-concur-refusal", response.refusal);
    out.set_filled("x-concur-codes", errors::codes(operation, response.status).to_vec());
    text::add_background(&mut out, &response.doc);
    out
}

/// Returns the description of a response, which OpenAPI requires.
fn description(operation: &Operation, response: &Response) -> String {
    let variants = operation.error.variants.iter();
    let phrase = variants
        .filter(|variant| StatusKey::Code(variant.status) == response.status)
        .map(|variant| variant.phrase.as_str())
        .next();
    let said = match response.doc.text.trim() {
        "" => phrase.unwrap_or("The call succeeded.").to_owned(),
        text => text::markdown(text),
    };
    let listed = errors::codes(operation, response.status);
    let mut text = Text::default().say(said);
    if !listed.is_empty() {
        text = text.say(format!("Codes: {}.", text::codes(listed)));
    }
    text = text.say_if(response.ignored, "The body has no meaning.");
    text = text.say_if(response.refusal, "A part of the call was refused.");
    text.errata(&response.doc).into_string()
}

fn media(platform: &Platform, api: &Api, operation: &Operation, response: &Response) -> Option<Object> {
    let mut media = Object::default();
    if let Some(envelope) = errors::envelope(platform, response.envelope.as_deref()) {
        media.set("schema", errors::reference(api, envelope));
        let examples = errors::codes(operation, response.status).iter().map(|code| {
            let key = names::error_example(api, code);
            (names::component(code), names::reference("examples", &key))
        });
        let mut shown = examples::responses(operation, response);
        shown.extend(examples.collect());
        media.set_filled("examples", shown);
    } else {
        media.set("schema", schema(api, response)?);
        media.set_filled("examples", examples::responses(operation, response));
    }
    Some(media)
}

/// Returns the schema of a body. A list that may come inside an object has both forms.
fn schema(api: &Api, response: &Response) -> Option<Object> {
    let kind = types::received(api, response.body.as_ref()?);
    let bare = types::schema(api, &kind, WireForm::Natural, Way::Received);
    if let (Kind::List(item), true) = (&kind, response.accepts.contains(&Accept::Single)) {
        let item = types::schema(api, item, WireForm::Natural, Way::Received);
        return Some(object! { "anyOf" => vec![bare, item] });
    }
    let Some(items) = &response.items_in else {
        return Some(bare);
    };
    let holding = object! {
        "type" => "object",
        "properties" => object! { items.as_str() => bare.clone() },
        "required" => vec![items],
        "additionalProperties" => true,
    };
    Some(object! { "anyOf" => vec![bare, holding] })
}

/// Returns the headers of every response, and those that the documents list for this operation.
fn headers(platform: &Platform, operation: &Operation) -> Object {
    let mut headers: Object = platform
        .headers
        .iter()
        .map(|header| {
            (
                header.name.clone(),
                names::reference("headers", &names::component(&header.role)),
            )
        })
        .collect();
    for ListedHeader { name, .. } in &operation.response_headers {
        let known = platform
            .headers
            .iter()
            .any(|header| header.name.eq_ignore_ascii_case(name));
        // OpenAPI ignores a header `Content-Type` here.
        if !known && !name.eq_ignore_ascii_case("content-type") {
            headers.set(name, object! { "schema" => object! { "type" => "string" } });
        }
    }
    headers
}

/// Returns the headers that all responses share, by role.
pub(crate) fn shared_headers(platform: &Platform) -> Object {
    let headers = platform.headers.iter().map(|header| {
        let mut out = Object::default();
        out.set_filled("description", text::description(&header.doc));
        out.set("schema", object! { "type" => "string" });
        text::add_background(&mut out, &header.doc);
        (names::component(&header.role), out)
    });
    headers.collect()
}

/// Returns the responses that operations share.
pub(crate) fn shared(platform: &Platform) -> Object {
    let references = platform
        .envelopes
        .iter()
        .map(|envelope| names::reference("schemas", &names::envelope(envelope)));
    let references: Vec<Object> = references.collect();
    let mut other = object! {
        "description" => "Any other status. An error body has one of the known formats; a gateway in front of the service \
                          can respond with text that is not JSON.",
    };
    if !references.is_empty() {
        let media = object! { "schema" => object! { "anyOf" => references } };
        other.set("content", object! { "application/json" => media });
    }
    object! { OTHER => other }
}

/// Adds the headers that the documents list for requests and responses, verbatim.
pub(crate) fn add_listed_headers(out: &mut Object, operation: &Operation) {
    let list = |headers: &[ListedHeader]| headers.iter().map(|header| &header.name).collect::<Json>();
    out.set_filled("x-concur-request-headers", list(&operation.request_headers));
    out.set_filled("x-concur-response-headers", list(&operation.response_headers));
}

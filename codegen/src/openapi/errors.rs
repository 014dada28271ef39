//! Errors: the schemas of their bodies, their codes, and an example for each code.

use concur_spec::Contract;
use concur_spec::api::{Api, Envelope, ErrorCode, KeyPath, Operation, Platform, StatusKey, UncodedError};

use super::text::{self, Text};
use super::{names, values};
use crate::json::{Json, Object, object};
use crate::rust::docs;

/// Returns the schemas of the envelopes: one that is common to all APIs, and one with the codes of each API that uses
/// it.
pub(crate) fn schemas(contract: &Contract) -> Object {
    let platform = &contract.platform;
    let mut schemas = Object::default();
    for envelope in &platform.envelopes {
        let code = object! { "type" => vec!["string", "integer"], "description" => "The error code." };
        schemas.set(names::envelope(envelope), shape(envelope, code));
    }
    for api in contract.apis.iter().filter(|api| !api.error_codes.is_empty()) {
        schemas.set(names::schema(api, &api.error_code), code_schema(api));
        for envelope in used(platform, api) {
            let code = names::reference("schemas", &names::schema(api, &api.error_code));
            schemas.set(names::api_envelope(api, envelope), shape(envelope, code));
        }
    }
    schemas
}

/// Returns the envelopes that an API uses.
pub(crate) fn used<'a>(platform: &'a Platform, api: &Api) -> Vec<&'a Envelope> {
    let responses = || api.operations.iter().flat_map(|operation| &operation.responses);
    let is_used = |envelope: &&Envelope| responses().any(|response| response.envelope.as_ref() == Some(&envelope.name));
    platform.envelopes.iter().filter(is_used).collect()
}

/// Returns the codes that an operation documents for a status.
pub(crate) fn codes(operation: &Operation, status: StatusKey) -> &[String] {
    let mut variants = operation.error.variants.iter();
    let variant = variants.find(|variant| StatusKey::Code(variant.status) == status);
    variant.map_or(&[], |variant| &variant.codes)
}

/// Returns a reference to an envelope of an API.
pub(crate) fn reference(api: &Api, envelope: &Envelope) -> Object {
    if api.error_codes.is_empty() {
        names::reference("schemas", &names::envelope(envelope))
    } else {
        names::reference("schemas", &names::api_envelope(api, envelope))
    }
}

/// Returns the schema of an error body.
fn shape(envelope: &Envelope, code: Object) -> Object {
    let item = |path: &Option<KeyPath>, message: &KeyPath, data_path: &Option<KeyPath>| {
        let mut item = Object::default();
        if let Some(path) = path {
            put(&mut item, path, code.clone());
        }
        put(&mut item, message, text("The error message."));
        if let Some(path) = data_path {
            put(
                &mut item,
                path,
                text("The path of the invalid value in the request body."),
            );
        }
        item
    };
    let entry = item(&envelope.code, &envelope.message, &envelope.data_path);
    let mut body = match &envelope.list {
        None => entry,
        Some(list) => list_property(list, entry, "The errors."),
    };
    if let Some(more) = &envelope.more {
        let entry = item(&more.code, &more.message, &more.data_path);
        merge(&mut body, list_property(&more.list, entry, "Further errors."));
    }
    if let Some(path) = &envelope.present {
        let mut own = Object::default();
        put(
            &mut own,
            path,
            object! { "description" => "In each body of this shape." },
        );
        merge(&mut body, own);
    }
    let mut schema = of_properties(body);
    schema.set_filled("description", text::description(&envelope.doc));
    schema.set("x-concur-envelope", &envelope.name);
    text::add_background(&mut schema, &envelope.doc);
    schema
}

fn text(description: &str) -> Object {
    object! { "type" => vec!["string", "null"], "description" => description }
}

/// Returns a property with a list of objects, at a path.
fn list_property(list: &KeyPath, item: Object, description: &str) -> Object {
    let array =
        object! { "type" => vec!["array", "null"], "items" => of_properties(item), "description" => description };
    let mut body = Object::default();
    put(&mut body, list, array);
    body
}

/// Adds a schema at a path, creating nested objects.
fn put(properties: &mut Object, path: &KeyPath, schema: Object) {
    put_below(properties, &path.0, schema);
}

fn put_below(properties: &mut Object, path: &[String], schema: Object) {
    let (key, rest) = match path {
        [] => return,
        [key] => return properties.set(key, schema),
        [key, rest @ ..] => (key, rest),
    };
    let inner = properties
        .get(key)
        .and_then(|own| own.at(&["properties"]))
        .and_then(Json::as_object);
    let mut inner = inner.cloned().unwrap_or_default();
    put_below(&mut inner, rest, schema);
    properties.set(key, of_properties(inner));
}

/// Adds the properties that are missing, also those of nested objects.
fn merge(properties: &mut Object, other: Object) {
    let nested = |value: &Json| value.at(&["properties"]).and_then(Json::as_object).cloned();
    for (key, value) in other.iter() {
        match (properties.get(key).map(nested), nested(value)) {
            (None, _) => properties.set(key, value.clone()),
            (Some(Some(mut own)), Some(other)) => {
                merge(&mut own, other);
                properties.set(key, of_properties(own));
            }
            (Some(_), _) => {}
        }
    }
}

fn of_properties(properties: Object) -> Object {
    object! { "type" => "object", "properties" => properties, "additionalProperties" => true }
}

/// Returns the schema of the codes of an API, open to unknown codes.
fn code_schema(api: &Api) -> Object {
    let are_numbers = |wanted: bool| api.error_codes.iter().any(|code| is_number(code) == wanted);
    let wires: Json = api.error_codes.iter().map(wire).collect();
    let listed = match (are_numbers(true), are_numbers(false)) {
        (true, true) => object! { "type" => ["integer", "string"].into_iter().collect::<Json>(), "enum" => wires },
        (true, false) => object! { "type" => "integer", "enum" => wires },
        (false, _) => object! { "type" => "string", "enum" => wires },
    };
    let types: &[&str] = match are_numbers(true) {
        true => &["integer", "string"],
        false => &["string"],
    };
    let mut schema = values::open(listed, types);
    let list: Vec<String> = api.error_codes.iter().map(line).collect();
    let text = Text::default()
        .say("The error code. Use it to make decisions, not the message.")
        .say(list.join("\n"))
        .say("The service can send other codes.");
    schema.set("description", text.into_string());
    let known = api.error_codes.iter().map(|code| (code.wire.clone(), entry(code)));
    schema.set("x-concur-error-codes", known.collect::<Object>());
    schema
}

/// Returns a code as it is sent: a number as a JSON number.
fn wire(code: &ErrorCode) -> Json {
    match is_number(code) {
        true => Json::Number(code.wire.clone()),
        false => Json::from(&code.wire),
    }
}

/// Returns whether a code is a number; the contract has it as text. Texts such as `007` stay text.
fn is_number(code: &ErrorCode) -> bool {
    let number = code.wire.parse::<u32>();
    number.is_ok_and(|number| number.to_string() == code.wire)
}

/// Returns a code and its meaning as a list item.
fn line(code: &ErrorCode) -> String {
    let mut line = format!("* {}: {}", docs::code(&code.wire), text::in_list(&code.doc.text));
    if let Some(remedy) = &code.remedy {
        line.push_str(&format!(" *{}*", text::in_list(remedy)));
    }
    for erratum in &code.doc.errata {
        line.push(' ');
        line.push_str(&text::in_list(&text::sentence(erratum)));
    }
    line
}

/// Returns the details of a code.
fn entry(code: &ErrorCode) -> Object {
    let mut entry = object! { "statuses" => code.status.clone(), "messages" => code.messages.clone() };
    entry.set("meaning", code.doc.text.trim());
    entry.set_some("remedy", code.remedy.as_deref().map(str::trim));
    text::add_background(&mut entry, &code.doc);
    entry
}

/// Returns an error without a code.
pub(crate) fn uncoded(error: &UncodedError) -> Object {
    let mut entry =
        object! { "status" => error.status, "message" => &error.message, "meaning" => error.doc.text.trim() };
    text::add_background(&mut entry, &error.doc);
    entry
}

/// Returns an example body for each code that a response of the API can have, by its key in the document.
pub(crate) fn examples(contract: &Contract) -> Object {
    let mut examples = Object::default();
    for api in &contract.apis {
        for operation in &api.operations {
            for response in &operation.responses {
                let Some(envelope) = envelope(&contract.platform, response.envelope.as_deref()) else {
                    continue;
                };
                for code in codes(operation, response.status) {
                    if let Some(known) = api.error_codes.iter().find(|known| known.wire == *code) {
                        examples.set(names::error_example(api, code), example(envelope, known));
                    }
                }
            }
        }
    }
    examples
}

/// Returns the envelope with this name.
pub(crate) fn envelope<'a>(platform: &'a Platform, name: Option<&str>) -> Option<&'a Envelope> {
    let name = name?;
    platform.envelopes.iter().find(|envelope| envelope.name == name)
}

fn example(envelope: &Envelope, code: &ErrorCode) -> Object {
    let wire = wire(code);
    let message = code.messages.first();
    let item = |path: &Option<KeyPath>, text: &KeyPath| {
        let mut item = Object::default();
        if let Some(path) = path {
            set_at(&mut item, &path.0, wire.clone());
        }
        if let Some(message) = message {
            set_at(&mut item, &text.0, message.into());
        }
        item
    };
    let mut value = Object::default();
    let entry = item(&envelope.code, &envelope.message);
    match &envelope.list {
        None => value = entry,
        Some(list) => set_at(&mut value, &list.0, vec![entry].into()),
    }
    // Further errors without a code are not about this one.
    if let Some(more) = envelope.more.as_ref().filter(|more| more.code.is_some()) {
        set_at(&mut value, &more.list.0, vec![item(&more.code, &more.message)].into());
    }
    object! { "summary" => text::summary(&code.doc), "value" => value }
}

/// Sets a value at a path.
fn set_at(object: &mut Object, path: &[String], value: Json) {
    let (key, rest) = match path {
        [] => return,
        [key] => return object.set(key, value),
        [key, rest @ ..] => (key, rest),
    };
    let mut inner = object.get(key).and_then(Json::as_object).cloned().unwrap_or_default();
    set_at(&mut inner, rest, value);
    object.set(key, inner);
}

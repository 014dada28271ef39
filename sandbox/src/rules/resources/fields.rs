//! The fields of objects: which are kept of what is sent, and which are shown of what is kept.

use concur_spec::api::{Access, Api, Body, Scalar, Type, TypeRef, WireForm};
use concur_spec::validate::tables::{Named, Row, named, object_types, row};
use serde_json::{Map, Value};

use super::Served;
use crate::api::call::Call;

/// Returns the fields of a body that callers set, by their first wire names. Others, and what is null, are left out.
pub(crate) fn sent(call: &Call<'_>) -> Map<String, Value> {
    of_body(call, call.body.json())
}

/// Same as [`sent`], for a body that stands for that of the call.
pub(crate) fn of_body(call: &Call<'_>, body: &Value) -> Map<String, Value> {
    let operation = call.route.operation;
    let source = operation.body.as_ref().map(Body::type_ref);
    let kept = match source {
        Some(source) => projected(call.route.api, &source, body, is_sent),
        // A body whose fields are parameters.
        None => body.clone(),
    };
    match kept {
        Value::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Map::new(),
    }
}

/// Returns what a response of a type shows of a value.
pub(crate) fn shown(api: &Api, ty: &TypeRef, value: &Value) -> Value {
    projected(api, ty, value, |access| !access.write_only)
}

fn is_sent(access: Access) -> bool {
    !access.read_only
}

/// Returns an object after a partial update: what was sent replaces what it had, and null clears a field.
pub(super) fn merged(body: &Value, mut old: Map<String, Value>, sent: Map<String, Value>) -> Map<String, Value> {
    let cleared = body
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| value.is_null());
    for (name, _) in cleared {
        old.remove(name);
    }
    old.extend(sent);
    old
}

/// Returns an object after its replacement: what the body cannot have is kept.
pub(super) fn replaced(served: Served<'_>, old: Map<String, Value>, sent: Map<String, Value>) -> Map<String, Value> {
    let body = served.call.route.operation.body.as_ref();
    // Also what another case of the body has.
    let of_body = body.map(|body| object_types(served.api, &body.source));
    let of_body = of_body.unwrap_or_default();
    let of_object = table(served.api, &served.resource.ty);
    let in_body = |name: &str| {
        let mut rows = of_body.iter().filter_map(|ty| row(ty, name));
        rows.any(|row| !row.access.create_only)
    };
    let by_service = |name: &str| {
        of_object
            .and_then(|ty| row(ty, name))
            .is_some_and(|row| row.access.read_only)
    };
    let mut fields = old;
    fields.retain(|name, _| !in_body(name) || by_service(name));
    fields.extend(sent);
    fields
}

pub(super) fn table<'a>(api: &'a Api, name: &str) -> Option<&'a Type> {
    api.types.iter().find(|ty| ty.name == name)
}

/// Returns the parts of a value that a type knows and that bodies of one direction have.
fn projected(api: &Api, ty: &TypeRef, value: &Value, has: fn(Access) -> bool) -> Value {
    match (ty, value) {
        // The service accepts a text for a boolean, but does not send it.
        (TypeRef::Scalar(Scalar::Boolean), Value::String(text)) => Value::Bool(text == "true"),
        (TypeRef::List(item), Value::Array(values)) => {
            values.iter().map(|value| projected(api, item, value, has)).collect()
        }
        (TypeRef::Map(of), Value::Object(entries)) => {
            let entries = entries.iter().filter(|(_, value)| !value.is_null());
            let entries = entries.map(|(name, value)| (name.clone(), projected(api, of, value, has)));
            Value::Object(entries.collect())
        }
        (TypeRef::Named(name), Value::Object(object)) => match named(api, name, value) {
            Some(Named::Table(ty)) => Value::Object(known(api, ty, object, has)),
            Some(Named::Set(_)) | None => value.clone(),
        },
        _ => value.clone(),
    }
}

/// Returns a boolean or a number as the service writes it, where that is a text.
fn written(row: &Row<'_>, value: &Value) -> Option<Value> {
    let form = row.properties.wire_form;
    let TypeRef::Scalar(scalar) = row.ty else { return None };
    match (scalar, value) {
        _ if !form.is_text() => None,
        (Scalar::Boolean, Value::Bool(is)) => Some(form.word(*is).into()),
        (Scalar::Boolean, Value::String(text)) => WireForm::boolean(text).map(|is| form.word(is).into()),
        (_, Value::Number(number)) => Some(number.to_string().into()),
        _ => None,
    }
}

fn known(api: &Api, ty: &Type, object: &Map<String, Value>, has: fn(Access) -> bool) -> Map<String, Value> {
    let mut known = Map::new();
    for (name, value) in object.iter().filter(|(_, value)| !value.is_null()) {
        if let Some(row) = row(ty, name).filter(|row| has(row.access)) {
            let value = written(&row, value).unwrap_or_else(|| projected(api, row.ty, value, has));
            known.insert(row.wire.to_owned(), value);
        }
    }
    known
}

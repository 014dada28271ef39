//! The response about one object, in the shape that the contract has for the operation.

use concur_spec::api::{Operation, ResourceOperation, Response, Scalar, Segment, Type, TypeField, TypeRef};
use serde_json::{Map, Value, json};

use super::complete::is_own_url;
use super::fields::{shown, table};
use super::{Served, ids};
use crate::api::links::escaped;
use crate::rules::plain;
use crate::state::objects::Object;

/// Returns the body of the success.
pub(super) fn one(served: Served<'_>, object: &Object) -> Value {
    match success(served.call.route.operation) {
        Some(response) if response.ignored => Value::Bool(true),
        Some(Response { body: Some(ty), .. }) => of_type(served, ty, object),
        _ => Value::Null,
    }
}

/// Returns the response of an operation that is a success.
pub(super) fn success(operation: &Operation) -> Option<&Response> {
    operation.responses.iter().find(|response| response.is_success())
}

/// Returns an object as a value of a type: with the fields of the type, or only its id or URL.
pub(super) fn of_type(served: Served<'_>, ty: &TypeRef, object: &Object) -> Value {
    match ty {
        TypeRef::List(item) => Value::Array(vec![of_type(served, item, object)]),
        TypeRef::Map(of) => json!({ &object.id: of_type(served, of, object) }),
        TypeRef::Scalar(Scalar::Uri) => url(served, object).into(),
        TypeRef::Scalar(Scalar::Boolean) => true.into(),
        TypeRef::Scalar(_) => id(served, object),
        TypeRef::Named(name) => match table(served.api, name) {
            Some(table) => Value::Object(fields(served, table, object)),
            None => shown(served.api, ty, &Value::Object(object.fields.clone())),
        },
    }
}

fn fields(served: Served<'_>, ty: &Type, object: &Object) -> Map<String, Value> {
    let whole = Value::Object(object.fields.clone());
    let mut fields = match shown(served.api, &TypeRef::Named(ty.name.clone()), &whole) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let mut own_url = Some(url(served, object));
    for field in ty.fields.iter().filter(|field| !field.access.write_only) {
        if fields.contains_key(&field.wire) {
            continue;
        }
        let value = match &field.ty {
            // The first one that the object lacks.
            TypeRef::Scalar(Scalar::Uri) if is_url(served, ty, field) => own_url.take().map(Value::String),
            inner if is_envelope(served, ty, inner) => Some(of_type(served, inner, object)),
            TypeRef::Scalar(_) if is_id(served, ty, field) => Some(id(served, object)),
            _ => None,
        };
        let value = value.or_else(|| field.guaranteed.then(|| plain::example_of_field(served.api, field)));
        fields.extend(value.map(|value| (field.wire.clone(), value)));
    }
    fields
}

/// Whether a field has the URL of the object: callers do not set it or, in another type than that of the object, the
/// object has no such field.
fn is_url(served: Served<'_>, ty: &Type, field: &TypeField) -> bool {
    let of_object = table(served.api, &served.resource.ty);
    let is_unknown = of_object.is_some_and(|own| own.fields.iter().all(|known| known.wire != field.wire));
    is_own_url(field) || (ty.name != served.resource.ty && is_unknown)
}

/// Whether a field of another type contains the object, alone or as a list.
fn is_envelope(served: Served<'_>, ty: &Type, inner: &TypeRef) -> bool {
    let own = TypeRef::Named(served.resource.ty.clone());
    let is_own = *inner == own || matches!(inner, TypeRef::List(item) if **item == own);
    ty.name != served.resource.ty && is_own
}

/// Whether a field has the id: it is named like the parameter with the id in paths or, in another type than that of the
/// object, like the id in lists.
fn is_id(served: Served<'_>, ty: &Type, field: &TypeField) -> bool {
    if ty.name != served.resource.ty && served.resource.id_in_list.as_ref() == Some(&field.wire) {
        return true;
    }
    let mut roles = served.resource.operations.iter();
    roles.any(|role| role.id_parameter.as_ref() == Some(&field.wire))
}

fn id(served: Served<'_>, object: &Object) -> Value {
    object.fields.get(&served.resource.id).cloned().unwrap_or_default()
}

/// Returns the URL of an object: that of the operation that returns it or, without one, of another one with its id.
pub(super) fn url(served: Served<'_>, object: &Object) -> String {
    let roles = served.resource.operations.iter();
    let role = roles.clone().find(|role| role.id_parameter.is_some());
    let role = role.unwrap_or(served.role);
    let operations = served.api.operations.iter();
    let operation = operations.into_iter().find(|one| one.key == role.operation);
    let segments = operation
        .map(|operation| operation.segments.as_slice())
        .unwrap_or_default();
    let mut url = served.call.base_url().to_owned();
    for segment in segments {
        let text = match segment {
            Segment::Literal(text) => text.clone(),
            Segment::Parameter(name) => escaped(&value(served, role, object, name)),
        };
        url = url + "/" + &text;
    }
    match role.id_parameter {
        Some(_) => url,
        None => url + "/" + &escaped(&object.id),
    }
}

/// Returns the value of a path parameter in the URL of an object.
fn value(served: Served<'_>, role: &ResourceOperation, object: &Object, name: &str) -> String {
    if role.id_parameter.as_deref() == Some(name) {
        return object.id.clone();
    }
    let parent = role.parents.iter().rev().position(|known| known == name);
    let parent = parent.and_then(|at| object.parents.get(at));
    let filter = role.filters.iter().find(|filter| filter.parameter == name);
    let filter = filter
        .and_then(|filter| object.fields.get(&filter.field))
        .map(ids::text);
    let given = || served.call.in_path(name).to_owned();
    parent.cloned().or(filter).unwrap_or_else(given)
}

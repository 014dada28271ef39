//! Leaves out of a response what the scopes of a token do not open.

use concur_spec::api::{Api, Operation, ScopeMode, Type, TypeRef};
use concur_spec::validate::tables::{Named, named, row};
use serde_json::Value;

/// Leaves out of the body of a success, if each scope of the operation opens some fields, those that none of the token's
/// scopes opens, at any depth.
pub(crate) fn leave_out_closed(api: &Api, operation: &Operation, body: &mut Value, has: &dyn Fn(&str) -> bool) {
    let is_each = operation
        .scope
        .as_ref()
        .is_some_and(|required| required.mode == ScopeMode::Each);
    let success = operation.responses.iter().find(|response| response.is_success());
    let Some((response, ty)) = success.and_then(|response| Some((response, response.body.as_ref()?))) else {
        return;
    };
    if !is_each || response.ignored {
        return;
    }
    let key = response.items_in.as_ref().filter(|key| body.get(key).is_some());
    match key {
        Some(key) => leave_out_of(api, ty, &mut body[key.as_str()], has),
        None => leave_out_of(api, ty, body, has),
    }
}

fn leave_out_of(api: &Api, ty: &TypeRef, value: &mut Value, has: &dyn Fn(&str) -> bool) {
    match (ty, value) {
        (TypeRef::List(item), Value::Array(items)) => {
            items.iter_mut().for_each(|value| leave_out_of(api, item, value, has));
        }
        // A single item can come in place of a list.
        (TypeRef::List(item), single) => leave_out_of(api, item, single, has),
        (TypeRef::Map(of), Value::Object(entries)) => {
            entries.values_mut().for_each(|value| leave_out_of(api, of, value, has));
        }
        (TypeRef::Named(name), value) => {
            if let Some(Named::Table(ty)) = named(api, name, value) {
                leave_out_of_object(api, ty, value, has);
            }
        }
        (TypeRef::Scalar(_) | TypeRef::Map(_), _) => {}
    }
}

fn leave_out_of_object(api: &Api, ty: &Type, value: &mut Value, has: &dyn Fn(&str) -> bool) {
    let Value::Object(fields) = value else { return };
    // A name that the type does not have is no field of it.
    fields.retain(|name, _| row(ty, name).is_none_or(|row| is_open(api, ty, row.wire, has)));
    for (name, value) in fields {
        if let Some(row) = row(ty, name) {
            leave_out_of(api, row.ty, value, has);
        }
    }
}

fn is_open(api: &Api, ty: &Type, wire: &str, has: &dyn Fn(&str) -> bool) -> bool {
    let mut openers = api.openers(&ty.name, wire).peekable();
    openers.peek().is_none() || openers.any(|scope| has(&scope.wire))
}

//! The ids of objects.

use concur_spec::api::{Api, Resource, Scalar, TypeField, TypeRef};
use serde_json::{Map, Value};

use super::fields::table;
use crate::state::World;
use crate::state::objects;

/// Returns the id that was sent, as in a path. A blank one counts as absent.
pub(super) fn sent(resource: &Resource, fields: &Map<String, Value>) -> Option<String> {
    let id = text(fields.get(&resource.id)?);
    Some(id).filter(|id| !id.trim().is_empty())
}

/// Returns an id as in a path.
pub(super) fn text(id: &Value) -> String {
    match id {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Returns an id that no object of the resource has.
pub(super) fn new(world: &mut World, api: &Api, resource: &Resource) -> Value {
    let field = field(api, resource);
    loop {
        let id = of_field(world, &format!("{}.{}", api.key, resource.name), field);
        let key = objects::key(&api.key, &resource.name, [text(&id).as_str()]);
        if world.objects.starting_with(&key).next().is_none() {
            return id;
        }
    }
}

pub(super) fn field<'a>(api: &'a Api, resource: &Resource) -> Option<&'a TypeField> {
    table(api, &resource.ty)?
        .fields
        .iter()
        .find(|field| field.wire == resource.id)
}

/// Returns a new value for a field: a number of the series, a UUID if its format or its example is one, and otherwise 32
/// digits or, if there is no space for them, a number.
pub(super) fn of_field(world: &mut World, series: &str, field: Option<&TypeField>) -> Value {
    const DIGITS: u32 = 32;
    let format = field.and_then(|field| field.format.as_deref()).unwrap_or_default();
    let example = field.and_then(|field| field.doc.example.as_deref()).unwrap_or_default();
    let most = field.and_then(|field| field.properties.max_length);
    match field.map(|field| &field.ty) {
        Some(TypeRef::Scalar(Scalar::Integer)) => world.next_number(series).into(),
        _ if most.is_some_and(|most| most < DIGITS) => world.next_number(series).to_string().into(),
        _ if format.to_lowercase().contains("uuid") || is_uuid(example) => world.new_uuid().into(),
        _ => world.new_id().into(),
    }
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_hexadecimal = |part: &&str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(is_hexadecimal)
}

//! What the service adds to an object: the fields that it always sends, and the time of the last modification.

use concur_spec::api::{Api, Resource, Scalar, Type, TypeField, TypeRef};
use concur_spec::validate::tables::{Named, named};
use serde_json::{Map, Value};

use super::fields::table;
use super::ids;
use crate::rules::plain;
use crate::state::World;

/// Completes an object that has an id.
pub(super) fn complete(world: &mut World, api: &Api, resource: &Resource, fields: &mut Map<String, Value>) {
    let Some(ty) = table(api, &resource.ty) else { return };
    let mut filler = Filler { api, resource, world };
    filler.fill(ty, fields);
    let modified = modified_field(api, resource).filter(|name| is_timestamp(ty, name));
    if let Some(name) = modified {
        fields.insert(name.to_owned(), now(world));
    }
}

/// Returns the field with the time of the last modification, if an export says which one it is.
fn modified_field<'a>(api: &'a Api, resource: &Resource) -> Option<&'a str> {
    let has = |operation: &str| resource.operations.iter().any(|role| role.operation == operation);
    let export = api.exports.iter().find(|export| has(&export.list))?;
    Some(export.modified.as_str())
}

fn is_timestamp(ty: &Type, name: &str) -> bool {
    let mut fields = ty.fields.iter();
    fields.any(|field| field.wire == name && field.ty == TypeRef::Scalar(Scalar::Timestamp))
}

fn now(world: &World) -> Value {
    format!("{:.3}", world.now()).into()
}

struct Filler<'a> {
    api: &'a Api,
    resource: &'a Resource,
    world: &'a mut World,
}

impl Filler<'_> {
    /// Adds the fields that an object of the type always has, at any depth.
    fn fill(&mut self, ty: &Type, object: &mut Map<String, Value>) {
        for field in ty.fields.iter().filter(|field| !field.access.write_only) {
            match object.get_mut(&field.wire) {
                Some(value) => self.fill_value(&field.ty, value),
                // The URL of an object depends on the address that is called.
                None if !field.guaranteed || is_own_url(field) => {}
                None => {
                    object.insert(field.wire.clone(), self.value(field));
                }
            }
        }
    }

    fn fill_value(&mut self, ty: &TypeRef, value: &mut Value) {
        match (ty, value) {
            (TypeRef::List(item), Value::Array(values)) => {
                values.iter_mut().for_each(|value| self.fill_value(item, value));
            }
            (TypeRef::Map(of), Value::Object(entries)) => {
                entries.values_mut().for_each(|value| self.fill_value(of, value));
            }
            (TypeRef::Named(name), value @ Value::Object(_)) => {
                let known = named(self.api, name, value);
                if let (Some(Named::Table(ty)), Value::Object(object)) = (known, value) {
                    self.fill(ty, object);
                }
            }
            _ => {}
        }
    }

    /// Returns the value of a field that nobody has sent: the time, an id or an example.
    fn value(&mut self, field: &TypeField) -> Value {
        match field.ty {
            TypeRef::Scalar(Scalar::Timestamp) if field.access.read_only => now(self.world),
            // A part of the object with an id of its own.
            TypeRef::Scalar(Scalar::String | Scalar::Integer)
                if field.access.read_only && field.wire == self.resource.id =>
            {
                let series = format!("{}.parts", self.api.key);
                ids::of_field(self.world, &series, Some(field))
            }
            _ => plain::example_of_field(self.api, field),
        }
    }
}

/// Whether a field has the URL of the object itself.
pub(super) fn is_own_url(field: &TypeField) -> bool {
    field.ty == TypeRef::Scalar(Scalar::Uri) && field.access.read_only
}

//! The properties of values, of fields and parameters alike.

use concur_spec::api::{Api, Kind, ValueProperties};

use super::types::{self, Way};
use crate::json::{Json, Object};

/// Returns the schema of a value with these properties.
pub(crate) fn schema(api: &Api, kind: &Kind, properties: ValueProperties, way: Way) -> Object {
    let mut schema = types::schema(api, kind, properties.wire_form, way);
    if properties.secret {
        schema.set("format", "password");
    }
    if let Some(most) = properties.max_length {
        match schema.get_mut("items") {
            Some(Json::Object(items)) => items.set("maxLength", most),
            _ => schema.set("maxLength", most),
        }
    }
    schema
}

/// Adds the properties that no keyword of OpenAPI has.
pub(crate) fn extend(out: &mut Object, properties: ValueProperties) {
    out.set_if("x-concur-secret", properties.secret);
}

//! Describes the properties of values as JSON.

use serde_json::{Value, json};

use crate::api::{Access, ValueProperties};

/// Adds the bodies that have a field.
pub(super) fn with_access(row: Value, access: Access) -> Value {
    let more = json!({
        "read_only": access.read_only.then_some(true),
        "write_only": access.write_only.then_some(true),
        "create_only": access.create_only.then_some(true),
        "clearable": access.clearable,
    });
    with(row, more)
}

/// Adds how a value is sent and shown.
pub(super) fn with_properties(row: Value, properties: ValueProperties) -> Value {
    let more = json!({
        "wire": properties.wire_form.as_str(),
        "secret": properties.secret.then_some(true),
        "max_length": properties.max_length,
    });
    with(row, more)
}

fn with(mut row: Value, more: Value) -> Value {
    if let (Value::Object(row), Value::Object(more)) = (&mut row, more) {
        row.extend(more);
    }
    row
}

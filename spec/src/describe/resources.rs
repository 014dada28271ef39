//! Describes resources.

use serde_json::{Value, json};

use super::row::row;
use crate::api::{Api, Resource, ResourceOperation};

pub(crate) fn describe_resource(api: &Api, resource: &Resource) -> Value {
    let operations: Vec<Value> = resource.operations.iter().map(describe_role).collect();
    let about = json!({
        "api": api.key,
        "name": resource.name,
        "type": resource.ty,
        "id": resource.id,
        "id_in_list": resource.id_in_list,
        "parent": resource.parent,
        "not_found": resource.not_found,
        "operations": operations,
    });
    row(about, &resource.doc)
}

fn describe_role(role: &ResourceOperation) -> Value {
    let filters = role.filters.iter();
    let filters: Vec<Value> = filters
        .map(|filter| json!({ "parameter": filter.parameter, "field": filter.field }))
        .collect();
    json!({
        "role": role.role.as_str(),
        "operation": role.operation,
        "parents": role.parents,
        "id_parameter": role.id_parameter,
        "items": role.items,
        "filters": filters,
    })
}

/// Returns the cells of a resource in a table: its name, its type and its operations.
pub(super) fn resource_row(resource: &Resource) -> Vec<String> {
    let inside = resource.parent.iter().map(|parent| format!(" in {parent}"));
    let what = format!("{} by {}{}", resource.ty, resource.id, inside.collect::<String>());
    let roles: Vec<String> = resource.operations.iter().map(ToString::to_string).collect();
    vec![resource.name.clone(), what, roles.join("; ")]
}

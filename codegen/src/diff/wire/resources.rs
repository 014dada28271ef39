//! Compares resources.

use concur_spec::api::{Api, Resource};

use super::{Found, alone, pairs};
use crate::diff::rules;

pub(super) fn compare(old: &Api, new: &Api, found: &mut Found<'_>) {
    let item = |resource: &Resource| format!("{}, resource {}", new.key, resource.name);
    let key = |resource: &Resource| resource.name.clone();
    for resource in alone(&new.resources, &old.resources, key) {
        found.add(&rules::RESOURCE_ADDED, &item(resource), "");
    }
    for resource in alone(&old.resources, &new.resources, key) {
        found.add(&rules::RESOURCE_REMOVED, &item(resource), "");
    }
    for (before, now) in pairs(&old.resources, &new.resources, key) {
        for ((part, was), (_, is)) in parts(before).into_iter().zip(parts(now)) {
            found.differs(&rules::RESOURCE_CHANGED, &item(now), part, &was, &is);
        }
    }
}

/// Returns the parts of a resource, in order.
fn parts(resource: &Resource) -> [(&'static str, Option<String>); 6] {
    let operations: Vec<String> = resource.operations.iter().map(ToString::to_string).collect();
    [
        ("type", Some(resource.ty.clone())),
        ("id", Some(resource.id.clone())),
        ("id_in_list", resource.id_in_list.clone()),
        ("parent", resource.parent.clone()),
        ("not_found", resource.not_found.clone()),
        ("operations", Some(operations.join("; "))),
    ]
}

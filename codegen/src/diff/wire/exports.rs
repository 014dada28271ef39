//! Compares exports.

use concur_spec::api::{Api, Export};

use super::{Found, alone, pairs};
use crate::diff::rules;

pub(super) fn compare(old: &Api, new: &Api, found: &mut Found<'_>) {
    let item = |export: &Export| format!("{}, export {}", new.key, export.key);
    let key = |export: &Export| export.key.clone();
    for export in alone(&new.exports, &old.exports, key) {
        found.add(&rules::EXPORT_ADDED, &item(export), "");
    }
    for export in alone(&old.exports, &new.exports, key) {
        found.add(&rules::EXPORT_REMOVED, &item(export), "");
    }
    for (before, now) in pairs(&old.exports, &new.exports, key) {
        for ((part, was), (_, is)) in parts(before).into_iter().zip(parts(now)) {
            found.differs(&rules::EXPORT_CHANGED, &item(now), part, &was, &is);
        }
    }
}

/// Returns the parts of an export, in order.
fn parts(export: &Export) -> [(&'static str, Option<String>); 6] {
    let with = export.with.iter();
    let with: Vec<String> = with.map(|(name, value)| format!("{name}={value}")).collect();
    let get = export.get.as_ref();
    [
        ("list", Some(export.list.clone())),
        ("with", Some(with.join(", "))),
        ("since", Some(export.since.clone())),
        ("id", Some(export.id.clone())),
        ("modified", Some(export.modified.clone())),
        ("get", get.map(|get| format!("{}({})", get.operation, get.id_parameter))),
    ]
}

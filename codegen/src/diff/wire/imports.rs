//! Compares imports.

use concur_spec::api::{Api, Import, ImportLines};

use super::{Found, alone, pairs};
use crate::diff::rules;

pub(super) fn compare(old: &Api, new: &Api, found: &mut Found<'_>) {
    let item = |import: &Import| format!("{}, import {}", new.key, import.key);
    let key = |import: &Import| import.key.clone();
    for import in alone(&new.imports, &old.imports, key) {
        found.add(&rules::IMPORT_ADDED, &item(import), "");
    }
    for import in alone(&old.imports, &new.imports, key) {
        found.add(&rules::IMPORT_REMOVED, &item(import), "");
    }
    for (before, now) in pairs(&old.imports, &new.imports, key) {
        for ((part, was), (_, is)) in parts(before).into_iter().zip(parts(now)) {
            found.differs(&rules::IMPORT_CHANGED, &item(now), part, &was, &is);
        }
    }
}

/// Returns the steps of an import, in order.
fn parts(import: &Import) -> [(&'static str, Option<String>); 10] {
    let (confirm, search) = (import.confirm.as_ref(), import.search.as_ref());
    [
        ("create", Some(import.create.clone())),
        ("id", Some(import.id.clone())),
        ("number", import.number.clone()),
        ("item_of", import.item_of.clone()),
        ("lines", import.lines.as_ref().map(lines)),
        (
            "confirm",
            confirm.map(|one| format!("{}({})", one.waiter, one.id_parameter)),
        ),
        ("number of confirm", confirm.and_then(|one| one.number.clone())),
        ("submit", import.submit.as_ref().map(ToString::to_string)),
        ("search", search.map(|one| one.list.clone())),
        (
            "get of search",
            search.and_then(|one| one.get.as_ref()).map(ToString::to_string),
        ),
    ]
}

fn lines(lines: &ImportLines) -> String {
    match lines {
        ImportLines::Field(field) => format!("in {field}"),
        ImportLines::Call(call) => call.to_string(),
    }
}

//! Lists of exports: only what was modified after a time.

use concur_spec::api::{Api, Export, Pagination};
use jiff::Timestamp;
use serde_json::Value;

use super::example::example;
use crate::api::call::Call;

/// Removes the items of a list that were not modified after the time that the call names, if the list is that of an
/// export.
pub(super) fn retain_modified(call: &Call<'_>, page: &mut Value) {
    let operation = call.route.operation;
    let mut exports = call.route.api.exports.iter();
    let (Some(export), Some(pages)) = (
        exports.find(|export| export.list == operation.key),
        &operation.pagination,
    ) else {
        return;
    };
    let since = call.in_query(&export.since).and_then(|text| text.parse().ok());
    if let (Some(since), Some(items)) = (since, items(page, pages)) {
        items.retain(|item| modified(call.route.api, export, item).is_some_and(|at| at > since));
    }
}

fn items<'a>(page: &'a mut Value, pages: &Pagination) -> Option<&'a mut Vec<Value>> {
    page.get_mut(&pages.items)?.as_array_mut()
}

/// Returns when an item was modified: by itself, or by the object that it is short for.
fn modified(api: &Api, export: &Export, item: &Value) -> Option<Timestamp> {
    let at = |object: &Value| {
        let found = export
            .modified
            .split('.')
            .try_fold(object, |value, name| value.get(name));
        found?.as_str()?.parse().ok()
    };
    match &export.get {
        None => at(item),
        Some(get) => {
            let operation = api.operations.iter().find(|one| one.key == get.operation)?;
            at(&example(api, operation))
        }
    }
}

//! Lists of one page: the example of a page names no next one.

use concur_spec::api::{NextPage, Operation};
use serde_json::{Value, json};

/// Removes what tells the next page from the example of a page.
pub(super) fn end(operation: &Operation, page: &mut Value) {
    match operation.pagination.as_ref().map(|pages| &pages.next) {
        // The example has links of no relation, or those that the document prints.
        None | Some(NextPage::Link { .. }) => {}
        Some(NextPage::Uri(path) | NextPage::Cursor(path)) => set(page, path, &Value::Null),
        Some(NextPage::Number { number, count }) => {
            for path in [number, count] {
                set(page, path, &json!(1));
            }
        }
    }
}

fn set(page: &mut Value, path: &str, value: &Value) {
    let place = page.pointer_mut(&format!("/{}", path.replace('.', "/")));
    if let Some(place) = place {
        place.clone_from(value);
    }
}

//! Links to what the API has.

use serde_json::{Value, json};

use crate::call::Call;

/// The address of the resource that an operation with an id in its path reads, up to that id:
/// `http://host/travelrequest/v4/requests/`.
fn before_id(call: &Call<'_>, operation: &str) -> String {
    let operations = &call.route.api.operations;
    let path = operations
        .iter()
        .find(|known| known.key == operation)
        .map(|known| known.whole_path());
    let path = path.unwrap_or_default();
    let before = path.split('{').next().unwrap_or_default();
    format!("{}{before}", call.base_url())
}

/// The address of the resource that an operation reads.
pub(super) fn href(call: &Call<'_>, operation: &str, id: &str) -> String {
    format!("{}{id}", before_id(call, operation))
}

/// A link to the resource that an operation reads, or to what is below it: `/comments`.
pub(super) fn link(call: &Call<'_>, operation: &str, id: &str, below: &str) -> Value {
    let before = before_id(call, operation);
    json!({
        "href": format!("{before}{id}{below}"),
        "id": id,
        "template": format!("{before}{{id}}{below}"),
    })
}

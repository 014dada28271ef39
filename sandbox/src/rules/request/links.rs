//! Links to objects of the API.

use concur_spec::api::Segment;
use serde_json::{Value, json};

use crate::api::call::Call;

/// Returns the URL of an operation, with an id in its path.
pub(super) fn href(call: &Call<'_>, operation: &str, id: &str) -> String {
    let mut address = call.base_url().to_owned();
    let operations = call.route.api.operations.iter();
    let known = operations.filter(|known| known.key == operation);
    for segment in known.flat_map(|known| &known.segments) {
        address.push('/');
        match segment {
            Segment::Literal(text) => address.push_str(text),
            Segment::Parameter(_) => address.push_str(id),
        }
    }
    address
}

/// Returns a link to the URL of an operation, or to a path below it such as `/comments`.
pub(super) fn link(call: &Call<'_>, operation: &str, id: &str, below: &str) -> Value {
    json!({
        "href": format!("{}{below}", href(call, operation, id)),
        "id": id,
        "template": format!("{}{below}", href(call, operation, "{id}")),
    })
}

//! Links to what the API has.

use concur_spec::api::Segment;
use serde_json::{Value, json};

use crate::api::call::Call;

/// The address of what an operation reads, with an id in its path.
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

/// A link to what an operation reads, or to what is below it: `/comments`.
pub(super) fn link(call: &Call<'_>, operation: &str, id: &str, below: &str) -> Value {
    json!({
        "href": format!("{}{below}", href(call, operation, id)),
        "id": id,
        "template": format!("{}{below}", href(call, operation, "{id}")),
    })
}

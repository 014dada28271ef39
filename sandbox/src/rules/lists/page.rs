//! Pages of lists and items.

use concur_spec::api::{Comparison, Scalar};
use serde_json::{Value, json};

use super::store::{self, Fields};
use crate::api::call::Call;
use crate::rules::resources::compares;
use crate::state::World;

/// The number of items of a page.
const SIZE: usize = 100;

/// Returns the page that a call asks for.
pub(super) fn of(call: &Call<'_>, listed: Vec<Value>) -> Value {
    let number = call.in_query("page").and_then(|text| text.parse::<usize>().ok());
    let number = number.unwrap_or(1).max(1);
    let total = listed.len();
    let content: Vec<Value> = listed
        .into_iter()
        .skip(SIZE.saturating_mul(number - 1))
        .take(SIZE)
        .collect();
    json!({
        "links": [],
        "content": content,
        "page": { "number": number, "size": SIZE, "totalElements": total, "totalPages": total.div_ceil(SIZE) },
    })
}

/// Whether an item has what the query of a call asks for.
pub(super) fn is_selected(world: &World, call: &Call<'_>, item: &Fields) -> bool {
    let is_deleted = call.in_query("isDeleted") == Some("true");
    let has = |name: &str, fields: &[&str]| match call.in_query(name) {
        Some(wanted) => fits(
            call,
            name,
            fields.iter().filter_map(|field| store::text(item, field)),
            wanted,
        ),
        None => true,
    };
    store::is_deleted(item) == is_deleted
        && (call.in_query("hasChildren") != Some("true") || store::has_children(world, item, None))
        && has("value", &["value"])
        && has("shortCode", &["shortCode"])
        && has("shortCodeOrValue", &["shortCode", "value"])
}

/// Whether one of the values fits the condition of a parameter.
fn fits<'a>(call: &Call<'_>, name: &str, mut values: impl Iterator<Item = &'a str>, wanted: &str) -> bool {
    let mut parameters = call.route.operation.parameters.iter();
    let known = parameters.find(|parameter| parameter.wire == name);
    let known = known.and_then(|parameter| parameter.comparisons.as_ref());
    let (comparison, wanted) = known.map_or((Comparison::Equal, wanted), |known| known.split(wanted));
    values.any(|value| compares(comparison, Scalar::String, value, wanted))
}

/// Sorts items by the field that a call names, by default the value.
pub(super) fn sort(call: &Call<'_>, listed: &mut [Value]) {
    let field = call.in_query("sortBy").unwrap_or("value");
    let text = |item: &Value| item[field].as_str().unwrap_or_default().to_owned();
    listed.sort_by_key(text);
    if call.in_query("sortDirection") == Some("desc") {
        listed.reverse();
    }
}

//! Custom fields.

use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::tenant::{CustomFields, ListItem};

/// Resolves the custom fields (`custom1` …) of a body: adds the code and the URL of the list item whose id is the
/// value.
///
/// Refuses a value that is not an item of the list. Null and empty fields are unchanged.
pub(crate) fn resolve(
    world: &World,
    call: &Call<'_>,
    lists: &CustomFields,
    fields: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let mut empty = Vec::new();
    for (name, field) in fields.iter_mut() {
        let number = name.strip_prefix("custom").and_then(|number| number.parse().ok());
        let (Some(number), Value::Object(field)) = (number, field) else {
            continue;
        };
        if field.values().all(is_nothing) {
            continue;
        }
        match lists.get(&number) {
            Some(list) => *field = of_list(world, call, list, field)?,
            // Only list items have a code and a URL.
            None => field.retain(|name, value| name == "value" && !is_nothing(value)),
        }
        if field.is_empty() {
            empty.push(name.clone());
        }
    }
    // A field without a text is absent.
    fields.retain(|name, _| !empty.contains(name));
    Ok(())
}

/// Returns an item of a list by its id. Unlike in Purchase Request, the code does not identify an item.
fn of_list(
    world: &World,
    call: &Call<'_>,
    list: &str,
    field: &Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    let id = field.get("value").and_then(Value::as_str).unwrap_or_default();
    let items = world.tenant.list(list).unwrap_or_default();
    // Lists v4 returns the id of an item with dashes.
    let id = ListItem::comparable_id(id);
    let is_meant = |item: &&ListItem| ListItem::comparable_id(&item.id) == id;
    let item = items.iter().find(is_meant);
    let item = item.ok_or_else(|| Refusal::code(call.route.api, "listValidationError"))?;
    let href = format!("{}/list/v4/items/{}", call.base_url(), item.id);
    let whole = json!({ "code": item.code, "value": item.id, "href": href });
    Ok(whole.as_object().cloned().unwrap_or_default())
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;

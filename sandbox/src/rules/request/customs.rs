//! Custom fields.

use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::tenant::{CustomFields, ListItem};

/// Makes the custom fields (`custom1` …) of a body whole: for a field that is tied to a list, the code and the address of
/// the item whose id is its value.
///
/// Refuses a value that is no item of the list. A field that is null or has nothing in it is left as it is.
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
            // Code and address are those of list items: a text has none.
            None => field.retain(|name, value| name == "value" && !is_nothing(value)),
        }
        if field.is_empty() {
            empty.push(name.clone());
        }
    }
    // Without a text there is no field.
    fields.retain(|name, _| !empty.contains(name));
    Ok(())
}

/// The item of a list by its id. Its code, which Purchase Request takes, does not name it here, and neither does its name.
fn of_list(
    world: &World,
    call: &Call<'_>,
    list: &str,
    field: &Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    let id = field.get("value").and_then(Value::as_str).unwrap_or_default();
    let items = world.tenant.list(list).unwrap_or_default();
    let is_meant = |item: &&ListItem| item.id.eq_ignore_ascii_case(id);
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

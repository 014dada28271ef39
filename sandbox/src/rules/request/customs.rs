//! Custom fields.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::tenant::{CustomField, CustomFields, ListItem};

/// The ids of the items that an object has in custom fields, by number.
type Chosen = BTreeMap<u32, String>;

/// Resolves the custom fields (`custom1` …) of a body: adds the code and the URL of the list item whose id is the
/// value. `kept` are the fields of the object that the body leaves as they are.
///
/// Refuses a value that is not an item of the list or, in a field for a lower level, of those below the item of the field
/// above. Null and empty fields are unchanged.
pub(crate) fn resolve(
    world: &World,
    call: &Call<'_>,
    lists: &CustomFields,
    kept: &Map<String, Value>,
    fields: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let mut empty = Vec::new();
    let chosen: Chosen = chosen(kept).chain(chosen(fields)).collect();
    for (name, field) in fields.iter_mut() {
        let (Some(number), Value::Object(field)) = (number(name), field) else {
            continue;
        };
        if field.values().all(is_nothing) {
            continue;
        }
        match lists.get(&number) {
            Some(_) => *field = of_list(world, call, (lists, &chosen), number)?,
            // Only list items have a code and a URL.
            None => field.retain(|name, value| name == "value" && !is_nothing(value)),
        }
        if field.is_empty() {
            empty.push(name.clone());
        }
    }
    // A field without a text is absent.
    fields.retain(|name, _| !empty.contains(name));
    follow(world, call, (lists, &chosen), kept)
}

/// Refuses a kept item that is not below the item of the field above any longer.
fn follow(
    world: &World,
    call: &Call<'_>,
    fields: (&CustomFields, &Chosen),
    kept: &Map<String, Value>,
) -> Result<(), Refusal> {
    let kept: Chosen = chosen(kept).collect();
    let is_affected = |number: &u32| match fields.0.get(number) {
        Some(CustomField::Below(above)) => kept.get(above) != fields.1.get(above),
        _ => false,
    };
    for number in kept.keys().copied().filter(is_affected) {
        of_list(world, call, fields, number)?;
    }
    Ok(())
}

/// Returns an item that was chosen for a field. Unlike in Purchase Request, the code does not identify an item.
fn of_list(
    world: &World,
    call: &Call<'_>,
    (lists, chosen): (&CustomFields, &Chosen),
    number: u32,
) -> Result<Map<String, Value>, Refusal> {
    let is_chosen = |number, item: &ListItem| {
        chosen
            .get(&number)
            .is_some_and(|id| *id == ListItem::comparable_id(&item.id))
    };
    let mut items = world.tenant.taken(lists, number, is_chosen).iter();
    let item = items.find(|item| is_chosen(number, item));
    let item = item.ok_or_else(|| Refusal::code(call.route.api, "listValidationError"))?;
    let href = format!("{}/list/v4/items/{}", call.base_url(), item.id);
    let whole = json!({ "code": item.code, "value": item.id, "href": href });
    Ok(whole.as_object().cloned().unwrap_or_default())
}

/// Returns the values of custom fields as ids are compared: Lists v4 returns them with dashes.
fn chosen(fields: &Map<String, Value>) -> impl Iterator<Item = (u32, String)> {
    fields.iter().filter_map(|(name, field)| {
        let id = field.get("value").and_then(Value::as_str)?;
        Some((number(name)?, ListItem::comparable_id(id)))
    })
}

fn number(name: &str) -> Option<u32> {
    name.strip_prefix("custom").and_then(|number| number.parse().ok())
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

//! Items, one at a time.

use serde_json::Value;

use super::levels::{self, Parent};
use super::{refusals, store};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;

pub(super) fn get(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = item_id(world, call);
    shown(world, call, &id)
}

pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let sent = call.body.json();
    let text = |name: &str| sent[name].as_str().unwrap_or_default();
    let list = text("listId");
    store::check_managed(world, call, store::list(world, call, list)?)?;
    let parent_id = sent["parentId"].as_str().map(|id| store::item_id(world, id));
    let parent = match (&parent_id, sent["parentCode"].as_str()) {
        (Some(id), _) => Parent::Id(id),
        (None, Some(code)) => Parent::Code(code),
        (None, None) => Parent::None,
    };
    let created = levels::create(world, list, parent, text("shortCode"), text("value"));
    let id = created.map_err(|code| refused(world, call, code))?;
    shown(world, call, &id)
}

pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = &item_id(world, call);
    check_managed(world, call, id)?;
    let sent = call.body.json();
    let text = |name: &str| sent[name].as_str().unwrap_or_default();
    levels::rename(world, id, text("shortCode")).map_err(|code| refused(world, call, code))?;
    levels::set_value(world, id, text("value"));
    shown(world, call, id)
}

/// Deletes an item from all lists, with all of its children.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = &item_id(world, call);
    check_managed(world, call, id)?;
    levels::remove(world, id, None);
    Ok(Value::Null)
}

/// Deletes an item from one list, with all of its children.
pub(super) fn remove(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (list, id) = (call.in_path("listId"), &item_id(world, call));
    store::check_managed(world, call, store::list(world, call, list)?)?;
    if !store::is_in(store::item(world, call, id)?, list) {
        return Err(refusals::coded(world, call, "item.not.found", 404));
    }
    levels::remove(world, id, Some(list));
    Ok(Value::Null)
}

fn item_id(world: &World, call: &Call<'_>) -> String {
    store::item_id(world, call.in_path("itemId"))
}

fn shown(world: &World, call: &Call<'_>, id: &str) -> Result<Value, Refusal> {
    Ok(store::shown(world, store::item(world, call, id)?))
}

/// Refuses a change of an item if another application manages one of its lists.
fn check_managed(world: &World, call: &Call<'_>, id: &str) -> Result<(), Refusal> {
    for list in store::lists_of(store::item(world, call, id)?) {
        store::check_managed(world, call, store::list(world, call, list)?)?;
    }
    Ok(())
}

fn refused(world: &World, call: &Call<'_>, code: &str) -> Refusal {
    let status = if code.ends_with(".not.found") { 404 } else { 400 };
    refusals::coded(world, call, code, status)
}

//! The levels of a list: the code of an item is that of its parent, a hyphen and its short code.
//!
//! Errors are error codes of the API.

use serde_json::{Value, json};

use super::store::{self, Fields};
use crate::state::World;
use crate::state::objects::Object;

/// What a new item is below.
#[derive(Clone, Copy, Debug)]
pub(super) enum Parent<'a> {
    /// Nothing: it is of the first level.
    None,
    Id(&'a str),
    /// A long code.
    Code(&'a str),
}

/// Creates an item and returns its id.
pub(super) fn create(
    world: &mut World,
    list: &str,
    parent: Parent<'_>,
    short_code: &str,
    value: &str,
) -> Result<String, &'static str> {
    let parent = parent_of(world, list, parent)?;
    let code = code_below(parent, short_code);
    if with_code(world, list, &code).is_some_and(|item| !store::is_deleted(item)) {
        return Err("item.duplicate.code");
    }
    let level = level_below(parent);
    let parent = parent.and_then(|parent| parent.get("id")).cloned();
    let id = world.new_uuid();
    let fields = Fields::from_iter([
        ("id".to_owned(), id.as_str().into()),
        ("code".to_owned(), code.into()),
        ("shortCode".to_owned(), short_code.into()),
        ("value".to_owned(), value.into()),
        ("parentId".to_owned(), parent.unwrap_or_default()),
        ("level".to_owned(), level.into()),
        ("isDeleted".to_owned(), false.into()),
        ("lists".to_owned(), json!([{ "id": list }])),
    ]);
    store::put_item(world, &id, fields);
    deepen(world, list, level);
    Ok(id)
}

/// Gives a list at least as many levels.
fn deepen(world: &mut World, list: &str, levels: i64) {
    if let Some(Object { fields, .. }) = world.objects.get_mut(&store::list_key(list)) {
        let has_fewer = fields.get("levelCount").and_then(Value::as_i64) < Some(levels);
        if has_fewer {
            fields.insert("levelCount".to_owned(), levels.into());
        }
    }
}

fn parent_of<'w>(world: &'w World, list: &str, parent: Parent<'_>) -> Result<Option<&'w Fields>, &'static str> {
    let found = match parent {
        Parent::None => return Ok(None),
        Parent::Id(id) => world.objects.get(&store::item_key(id)).map(|item| &item.fields),
        Parent::Code(code) => with_code(world, list, code),
    };
    let found = found.ok_or("item.parent.not.found")?;
    if store::is_deleted(found) {
        Err("item.parent.deleted")
    } else if !store::is_in(found, list) {
        Err("item.list.id.not.match.parent")
    } else {
        Ok(Some(found))
    }
}

/// Returns the level of the items below an item, or of those of the first level.
pub(super) fn level_below(parent: Option<&Fields>) -> i64 {
    let above = parent.and_then(|parent| parent.get("level")?.as_i64());
    above.unwrap_or_default().saturating_add(1)
}

/// Returns the code of an item with a short code below an item.
pub(super) fn code_below(parent: Option<&Fields>, short_code: &str) -> String {
    match parent.and_then(|parent| store::text(parent, "code")) {
        Some(code) => format!("{code}-{short_code}"),
        None => short_code.to_owned(),
    }
}

/// Returns the item of a list with a long code: one that is not deleted, if there is one.
pub(super) fn with_code<'w>(world: &'w World, list: &str, code: &str) -> Option<&'w Fields> {
    let is_it = |item: &&Fields| store::text(item, "code") == Some(code) && store::is_in(item, list);
    let found = store::items(world).map(|object| &object.fields).filter(is_it);
    found.min_by_key(|item| store::is_deleted(item))
}

/// Changes the short code of an item, and with it the codes of all items below it.
pub(super) fn rename(world: &mut World, id: &str, short_code: &str) -> Result<(), &'static str> {
    let Some(item) = world.objects.get(&store::item_key(id)).map(|item| item.fields.clone()) else {
        return Err("item.not.found");
    };
    let parent = store::text(&item, "parentId").and_then(|id| world.objects.get(&store::item_key(id)));
    let code = code_below(parent.map(|parent| &parent.fields), short_code);
    let is_other = |other: &Fields| store::text(other, "id") != Some(id) && !store::is_deleted(other);
    if store::lists_of(&item).any(|list| with_code(world, list, &code).is_some_and(is_other)) {
        return Err("item.duplicate.code");
    }
    set(world, id, "shortCode", short_code.into());
    set_code(world, id, code);
    Ok(())
}

fn set_code(world: &mut World, id: &str, code: String) {
    for child in children(world, id) {
        let item = world.objects.get(&store::item_key(&child));
        let short_code = item.and_then(|item| store::text(&item.fields, "shortCode"));
        let below = format!("{code}-{}", short_code.unwrap_or_default());
        set_code(world, &child, below);
    }
    set(world, id, "code", code.into());
}

pub(super) fn set_value(world: &mut World, id: &str, value: &str) {
    set(world, id, "value", value.into());
}

/// Deletes an item and all items below it, from a list or from all. An item that is in no other list is deleted, and keeps
/// its lists.
pub(super) fn remove(world: &mut World, id: &str, list: Option<&str>) {
    for child in children(world, id) {
        remove(world, &child, list);
    }
    if let Some(Object { fields, .. }) = world.objects.get_mut(&store::item_key(id)) {
        let is_left = |id: &str| list.is_some_and(|list| list != id);
        let left: Vec<Value> = store::lists_of(fields)
            .filter(|id| is_left(id))
            .map(|id| json!({ "id": id }))
            .collect();
        match left.is_empty() {
            true => fields.insert("isDeleted".to_owned(), true.into()),
            false if list.is_some_and(|list| store::is_in(fields, list)) => {
                fields.insert("lists".to_owned(), left.into())
            }
            false => None,
        };
    }
}

fn children(world: &World, id: &str) -> Vec<String> {
    let is_child = |object: &&Object| store::text(&object.fields, "parentId") == Some(id);
    store::items(world)
        .filter(is_child)
        .map(|object| object.id.clone())
        .collect()
}

fn set(world: &mut World, id: &str, name: &str, value: Value) {
    if let Some(object) = world.objects.get_mut(&store::item_key(id)) {
        object.fields.insert(name.to_owned(), value);
    }
}

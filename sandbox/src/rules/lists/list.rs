//! Lists.

use serde_json::{Value, json};

use super::store::{self, Fields};
use super::{levels, page, refusals};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;

/// The type of the category of a list that names none.
const NORMAL: &str = "Normal";

pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let sent = call.body.json();
    let category = category(world, call, sent["categoryId"].as_str())?;
    let id = world.new_uuid();
    let mut list = Fields::from_iter([
        ("id".to_owned(), id.as_str().into()),
        ("levelCount".to_owned(), 1.into()),
        ("searchCriteria".to_owned(), "TEXT".into()),
        ("displayFormat".to_owned(), "(CODE) TEXT".into()),
        ("category".to_owned(), category),
        ("isReadOnly".to_owned(), false.into()),
        ("isDeleted".to_owned(), false.into()),
        ("managedBy".to_owned(), Value::Null),
    ]);
    change(call, &mut list);
    store::put_list(world, &id, list.clone());
    Ok(Value::Object(list))
}

pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.in_path("listId");
    let mut list = store::list(world, call, id)?.clone();
    store::check_managed(world, call, &list)?;
    change(call, &mut list);
    if let Some(object) = world.objects.get_mut(&store::list_key(id)) {
        object.fields = list.clone();
    }
    Ok(Value::Object(list))
}

/// Deletes a list, and its items from it.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.in_path("listId");
    let list = store::list(world, call, id)?;
    store::check_managed(world, call, list)?;
    let is_first = |fields: &Fields| store::is_in(fields, id) && store::text(fields, "parentId").is_none();
    let items = store::items(world).filter(|object| is_first(&object.fields));
    let items: Vec<String> = items.map(|object| object.id.clone()).collect();
    for item in items {
        levels::remove(world, &item, Some(id));
    }
    world.objects.remove(&store::list_key(id));
    Ok(Value::Null)
}

pub(super) fn by_category(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let id = call.in_path("categoryId");
    let category = category(world, call, Some(id))?;
    let lists = store::lists(world).into_iter().map(|list| &list.fields);
    let lists = lists.filter(|list| list.get("category") == Some(&category));
    Ok(page::of(call, lists.cloned().map(Value::Object).collect()))
}

/// Sets what was sent. What was not sent remains.
fn change(call: &Call<'_>, list: &mut Fields) {
    let sent = call.body.json();
    for name in ["value", "searchCriteria", "displayFormat"] {
        if let Some(text) = sent[name].as_str() {
            list.insert(name.to_owned(), text.into());
        }
    }
    if let Some(is_managed) = sent["isManaged"].as_bool() {
        let manager = is_managed.then(|| store::caller(call));
        list.insert("managedBy".to_owned(), manager.into());
    }
}

/// Returns the category with an id, which a list has, or the normal one.
fn category(world: &mut World, call: &Call<'_>, id: Option<&str>) -> Result<Value, Refusal> {
    let mut known = store::lists(world)
        .into_iter()
        .filter_map(|list| list.fields.get("category"));
    let is_it = |category: &&Value| match id {
        Some(id) => category["id"] == id,
        None => category["type"] == NORMAL,
    };
    match (known.find(is_it).cloned(), id) {
        (Some(category), _) => Ok(category),
        (None, None) => Ok(json!({ "id": world.new_uuid(), "type": NORMAL })),
        (None, Some(_)) => Err(refusals::coded(world, call, "notFound", 404)),
    }
}

//! Lists and items in the store of the resources.

use serde_json::{Map, Value, json};

use super::refusals;
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;
use crate::state::objects::{self, Object};
use crate::tenant::ListItem;

pub(super) type Fields = Map<String, Value>;

const API: &str = "lists";
const LIST: &str = "List";
const ITEM: &str = "Item";

pub(super) fn list_key(id: &str) -> String {
    objects::key(API, LIST, [id])
}

pub(super) fn item_key(id: &str) -> String {
    objects::key(API, ITEM, [id])
}

/// The lists and items that exist from the start, unless the seed file has some.
const SEED: &str = include_str!("seed.json");

/// Adds what exists from the start.
pub(super) fn seed(world: &mut World) {
    if world.tenant.resources.contains_key(API) {
        return;
    }
    let seed: Value = serde_json::from_str(SEED).unwrap_or_default();
    for (key, resource) in [("lists", LIST), ("items", ITEM)] {
        for fields in seed[key].as_array().into_iter().flatten().filter_map(Value::as_object) {
            put(world, resource, text(fields, "id").unwrap_or_default(), fields.clone());
        }
    }
}

/// Adds a list or an item with an id.
fn put(world: &mut World, resource: &str, id: &str, fields: Fields) {
    let object = Object {
        resource: resource.to_owned(),
        id: id.to_owned(),
        parents: Vec::new(),
        within: objects::key(API, resource, []),
        number: world.next_number("object"),
        fields,
    };
    world.objects.put(objects::key(API, resource, [id]), object);
}

pub(super) fn put_list(world: &mut World, id: &str, fields: Fields) {
    put(world, LIST, id, fields);
}

pub(super) fn put_item(world: &mut World, id: &str, fields: Fields) {
    put(world, ITEM, id, fields);
}

/// Returns the lists, in the order of their creation.
pub(super) fn lists(world: &World) -> Vec<&Object> {
    let all = objects::key(API, LIST, []);
    let mut lists: Vec<&Object> = world.objects.starting_with(&all).map(|(_, list)| list).collect();
    lists.sort_by_key(|list| list.number);
    lists
}

pub(super) fn items(world: &World) -> impl Iterator<Item = &Object> {
    let all = objects::key(API, ITEM, []);
    let items: Vec<&Object> = world.objects.starting_with(&all).map(|(_, item)| item).collect();
    items.into_iter()
}

/// Returns a list, or the refusal of an unknown one.
pub(super) fn list<'w>(world: &'w World, call: &Call<'_>, id: &str) -> Result<&'w Fields, Refusal> {
    let found = world.objects.get(&list_key(id)).map(|list| &list.fields);
    found.ok_or_else(|| refusals::coded(world, call, "list.not.found", 404))
}

/// Returns the id of an item as the store has it: dashes and case do not count.
pub(super) fn item_id(world: &World, given: &str) -> String {
    let is_it = |item: &&Object| ListItem::comparable_id(&item.id) == ListItem::comparable_id(given);
    match world.objects.get(&item_key(given)) {
        Some(_) => given.to_owned(),
        None => items(world)
            .find(is_it)
            .map_or_else(|| given.to_owned(), |item| item.id.clone()),
    }
}

/// Returns an item, or the refusal of an unknown one.
pub(super) fn item<'w>(world: &'w World, call: &Call<'_>, id: &str) -> Result<&'w Fields, Refusal> {
    let found = world.objects.get(&item_key(id)).map(|item| &item.fields);
    found.ok_or_else(|| refusals::coded(world, call, "item.not.found", 404))
}

pub(super) fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str)
}

pub(super) fn is_deleted(fields: &Fields) -> bool {
    fields.get("isDeleted") == Some(&Value::Bool(true))
}

/// Returns the ids of the lists of an item.
pub(super) fn lists_of(fields: &Fields) -> impl Iterator<Item = &str> {
    let lists = fields.get("lists").and_then(Value::as_array).into_iter().flatten();
    lists.filter_map(|list| list.get("id").and_then(Value::as_str))
}

pub(super) fn is_in(fields: &Fields, list: &str) -> bool {
    lists_of(fields).any(|id| id == list)
}

/// Returns whether an item has children that are not deleted in a list or, without one, in any.
pub(super) fn has_children(world: &World, fields: &Fields, list: Option<&str>) -> bool {
    let id = text(fields, "id");
    let is_child = |child: &Fields| {
        let is_of_list = list.is_none_or(|list| is_in(child, list));
        text(child, "parentId") == id && is_of_list && !is_deleted(child)
    };
    items(world).any(|object| is_child(&object.fields))
}

/// Returns an item as a response has it.
pub(super) fn shown(world: &World, fields: &Fields) -> Value {
    let lists =
        lists_of(fields).map(|list| json!({ "id": list, "hasChildren": has_children(world, fields, Some(list)) }));
    let mut shown = fields.clone();
    shown.insert("lists".to_owned(), lists.collect());
    Value::Object(shown)
}

/// Refuses a change of a list that another application manages.
pub(super) fn check_managed(world: &World, call: &Call<'_>, list: &Fields) -> Result<(), Refusal> {
    let manager = text(list, "managedBy");
    match manager.is_none_or(|manager| manager == caller(call)) {
        true => Ok(()),
        false => Err(refusals::coded(world, call, "list.is.managed", 400)),
    }
}

/// Returns the application that makes a call, as `managedBy` has it.
pub(super) fn caller(call: &Call<'_>) -> String {
    let id = call.token.as_ref().map(|token| token.client_id.as_str());
    format!("appId:{}", id.unwrap_or_default())
}

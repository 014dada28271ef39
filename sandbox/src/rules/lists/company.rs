//! The lists of custom fields, which Lists v4 serves and changes: an item that is added is accepted in the next body, one
//! that is deleted is refused.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::levels;
use super::store::{self, Fields, put_item, put_list, text};
use crate::state::World;
use crate::state::objects::Object;
use crate::tenant::ListItem;

/// No object has more custom fields than this, so none takes items of a deeper level.
const LEVELS: usize = 40;

/// Adds the lists of the company, and their items.
pub(super) fn seed(world: &mut World) {
    let tenant = Arc::clone(&world.tenant);
    for (key, items) in &tenant.lists {
        let list = list_id(key);
        put_list(world, &list, fields_of_list(&list, key, items));
        put_items(world, &list, None, items);
    }
}

/// Adds items below another one, or of the first level.
fn put_items(world: &mut World, list: &str, parent: Option<&Fields>, items: &[ListItem]) {
    for item in items {
        let id = dashed(&item.id);
        let fields = fields_of_item(&id, list, parent, item);
        put_item(world, &id, fields.clone());
        put_items(world, list, Some(&fields), &item.items);
    }
}

fn fields_of_list(id: &str, key: &str, items: &[ListItem]) -> Fields {
    object(json!({
        "id": id,
        "value": name(key),
        "levelCount": depth(items).max(1),
        "searchCriteria": "TEXT",
        "displayFormat": "(CODE) TEXT",
        "category": { "id": "d232b1e3-43da-4a2d-adaf-eb948045e8cf", "type": "Normal" },
        "isReadOnly": false,
        "isDeleted": false,
    }))
}

/// Returns the number of levels of items.
fn depth(items: &[ListItem]) -> usize {
    let depths = items.iter().map(|item| 1 + depth(&item.items));
    depths.max().unwrap_or_default()
}

fn fields_of_item(id: &str, list: &str, parent: Option<&Fields>, item: &ListItem) -> Fields {
    object(json!({
        "id": id,
        "code": levels::code_below(parent, &item.code),
        "shortCode": item.code,
        "value": item.name,
        "parentId": parent.and_then(|parent| text(parent, "id")),
        "level": levels::level_below(parent),
        "isDeleted": false,
        "lists": [{ "id": list }],
    }))
}

fn object(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

/// Makes the items of the store those of the lists of the company. A list that the store has never known stays as it is:
/// the specification can lack Lists v4.
pub(super) fn settle(world: &mut World) {
    for key in world.tenant.lists.keys().cloned().collect::<Vec<_>>() {
        let list = list_id(&key);
        let items = items(world, &list);
        let is_known = !items.is_empty() || world.objects.get(&store::list_key(&list)).is_some();
        if !is_known && !store::items(world).any(|item| store::is_in(&item.fields, &list)) {
            continue;
        }
        if world.tenant.list(&key) != Some(items.as_slice()) {
            Arc::make_mut(&mut world.tenant).lists.insert(key, items);
        }
    }
}

/// Returns the items of a list that custom fields take, in the order of their creation, with the items below them.
fn items(world: &World, list: &str) -> Vec<ListItem> {
    let is_taken = |fields: &Fields| store::is_in(fields, list) && !store::is_deleted(fields);
    let mut items: Vec<_> = store::items(world).filter(|item| is_taken(&item.fields)).collect();
    items.sort_by_key(|item| item.number);
    let mut below = Below::new();
    for item in items {
        below.entry(text(&item.fields, "parentId")).or_default().push(item);
    }
    tree(&below, None, LEVELS)
}

/// The items of a list by the id of the item above them.
type Below<'w> = BTreeMap<Option<&'w str>, Vec<&'w Object>>;

fn tree(below: &Below<'_>, parent: Option<&str>, levels: usize) -> Vec<ListItem> {
    let Some(items) = below.get(&parent).filter(|_| levels > 0) else {
        return Vec::new();
    };
    let field = |fields, name| text(fields, name).unwrap_or_default().to_owned();
    let items = items.iter().map(|item| ListItem {
        id: ListItem::comparable_id(&item.id),
        code: field(&item.fields, "shortCode"),
        name: field(&item.fields, "value"),
        items: tree(below, Some(&item.id), levels - 1),
    });
    items.collect()
}

/// Returns the id of the list with a key of the seed file: always the same one.
fn list_id(key: &str) -> String {
    const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    // FNV-1a.
    let hash = key
        .bytes()
        .fold(START, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    dashed(&format!("{hash:032x}"))
}

/// Returns the name of the list with a key: `Cost centers` for `cost_centers`.
fn name(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Writes 32 hexadecimal digits as a UUID.
fn dashed(digits: &str) -> String {
    let digits = digits.to_lowercase();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_list_is_always_the_same_uuid() {
        assert_eq!(list_id("departments"), list_id("departments"));
        assert_ne!(list_id("departments"), list_id("projects"));
        assert_eq!(list_id("departments").len(), 36);
    }

    #[test]
    fn the_name_of_a_list_is_its_key_in_words() {
        assert_eq!(name("cost_centers"), "Cost centers");
        assert_eq!(name(""), "");
    }
}

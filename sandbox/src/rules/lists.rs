//! Lists v4: lists, their items, and bulk calls. Reading and listing lists needs no rule.

mod bulk;
mod company;
mod items;
mod levels;
mod list;
mod page;
mod refusals;
mod store;

use concur_spec::validate::Finding;
use serde_json::Value;

use crate::api::call::{Body, Call};
use crate::api::refusal::Refusal;
use crate::rules::{ApiRules, Rule, plain};
use crate::state::World;
use crate::tenant::Tenant;

/// The rules of Lists v4.
pub(crate) struct Lists;

impl ApiRules for Lists {
    fn rule(&self, operation: &str) -> Option<Rule> {
        Some(match operation {
            "create" => list::create,
            "update" => list::update,
            "delete" => list::delete,
            "list_by_category" => list::by_category,
            "get_item" => items::get,
            "create_item" => items::create,
            "update_item" => items::update,
            "delete_item" => items::delete,
            "remove_item" => items::remove,
            "list_children" | "list_children_in" | "list_items" => children,
            "create_items" => bulk::create,
            "update_items" => bulk::update,
            _ => return None,
        })
    }

    fn body(&self, _tenant: &Tenant, call: &Call<'_>, body: &Body, findings: &[Finding]) -> Result<(), Refusal> {
        plain::body(call, body, findings).map_err(|refused| refusals::of_body(call, &refused))
    }

    fn seed(&self, world: &mut World) {
        store::seed(world);
        company::seed(world);
    }

    fn settle(&self, world: &mut World) {
        company::settle(world);
    }

    /// The rules keep their objects in the store of the resources.
    fn keeps_objects(&self) -> bool {
        true
    }
}

/// Lists the items of the first level of a list, or the direct children of an item, in one list or in all.
fn children(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (list, item) = (call.path.get("listId"), call.path.get("itemId"));
    let item = item.map(|id| store::item_id(world, id));
    if let Some(list) = list {
        store::list(world, call, list)?;
    }
    if let Some(item) = &item {
        store::item(world, call, item)?;
    }
    let is_listed = |fields: &store::Fields| {
        let is_child = store::text(fields, "parentId") == item.as_deref();
        is_child && list.is_none_or(|list| store::is_in(fields, list)) && page::is_selected(world, call, fields)
    };
    let listed = store::items(world)
        .map(|object| &object.fields)
        .filter(|fields| is_listed(fields));
    let mut listed: Vec<Value> = listed.map(|fields| store::shown(world, fields)).collect();
    page::sort(call, &mut listed);
    Ok(page::of(call, listed))
}

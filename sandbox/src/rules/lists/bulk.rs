//! Bulk calls: up to 250 items, each on its own.

use serde_json::{Value, json};

use super::levels::{self, Parent};
use super::{refusals, store};
use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;

/// The most parts of a call.
const MOST: usize = 250;

pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let list = call.in_path("listId");
    each(world, call, |world, part| {
        let parent = part["parentCode"].as_str().map_or(Parent::None, Parent::Code);
        let text = |name: &str| part[name].as_str().unwrap_or_default();
        levels::create(world, list, parent, text("shortCode"), text("value")).map(drop)
    })
}

pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let list = call.in_path("listId");
    each(world, call, |world, part| {
        let code = part["code"].as_str().unwrap_or_default();
        let item = levels::with_code(world, list, code).ok_or("item.not.found")?;
        if store::is_deleted(item) {
            return Err("item.deleted");
        }
        let id = store::text(item, "id").unwrap_or_default().to_owned();
        if let Some(value) = part["value"].as_str() {
            levels::set_value(world, &id, value);
        }
        if part["deleted"] == true {
            levels::remove(world, &id, Some(list));
        }
        Ok(())
    })
}

/// Carries out each part of a call, in order.
fn each(
    world: &mut World,
    call: &Call<'_>,
    carry_out: impl Fn(&mut World, &Value) -> Result<(), &'static str>,
) -> Result<Value, Refusal> {
    let parts = call.body.json()["requests"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    if parts.is_empty() || parts.len() > MOST {
        return Err(refusals::invalid(
            world,
            call,
            "requests",
            "size must be between 1 and 250",
        ));
    }
    if let Some(list) = world.objects.get(&store::list_key(call.in_path("listId"))) {
        store::check_managed(world, call, &list.fields)?;
    }
    let errors: Vec<Value> = parts
        .iter()
        .filter_map(|part| Some(failed(call, part, outcome(world, call, part, &carry_out).err()?)))
        .collect();
    answer(call, parts.len(), errors)
}

fn outcome(
    world: &mut World,
    call: &Call<'_>,
    part: &Value,
    carry_out: impl Fn(&mut World, &Value) -> Result<(), &'static str>,
) -> Result<(), &'static str> {
    match world.objects.get(&store::list_key(call.in_path("listId"))) {
        Some(_) => carry_out(world, part),
        None => Err("list.not.found"),
    }
}

fn failed(call: &Call<'_>, part: &Value, id: &str) -> Value {
    json!({ "id": id, "message": refusals::message(call, id), "listItem": part })
}

/// Returns the answer: a success if no part failed.
fn answer(call: &Call<'_>, all: usize, errors: Vec<Value>) -> Result<Value, Refusal> {
    let failed = errors.len();
    let refused = |status: u16| Refusal::code(call.route.api, "request.validation.error").with_status(status);
    let (status, refusal) = match failed {
        0 => ("SUCCESS", None),
        _ if failed < all => ("PARTIAL_SUCCESS", Some(refused(206))),
        _ => ("FAILURE", Some(refused(400))),
    };
    let body = json!({
        "status": status,
        "recordsSucceeded": all - failed,
        "recordsFailed": failed,
        "errors": errors,
    });
    match refusal {
        None => Ok(body),
        Some(refusal) => Err(refusal.with_body(body)),
    }
}

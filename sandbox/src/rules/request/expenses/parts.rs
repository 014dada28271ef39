//! The parts of an expected expense that have ids: legs and allocations.

use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;

const LEG_ID: &str = "id";
const ALLOCATION_ID: &str = "allocationId";

/// Keeps the ids of existing parts, and refuses unknown ones.
///
/// When creating, ids of parts are ignored, since the vendor documents a refusal for the id of the expense only. So an
/// expense that was read can be created again.
pub(super) fn keep(
    call: &Call<'_>,
    fields: &mut Map<String, Value>,
    existing: Option<&Map<String, Value>>,
) -> Result<(), Refusal> {
    let mut known = existing.map(ids);
    let mut all_known = true;
    each(fields, |part, name| {
        let Some(Value::String(id)) = part.get(name) else {
            return;
        };
        match &mut known {
            None => {
                part.remove(name);
            }
            // An id can be used only once.
            Some(known) => match known.iter().position(|known| *known == (name, id.as_str())) {
                Some(at) => drop(known.swap_remove(at)),
                None => all_known = false,
            },
        }
    });
    // No code is documented for unknown ids of parts.
    if all_known {
        Ok(())
    } else {
        Err(Refusal::code(call.route.api, "notFound"))
    }
}

/// Assigns ids to the parts without one.
pub(super) fn number(world: &mut World, fields: &mut Map<String, Value>) {
    each(fields, |part, name| {
        if !part.contains_key(name) {
            part.insert(name.to_owned(), Value::from(world.new_id()));
        }
    });
}

/// Calls a function for each part, with the name of its id.
fn each(fields: &mut Map<String, Value>, mut visit: impl FnMut(&mut Map<String, Value>, &'static str)) {
    let legs = fields.get_mut("tripData").and_then(|trip| trip.get_mut("legs"));
    let mut parts_of = |list: Option<&mut Value>, name| {
        let parts = list.and_then(Value::as_array_mut).into_iter().flatten();
        for part in parts.filter_map(Value::as_object_mut) {
            visit(part, name);
        }
    };
    parts_of(legs, LEG_ID);
    parts_of(fields.get_mut("allocations"), ALLOCATION_ID);
}

fn ids(fields: &Map<String, Value>) -> Vec<(&'static str, &str)> {
    let legs = fields.get("tripData").and_then(|trip| trip.get("legs"));
    let legs = legs.and_then(Value::as_array).into_iter().flatten();
    let allocations = fields
        .get("allocations")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let legs = legs.map(|part| (LEG_ID, part));
    let all = legs.chain(allocations.map(|part| (ALLOCATION_ID, part)));
    all.filter_map(|(name, part)| Some((name, part.get(name)?.as_str()?)))
        .collect()
}

//! The parts of an expected expense that have ids of their own: its legs and its allocations.

use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;

const LEG_ID: &str = "id";
const ALLOCATION_ID: &str = "allocationId";

/// Keeps the ids that say which part of the one that is there is meant, and refuses others.
///
/// On a creation there is none. The documents refuse the id of the expense alone then, so those of its parts are merely
/// not taken: an expense that was read can be created again elsewhere.
pub(super) fn keep(
    call: &Call<'_>,
    fields: &mut Map<String, Value>,
    there: Option<&Map<String, Value>>,
) -> Result<(), Refusal> {
    let mut known = there.map(ids);
    let mut all_known = true;
    each(fields, |part, name| {
        let Some(Value::String(id)) = part.get(name) else {
            return;
        };
        match &mut known {
            None => {
                part.remove(name);
            }
            // Every part is meant once at most.
            Some(known) => match known.iter().position(|known| *known == (name, id.as_str())) {
                Some(at) => drop(known.swap_remove(at)),
                None => all_known = false,
            },
        }
    });
    // No code is documented for it. What is named does not exist, so it is the one for that.
    if all_known {
        Ok(())
    } else {
        Err(Refusal::code(call.route.api, "notFound"))
    }
}

/// Gives ids to the parts that have none.
pub(super) fn number(world: &mut World, fields: &mut Map<String, Value>) {
    each(fields, |part, name| {
        if !part.contains_key(name) {
            part.insert(name.to_owned(), Value::from(world.new_id()));
        }
    });
}

/// What to do with every part, and what its id is called.
fn each(fields: &mut Map<String, Value>, mut what: impl FnMut(&mut Map<String, Value>, &'static str)) {
    let legs = fields.get_mut("tripData").and_then(|trip| trip.get_mut("legs"));
    let mut parts_of = |list: Option<&mut Value>, name| {
        let parts = list.and_then(Value::as_array_mut).into_iter().flatten();
        for part in parts.filter_map(Value::as_object_mut) {
            what(part, name);
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

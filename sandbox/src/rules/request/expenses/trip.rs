//! The trip of a segment.

use concur_spec::api::Api;
use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::{customs, places};
use crate::state::World;
use crate::tenant::{CustomFields, RequestPolicy, SegmentType};

/// Makes a trip whole, and says which expense type its segment type has.
pub(super) fn settle<'w>(
    world: &'w World,
    call: &Call<'_>,
    policy: &RequestPolicy,
    trip: &mut Map<String, Value>,
) -> Result<&'w str, Refusal> {
    let api = call.route.api;
    let kind = segment_type(world, policy, trip);
    let kind = kind.ok_or_else(|| Refusal::code(api, "segmentTypeNotMappedToPolicy"))?;
    if let Some(Value::Object(sent)) = trip.get_mut("segmentType") {
        sent.insert("category".to_owned(), Value::from(kind.category.as_str()));
    }
    let mut legs = match trip.remove("legs") {
        Some(Value::Array(legs)) => legs,
        _ => Vec::new(),
    };
    for leg in legs.iter_mut().filter_map(Value::as_object_mut) {
        whole_leg(world, call, leg)?;
    }
    let ways = ways(api, trip, &legs)?;
    if !policy.multi_leg && ways.needs_multi_leg(legs.len()) {
        return Err(Refusal::code(api, "multiLegNotAllowed"));
    }
    mark_return(ways, &mut legs);
    trip.insert("tripType".to_owned(), Value::from(ways.wire()));
    for name in ["agencyBooked", "selfBooked"] {
        trip.entry(name).or_insert(Value::Bool(false));
    }
    if !legs.is_empty() {
        trip.insert("legs".to_owned(), Value::Array(legs));
    }
    Ok(&kind.expense_type)
}

/// The segment type that was sent, if the company has it, in the category that was sent, and the policy allows it.
fn segment_type<'w>(world: &'w World, policy: &RequestPolicy, trip: &Map<String, Value>) -> Option<&'w SegmentType> {
    let sent = trip.get("segmentType")?;
    let kind = world.tenant.segment_type(sent.get("code")?.as_str()?)?;
    let category = sent.get("category").and_then(Value::as_str);
    let is_allowed = policy.segment_types.is_empty() || policy.segment_types.contains(&kind.code);
    (is_allowed && category.is_none_or(|category| category == kind.category)).then_some(kind)
}

fn whole_leg(world: &World, call: &Call<'_>, leg: &mut Map<String, Value>) -> Result<(), Refusal> {
    for name in ["startLocation", "endLocation"] {
        if let Some(place) = leg.get_mut(name) {
            *place = places::resolve(world, call, place)?;
        }
    }
    leg.entry("returnLeg").or_insert(Value::Bool(false));
    // No list is tied to a custom field of a leg: they are texts.
    customs::resolve(world, call, &CustomFields::new(), leg)
}

/// How many ways a trip has: `tripType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ways {
    One,
    Return,
    Stops,
}

impl Ways {
    const ALL: [Self; 3] = [Self::One, Self::Return, Self::Stops];

    fn wire(self) -> &'static str {
        match self {
            Self::One => "ONE_WAY",
            Self::Return => "ROUND_TRIP",
            Self::Stops => "MULTI_STOPS",
        }
    }

    /// So many legs need the feature that companies have to switch on. There and back is two legs and needs none.
    fn needs_multi_leg(self, legs: usize) -> bool {
        match self {
            Self::One => legs > 1,
            Self::Return => legs > 2,
            Self::Stops => true,
        }
    }
}

/// What was sent, or what the legs say: one is one way, two lead there and back unless they end elsewhere, more are stops.
fn ways(api: &Api, trip: &Map<String, Value>, legs: &[Value]) -> Result<Ways, Refusal> {
    if let Some(sent) = trip.get("tripType") {
        let known = Ways::ALL.into_iter().find(|ways| sent.as_str() == Some(ways.wire()));
        // A text that is none of an enum does not become one when the body is read.
        return known.ok_or_else(|| Refusal::code(api, "invalidJson"));
    }
    Ok(match legs {
        [] | [_] => Ways::One,
        [there, back] if is_return(back) || !ends_elsewhere(there, back) => Ways::Return,
        _ => Ways::Stops,
    })
}

fn is_return(leg: &Value) -> bool {
    leg.get("returnLeg").and_then(Value::as_bool) == Some(true)
}

/// Both ends are known and are not in the same city: an airport of it and the city itself are.
fn ends_elsewhere(there: &Value, back: &Value) -> bool {
    let (Some(start), Some(end)) = (there.get("startLocation"), back.get("endLocation")) else {
        return false;
    };
    let city = |place: &Value| Some((place.get("countryCode")?.clone(), place.get("city")?.clone()));
    let same_city = city(start).is_some_and(|start| city(end) == Some(start));
    start.get("id") != end.get("id") && !same_city
}

/// On a round trip where no leg says so, the second leads back.
fn mark_return(ways: Ways, legs: &mut [Value]) {
    if ways != Ways::Return || legs.iter().any(is_return) {
        return;
    }
    if let Some(second) = legs.get_mut(1).and_then(Value::as_object_mut) {
        second.insert("returnLeg".to_owned(), Value::Bool(true));
    }
}

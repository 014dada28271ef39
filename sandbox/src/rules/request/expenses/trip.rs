//! The trip of a segment.

use concur_spec::api::Api;
use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::{customs, places};
use crate::state::World;
use crate::tenant::{CustomFields, RequestPolicy, SegmentType};

/// Completes a trip, and returns the expense type of its segment type.
pub(super) fn complete<'w>(
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
        complete_leg(world, call, leg)?;
    }
    let trip_type = trip_type(api, trip, &legs)?;
    if !policy.multi_leg && trip_type.needs_multi_leg(legs.len()) {
        return Err(Refusal::code(api, "multiLegNotAllowed"));
    }
    mark_return(trip_type, &mut legs);
    trip.insert("tripType".to_owned(), Value::from(trip_type.wire()));
    for name in ["agencyBooked", "selfBooked"] {
        trip.entry(name).or_insert(Value::Bool(false));
    }
    if !legs.is_empty() {
        trip.insert("legs".to_owned(), Value::Array(legs));
    }
    Ok(&kind.expense_type)
}

/// Returns the given segment type if it exists in the given category and the policy allows it.
fn segment_type<'w>(world: &'w World, policy: &RequestPolicy, trip: &Map<String, Value>) -> Option<&'w SegmentType> {
    let sent = trip.get("segmentType")?;
    let kind = world.tenant.segment_type(sent.get("code")?.as_str()?)?;
    let category = sent.get("category").and_then(Value::as_str);
    let is_allowed = policy.segment_types.is_empty() || policy.segment_types.contains(&kind.code);
    (is_allowed && category.is_none_or(|category| category == kind.category)).then_some(kind)
}

fn complete_leg(world: &World, call: &Call<'_>, leg: &mut Map<String, Value>) -> Result<(), Refusal> {
    for name in ["startLocation", "endLocation"] {
        if let Some(place) = leg.get_mut(name) {
            *place = places::resolve(world, call, place)?;
        }
    }
    leg.entry("returnLeg").or_insert(Value::Bool(false));
    // Custom fields of legs have no list: they are text.
    customs::resolve(world, call, &CustomFields::new(), &Map::new(), leg)
}

/// The trip type: `tripType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TripType {
    OneWay,
    RoundTrip,
    MultiStops,
}

impl TripType {
    const ALL: [Self; 3] = [Self::OneWay, Self::RoundTrip, Self::MultiStops];

    fn wire(self) -> &'static str {
        match self {
            Self::OneWay => "ONE_WAY",
            Self::RoundTrip => "ROUND_TRIP",
            Self::MultiStops => "MULTI_STOPS",
        }
    }

    /// Whether this number of legs needs the multi-leg feature, which companies enable. A round trip of two legs does
    /// not.
    fn needs_multi_leg(self, legs: usize) -> bool {
        match self {
            Self::OneWay => legs > 1,
            Self::RoundTrip => legs > 2,
            Self::MultiStops => true,
        }
    }
}

/// Returns the given trip type, or derives it from the legs: one leg is one way, two legs are a round trip unless they
/// end elsewhere, more legs are multiple stops.
fn trip_type(api: &Api, trip: &Map<String, Value>, legs: &[Value]) -> Result<TripType, Refusal> {
    if let Some(sent) = trip.get("tripType") {
        let known = TripType::ALL
            .into_iter()
            .find(|known| sent.as_str() == Some(known.wire()));
        // An unknown value of an enum cannot be deserialized, so it is invalid JSON.
        return known.ok_or_else(|| Refusal::code(api, "invalidJson"));
    }
    Ok(match legs {
        [] | [_] => TripType::OneWay,
        [there, back] if is_return(back) || !ends_elsewhere(there, back) => TripType::RoundTrip,
        _ => TripType::MultiStops,
    })
}

fn is_return(leg: &Value) -> bool {
    leg.get("returnLeg").and_then(Value::as_bool) == Some(true)
}

/// Whether both ends are known and in different cities. A city and its airports count as the same.
fn ends_elsewhere(there: &Value, back: &Value) -> bool {
    let (Some(start), Some(end)) = (there.get("startLocation"), back.get("endLocation")) else {
        return false;
    };
    let city = |place: &Value| Some((place.get("countryCode")?.clone(), place.get("city")?.clone()));
    let same_city = city(start).is_some_and(|start| city(end) == Some(start));
    start.get("id") != end.get("id") && !same_city
}

/// Marks the second leg of a round trip as the return leg, unless a leg is marked already.
fn mark_return(trip_type: TripType, legs: &mut [Value]) {
    if trip_type != TripType::RoundTrip || legs.iter().any(is_return) {
        return;
    }
    if let Some(second) = legs.get_mut(1).and_then(Value::as_object_mut) {
        second.insert("returnLeg".to_owned(), Value::Bool(true));
    }
}

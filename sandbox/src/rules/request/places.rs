//! Locations.

use concur_spec::api::Api;
use serde_json::{Map, Value};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::rules::request::amounts;
use crate::state::World;
use crate::tenant::Place;

/// Resolves a location to all its known fields.
///
/// The id takes precedence, then the airport code, then the station code, then country and city. Other given fields are
/// ignored, so a location that was read can be sent back with another id.
pub(crate) fn resolve(world: &World, call: &Call<'_>, sent: &Value) -> Result<Value, Refusal> {
    let api = call.route.api;
    let sent = Sent(sent);
    if let Some(place) = sent.text("id").and_then(|id| world.tenant.place(id)) {
        return Ok(whole(place));
    }
    if let Some(iata) = sent.text("iataCode") {
        let found = world.tenant.places_by_iata(iata);
        let unknown = || Refusal::filled(api, CODE, NO_AIRPORT, &[("iataCode", iata)]);
        return found.first().map(|place| whole(place)).ok_or_else(unknown);
    }
    let code = sent.text("locationCode");
    if let (Some(code), Some(kind)) = (code, sent.text("locationType"))
        && let [place] = world.tenant.places_by_code(code, kind)[..]
    {
        return Ok(whole(place));
    }
    match (sent.text("countryCode"), sent.text("city")) {
        (Some(country), Some(city)) => by_city(world, api, country, city, code),
        (country, city) if code.is_some() => Err(no_city(api, country, city, code)),
        _ => Err(insufficient(api)),
    }
}

/// The code of most refusals, and the positions of its messages.
const CODE: &str = "invalidLocation";
const INSUFFICIENT: usize = 0;
const NO_AIRPORT: usize = 1;
const NO_CITY: usize = 2;

fn by_city(world: &World, api: &Api, country: &str, city: &str, code: Option<&str>) -> Result<Value, Refusal> {
    match world.tenant.places_by_city(country, city, code)[..] {
        [] => Err(no_city(api, Some(country), Some(city), code)),
        [place] => Ok(whole(place)),
        _ => {
            let values = [("countryCode", country), ("cityName", city)];
            Err(Refusal::filled(api, "severalLocationsMatch", 0, &values))
        }
    }
}

/// Absent fields appear as `null` in the message. The vendor does not document this; it is how the service's
/// programming language prints them.
fn no_city(api: &Api, country: Option<&str>, city: Option<&str>, code: Option<&str>) -> Refusal {
    let or_null = |text: Option<&'_ str>| text.unwrap_or("null").to_owned();
    let (country, city, code) = (or_null(country), or_null(city), or_null(code));
    let values = [
        ("countryCode", country.as_str()),
        ("cityName", city.as_str()),
        ("locationCode", code.as_str()),
    ];
    Refusal::filled(api, CODE, NO_CITY, &values)
}

/// The message contains the names of the fields in place of values.
fn insufficient(api: &Api) -> Refusal {
    let names = ["iataCode", "countryCode", "cityName"].map(|name| (name, name));
    Refusal::filled(api, CODE, INSUFFICIENT, &names)
}

/// A location as sent by the caller.
struct Sent<'a>(&'a Value);

impl<'a> Sent<'a> {
    /// Returns the text of a field if it is not blank.
    fn text(&self, name: &str) -> Option<&'a str> {
        let text = self.0.get(name)?.as_str()?.trim();
        Some(text).filter(|text| !text.is_empty())
    }
}

/// Returns all known fields of a location. It has no `href`, as in the vendor's examples.
fn whole(place: &Place) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    let text = |text: &Option<String>| text.as_deref().map(Value::from);
    put("id", Some(Value::from(place.id.as_str())));
    put("name", Some(Value::from(place.name.as_str())));
    put("city", text(&place.city));
    put("countryCode", Some(Value::from(place.country.as_str())));
    put("countrySubDivisionCode", text(&place.subdivision));
    put("iataCode", text(&place.iata));
    put("locationCode", text(&place.code));
    put("locationType", text(&place.kind));
    put("latitude", place.latitude.map(amounts::number));
    put("longitude", place.longitude.map(amounts::number));
    put("lnKey", place.key.map(Value::from));
    Value::Object(fields)
}

#[cfg(test)]
mod tests;

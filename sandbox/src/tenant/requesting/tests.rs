#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use super::*;

fn tenant() -> &'static Tenant {
    Tenant::seeded().unwrap()
}

fn names<'a>(places: &[&'a Place]) -> Vec<&'a str> {
    places.iter().map(|place| place.name.as_str()).collect()
}

#[test]
fn everything_is_found_by_id() {
    let requesting = &tenant().requesting;
    for policy in &requesting.policies {
        assert_eq!(tenant().request_policy(&policy.id).unwrap().name, policy.name);
    }
    for kind in &requesting.expense_types {
        assert_eq!(tenant().expense_type(&kind.id).unwrap().name, kind.name);
    }
    for kind in &requesting.segment_types {
        assert_eq!(tenant().segment_type(&kind.code).unwrap().category, kind.category);
    }
    for agency in &requesting.agencies {
        assert_eq!(tenant().agency(&agency.id).unwrap().name, agency.name);
    }
    for place in &requesting.places {
        assert_eq!(tenant().place(&place.id).unwrap().key, place.key);
    }
    assert!(tenant().request_policy("x").is_none() && tenant().expense_type("x").is_none());
    assert!(tenant().segment_type("x").is_none() && tenant().agency("x").is_none() && tenant().place("x").is_none());
}

#[test]
fn airport_codes_are_case_insensitive() {
    assert_eq!(names(&tenant().places_by_iata("ber")), ["Berlin Brandenburg"]);
    assert!(tenant().places_by_iata("XYZ").is_empty());
    assert!(tenant().places_by_iata("").is_empty());
}

#[test]
fn city_lookups_exclude_airports_and_stations() {
    let found = tenant().places_by_city("de", "BERLIN", None);
    assert_eq!(names(&found), ["Berlin"]);
    assert!(tenant().places_by_city("FR", "Berlin", None).is_empty());
}

#[test]
fn airports_match_a_city_that_is_not_a_location() {
    let mut tenant = tenant().clone();
    tenant.requesting.places.retain(|place| place.name != "Oslo");
    assert_eq!(names(&tenant.places_by_city("NO", "Oslo", None)), ["Oslo Gardermoen"]);
}

#[test]
fn codes_distinguish_cities_of_the_same_name() {
    assert_eq!(tenant().places_by_city("US", "Springfield", None).len(), 2);
    let found = tenant().places_by_city("US", "Springfield", Some("ussgf"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].subdivision.as_deref(), Some("US-MO"));
    assert!(tenant().places_by_city("US", "Springfield", Some("USNYC")).is_empty());
}

#[test]
fn stations_are_found_by_code_and_type() {
    assert_eq!(
        names(&tenant().places_by_code("DEBHF", "RAIL_2A")),
        ["Berlin Hauptbahnhof"]
    );
    assert!(tenant().places_by_code("DEBHF", "RAIL_2C").is_empty());
    assert!(tenant().places_by_code("FRPLY", "RAIL_2A").is_empty());
    let stations = tenant().requesting.places.iter();
    let stations = stations.filter(|place| place.kind.as_deref().is_some_and(|kind| kind.starts_with("RAIL_")));
    assert!(stations.count() >= 2);
}

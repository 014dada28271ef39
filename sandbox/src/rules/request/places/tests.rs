#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::json;

use super::*;
use crate::api::call::Body;
use crate::rules::request::expenses::rule_calls::RuleCalls;

fn resolved(sent: &Value) -> Result<Value, Refusal> {
    let mut calls = RuleCalls::of("ann@example.com");
    calls.with_call("POST", "/requests", Body::Absent, |world, call| {
        resolve(world, call, sent)
    })
}

fn refused(sent: &Value) -> (String, String) {
    let violation = resolved(sent).unwrap_err().violations.remove(0);
    (violation.code.unwrap(), violation.message)
}

#[test]
fn locations_are_completed() {
    let berlin = json!({
        "id": "7479940B36D702C3277319DBA7D4853F", "name": "Berlin", "city": "Berlin", "countryCode": "DE",
        "countrySubDivisionCode": "DE-BE", "locationCode": "DEBER", "locationType": "STD", "latitude": 52.52,
        "longitude": 13.405, "lnKey": 1010,
    });
    assert_eq!(
        resolved(&json!({ "city": "berlin", "countryCode": "de" })).unwrap(),
        berlin
    );
    assert_eq!(
        resolved(&json!({ "id": "7479940B36D702C3277319DBA7D4853F" })).unwrap(),
        berlin
    );
}

#[test]
fn locations_round_trip() {
    for place in &crate::tenant::Tenant::seeded().unwrap().requesting.places {
        let whole = resolved(&json!({ "id": place.id })).unwrap();
        assert_eq!(whole["name"], json!(place.name));
        assert_eq!(resolved(&whole).unwrap(), whole);
    }
}

#[test]
fn an_unknown_id_is_ignored() {
    let sent = json!({ "id": "A168CDBA58AE42868961BC00278A91B3", "iataCode": "CDG", "name": "ROISSY" });
    assert_eq!(resolved(&sent).unwrap()["name"], json!("Paris Charles de Gaulle"));
}

#[test]
fn a_code_disambiguates_cities() {
    let springfield = json!({ "city": "Springfield", "countryCode": "US" });
    let (code, message) = refused(&springfield);
    assert_eq!(code, "severalLocationsMatch");
    assert!(
        message.contains("countryCode=US and cityName=Springfield."),
        "{message}"
    );
    let mut sent = springfield;
    sent["locationCode"] = json!("USSGF");
    assert_eq!(resolved(&sent).unwrap()["countrySubDivisionCode"], json!("US-MO"));
}

#[test]
fn stations_are_found_by_code_and_type() {
    let sent = json!({ "locationCode": "DEBHF", "locationType": "RAIL_2A" });
    assert_eq!(resolved(&sent).unwrap()["name"], json!("Berlin Hauptbahnhof"));
    assert_eq!(
        refused(&json!({ "locationCode": "DEBHF", "locationType": "RAIL_2C" })).1,
        "The location cannot be resolved, no city found for countryCode=null, cityName=null and locationCode=DEBHF"
    );
}

#[test]
fn messages_name_what_was_not_found() {
    assert_eq!(
        refused(&json!({ "iataCode": "XYZ" })),
        (
            "invalidLocation".to_owned(),
            "The location cannot be resolved, no location found for iataCode=XYZ".to_owned()
        )
    );
    assert_eq!(
        refused(&json!({ "city": "Atlantis", "countryCode": "GR", "locationCode": "GRATL" })).1,
        "The location cannot be resolved, no city found for countryCode=GR, cityName=Atlantis and locationCode=GRATL"
    );
}

#[test]
fn insufficient_fields_name_what_is_needed() {
    let message = "The location cannot be resolved, please provide either iataCode or countryCode and cityName";
    for sent in [
        json!({}),
        json!({ "city": "Berlin" }),
        json!({ "countryCode": "DE", "city": " " }),
        json!({ "id": "unknown" }),
        json!("Berlin"),
        Value::Null,
    ] {
        assert_eq!(
            refused(&sent),
            ("invalidLocation".to_owned(), message.to_owned()),
            "{sent}"
        );
    }
}

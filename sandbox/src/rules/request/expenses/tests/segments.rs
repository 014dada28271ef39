//! Trip segments.

use super::*;

fn trip_type(calls: &mut RuleCalls, request: &str, body: Value) -> Value {
    calls.create(request, body).unwrap()["tripData"]["tripType"].clone()
}

/// Returns a Request with a policy that does not allow multi-leg segments.
fn single_legs() -> (RuleCalls, String) {
    let mut calls = RuleCalls::of("ann@example.com");
    let request = calls.request("ann@example.com", "Travel with review");
    (calls, request)
}

#[test]
fn segments_are_completed() {
    let (mut calls, request) = ann();
    let mut start = leg("SEA", "BER");
    start["startTime"] = json!("07:15:30");
    let shown = calls.create(&request, flight(json!([start]))).unwrap();
    fits(&shown);
    assert_eq!(shown["expenseType"], json!({ "id": "AIRFR", "name": "Airfare" }));
    let trip = &shown["tripData"];
    assert_eq!(
        (&trip["agencyBooked"], &trip["selfBooked"]),
        (&json!(false), &json!(false))
    );
    let leg = &trip["legs"][0];
    id(&leg["id"]);
    assert_eq!(
        (&leg["startDate"], &leg["startTime"]),
        (&json!("2026-11-20"), &json!("07:15"))
    );
    assert_eq!(leg["endLocation"]["name"], json!("Berlin Brandenburg"));
    assert_eq!(leg["returnLeg"], json!(false));
}

#[test]
fn segments_have_the_expense_type_of_their_segment_type() {
    let (mut calls, request) = ann();
    let mut body = flight(json!([leg("SEA", "BER")]));
    body["expenseType"] = json!({ "id": "TAXIX" });
    body["tripData"]["segmentType"] = json!({ "code": "RAILF" });
    let shown = calls.create(&request, body).unwrap();
    assert_eq!(shown["expenseType"]["id"], json!("RAILX"));
    assert_eq!(
        shown["tripData"]["segmentType"],
        json!({ "category": "REQ_SEG_RAILF", "code": "RAILF" })
    );
}

#[test]
fn segment_types_must_exist_and_be_in_the_policy() {
    let (mut calls, request) = ann();
    let events = calls.request("ann@example.com", "Events");
    for (request, kind) in [
        (&request, json!({ "code": "TRAIN" })),
        (&request, json!({ "code": "AIRFR", "category": "REQ_SEG_RAILF" })),
        (&events, json!({ "code": "AIRFR" })),
    ] {
        let mut body = flight(json!([leg("SEA", "BER")]));
        body["tripData"]["segmentType"] = kind.clone();
        assert_eq!(
            code(calls.create(request, body)),
            "segmentTypeNotMappedToPolicy",
            "{kind}"
        );
    }
    let mut body = flight(json!([leg("SEA", "BER")]));
    body["tripData"]["segmentType"] = json!({ "code": "10325", "category": "REQ_SEG_AIRFR" });
    calls.create(&request, body.clone()).unwrap();
    body["tripData"]["segmentType"] = json!({ "code": "HOTEL" });
    calls.create(&events, body).unwrap();
}

#[test]
fn the_trip_type_follows_from_the_legs() {
    let (mut calls, request) = ann();
    let mut back_from_elsewhere = leg("CDG", "JFK");
    back_from_elsewhere["returnLeg"] = json!(true);
    let berlin =
        json!({ "startLocation": { "iataCode": "SEA" }, "endLocation": { "city": "Berlin", "countryCode": "DE" } });
    for (legs, expected) in [
        (json!([]), "ONE_WAY"),
        (json!([leg("SEA", "BER")]), "ONE_WAY"),
        (json!([leg("SEA", "BER"), leg("BER", "SEA")]), "ROUND_TRIP"),
        (json!([leg("BER", "SEA"), berlin]), "ROUND_TRIP"),
        (
            json!([{ "startDate": "2026-11-20" }, { "startDate": "2026-11-21" }]),
            "ROUND_TRIP",
        ),
        (json!([leg("SEA", "BER"), back_from_elsewhere]), "ROUND_TRIP"),
        (json!([leg("SEA", "BER"), leg("BER", "CDG")]), "MULTI_STOPS"),
        (
            json!([leg("SEA", "BER"), leg("BER", "CDG"), leg("CDG", "SEA")]),
            "MULTI_STOPS",
        ),
    ] {
        assert_eq!(
            trip_type(&mut calls, &request, flight(legs.clone())),
            json!(expected),
            "{legs}"
        );
    }
}

#[test]
fn a_given_trip_type_is_kept() {
    let (mut calls, request) = ann();
    let mut body = flight(json!([leg("SEA", "BER"), leg("BER", "CDG")]));
    body["tripData"]["tripType"] = json!("ROUND_TRIP");
    assert_eq!(trip_type(&mut calls, &request, body.clone()), json!("ROUND_TRIP"));
    body["tripData"]["tripType"] = json!("THERE_AND_BACK");
    assert_eq!(code(calls.create(&request, body)), "invalidJson");
}

#[test]
fn the_trip_types_are_those_of_the_contract() {
    let set = api().value_sets.iter().find(|set| set.name == "TripType").unwrap();
    for value in &set.values {
        let (mut calls, request) = ann();
        let mut body = flight(json!([leg("SEA", "BER"), leg("BER", "SEA")]));
        body["tripData"]["tripType"] = json!(value.wire);
        assert_eq!(trip_type(&mut calls, &request, body), json!(value.wire));
    }
}

#[test]
fn the_second_leg_of_a_round_trip_is_the_return_leg() {
    let (mut calls, request) = ann();
    let marks = |shown: Value| {
        let legs = shown["tripData"]["legs"].as_array().unwrap().clone();
        legs.iter()
            .map(|leg| leg["returnLeg"] == json!(true))
            .collect::<Vec<_>>()
    };
    let round = flight(json!([leg("SEA", "BER"), leg("BER", "SEA")]));
    assert_eq!(marks(calls.create(&request, round).unwrap()), [false, true]);
    let mut first = leg("SEA", "BER");
    first["returnLeg"] = json!(true);
    let mut said = flight(json!([first, leg("BER", "SEA")]));
    said["tripData"]["tripType"] = json!("ROUND_TRIP");
    assert_eq!(marks(calls.create(&request, said).unwrap()), [true, false]);
    let stops = flight(json!([leg("SEA", "BER"), leg("BER", "CDG")]));
    assert_eq!(marks(calls.create(&request, stops).unwrap()), [false, false]);
}

#[test]
fn several_legs_need_the_multi_leg_feature() {
    let one = leg("SEA", "BER");
    let round = json!([one, leg("BER", "SEA")]);
    let three = json!([one, leg("BER", "CDG"), leg("CDG", "SEA")]);
    let (mut without, narrow) = single_legs();
    let (mut with, wide) = ann();
    for (legs, trip_type, refused) in [
        (&json!([one]), "MULTI_STOPS", true),
        (&round, "ONE_WAY", true),
        (&three, "ROUND_TRIP", true),
        (&three, "MULTI_STOPS", true),
        (&round, "ROUND_TRIP", false),
        (&json!([one]), "ONE_WAY", false),
    ] {
        let mut body = flight(legs.clone());
        body["tripData"]["tripType"] = json!(trip_type);
        with.create(&wide, body.clone()).unwrap();
        let outcome = without.create(&narrow, body);
        match refused {
            true => assert_eq!(code(outcome), "multiLegNotAllowed", "{trip_type} {legs}"),
            false => drop(outcome.unwrap()),
        }
    }
}

#[test]
fn locations_of_legs_must_be_found() {
    let (mut calls, request) = ann();
    for leg in [leg("SEA", "XYZ"), leg("XYZ", "SEA")] {
        assert_eq!(code(calls.create(&request, flight(json!([leg])))), "invalidLocation");
    }
}

//! What comes back.

use super::*;

#[test]
fn what_was_sent_comes_back_with_what_the_service_says_of_it() {
    let (mut calls, request) = ann();
    let mut body = taxi(json!(122.38), "EUR");
    body["businessPurpose"] = json!("to the fair");
    body["location"] = json!({ "iataCode": "BER" });
    body["budgetAccrualDate"] = json!("2026-11-21T08:30:00+01:00");
    body["orgUnit1"] = json!({ "code": "OU", "value": "Unit" });
    let shown = calls.create(&request, body).unwrap();
    fits(&shown);
    let expense = id(&shown["id"]).to_owned();
    let address = format!("http://first/travelrequest/v4/expenses/{expense}");
    assert_eq!(shown["href"], json!(address));
    assert_eq!(shown["comments"]["href"], json!(format!("{address}/comments")));
    assert_eq!(
        shown["comments"]["template"],
        json!("http://first/travelrequest/v4/expenses/{id}/comments")
    );
    assert_eq!(shown["parentRequest"]["id"], json!(request));
    assert_eq!(shown["expenseType"], json!({ "id": "TAXIX", "name": "Taxi" }));
    assert_eq!(shown["transactionDate"], json!("2026-11-20T00:00:00.000Z"));
    assert_eq!(shown["budgetAccrualDate"], json!("2026-11-21T07:30:00.000Z"));
    assert_eq!(shown["lastModifiedDate"], json!("2026-11-20T09:00:00.000Z"));
    assert_eq!(shown["location"]["countrySubDivisionCode"], json!("DE-BB"));
    assert_eq!(shown["orgUnit1"], json!({ "code": "OU", "value": "Unit" }));
    assert_eq!(shown["businessPurpose"], json!("to the fair"));
    assert_eq!(calls.get(&format!("/expenses/{expense}")).unwrap(), shown);
}

#[test]
fn the_amounts_of_an_expense_are_in_its_currency_and_its_shares_in_that_of_the_employee() {
    let (mut calls, request) = ann();
    let shown = calls.create(&request, taxi(json!(1290.0), "EUR")).unwrap();
    let euros = json!({ "value": 1290, "currency": "EUR" });
    // 1494.465, rounded away from zero.
    let expected = json!({ "value": 1494.47, "currency": "USD" });
    assert_eq!(shown["exchangeRate"]["value"], json!(1.1585));
    assert_eq!(shown["exchangeRate"]["operation"], json!("MULTIPLY"));
    assert_eq!((&shown["transactionAmount"], &shown["postedAmount"]), (&euros, &euros));
    assert_eq!(shown["allocations"][0]["allocationAmount"], euros);
    assert_eq!(shown["allocations"][0]["postedAmount"], expected);
    let request_there = calls.world.requests.get(&request).unwrap();
    assert_eq!(amounts::totals(&calls.world, &request, request_there).posted, expected);
}

#[test]
fn nothing_is_approved_before_the_request_is_and_nothing_after_it_is_cancelled() {
    let (mut calls, request) = ann();
    let shown = calls.create(&request, taxi(json!(10), "USD")).unwrap();
    let path = format!("/expenses/{}", id(&shown["id"]));
    for (status, approved) in [
        (Status::NotSubmitted, 0),
        (Status::Submitted, 0),
        (Status::PendingBooking, 10),
        (Status::Approved, 10),
        (Status::Canceled, 0),
        (Status::SentBack, 0),
    ] {
        calls.set_status(&request, status);
        let shown = calls.get(&path).unwrap();
        let approved = json!({ "value": approved, "currency": "USD" });
        assert_eq!(shown["approvedAmount"], approved, "{status:?}");
        assert_eq!(shown["remainingAmount"], approved, "{status:?}");
        assert_eq!(shown["allocations"][0]["approvedAmount"], approved, "{status:?}");
        assert_eq!(shown["postedAmount"]["value"], json!(10));
    }
}

#[test]
fn an_expense_without_allocations_has_one_of_the_system_for_all_of_it() {
    let (mut calls, request) = ann();
    let shown = calls.create(&request, taxi(json!(122.38), "USD")).unwrap();
    let [one] = &shown["allocations"].as_array().unwrap()[..] else {
        panic!("{shown}");
    };
    id(&one["allocationId"]);
    assert_eq!(one["expenseId"], shown["id"]);
    assert_eq!(
        (&one["percentage"], &one["systemAllocation"]),
        (&json!(100), &json!(true))
    );
    assert_eq!(one["allocationAmount"], json!({ "value": 122.38, "currency": "USD" }));
}

#[test]
fn an_allocation_alone_without_a_percentage_is_all_of_it() {
    let (mut calls, request) = ann();
    let mut body = taxi(json!(5), "USD");
    // One in place of a list is read too.
    body["allocations"] = json!({ "percentage": 0, "percentEdited": true });
    let shown = calls.create(&request, body).unwrap();
    assert_eq!(shown["allocations"][0]["percentage"], json!(100));
    assert_eq!(shown["allocations"][0]["percentEdited"], json!(true));
}

#[test]
fn allocations_of_thirds_add_up() {
    let (mut calls, request) = ann();
    let mut body = taxi(json!(100), "USD");
    let third = json!({ "percentage": 33.33, "custom3": { "value": "A" } });
    body["allocations"] = json!([third, third, { "percentage": "33.33", "systemAllocation": true }]);
    let shown = calls.create(&request, body).unwrap();
    fits(&shown);
    let shares: Vec<&Value> = (0..3)
        .map(|at| &shown["allocations"][at]["allocationAmount"]["value"])
        .collect();
    assert_eq!(shares, [&json!(33.33333334), &json!(33.33333333), &json!(33.33333333)]);
    assert_eq!(shown["allocations"][0]["custom3"], json!({ "value": "A" }));
    assert_eq!(shown["allocations"][2]["systemAllocation"], json!(false));
}

#[test]
fn a_custom_field_of_a_list_comes_back_with_its_item() {
    let (mut calls, request) = ann();
    let item = calls.world.tenant.list("projects").unwrap()[0].clone();
    let mut body = taxi(json!(5), "USD");
    body["custom1"] = json!({ "value": item.id });
    body["custom40"] = json!({ "value": "text", "code": "none of a text" });
    let shown = calls.create(&request, body).unwrap();
    fits(&shown);
    assert_eq!(
        (&shown["custom1"]["code"], &shown["custom1"]["value"]),
        (&json!(item.code), &json!(item.id))
    );
    assert_eq!(shown["custom40"], json!({ "value": "text" }));
}

#[test]
fn what_is_blank_unknown_or_of_the_service_is_not_taken() {
    let (mut calls, request) = ann();
    let mut body = taxi(json!(5), "USD");
    body["lastComment"] = json!("");
    body["vendor"] = json!({});
    body["location"] = Value::Null;
    body["approvedAmount"] = json!({ "value": 1_000_000, "currency": "USD" });
    body["exchangeRate"] = json!({ "value": 7, "operation": "DIVIDE" });
    body["isNew"] = json!(true);
    let shown = calls.create(&request, body).unwrap();
    for name in ["lastComment", "vendor", "location", "isNew"] {
        assert!(shown.get(name).is_none(), "{name}: {shown}");
    }
    assert_eq!(shown["approvedAmount"]["value"], json!(0));
    assert_eq!(shown["exchangeRate"], json!({ "value": 1, "operation": "MULTIPLY" }));
}

#[test]
fn the_day_of_an_expense_has_no_time() {
    let (mut calls, request) = ann();
    let mut body = taxi(json!(5), "USD");
    body["transactionDate"] = json!("2026-11-20T23:15:00Z");
    let shown = calls.create(&request, body).unwrap();
    assert_eq!(shown["transactionDate"], json!("2026-11-20T00:00:00.000Z"));
}

#[test]
fn expenses_are_listed_in_the_order_of_their_creation_and_those_of_others_are_not() {
    let (mut calls, request) = ann();
    let other = calls.request("ann@example.com", "Travel");
    let mut made = Vec::new();
    for amount in 0..30 {
        made.push(calls.create(&request, taxi(json!(amount), "USD")).unwrap());
        calls.create(&other, taxi(json!(amount), "USD")).unwrap();
    }
    let path = format!("/requests/{request}/expenses");
    assert_eq!(calls.get(&path).unwrap(), Value::Array(made.clone()));
    let links = calls.with_call("GET", &path, Body::Absent, |world, call| links(world, call, &request));
    let of = |name: &str, all: &[Value]| all.iter().map(|one| one[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("href", &links), of("href", &made));
    assert_eq!(of("id", &links), of("id", &made));
    assert_eq!(
        links[0]["template"],
        json!("http://first/travelrequest/v4/expenses/{id}")
    );
}

#[test]
fn the_system_user_an_approver_and_a_processor_read_and_a_stranger_does_not() {
    let (mut calls, request) = ann();
    let shown = calls.create(&request, taxi(json!(5), "USD")).unwrap();
    let one = format!("/expenses/{}", id(&shown["id"]));
    let all = format!("/requests/{request}/expenses");
    calls.principal = Principal::Company;
    assert_eq!(calls.get(&one).unwrap(), shown);
    assert_eq!(calls.get(&all).unwrap(), json!([shown]));
    calls.principal = Principal::User(calls.user("bea@example.com"));
    assert_eq!(calls.get(&one).unwrap(), shown);
    calls.principal = Principal::User(calls.user("jun@example.com"));
    assert_eq!(code(calls.get(&one)), "userIsNotAllowed");
    assert_eq!(code(calls.get(&all)), "userIsNotAllowed");
}

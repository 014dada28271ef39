//! Reading expected expenses.

use super::*;

#[test]
fn created_expenses_return_sent_and_computed_fields() {
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
fn shares_are_in_the_currency_of_the_employee() {
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
    let stored = calls.world.requests.get(&request).unwrap();
    assert_eq!(
        crate::rules::request::amounts::totals(&calls.world, &request, stored).posted,
        expected
    );
}

#[test]
fn amounts_are_approved_only_while_the_request_is() {
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
fn expenses_without_allocations_get_one_from_the_system() {
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
fn a_single_allocation_without_percentage_gets_100_percent() {
    let (mut calls, request) = ann();
    let mut body = taxi(json!(5), "USD");
    // A single object in place of a list is accepted too.
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
fn custom_fields_with_a_list_return_the_item() {
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
fn blank_unknown_and_read_only_fields_are_ignored() {
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
fn the_transaction_date_has_no_time() {
    let (mut calls, request) = ann();
    let mut body = taxi(json!(5), "USD");
    body["transactionDate"] = json!("2026-11-20T23:15:00Z");
    let shown = calls.create(&request, body).unwrap();
    assert_eq!(shown["transactionDate"], json!("2026-11-20T00:00:00.000Z"));
}

#[test]
fn lists_have_only_own_expenses_in_creation_order() {
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
fn only_authorized_users_may_read_expenses() {
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

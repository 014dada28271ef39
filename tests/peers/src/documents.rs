//! The documents that everything is measured with: made by rule, the same each time, in the names of the wire.
//!
//! Nothing is in them that a type of any peer lacks, so that all do the same work. Amounts have the digits with which the
//! service prints them.

use serde_json::{Value, json};

/// A page of 100 Requests, with 8 of the 20 custom fields: an answer to the list.
pub fn page_of_requests() -> String {
    let data: Vec<Value> = (0..100).map(request).collect();
    let link = "https://us.api.concursolutions.com/travelrequest/v4/requests?view=ALL&limit=100&start=100";
    written(&json!({ "data": data, "operations": [{ "rel": "next", "href": link }], "totalCount": 4_711 }))
}

/// One Request: an answer to the call for it.
pub fn one_request() -> String {
    written(&request(7))
}

/// A list of 100 expected expenses, each a segment of a trip with two legs, with 12 of the 40 custom fields.
pub fn list_of_expenses() -> String {
    written(&(0..100).map(expense).collect())
}

/// The body of a purchase request of 50 lines.
pub fn purchase_request() -> String {
    let lines: Vec<Value> = (0..50).map(line_item).collect();
    written(&json!({
        "userLoginId": "john.doe@example.com",
        "description": "Furniture for the second floor",
        "policyExternalId": "PRPOLICY1",
        "currencyCode": "USD",
        "notesToSupplier": "Deliver on weekdays between 8 and 17.",
        "comments": "Agreed with facility management.",
        "shipToAddressCode": "SHIP1",
        "billToAddressCode": "BILL1",
        "lineItems": lines,
    }))
}

fn request(n: usize) -> Value {
    let id = id(n);
    let operations = ["submit", "cancel", "recall"].map(|rel| {
        let href = format!("https://us.api.concursolutions.com/travelrequest/v4/requests/{id}/{rel}");
        json!({ "rel": rel, "href": href })
    });
    let mut request = json!({
        "approvalStatus": { "code": "SUBMITTED", "name": "Submitted & Pending Approval" },
        "approved": false,
        "approver": person(n + 1),
        "businessPurpose": "Meeting the suppliers of the plant and the yearly audit on site",
        "canceledPostApproval": false,
        "closed": false,
        "comment": "The second night is needed because of the flight \"home\".",
        "creationDate": "2026-03-14T09:26:53.589Z",
        "endDate": "2026-04-18",
        "endTime": "19:30",
        "everSentBack": n % 2 == 0,
        "expenses": (0..3).map(|expense| link("expenses", n * 3 + expense)).collect::<Vec<_>>(),
        "href": format!("https://us.api.concursolutions.com/travelrequest/v4/requests/{id}"),
        "id": id,
        "lastModified": "2026-03-15T10:11:12.131Z",
        "mainDestination": place(n),
        "name": format!("Supplier visit number {n}"),
        "operations": operations,
        "owner": person(n),
        "pendingApproval": true,
        "policy": link("policies", n),
        "requestId": format!("3{n:05}"),
        "type": { "code": "TRAVEL", "label": "Travel" },
        "startDate": "2026-04-16",
        "startTime": "07:15",
        "submitDate": "2026-03-14T09:30:00.000Z",
        "totalApprovedAmount": amount(n, "1290.00000000"),
        "totalPostedAmount": amount(n, "1290.00000000"),
        "totalRemainingAmount": amount(n, "1290.50000000"),
    });
    add_customs(&mut request, 8, 20);
    request
}

fn expense(n: usize) -> Value {
    let mut expense = json!({
        "approvedAmount": amount(n, "412.75000000"),
        "businessPurpose": "Flight to the supplier and back",
        "exchangeRate": { "operation": "MULTIPLY", "value": number("1.19837845659595") },
        "expenseType": { "id": "AIRFR", "name": "Airfare" },
        "href": format!("https://us.api.concursolutions.com/travelrequest/v4/expenses/{}", id(n)),
        "id": id(n),
        "isPaymentCardRelated": false,
        "lastModifiedDate": "2026-03-15T10:11:12.131Z",
        "location": place(n),
        "parentRequest": link("requests", n),
        "paymentType": { "code": "CASH", "name": "Cash", "id": id(n + 9) },
        "postedAmount": amount(n, "412.75000000"),
        "remainingAmount": amount(n, "12.75000000"),
        "transactionAmount": amount(n, "123456.78000000"),
        "transactionDate": "2026-04-16T00:00:00.000Z",
        "tripData": {
            "agencyBooked": false,
            "legs": [leg(n), leg(n + 1)],
            "segmentType": { "category": "ITINERARY", "code": "AIR" },
            "selfBooked": true,
            "tripType": "ROUND_TRIP",
        },
        "vendor": { "id": "LH", "name": "Lufthansa" },
    });
    add_customs(&mut expense, 12, 40);
    expense
}

fn leg(n: usize) -> Value {
    let mut leg = json!({
        "classOfService": "Y",
        "endDate": "2026-04-16",
        "endLocation": place(n + 1),
        "endTime": "11:45",
        "flightNumber": format!("LH{n:03}"),
        "id": id(n + 3),
        "returnLeg": n % 2 == 1,
        "startDate": "2026-04-16",
        "startLocation": place(n),
        "startLocationDetail": "Terminal 1",
        "startTime": "09:40",
        "vendorName": "Lufthansa",
    });
    add_customs(&mut leg, 4, 40);
    leg
}

fn line_item(n: usize) -> Value {
    json!({
        "purchaseType": "GOODS",
        "vendorCode": format!("VEN{n}"),
        "vendorAddressCode": format!("ADDR{n}"),
        "description": "Office chair, adjustable, with armrests",
        "quantity": "20",
        "unitPrice": "346.20",
        "expenseType": "OFFIC",
        "receiptType": "WQTY",
        "neededByDate": "2026-12-24",
        "uomCode": "EA",
        "shipping": "12.50",
        "tax": "19.99",
        "supplierPartId": format!("PART-{n:04}"),
        "url": ["https://example.com/chairs"],
        "notesToVendor": "Assembled, please.",
        "comments": "As agreed.",
        "custom1": "SALES",
        "custom4": "BERLIN",
        "custom12": "4711",
    })
}

/// Every so many of them in the order of their numbers, from the first on.
fn add_customs(object: &mut Value, filled: usize, of: usize) {
    for number in (1..=of).step_by(of / filled).take(filled) {
        object[format!("custom{number}")] = json!({
            "code": format!("CC-{number:03}"),
            "value": format!("Cost centre number {number}"),
            "listItemId": id(number),
        });
    }
}

fn place(n: usize) -> Value {
    json!({
        "city": "Frankfurt am Main",
        "countryCode": "DE",
        "countrySubDivisionCode": "DE-HE",
        "iataCode": "FRA",
        "id": id(n + 5),
        "latitude": number("50.0379"),
        "longitude": number("8.5622"),
        "name": "Frankfurt am Main, Germany",
    })
}

fn person(n: usize) -> Value {
    json!({ "firstName": "Jane", "lastName": "Doe", "middleInitial": "Q", "id": id(n + 11) })
}

fn link(kind: &str, n: usize) -> Value {
    let id = id(n + 13);
    json!({ "href": format!("https://us.api.concursolutions.com/travelrequest/v4/{kind}/{id}"), "id": id })
}

fn amount(n: usize, value: &str) -> Value {
    json!({ "currency": if n % 3 == 0 { "EUR" } else { "USD" }, "value": number(value) })
}

/// A number with all its digits, with a mark until [`written`] writes it: a `Value` would make a float of it.
fn number(digits: &str) -> Value {
    Value::from(format!("#{digits}"))
}

/// The text of a document, with its numbers as such.
fn written(document: &Value) -> String {
    let text = document.to_string();
    let mut parts = text.split("\"#");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + &part.replacen('"', "", 1))
}

/// 32 hexadecimal digits.
fn id(n: usize) -> String {
    format!(
        "{:032X}",
        0x9e37_79b9_7f4a_7c15_u128.wrapping_mul(n as u128 + 0x1_0000_0001_u128)
    )
}

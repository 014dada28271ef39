//! Responses in the form that the service returns.

use serde_json::{Value, json};

/// Returns a page of three Requests. The first has nearly every kind of field.
pub(super) fn page() -> Value {
    let first = json!({
        "href": "https://us.api.concursolutions.com/travelrequest/v4/requests/A1",
        "id": "A1",
        "requestId": "3F2A",
        "approvalStatus": { "code": "PENDING_BOOKING", "name": "Pending Travel Agency Update" },
        "approved": false,
        "approver": { "id": "u-1", "firstName": "Ann", "lastName": "B", "middleInitial": null },
        "businessPurpose": "Conference",
        "canceledPostApproval": "false",
        "closed": false,
        "comment": "",
        "creationDate": "2026-10-01T12:11:52.000Z",
        "custom1": { "code": "C1", "value": "Sales", "isValid": true, "href": "" },
        "custom20": { "value": "free text" },
        "endDate": "2026-11-25",
        "endTime": "18:00",
        "everSentBack": "true",
        "expenses": [{ "href": "https://x/e1", "id": "E1" }, { "id": "E2" }],
        "extensionOf": { "requestId": "3F29" },
        "highestExceptionLevel": "NONE",
        "mainDestination": { "city": "Kyoto", "countryCode": "JP", "latitude": 35.0116, "lnKey": 28037 },
        "name": "Trip to Kyoto",
        "operations": [{ "rel": "submit", "href": "https://x/submit", "hreflang": null }],
        "owner": { "id": "u-2", "firstName": "John", "lastName": "Deo" },
        "policy": { "id": "P1" },
        "startDate": "2026-11-20",
        "startTime": "09:30",
        "submitDate": "2018-04-05T12:11:52Z",
        "totalApprovedAmount": { "value": 1290.5, "currency": "EUR" },
        "totalPostedAmount": { "value": "122.38", "currency": "EUR" },
        "type": { "code": "TRAVEL", "label": "Travel" },
        "brandNew": { "deep": [1, "two"] }
    });
    json!({
        "data": [
            first,
            { "id": "A2", "startDate": "2026-11-21", "approved": true, "expenses": null },
            { "id": "A3", "totalRemainingAmount": { "value": 0, "currency": "USD" }, "operations": [] },
        ],
        "operations": [
            { "rel": "next", "href": "https://us.api.concursolutions.com/v4/requests?start=3" },
            { "rel": "first", "href": "https://us.api.concursolutions.com/v4/requests?start=0" },
        ],
        "totalCount": 5,
    })
}

/// Returns an expected expense with families, unions, allocations and trip legs.
pub(super) fn expense() -> Value {
    json!({
        "id": "E1",
        "allocations": [
            { "allocationId": "1", "percentage": "50.0", "custom1": { "value": "a", "code": "A" } },
            { "allocationId": "2", "percentage": 50, "allocationAmount": { "value": 1.5, "currency": "EUR" },
              "custom3": { "value": "b" }, "percentEdited": true },
        ],
        "custom7": { "value": "seven", "code": "" },
        "exchangeRate": { "operation": "MULTIPLY", "value": 1.5 },
        "expenseType": { "id": "AIRFR", "name": "Airfare" },
        "isPaymentCardRelated": false,
        "lastModifiedDate": "2026-11-01T00:00:00.000Z",
        "location": { "iataCode": "KIX", "locationType": "AIRPORT" },
        "orgUnit1": { "value": 12.5, "currency": "EUR" },
        "orgUnit2": { "value": "Sales", "code": "S" },
        "orgUnit3": { "value": "Kyoto" },
        "paymentType": { "id": "CASH", "name": "Cash" },
        "transactionAmount": { "value": 122.38, "currency": "EUR" },
        "transactionDate": "2026-11-20T00:00:00.000Z",
        "tripData": {
            "agencyBooked": false,
            "segmentType": { "category": "REQ_SEG_AIRFR", "code": "AIRFR" },
            "tripType": "ROUND_TRIP",
            "legs": [{
                "id": "L1",
                "class": { "code": "Y", "value": "Economy" },
                "custom40": { "value": "last" },
                "returnLeg": false,
                "startDate": "2026-11-20",
                "startTime": "09:30",
                "startLocation": { "city": "Roma", "countryCode": "IT" },
                "travelExceptionReasonCodes": ["A", "B"],
            }, { "travelExceptionReasonCodes": "C" }],
        },
    })
}

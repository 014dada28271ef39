//! Lenient decoding: malformed values are skipped with a warning, and everything else is kept.

use bytes::Bytes;
use proptest::prelude::*;
use sap_concur::purchase_request::CreatePurchaseRequest;
use sap_concur::request::{Expense, OrgUnit, RequestList};
use sap_concur::runtime::{Call, Warning};
use sap_concur::{Body, BoxFuture, Concur, Error, JsonList, Limits, Response, SendError, Sender, dec};
use serde_json::{Value, json};

mod fixtures;
mod malformed_values;

/// A sender that always returns the same body.
struct FixedResponse(Bytes);

impl Sender for FixedResponse {
    fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        let body = self.0.clone();
        Box::pin(async move { Ok(http::Response::new(body.into())) })
    }
}

fn concur(body: impl ToString, strict: bool) -> Concur {
    Concur::builder()
        .base_url("https://us.api.concursolutions.com")
        .access_token("token")
        .strict(strict)
        .sender(FixedResponse(body.to_string().into()))
        .build()
        .expect("the client builds")
}

/// The decoded response, or the path of the decode error.
type Decoded<T> = Result<Response<T>, String>;

fn decoded<T, E>(response: Result<Response<T>, Error<E>>) -> Decoded<T> {
    response.map_err(|error| match error {
        Error::Decode(error) => error.path().to_owned(),
        _ => "not a decode error".to_owned(),
    })
}

#[tokio::main(flavor = "current_thread")]
async fn page(body: impl ToString, strict: bool) -> Decoded<RequestList> {
    decoded(concur(body, strict).requests().list().await)
}

#[tokio::main(flavor = "current_thread")]
async fn expense(body: impl ToString, strict: bool) -> Decoded<Expense> {
    decoded(concur(body, strict).requests().get_expense("E1").await)
}

#[tokio::main(flavor = "current_thread")]
async fn expenses(body: impl ToString, strict: bool) -> Decoded<JsonList<Expense>> {
    decoded(concur(body, strict).requests().list_expenses("A1").await)
}

fn lenient<T>(result: Decoded<T>) -> Response<T> {
    result.unwrap_or_else(|path| panic!("the error at `{path}` fails the whole response"))
}

fn paths<T>(response: &Response<T>) -> Vec<&str> {
    response.warnings().iter().map(Warning::path).collect()
}

/// Replaces the value at a JSON pointer.
fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    *body.pointer_mut(pointer).expect("the path exists") = value;
    body
}

#[test]
fn malformed_field_does_not_fail_the_page() {
    let body = with(fixtures::page(), "/data/1/startDate", json!("20 November"));
    let response = lenient(page(&body, false));
    let [warning] = response.warnings() else {
        panic!("{response:?}")
    };
    assert_eq!(
        (warning.path(), warning.raw()),
        ("data[1].startDate", r#""20 November""#)
    );
    assert_eq!(
        warning.to_string(),
        "`data[1].startDate` is left out: not of the form YYYY-MM-DD"
    );
    let untouched = lenient(page(fixtures::page(), true)).into_inner();
    let mut expected = untouched.clone();
    expected.data[1].start_date = None;
    assert_ne!(expected, untouched);
    assert_ne!(expected, *response, "the raw value is part of the Request");
    let mut response = response.into_inner();
    let raw = response.data[1].additional.remove_raw("startDate");
    assert_eq!(raw.map(|raw| raw.to_string()).as_deref(), Some("\"20 November\""));
    assert_eq!(response, expected);
}

#[test]
fn skipped_values_are_shown_only_by_raw() {
    for malformed in [
        json!("canary, expected `: canary"),
        json!({ "canary": ["canary"] }),
        json!(["canary"]),
    ] {
        for field in [
            "startDate",
            "totalApprovedAmount",
            "approved",
            "startTime",
            "creationDate",
            "expenses",
        ] {
            let body = with(fixtures::page(), &format!("/data/0/{field}"), malformed.clone());
            let response = lenient(page(&body, false));
            for warning in response.warnings() {
                assert!(warning.raw().contains("canary"));
                let shown = format!("{warning} {warning:?} {warning:#?} {}", warning.problem());
                assert!(!shown.contains("canary"), "{shown}");
                assert!(warning.path().starts_with("data[0]."), "{shown}");
            }
        }
    }
}

#[test]
fn malformed_list_item_is_skipped_with_a_warning() {
    let body = with(fixtures::page(), "/data/1", json!("A2"));
    let response = lenient(page(&body, false));
    let ids: Vec<_> = response
        .data
        .iter()
        .filter_map(|request| request.id.as_deref())
        .collect();
    assert_eq!(ids, ["A1", "A3"]);
    assert_eq!(paths(&response), ["data[1]"]);
    assert_eq!(
        response.warnings()[0].problem(),
        "expected an object, Request, found a string"
    );

    let body = json!([fixtures::expense(), null, 7, fixtures::expense()]);
    let response = lenient(expenses(&body, false));
    assert_eq!((response.len(), paths(&response)), (2, vec!["[1]", "[2]"]));
}

#[test]
fn malformed_list_is_empty() {
    let response = lenient(page(json!({ "data": 7, "operations": [], "totalCount": 5 }), false));
    assert_eq!((response.data.len(), response.total_count), (0, Some(5)));
    assert_eq!(paths(&response), ["data"]);
}

#[test]
fn strict_mode_rejects_malformed_values() {
    let body = with(fixtures::page(), "/data/1/startDate", json!("20 November"));
    assert_eq!(page(&body, true).map(drop), Err("data[1].startDate".to_owned()));
    let body = with(fixtures::page(), "/data/1", json!("A2"));
    assert_eq!(page(&body, true).map(drop), Err("data[1]".to_owned()));
    assert!(lenient(page(fixtures::page(), true)).warnings().is_empty());
}

#[test]
fn warning_paths_cross_lists_unions_families_and_boxes() {
    let mut body = fixtures::expense();
    for (field, malformed) in [
        ("/allocations/1/custom3/listItemUrl", json!(1)),
        ("/allocations/1/percentage", json!("half")),
        ("/custom7/value", json!([])),
        ("/orgUnit1/value", json!("much")),
        ("/orgUnit2/code", json!({})),
        ("/orgUnit3", json!([])),
        ("/tripData/legs/0/class/code", json!([false])),
        ("/tripData/legs/0/custom40", json!(40)),
        ("/tripData/legs/0/travelExceptionReasonCodes", json!(["A", [1]])),
        ("/tripData/legs/0/startDate", json!("2026-11-20T09:30:00Z")),
    ] {
        if body.pointer(field).is_some() {
            body = with(body, field, malformed);
        }
    }
    let response = lenient(expense(&body, false));
    let mut found = paths(&response);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "allocations[1].percentage",
            "custom7.value",
            "orgUnit1.value",
            "orgUnit2.code",
            "orgUnit3",
            "tripData.legs[0].class.code",
            "tripData.legs[0].custom40",
            "tripData.legs[0].startDate",
            "tripData.legs[0].travelExceptionReasonCodes[1]",
        ]
    );
    let Some(OrgUnit::Amount(amount)) = response.org_unit1.as_deref() else {
        panic!("{:?}", response.org_unit1)
    };
    assert_eq!(amount.currency.as_ref().map(|code| code.as_str()), Some("EUR"));
    assert_eq!(amount.value, None);
    let single = json!({ "allocations": { "percentage": "half", "custom1": { "value": "kept" } } });
    let response = lenient(expense(&single, false));
    assert_eq!(paths(&response), ["allocations.percentage"]);
    assert_eq!(response.allocations.len(), 1);
}

#[tokio::test]
async fn malformed_required_field_skips_the_nearest_optional_value() {
    let item = |quantity: Value| {
        json!({
            "purchaseType": "GOODS", "vendorCode": "V", "vendorAddressCode": "A", "description": "d",
            "quantity": quantity, "unitPrice": "1.10",
        })
    };
    let order = json!({ "userId": "u", "currencyCode": "USD", "lineItems": [item(json!("20")), item(json!("many"))] });
    let response: Response<CreatePurchaseRequest> = decode_as(&order).await.expect("it deserializes");
    assert_eq!(response.line_items.len(), 1);
    assert_eq!(response.line_items[0].quantity, dec!(20));
    assert_eq!(paths(&response), ["lineItems[1]"]);
    assert_eq!(
        response.warnings()[0].problem(),
        "at `quantity`: expected a decimal number, found a string"
    );

    let order = with(order, "/currencyCode", json!([840]));
    let path = decode_as::<CreatePurchaseRequest>(&order).await.map(drop);
    assert_eq!(path, Err("currencyCode".to_owned()), "no optional value encloses it");
}

/// Decodes a response as `T`.
async fn decode_as<T: serde::de::DeserializeOwned>(body: &Value) -> Decoded<T> {
    use std::borrow::Cow;

    use sap_concur::runtime::{Operation, Scopes};

    static ANY: Operation = Operation {
        api: Cow::Borrowed("test"),
        name: Cow::Borrowed("any"),
        method: http::Method::GET,
        path: Cow::Borrowed("/any"),
        scopes: Scopes::NONE,
        authorized: true,
        idempotent: true,
        refused_when: Cow::Borrowed(&[]),
    };
    let concur = concur(body, false);
    let call = Call::new(concur.client(), &ANY);
    decoded(call.send::<T, sap_concur::request::RequestError>().await)
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for (depth, is_read) in [(100, true), (200, false), (100_000, false)] {
        let deep = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        for field in ["unknown", "name", "approver", "operations", "custom1", "closed"] {
            let body = format!(r#"{{"data":[{{"startDate":"odd","id":"A1","{field}":{deep}}}]}}"#);
            let read = page(&body, false);
            assert_eq!(read.is_ok(), is_read, "{field} {depth}");
            if let Ok(response) = read {
                assert_eq!(response.data[0].id.as_deref(), Some("A1"));
                assert_eq!(paths(&response)[0], "data[0].startDate");
            }
        }
    }
}

#[test]
fn unambiguous_variants_cause_no_warning() {
    let body = json!({ "data": [{
        "id": "", "startDate": "", "endDate": "2026-11-20T00:00:00.000Z", "startTime": "9:30", "endTime": "18:00:00",
        "creationDate": "", "submitDate": "2018-04-05T12:11:52Z", "closed": "true", "approved": "", "approver": "",
        "custom1": "", "type": { "code": "" }, "highestExceptionLevel": "", "operations": "", "expenses": "",
        "totalApprovedAmount": { "value": " 1290.00 ", "currency": "" }, "totalPostedAmount": { "value": "" },
    }], "totalCount": " 5 " });
    for strict in [false, true] {
        let response = lenient(page(&body, strict));
        assert_eq!(paths(&response), [""; 0]);
        let request = &response.data[0];
        assert_eq!(request.id.as_deref(), Some(""), "a string may be empty");
        assert_eq!(
            (request.start_date, request.creation_date, request.approved),
            (None, None, None)
        );
        assert_eq!(
            request.end_date.map(|date| date.to_string()).as_deref(),
            Some("2026-11-20")
        );
        assert_eq!(
            request.start_time.map(|time| time.to_string()).as_deref(),
            Some("09:30")
        );
        assert_eq!(request.end_time.map(|time| time.hour()), Some(18));
        assert_eq!(request.closed, Some(true));
        assert!(request.approver.is_none() && request.custom1.is_none() && request.operations.is_empty());
        let amount = |amount: Option<&sap_concur::request::Amount>| amount.and_then(|amount| amount.value);
        assert_eq!(amount(request.total_approved_amount.as_deref()), Some(dec!(1290.00)));
        assert_eq!(amount(request.total_posted_amount.as_deref()), None);
        assert_eq!(response.total_count, Some(5));
    }
}

#[test]
fn ambiguous_values_are_skipped() {
    for (field, malformed) in [
        ("endDate", json!("2026-11-20T09:30:00Z")),
        ("endDate", json!("2026-11-20T00:00:00+02:00")),
        ("endDate", json!("20/11/2026")),
        ("startTime", json!("9:3")),
        ("startTime", json!(" ")),
        ("closed", json!("yes")),
        ("closed", json!(1)),
        ("totalApprovedAmount/value", json!("1.290,00")),
        ("totalApprovedAmount/value", json!("0.12345678901234567890123456789")),
    ] {
        let body = with(fixtures::page(), &format!("/data/0/{field}"), malformed);
        let path = format!("data[0].{}", field.replace('/', "."));
        assert_eq!(paths(&lenient(page(&body, false))), [path], "{body}");
    }
}

#[test]
fn invalid_json_is_an_error_even_when_lenient() {
    let valid = with(fixtures::page(), "/data/0/startDate", json!("odd")).to_string();
    for broken in [
        &valid[..valid.len() - 1],
        &format!("{valid}]"),
        "<html>",
        "7",
        "\"\"",
        "true",
    ] {
        assert!(page(broken, false).is_err(), "{broken}");
    }
}

#[test]
fn lone_surrogate_affects_only_its_field() {
    let body = r#"{"data":[{"id":"A1","name":"\ud83d","comment":"whole"}],"totalCount":1}"#;
    let response = lenient(page(body, false));
    assert_eq!(response.data[0].comment.as_deref(), Some("whole"));
    assert_eq!(paths(&response), ["data[0].name"]);
}

#[test]
fn map_keeps_the_warnings() {
    let body = with(fixtures::page(), "/data/0/startDate", json!(1));
    let response = lenient(page(&body, false)).map(|page| page.data.len());
    assert_eq!((*response, paths(&response)), (3, vec!["data[0].startDate"]));
}

#[tokio::test]
async fn untyped_call_skips_the_same_values_as_a_typed_one() {
    let body = json!({"data": [{"id": "A1", "startDate": "canary"}]});
    let path = "/travelrequest/v4/requests";
    let lenient = concur(&body, false);
    let call = lenient.call(sap_concur::Method::GET, path);
    let untyped = call.send_json::<RequestList>().await.expect("it deserializes");
    let typed = lenient.requests().list().await.expect("it deserializes");
    assert_eq!(*untyped, *typed);
    let paths =
        |warnings: &[Warning]| -> Vec<String> { warnings.iter().map(|warning| warning.path().to_owned()).collect() };
    assert_eq!(paths(untyped.warnings()), ["data[0].startDate"]);
    assert_eq!(paths(untyped.warnings()), paths(typed.warnings()));
    let strict = concur(&body, true).call(sap_concur::Method::GET, path);
    assert!(matches!(strict.send_json::<RequestList>().await, Err(Error::Decode(_))));
}

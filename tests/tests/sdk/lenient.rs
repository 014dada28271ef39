//! Answers in which something is not as it should be: what is kept, what is left out, and what is said of it.

use bytes::Bytes;
use proptest::prelude::*;
use sap_concur::purchase_request::CreatePurchaseRequest;
use sap_concur::request::{Expense, OrgUnit, RequestList};
use sap_concur::runtime::{Call, Warning};
use sap_concur::{Body, BoxFuture, Concur, Error, JsonList, Limits, Response, SendError, Sender, dec};
use serde_json::{Value, json};

mod fixtures;
mod malformed_values;

/// A service that gives one and the same answer.
struct Answering(Bytes);

impl Sender for Answering {
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
        .sender(Answering(body.to_string().into()))
        .build()
        .expect("the client is whole")
}

/// What can be read of an answer, or where its fault is.
type Read<T> = Result<Response<T>, String>;

fn done<T, E>(answer: Result<Response<T>, Error<E>>) -> Read<T> {
    answer.map_err(|error| match error {
        Error::Decode(unreadable) => unreadable.path().to_owned(),
        _ => "it was not read at all".to_owned(),
    })
}

#[tokio::main(flavor = "current_thread")]
async fn page(body: impl ToString, strict: bool) -> Read<RequestList> {
    done(concur(body, strict).requests().list().await)
}

#[tokio::main(flavor = "current_thread")]
async fn expense(body: impl ToString, strict: bool) -> Read<Expense> {
    done(concur(body, strict).requests().get_expense("E1").await)
}

#[tokio::main(flavor = "current_thread")]
async fn expenses(body: impl ToString, strict: bool) -> Read<JsonList<Expense>> {
    done(concur(body, strict).requests().list_expenses("A1").await)
}

fn lenient<T>(read: Read<T>) -> Response<T> {
    read.unwrap_or_else(|path| panic!("the fault at `{path}` loses all of it"))
}

fn paths<T>(answer: &Response<T>) -> Vec<&str> {
    answer.warnings().iter().map(Warning::path).collect()
}

/// With a value in another's place.
fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    *body.pointer_mut(pointer).expect("there is such a place") = value;
    body
}

#[test]
fn one_odd_field_never_loses_a_page() {
    let body = with(fixtures::page(), "/data/1/startDate", json!("20 November"));
    let answer = lenient(page(&body, false));
    let [warning] = answer.warnings() else {
        panic!("{answer:?}")
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
    assert_ne!(expected, *answer, "what does not fit is part of the value");
    let mut answer = answer.into_inner();
    let raw = answer.data[1].additional.remove_raw("startDate");
    assert_eq!(raw.map(|raw| raw.to_string()).as_deref(), Some("\"20 November\""));
    assert_eq!(answer, expected);
}

#[test]
fn what_is_left_out_is_shown_nowhere_but_in_raw() {
    for odd in [
        json!("canary, expected `: canary"),
        json!({ "canary": ["canary"] }),
        json!(["canary"]),
    ] {
        for place in [
            "startDate",
            "totalApprovedAmount",
            "approved",
            "startTime",
            "creationDate",
            "expenses",
        ] {
            let body = with(fixtures::page(), &format!("/data/0/{place}"), odd.clone());
            let answer = lenient(page(&body, false));
            for warning in answer.warnings() {
                assert!(warning.raw().contains("canary"));
                let shown = format!("{warning} {warning:?} {warning:#?} {}", warning.problem());
                assert!(!shown.contains("canary"), "{shown}");
                assert!(warning.path().starts_with("data[0]."), "{shown}");
            }
        }
    }
}

#[test]
fn an_odd_item_of_a_list_is_left_out_and_named() {
    let body = with(fixtures::page(), "/data/1", json!("A2"));
    let answer = lenient(page(&body, false));
    let ids: Vec<_> = answer.data.iter().filter_map(|request| request.id.as_deref()).collect();
    assert_eq!(ids, ["A1", "A3"]);
    assert_eq!(paths(&answer), ["data[1]"]);
    assert_eq!(
        answer.warnings()[0].problem(),
        "expected an object, Request, found a string"
    );

    let body = json!([fixtures::expense(), null, 7, fixtures::expense()]);
    let answer = lenient(expenses(&body, false));
    assert_eq!((answer.len(), paths(&answer)), (2, vec!["[1]", "[2]"]));
}

#[test]
fn a_list_that_is_none_is_empty() {
    let answer = lenient(page(json!({ "data": 7, "operations": [], "totalCount": 5 }), false));
    assert_eq!((answer.data.len(), answer.total_count), (0, Some(5)));
    assert_eq!(paths(&answer), ["data"]);
}

#[test]
fn strict_mode_refuses_what_is_odd() {
    let body = with(fixtures::page(), "/data/1/startDate", json!("20 November"));
    assert_eq!(page(&body, true).map(drop), Err("data[1].startDate".to_owned()));
    let body = with(fixtures::page(), "/data/1", json!("A2"));
    assert_eq!(page(&body, true).map(drop), Err("data[1]".to_owned()));
    assert!(lenient(page(fixtures::page(), true)).warnings().is_empty());
}

#[test]
fn a_warning_finds_its_way_through_lists_unions_families_and_boxes() {
    let mut body = fixtures::expense();
    for (place, odd) in [
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
        if body.pointer(place).is_some() {
            body = with(body, place, odd);
        }
    }
    let answer = lenient(expense(&body, false));
    let mut found = paths(&answer);
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
    let Some(OrgUnit::Amount(amount)) = answer.org_unit1.as_deref() else {
        panic!("{:?}", answer.org_unit1)
    };
    assert_eq!(amount.currency.as_ref().map(|code| code.as_str()), Some("EUR"));
    assert_eq!(amount.value, None);
    let single = json!({ "allocations": { "percentage": "half", "custom1": { "value": "kept" } } });
    let answer = lenient(expense(&single, false));
    assert_eq!(paths(&answer), ["allocations.percentage"]);
    assert_eq!(answer.allocations.len(), 1);
}

#[tokio::test]
async fn a_required_fault_goes_to_the_nearest_value_that_may_be_absent() {
    let item = |quantity: Value| {
        json!({
            "purchaseType": "GOODS", "vendorCode": "V", "vendorAddressCode": "A", "description": "d",
            "quantity": quantity, "unitPrice": "1.10",
        })
    };
    let order = json!({ "userId": "u", "currencyCode": "USD", "lineItems": [item(json!("20")), item(json!("many"))] });
    let answer: Response<CreatePurchaseRequest> = anything(&order).await.expect("it is read");
    assert_eq!(answer.line_items.len(), 1);
    assert_eq!(answer.line_items[0].quantity, dec!(20));
    assert_eq!(paths(&answer), ["lineItems[1]"]);
    assert_eq!(
        answer.warnings()[0].problem(),
        "at `quantity`: expected a decimal number, found a string"
    );

    let order = with(order, "/currencyCode", json!([840]));
    let path = anything::<CreatePurchaseRequest>(&order).await.map(drop);
    assert_eq!(path, Err("currencyCode".to_owned()), "nothing is left around it");
}

/// Reads an answer as whatever it is taken for.
async fn anything<T: serde::de::DeserializeOwned>(body: &Value) -> Read<T> {
    use std::borrow::Cow;

    use sap_concur::runtime::Operation;

    static ANY: Operation = Operation {
        api: Cow::Borrowed("test"),
        name: Cow::Borrowed("any"),
        method: http::Method::GET,
        path: Cow::Borrowed("/any"),
        scope: None,
        authorized: true,
        idempotent: true,
        refused_when: None,
    };
    let concur = concur(body, false);
    let call = Call::new(concur.client(), &ANY);
    done(call.send::<T, sap_concur::request::ListError>().await)
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for (depth, is_read) in [(100, true), (200, false), (100_000, false)] {
        let deep = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        for field in ["unknown", "name", "approver", "operations", "custom1", "closed"] {
            let body = format!(r#"{{"data":[{{"startDate":"odd","id":"A1","{field}":{deep}}}]}}"#);
            let read = page(&body, false);
            assert_eq!(read.is_ok(), is_read, "{field} {depth}");
            if let Ok(answer) = read {
                assert_eq!(answer.data[0].id.as_deref(), Some("A1"));
                assert_eq!(paths(&answer)[0], "data[0].startDate");
            }
        }
    }
}

#[test]
fn what_means_one_thing_only_needs_no_warning() {
    let body = json!({ "data": [{
        "id": "", "startDate": "", "endDate": "2026-11-20T00:00:00.000Z", "startTime": "9:30", "endTime": "18:00:00",
        "creationDate": "", "submitDate": "2018-04-05T12:11:52Z", "closed": "true", "approved": "", "approver": "",
        "custom1": "", "type": { "code": "" }, "highestExceptionLevel": "", "operations": "", "expenses": "",
        "totalApprovedAmount": { "value": " 1290.00 ", "currency": "" }, "totalPostedAmount": { "value": "" },
    }], "totalCount": " 5 " });
    for strict in [false, true] {
        let answer = lenient(page(&body, strict));
        assert_eq!(paths(&answer), [""; 0]);
        let request = &answer.data[0];
        assert_eq!(request.id.as_deref(), Some(""), "a text may be empty");
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
        assert_eq!(answer.total_count, Some(5));
    }
}

#[test]
fn what_would_have_to_be_guessed_is_left_out() {
    for (place, odd) in [
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
        let body = with(fixtures::page(), &format!("/data/0/{place}"), odd);
        let path = format!("data[0].{}", place.replace('/', "."));
        assert_eq!(paths(&lenient(page(&body, false))), [path], "{body}");
    }
}

#[test]
fn a_broken_document_is_unreadable_however_lenient() {
    let whole = with(fixtures::page(), "/data/0/startDate", json!("odd")).to_string();
    for broken in [
        &whole[..whole.len() - 1],
        &format!("{whole}]"),
        "<html>",
        "7",
        "\"\"",
        "true",
    ] {
        assert!(page(broken, false).is_err(), "{broken}");
    }
}

#[test]
fn half_a_character_loses_its_field_alone() {
    let body = r#"{"data":[{"id":"A1","name":"\ud83d","comment":"whole"}],"totalCount":1}"#;
    let answer = lenient(page(body, false));
    assert_eq!(answer.data[0].comment.as_deref(), Some("whole"));
    assert_eq!(paths(&answer), ["data[0].name"]);
}

#[test]
fn warnings_stay_when_the_value_is_changed() {
    let body = with(fixtures::page(), "/data/0/startDate", json!(1));
    let answer = lenient(page(&body, false)).map(|page| page.data.len());
    assert_eq!((*answer, paths(&answer)), (3, vec!["data[0].startDate"]));
}

#[tokio::test]
async fn an_untyped_call_leaves_out_what_a_typed_one_does() {
    let body = json!({"data": [{"id": "A1", "startDate": "canary"}]});
    let path = "/travelrequest/v4/requests";
    let lenient = concur(&body, false);
    let call = lenient.call(sap_concur::Method::GET, path);
    let untyped = call.send_json::<RequestList>().await.expect("it can be read");
    let typed = lenient.requests().list().await.expect("it can be read");
    assert_eq!(*untyped, *typed);
    let paths =
        |warnings: &[Warning]| -> Vec<String> { warnings.iter().map(|warning| warning.path().to_owned()).collect() };
    assert_eq!(paths(untyped.warnings()), ["data[0].startDate"]);
    assert_eq!(paths(untyped.warnings()), paths(typed.warnings()));
    let strict = concur(&body, true).call(sap_concur::Method::GET, path);
    assert!(matches!(strict.send_json::<RequestList>().await, Err(Error::Decode(_))));
}

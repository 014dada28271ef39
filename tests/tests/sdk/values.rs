//! What programs have and want: amounts, dates and times from text, floats and the types of other crates, values that are
//! built often, and what everyone asks a response.

use chrono::{NaiveDate, TimeZone, Utc};
use jiff::civil;
use sap_concur::purchase_request::{
    LineItem, PurchaseRequest, PurchaseRequestException, PurchaseType, QueueStatus, ValidationError,
};
use sap_concur::request::{Amount, ApprovalStatusCode, CreateExpense, Location, Request, UpdateRequest};
use sap_concur::{Decimal, Timestamp, dec};

fn chair() -> sap_concur::purchase_request::builders::LineItemBuilder<
    sap_concur::builder::Given,
    sap_concur::builder::Given,
    sap_concur::builder::Given,
    sap_concur::builder::Given,
> {
    LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .description("office chair")
}

#[test]
fn a_price_may_be_text_a_float_or_a_decimal() {
    let price = |price: Decimal| chair().quantity(20.into()).unit_price(price).build().unit_price;
    assert_eq!(price("812.40".parse().unwrap()), dec!(812.40));
    assert_eq!(price(Decimal::from_f64_rounded(346.2, 2).unwrap()).to_string(), "346.2");
    assert_eq!(price(rust_decimal::Decimal::new(81240, 2).into()).to_string(), "812.40");
    let item = chair()
        .try_quantity("20")
        .unwrap()
        .try_unit_price("812.40")
        .unwrap()
        .build();
    assert_eq!((item.quantity, item.unit_price), (dec!(20), dec!(812.40)));
}

#[test]
fn an_error_of_a_text_names_the_field_and_the_text() {
    let error = chair().quantity(dec!(1)).try_unit_price("812,40").unwrap_err();
    assert_eq!(error.to_string(), "`unitPrice`: `812,40` is not a decimal number");
    assert_eq!((error.name(), error.value()), ("unitPrice", "812,40"));
    let error = UpdateRequest::new().try_start_date("5/4/2027").unwrap_err();
    assert_eq!(error.to_string(), "`startDate`: `5/4/2027`: not of the form YYYY-MM-DD");
}

fn taxi<T: Into<Timestamp>>(date: T) -> String {
    let amount = Amount::builder().value(dec!(12)).currency("USD").build();
    let taxi = CreateExpense::builder()
        .transaction_amount(amount)
        .transaction_date(date)
        .build();
    taxi.transaction_date.to_string()
}

#[test]
fn a_moment_may_be_a_date_of_any_crate() {
    let expected = "2027-05-04T00:00:00.000Z";
    assert_eq!(taxi(sap_concur::Date::new(2027, 5, 4).unwrap()), expected);
    assert_eq!(taxi(civil::date(2027, 5, 4)), expected);
    assert_eq!(taxi(NaiveDate::from_ymd_opt(2027, 5, 4).unwrap()), expected);
    assert_eq!(taxi(Utc.with_ymd_and_hms(2027, 5, 4, 0, 0, 0).unwrap()), expected);
    let date = time::Date::from_calendar_date(2027, time::Month::May, 4).unwrap();
    assert_eq!(taxi(date), expected);
    assert_eq!(taxi(date.midnight().assume_utc()), expected);
    let amount = Amount::builder().try_value("12.50").unwrap().currency("USD").build();
    let taxi = CreateExpense::builder()
        .transaction_amount(amount)
        .try_transaction_date("2027-05-04");
    assert_eq!(taxi.unwrap().build().transaction_date.to_string(), expected);
}

#[test]
fn values_that_are_built_often_have_constructors() {
    assert_eq!(
        Amount::of(dec!(12.50), "USD"),
        Amount::builder().value(dec!(12.50)).currency("USD").build()
    );
    assert_eq!(Location::airport("LHR"), Location::builder().iata_code("LHR").build());
    assert_eq!(
        serde_json::to_string(&Location::in_city("Lyon", "FR")).unwrap(),
        r#"{"countryCode":"FR","city":"Lyon"}"#
    );
}

#[test]
fn a_response_says_what_everyone_asks() {
    let json = r#"{
        "requestId": "3334", "approvalStatus": {"code": "SUBMITTED", "name": "Submitted & Pending"},
        "totalPostedAmount": {"value": 812.40, "currency": "EUR"}
    }"#;
    let request: Request = serde_json::from_str(json).unwrap();
    assert_eq!(request.number(), Some("3334"));
    assert_eq!(request.approval_status_code(), Some(&ApprovalStatusCode::Submitted));
    assert_eq!(request.approval_status_name(), Some("Submitted & Pending"));
    assert_eq!(request.total(), Some(&Amount::of(dec!(812.40), "EUR")));
    assert_eq!(Request::default().approval_status_code(), None);

    let json = r#"{
        "purchaseRequestNumber": "100000", "purchaseRequestQueueStatus": "CREATED",
        "purchaseOrders": [{"purchaseOrderNumber": "PO1"}, {}, {"purchaseOrderNumber": "PO2"}],
        "purchaseRequestExceptions": [{"message": "Line Item Quantity does not match", "exceptionCode": "0070071"}]
    }"#;
    let order: PurchaseRequest = serde_json::from_str(json).unwrap();
    assert_eq!(order.number(), Some("100000"));
    assert_eq!(order.creation_status(), Some(&QueueStatus::Created));
    assert_eq!(order.workflow_status(), None);
    assert_eq!(order.purchase_order_numbers().collect::<Vec<_>>(), ["PO1", "PO2"]);
    assert_eq!(
        order.exceptions().collect::<Vec<_>>(),
        ["Line Item Quantity does not match"]
    );
    assert_eq!(
        order.purchase_request_exceptions[0].to_string(),
        "0070071: Line Item Quantity does not match"
    );
}

#[test]
fn what_is_absent_is_not_shown() {
    assert_eq!(PurchaseRequestException::default().to_string(), "without details");
    let error: ValidationError =
        serde_json::from_str(r#"{"errorMessage": "Passed request body is invalid."}"#).unwrap();
    assert_eq!(error.to_string(), "Passed request body is invalid.");
}

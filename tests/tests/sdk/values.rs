//! Amounts, dates and times from what programs have: text, floats and the types of other crates.

use chrono::{NaiveDate, TimeZone, Utc};
use jiff::civil;
use sap_concur::purchase_request::{LineItem, PurchaseType};
use sap_concur::request::{Amount, CreateExpense, UpdateRequest};
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

//! Generated bodies for benchmarks. They have the same bytes in every run and on every machine.
//!
//! They are built with the SDK's types, so their wire names follow the specification. They set as many fields as a
//! company with a large configuration would: 8 of the 20 custom fields of a Request, 12 of the 40 of an expected
//! expense, and one field that the specification does not know.

mod locations;
mod orders;

use std::error::Error;

use sap_concur::request::{
    Allocation, Amount, ApprovalStatus, ApprovalStatusCode, CustomField, Employee, ExceptionLevel, ExchangeRate,
    ExchangeRateOperation, Expense, Link, ListItemField, PaymentType, Request, RequestList, RequestType, ResourceLink,
    SegmentLeg, TripData, TripType, Vendor,
};
use sap_concur::{Date, Decimal, TimeOfDay, Timestamp};

use locations::location;
pub use orders::purchase_request;

/// The error of a fixture: a value that its type rejects.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Fields that the specification does not know: the first of a Request, the second of an expense.
pub const UNKNOWN: [&str; 2] = ["sustainabilityScore", "carbonKilograms"];

/// The base of the links in responses.
const BASE: &str = "https://us.api.concursolutions.com/travelrequest/v4";

/// Returns a page of the list of Requests with `count` items as JSON, about 3.3 kB per item.
///
/// # Errors
///
/// If a value is invalid for its type.
pub fn page_of_requests(count: u32) -> Result<String, Failure> {
    let data: Vec<Request> = (1..=count).map(request).collect::<Result<_, _>>()?;
    let next = format!("{BASE}/requests?start={count}&limit={count}");
    let page = RequestList::builder()
        .data(data)
        .operations([Link::builder().rel("next").href(next).build()])
        .total_count(i64::from(count) * 7)
        .build();
    Ok(serde_json::to_string(&page)?)
}

/// Returns a list of `count` expected expenses as JSON, each with a trip of two legs.
///
/// # Errors
///
/// If a value is invalid for its type.
pub fn list_of_expenses(count: u32) -> Result<String, Failure> {
    let expenses: Vec<Expense> = (1..=count).map(expense).collect::<Result<_, _>>()?;
    Ok(serde_json::to_string(&expenses)?)
}

/// Returns Request number `number` as JSON, as in the response of a call that reads it.
///
/// # Errors
///
/// If a value is invalid for its type.
pub fn one_request(number: u32) -> Result<String, Failure> {
    Ok(serde_json::to_string(&request(number)?)?)
}

fn request(number: u32) -> Result<Request, Failure> {
    let id = id(number);
    let href = format!("{BASE}/requests/{id}");
    let mut request = Request::builder()
        .approval_limit_date(timestamp(number, 20)?)
        .approval_status(
            ApprovalStatus::builder()
                .code(ApprovalStatusCode::Submitted)
                .name("Submitted & Pending Approval")
                .build(),
        )
        .business_purpose(format!("Visit to the supplier of line {number}, \"spring\" collection"))
        .closed(false)
        .creation_date(timestamp(number, 1)?)
        .comment(format!("Approved by telephone – see note {number}.\nSecond line."))
        .end_date(date(number, 14)?)
        .end_time("18:30:00".parse::<TimeOfDay>()?)
        .ever_sent_back(number.is_multiple_of(5))
        .expenses((1..=2).map(|at| link(&href, "expenses", number * 10 + at)))
        .href(&*href)
        .id(&*id)
        .last_modified(timestamp(number, 3)?)
        .main_destination(location(number))
        .name(format!("Journey to Kyōto {number}"))
        .owner(employee(number))
        .policy(link(BASE, "policies", 7))
        .request_id(format!("3Q{number:04X}"))
        .start_date(date(number, 10)?)
        .start_time("08:05:00".parse::<TimeOfDay>()?)
        .submit_date(timestamp(number, 2)?)
        .total_approved_amount(amount(number, 8))
        .total_posted_amount(amount(number, 8))
        .total_remaining_amount(amount(number, 2))
        .approved(false)
        .approver(employee(number + 1))
        .highest_exception_level(ExceptionLevel::Warning)
        .pending_approval(true)
        .request_type(RequestType::builder().code("1001").label("Travel Request").build())
        .operations(["submit", "cancel", "sendback"].map(|action| {
            let address = format!("{href}/{action}");
            Link::builder().rel(action).href(address).build()
        }))
        .additional(UNKNOWN[0], i64::from(number % 100))
        .build();
    for custom in 1..=8 {
        request.set_custom(custom * 2, custom_field(custom, number))?;
    }
    Ok(request)
}

fn expense(number: u32) -> Result<Expense, Failure> {
    let mut expense = Expense::builder()
        .allocations([allocation(number, 60)?, allocation(number, 40)?])
        .approved_amount(amount(number, 8))
        .business_purpose(format!("Fair of instruments, hall {number}"))
        .exchange_rate(
            ExchangeRate::builder()
                .operation(ExchangeRateOperation::Multiply)
                .value(Decimal::from(119_837_845).checked_mul(hundredth()).unwrap_or_default())
                .build(),
        )
        .expense_type("AIRFR")
        .href(format!("{BASE}/expenses/{}", id(number)))
        .id(id(number))
        .last_comment("Cheapest fare that can be changed.")
        .last_modified_date(timestamp(number, 4)?)
        .location(location(number))
        .posted_amount(amount(number, 8))
        .remaining_amount(amount(number, 2))
        .transaction_amount(amount(number, 2))
        .transaction_date(timestamp(number, 10)?)
        .trip_data(
            TripData::builder()
                .agency_booked(false)
                .legs([leg(number, false)?, leg(number, true)?])
                .trip_type(TripType::RoundTrip)
                .segment_type("AIRFR")
                .self_booked(true)
                .build(),
        )
        .vendor(Vendor::builder().id("LH").name("Lufthansa").build())
        .parent_request(link(BASE, "requests", number))
        .payment_type(PaymentType::builder().id("CASH").name("Cash").build())
        .additional(UNKNOWN[1], i64::from(number) * 3)
        .build();
    for custom in 1..=12 {
        expense.set_custom(custom * 3, custom_field(custom, number))?;
    }
    Ok(expense)
}

fn leg(number: u32, is_return: bool) -> Result<SegmentLeg, Failure> {
    let day = if is_return { 14 } else { 10 };
    let mut leg = SegmentLeg::builder()
        .comment("Window, if there is one")
        .class_of_service("Y")
        .end_date(date(number, day)?)
        .end_location(location(number + 1))
        .end_time("13:45:00".parse::<TimeOfDay>()?)
        .id(id(number))
        .return_leg(is_return)
        .start_date(date(number, day)?)
        .start_location(location(number))
        .start_time("09:10:00".parse::<TimeOfDay>()?)
        .class(ListItemField::builder().code("Y").value("Economy").build())
        .flight_number(format!("LH{number:04}"))
        .travel_exception_reason_codes(["LF", "TM"])
        .build();
    for custom in 1..=4 {
        leg.set_custom(custom, custom_field(custom, number))?;
    }
    Ok(leg)
}

fn allocation(number: u32, percent: i64) -> Result<Allocation, Failure> {
    let mut allocation = Allocation::builder()
        .allocation_amount(amount(number, 8))
        .approved_amount(amount(number, 8))
        .allocation_id(id(number))
        .expense_id(id(number))
        .percent_edited(true)
        .percentage(Decimal::from(percent))
        .posted_amount(amount(number, 8))
        .system_allocation(false)
        .build();
    for custom in 1..=3 {
        allocation.set_custom(custom, custom_field(custom, number))?;
    }
    Ok(allocation)
}

fn custom_field(custom: u32, number: u32) -> CustomField {
    CustomField::builder()
        .code(format!("C{custom:02}-{number}"))
        .value(format!("Cost center {custom}, number {number}"))
        .list_item_id(id(custom * 1000 + number))
        .is_valid(true)
        .build()
}

fn employee(number: u32) -> Employee {
    Employee::builder()
        .href(format!("https://us.api.concursolutions.com/profile/v4/{}", id(number)))
        .id(id(number))
        .first_name("Ann-Sofie")
        .last_name(format!("Öberg {number}"))
        .build()
}

fn link(base: &str, kind: &str, number: u32) -> ResourceLink {
    let id = id(number);
    ResourceLink::builder()
        .href(format!("{base}/{kind}/{id}"))
        .id(id)
        .build()
}

/// Returns an amount with `digits` decimal places, none of which is zero.
fn amount(number: u32, digits: u32) -> Amount {
    let parts = (0..digits / 2).map(|_| hundredth());
    let units = i64::from(number) * 10_000_000_000 + 1_234_567_891;
    let value = parts.fold(Decimal::from(units), |value, part| {
        value.checked_mul(part).unwrap_or_default()
    });
    Amount::builder().value(value).currency("EUR").build()
}

fn hundredth() -> Decimal {
    sap_concur::dec!(0.01)
}

/// Returns a realistic id that is unique for each number.
fn id(number: u32) -> String {
    format!("{:08X}A4B54D2E9C3F{number:012X}", number.wrapping_mul(2_654_435_761))
}

fn date(number: u32, day: i8) -> Result<Date, Failure> {
    let month = i8::try_from(number % 12)? + 1;
    Ok(Date::new(2027, month, day)?)
}

fn timestamp(number: u32, day: i64) -> Result<Timestamp, Failure> {
    let seconds = 1_800_000_000 + day * 86_400 + i64::from(number) * 61;
    Ok(Timestamp::from_millisecond(seconds * 1000 + 7)?)
}

#[cfg(test)]
mod tests;

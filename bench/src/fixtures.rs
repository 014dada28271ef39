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
    ExchangeRateOperation, Expense, ExpenseType, Link, ListItemField, PaymentType, Request, RequestList, RequestType,
    ResourceLink, SegmentLeg, TripData, TripType, Vendor,
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
    let mut page = RequestList::default();
    page.data = data.into();
    page.operations = [operation("next", next)].into();
    page.total_count = Some(i64::from(count) * 7);
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
    let mut request = Request::default();
    request.approval_limit_date = Some(timestamp(number, 20)?);
    request.approval_status = Some(Box::new(submitted()));
    request.business_purpose = Some(format!("Visit to the supplier of line {number}, \"spring\" collection"));
    request.closed = Some(false);
    request.creation_date = Some(timestamp(number, 1)?);
    request.comment = Some(format!("Approved by telephone – see note {number}.\nSecond line."));
    request.end_date = Some(date(number, 14)?);
    request.end_time = Some("18:30:00".parse::<TimeOfDay>()?);
    request.ever_sent_back = Some(number.is_multiple_of(5));
    request.expenses = (1..=2)
        .map(|at| link(&href, "expenses", number * 10 + at))
        .collect::<Vec<_>>()
        .into();
    request.href = Some(href.clone());
    request.id = Some(id);
    request.last_modified = Some(timestamp(number, 3)?);
    request.main_destination = Some(Box::new(location(number)));
    request.name = Some(format!("Journey to Kyōto {number}"));
    request.owner = Some(Box::new(employee(number)));
    request.policy = Some(Box::new(link(BASE, "policies", 7)));
    request.request_id = Some(format!("3Q{number:04X}"));
    request.start_date = Some(date(number, 10)?);
    request.start_time = Some("08:05:00".parse::<TimeOfDay>()?);
    request.submit_date = Some(timestamp(number, 2)?);
    request.total_approved_amount = Some(Box::new(amount(number, 8)));
    request.total_posted_amount = Some(Box::new(amount(number, 8)));
    request.total_remaining_amount = Some(Box::new(amount(number, 2)));
    request.approved = Some(false);
    request.approver = Some(Box::new(employee(number + 1)));
    request.highest_exception_level = Some(ExceptionLevel::Warning);
    request.pending_approval = Some(true);
    request.request_type = Some(Box::new(request_type()));
    request.operations = ["submit", "cancel", "sendback"]
        .map(|action| operation(action, format!("{href}/{action}")))
        .into();
    request.additional.insert(UNKNOWN[0], i64::from(number % 100));
    for custom in 1..=8 {
        request.set_custom(custom * 2, custom_field(custom, number))?;
    }
    Ok(request)
}

fn expense(number: u32) -> Result<Expense, Failure> {
    let mut expense = Expense::default();
    expense.allocations = [allocation(number, 60)?, allocation(number, 40)?].into();
    expense.approved_amount = Some(Box::new(amount(number, 8)));
    expense.business_purpose = Some(format!("Fair of instruments, hall {number}"));
    expense.exchange_rate = Some(Box::new(
        ExchangeRate::builder()
            .operation(ExchangeRateOperation::Multiply)
            .value(Decimal::from(119_837_845).checked_mul(hundredth()).unwrap_or_default())
            .build(),
    ));
    expense.expense_type = Some(Box::new(ExpenseType::from("AIRFR")));
    expense.href = Some(format!("{BASE}/expenses/{}", id(number)));
    expense.id = Some(id(number));
    expense.last_comment = Some("Cheapest fare that can be changed.".into());
    expense.last_modified_date = Some(timestamp(number, 4)?);
    expense.location = Some(Box::new(location(number)));
    expense.posted_amount = Some(Box::new(amount(number, 8)));
    expense.remaining_amount = Some(Box::new(amount(number, 2)));
    expense.transaction_amount = Some(Box::new(amount(number, 2)));
    expense.transaction_date = Some(timestamp(number, 10)?);
    expense.trip_data = Some(Box::new(
        TripData::builder()
            .agency_booked(false)
            .legs([leg(number, false)?, leg(number, true)?])
            .trip_type(TripType::RoundTrip)
            .segment_type("AIRFR")
            .self_booked(true)
            .build(),
    ));
    expense.vendor = Some(Box::new(Vendor::builder().id("LH").name("Lufthansa").build()));
    expense.parent_request = Some(Box::new(link(BASE, "requests", number)));
    expense.payment_type = Some(Box::new(PaymentType::builder().id("CASH").name("Cash").build()));
    expense.additional.insert(UNKNOWN[1], i64::from(number) * 3);
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
    let mut employee = Employee::default();
    employee.href = Some(format!("https://us.api.concursolutions.com/profile/v4/{}", id(number)));
    employee.id = Some(id(number));
    employee.first_name = Some("Ann-Sofie".to_owned());
    employee.last_name = Some(format!("Öberg {number}"));
    employee
}

fn submitted() -> ApprovalStatus {
    let mut status = ApprovalStatus::default();
    status.code = Some(ApprovalStatusCode::Submitted);
    status.name = Some("Submitted & Pending Approval".to_owned());
    status
}

fn request_type() -> RequestType {
    let mut request_type = RequestType::default();
    request_type.code = Some("1001".to_owned());
    request_type.label = Some("Travel Request".to_owned());
    request_type
}

/// Returns the link of an operation.
fn operation(relation: &str, href: String) -> Link {
    let mut link = Link::default();
    link.rel = Some(relation.to_owned());
    link.href = Some(href);
    link
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

//! Request v4: expected expenses and travel agencies.

use concur_sandbox::Sandbox;
use sap_concur::request::{
    Allocation, Amount, CreateExpense, CreateRequest, CustomField, ErrorCode, ExchangeRateOperation, Expense, Location,
    ProposalType, Request, RequestError, ResourceLink, SegmentLeg, SegmentType, TripData, TripType, WorkflowAction,
};
use sap_concur::{Concur, Decimal, Error, Json, OperationError, dec};

use crate::support;

const ANN: &str = "ann@example.com";
const MISSING_ID: &str = "0123456789ABCDEF0123456789ABCDEF";

fn client(sandbox: &Sandbox, login_id: &str) -> Concur {
    support::user(sandbox, login_id).build().expect("the client builds")
}

/// Creates a Request with the named policy and returns its id.
async fn request(sandbox: &Sandbox, concur: &Concur, policy: &str) -> String {
    let tenant = sandbox.tenant();
    let policies = &tenant.requesting.policies;
    let policy = policies.iter().find(|known| known.name == policy).expect("it exists");
    let policy = ResourceLink::builder().id(policy.id.as_str()).build();
    let request = CreateRequest::builder().name("Kyoto").policy(policy).build();
    let created = concur.requests().create(&request).await.expect("it is created");
    created.id.clone().expect("it has an id")
}

async fn read(concur: &Concur, request: &str) -> Request {
    let request = concur.requests().get(request).await;
    request.expect("it exists").into_inner()
}

fn amount(value: Decimal, currency: &str) -> Amount {
    Amount::builder().value(value).currency(currency).build()
}

/// Returns an expense with the required fields.
fn taxi(value: Decimal, currency: &str) -> CreateExpense {
    let mut taxi = segment(value, currency);
    taxi.expense_type = Some(Box::new("TAXIX".into()));
    taxi
}

/// Returns an expense with the required fields except the expense type.
fn segment(value: Decimal, currency: &str) -> CreateExpense {
    CreateExpense::builder()
        .transaction_amount(amount(value, currency))
        .try_transaction_date("2026-11-20")
        .expect("a valid date")
        .build()
}

fn airport(code: &str) -> Location {
    Location::builder().iata_code(code).build()
}

fn flight(from: &str, to: &str) -> SegmentLeg {
    SegmentLeg::builder()
        .start_location(airport(from))
        .end_location(airport(to))
        .try_start_date("2026-11-20")
        .expect("a valid date")
        .build()
}

fn trip(code: &str, legs: impl IntoIterator<Item = SegmentLeg>) -> CreateExpense {
    let mut flight = segment(dec!(324.56), "USD");
    let kind = SegmentType::builder().code(code).build();
    flight.trip_data = Some(Box::new(TripData::builder().segment_type(kind).legs(legs).build()));
    flight
}

/// Formats an amount with all its digits.
fn shown(amount: Option<&Amount>) -> String {
    let amount = amount.expect("it has an amount");
    let value = amount.value.as_ref().expect("it has a value");
    let currency = amount.currency.as_ref().expect("it has a currency");
    format!("{value} {currency}")
}

fn id(expense: &Expense) -> &str {
    expense.id.as_deref().expect("it has an id")
}

#[tokio::test]
async fn expense_can_be_created_read_listed_updated_and_deleted() {
    let sandbox = support::sandbox().await;
    let concur = client(&sandbox, ANN);
    let request = request(&sandbox, &concur, "Travel").await;
    let requests = concur.requests();

    let created = requests.create_expense(&request, &taxi(dec!(122.38), "USD")).await;
    let created = created.expect("it is created").into_inner();
    assert_eq!(
        created.href.as_deref().map(|href| href.starts_with(sandbox.url())),
        Some(true)
    );
    let name = created.expense_type.as_ref().and_then(|kind| kind.name.as_deref());
    assert_eq!(name, Some("Taxi"));

    let fetched = requests.get_expense(id(&created)).await.expect("it exists");
    assert_eq!(*fetched, created);
    let second = requests.create_expense(&request, &taxi(dec!(5), "USD")).await;
    let second = second.expect("it is created").into_inner();
    let listed = requests.list_expenses(&request).await.expect("it returns a list");
    assert_eq!(*listed, [created.clone(), second.clone()]);
    let links = read(&concur, &request).await.expenses;
    let links: Vec<_> = links
        .iter()
        .map(|link| link.id.as_deref().expect("it has an id"))
        .collect();
    assert_eq!(links, [id(&created), id(&second)]);

    let mut update = CreateExpense::try_from(created.clone()).expect("all required fields are set");
    update.business_purpose = Some("to the fair".into());
    let changed = requests
        .update_expense(id(&created), &update)
        .await
        .expect("it is updated");
    assert_eq!(changed.business_purpose.as_deref(), Some("to the fair"));
    assert_eq!(changed.allocations, created.allocations);
    update.business_purpose = None;
    let changed = requests
        .update_expense(id(&created), &update)
        .await
        .expect("it is updated");
    assert_eq!(changed.business_purpose, None);

    requests.delete_expense(id(&created)).await.expect("it is deleted");
    let listed = requests.list_expenses(&request).await.expect("it returns a list");
    assert_eq!(*listed, [second]);
}

#[tokio::test]
async fn amounts_are_exact_and_rounded_to_their_currency() {
    let sandbox = support::sandbox().await;
    for (login, sent, posted, total) in [
        (ANN, (dec!(122.38), "USD"), "122.38 USD", "122.38 USD"),
        (ANN, (dec!(1290.00), "EUR"), "1290 EUR", "1494.47 USD"),
        (ANN, (dec!(1500), "JPY"), "1500 JPY", "9.68 USD"),
        (ANN, (dec!(1.2345), "KWD"), "1.235 KWD", "4.02 USD"),
        ("jun@example.com", (dec!(12.35), "USD"), "12.35 USD", "1915 JPY"),
    ] {
        let concur = client(&sandbox, login);
        let request = request(&sandbox, &concur, "Travel").await;
        let expense = concur.requests().create_expense(&request, &taxi(sent.0, sent.1)).await;
        let expense = expense.expect("it is created");
        let transaction = expense.transaction_amount.as_ref().and_then(|amount| amount.value);
        assert_eq!(transaction, Some(sent.0));
        assert_eq!(shown(expense.posted_amount.as_deref()), posted);
        assert_eq!(shown(expense.allocations[0].posted_amount.as_deref()), total);
        let rate = expense.exchange_rate.as_ref().expect("it has an exchange rate");
        assert_eq!(rate.operation, Some(ExchangeRateOperation::Multiply));
        let request = read(&concur, &request).await;
        assert_eq!(shown(request.total_posted_amount.as_deref()), total);
        assert!(shown(request.total_approved_amount.as_deref()).starts_with("0 "));
    }
}

#[tokio::test]
async fn posted_amounts_are_approved_with_the_request() {
    let sandbox = support::sandbox().await;
    let concur = client(&sandbox, ANN);
    let request = request(&sandbox, &concur, "Travel with outside approval").await;
    let expense = concur
        .requests()
        .create_expense(&request, &taxi(dec!(122.38), "USD"))
        .await;
    let expense = expense.expect("it is created").into_inner();
    assert_eq!(shown(expense.approved_amount.as_deref()), "0 USD");
    let submitted = concur.requests().take_action(&request, WorkflowAction::Submit).await;
    submitted.expect("it is submitted");
    let bea = client(&sandbox, "bea@example.com");
    let approved = bea.requests().take_action(&request, WorkflowAction::Approve).await;
    approved.expect("it is approved");
    let outside = support::company(&sandbox).build().expect("the client builds");
    let approved = outside.requests().take_action(&request, WorkflowAction::Approve).await;
    approved.expect("it is approved");
    let expense = concur.requests().get_expense(id(&expense)).await.expect("it exists");
    assert_eq!(shown(expense.approved_amount.as_deref()), "122.38 USD");
    assert_eq!(shown(expense.remaining_amount.as_deref()), "122.38 USD");
    let request = read(&concur, &request).await;
    assert_eq!(shown(request.total_approved_amount.as_deref()), "122.38 USD");
    assert_eq!(shown(request.total_remaining_amount.as_deref()), "122.38 USD");
}

#[tokio::test]
async fn segment_is_completed_and_can_be_updated_unchanged() {
    let sandbox = support::sandbox().await;
    let concur = client(&sandbox, ANN);
    let request = request(&sandbox, &concur, "Travel").await;
    let project = sandbox.tenant().lists["projects"][0].clone();
    let mut trip = trip("AIRFR", [flight("SEA", "BER"), flight("BER", "SEA")]);
    let share = |percent| Allocation::builder().percentage(percent).build();
    trip.allocations = [share(dec!(70.5)), share(dec!(29.5))].into();
    trip.custom1 = Some(Box::new(CustomField::from(project.id.as_str())));
    let created = concur.requests().create_expense(&request, &trip).await;
    let created = created.expect("it is created").into_inner();
    let trip_data = created.trip_data.as_ref().expect("it has a trip");
    assert_eq!(trip_data.trip_type, Some(TripType::RoundTrip));
    assert_eq!(trip_data.legs[1].return_leg, Some(true));
    let place = trip_data.legs[0]
        .end_location
        .as_ref()
        .and_then(|place| place.name.as_deref());
    assert_eq!(place, Some("Berlin Brandenburg"));
    let custom = created.custom1.as_ref().and_then(|custom| custom.code.as_deref());
    assert_eq!(custom, Some(project.code.as_str()));
    assert_eq!(
        shown(created.allocations[0].allocation_amount.as_deref()),
        "228.8148 USD"
    );
    assert_eq!(
        shown(created.allocations[1].allocation_amount.as_deref()),
        "95.7452 USD"
    );
    let update = CreateExpense::try_from(created.clone()).expect("all required fields are set");
    let changed = concur.requests().update_expense(id(&created), &update).await;
    let mut changed = changed.expect("it is updated").into_inner();
    assert!(changed.last_modified_date >= created.last_modified_date);
    changed.last_modified_date = created.last_modified_date;
    assert!(changed == created, "{changed:#?}");
}

/// Returns the status and the error code of a refused call.
fn refused<E: OperationError<Code = ErrorCode> + std::fmt::Debug, T>(outcome: Result<T, Error<E>>) -> (u16, ErrorCode) {
    let Err(Error::Api(error)) = outcome else {
        panic!("the call was not refused");
    };
    let error = error.api_error();
    let code = error.codes().next().expect("it has a code").clone();
    (error.status().as_u16(), code)
}

fn with(name: &str, value: &str) -> CreateExpense {
    let mut expense = taxi(dec!(5), "USD");
    let value: Json = value.parse().expect("it is JSON");
    expense.additional.insert(name, value);
    expense
}

fn at(location: Location) -> CreateExpense {
    let mut expense = taxi(dec!(5), "USD");
    expense.location = Some(Box::new(location));
    expense
}

#[tokio::test]
async fn every_create_expense_error_has_its_variant() {
    let sandbox = support::sandbox().await;
    let concur = client(&sandbox, ANN);
    let free = request(&sandbox, &concur, "Travel").await;
    let events = request(&sandbox, &concur, "Events").await;
    let single = request(&sandbox, &concur, "Travel with review").await;
    let springfield = Location::builder().city("Springfield").country_code("US").build();
    let parking = CreateExpense::builder()
        .expense_type("PARKG")
        .transaction_amount(amount(dec!(5), "USD"))
        .try_transaction_date("2026-11-20T00:00:00Z")
        .expect("a valid timestamp")
        .build();
    let mut half = taxi(dec!(5), "USD");
    half.allocations = [Allocation::builder().percentage(dec!(50)).build()].into();
    let mut unlisted = taxi(dec!(5), "USD");
    unlisted.custom1 = Some(Box::new(CustomField::from("P-2001")));
    let stops = [flight("SEA", "BER"), flight("BER", "CDG"), flight("CDG", "SEA")];
    for (request, expense, code) in [
        (&free, segment(dec!(5), "USD"), ErrorCode::MissingRequiredField),
        (&free, half, ErrorCode::MissingRequiredField),
        (&events, parking, ErrorCode::ExpenseTypeNotMappedToPolicy),
        (&events, trip("AIRFR", []), ErrorCode::SegmentTypeNotMappedToPolicy),
        (&single, trip("AIRFR", stops), ErrorCode::MultiLegNotAllowed),
        (&free, with("id", r#""x""#), ErrorCode::IdNotAllowed),
        (
            &free,
            with("budgetAccrualDate", r#""20.11.2026""#),
            ErrorCode::InvalidDate,
        ),
        (&free, with("vendor", r#""Taxi""#), ErrorCode::InvalidJson),
        (&free, unlisted, ErrorCode::ListValidationError),
        (&free, taxi(dec!(5), "XAU"), ErrorCode::ListValidationError),
        (&free, at(airport("XYZ")), ErrorCode::InvalidLocation),
        (&free, at(springfield), ErrorCode::SeveralLocationsMatch),
    ] {
        let outcome = concur.requests().create_expense(request, &expense).await;
        assert!(
            matches!(outcome, Err(Error::Api(RequestError::BadRequest(_)))),
            "{outcome:?}"
        );
        assert_eq!(refused(outcome), (400, code));
    }
    let listed = concur.requests().list_expenses(&free).await.expect("it returns a list");
    assert_eq!(*listed, []);
}

#[tokio::test]
async fn forbidden_and_not_found_have_their_variants() {
    let sandbox = support::sandbox().await;
    let concur = client(&sandbox, ANN);
    let request = request(&sandbox, &concur, "Travel").await;
    let expense = concur.requests().create_expense(&request, &taxi(dec!(5), "USD")).await;
    let expense = id(&expense.expect("it is created")).to_owned();

    let missing = concur.requests().get_expense(MISSING_ID).await;
    assert!(
        matches!(missing, Err(Error::Api(RequestError::NotFound(_)))),
        "{missing:?}"
    );
    assert_eq!(refused(missing), (404, ErrorCode::NotFound));
    let invalid = concur.requests().get_expense("3334").await;
    assert_eq!(refused(invalid), (400, ErrorCode::InvalidUuid));

    let jun = client(&sandbox, "jun@example.com");
    let forbidden = jun.requests().delete_expense(&expense).await;
    assert!(
        matches!(forbidden, Err(Error::Api(RequestError::Forbidden(_)))),
        "{forbidden:?}"
    );
    assert_eq!(refused(forbidden), (403, ErrorCode::UserIsNotAllowed));
    assert_eq!(
        refused(jun.requests().list_expenses(&request).await),
        (403, ErrorCode::UserIsNotAllowed)
    );

    let company = support::company(&sandbox).build().expect("the client builds");
    let refused_call = company.requests().create_expense(&request, &taxi(dec!(5), "USD")).await;
    assert_eq!(refused(refused_call), (400, ErrorCode::MissingRequiredParam));
    let user = "00000000-0000-4000-8000-000000000000";
    let refused_call = company.requests().delete_expense(&expense).user_id(user).await;
    assert_eq!(refused(refused_call), (400, ErrorCode::UserNotFound));
    company
        .requests()
        .get_expense(&expense)
        .await
        .expect("the system user can read it");
    let ann = sandbox.tenant().user_by_login(ANN).expect("the user exists").id.clone();
    let created = company
        .requests()
        .create_expense(&request, &taxi(dec!(5), "USD"))
        .user_id(ann)
        .await;
    created.expect("it is created for the user");

    let other = self::request(&sandbox, &concur, "Travel with outside approval").await;
    let submitted_expense = concur.requests().create_expense(&other, &taxi(dec!(5), "USD")).await;
    let submitted_expense = id(&submitted_expense.expect("it is created")).to_owned();
    let submitted = concur.requests().take_action(&other, WorkflowAction::Submit).await;
    submitted.expect("it is submitted");
    let late = concur
        .requests()
        .update_expense(&submitted_expense, &taxi(dec!(6), "USD"))
        .await;
    assert!(matches!(late, Err(Error::Api(RequestError::Forbidden(_)))), "{late:?}");
    assert_eq!(refused(late), (403, ErrorCode::PermissionDenied));
}

#[tokio::test]
async fn travel_agency_shows_the_account_for_two_proposal_types() {
    let sandbox = support::sandbox().await;
    let concur = client(&sandbox, ANN);
    for agency in &sandbox.tenant().requesting.agencies {
        let office = concur
            .requests()
            .get_travel_agency(&agency.id)
            .await
            .expect("it exists");
        assert_eq!(office.name.as_deref(), Some(agency.name.as_str()));
        assert_eq!(office.email_address.as_deref(), Some(agency.email.as_str()));
        let kind = office.proposal_type.as_ref().expect("it has a proposal type");
        let has_account = matches!(kind, ProposalType::Aebt | ProposalType::Api);
        assert_eq!(office.customer_account_code.is_some(), has_account, "{office:?}");
        assert_eq!(office.customer_account_name.is_some(), has_account, "{office:?}");
    }
    let missing = concur.requests().get_travel_agency(MISSING_ID).await;
    assert!(
        matches!(missing, Err(Error::Api(RequestError::NotFound(_)))),
        "{missing:?}"
    );
    assert_eq!(refused(missing), (404, ErrorCode::NotFound));
    let invalid = concur.requests().get_travel_agency("compass").await;
    assert_eq!(refused(invalid), (400, ErrorCode::InvalidUuid));
}

//! Every operation of Request over HTTP. The contract says which there are; the call log says which were called.

use std::collections::BTreeSet;

use concur_sandbox::{Sandbox, contract};
use concur_spec::api::{Api, Operation};
use sap_concur::blocking::Wait;
use sap_concur::request::{
    Allocation, Amount, ApprovalStatusCode, CashAdvanceStatusCode, CreateAgencyProposal, CreateExpense, CreateRequest,
    ExceptionSourceType, Expense, ParticipantChange, ParticipantChanges, ProposalSegmentType, Request, RequestError,
    SegmentCode, UpdateAllocation, UpdateRequest,
};
use sap_concur::{Concur, Decimal, Error, dec};

use crate::{conform, support};

const MISSING_ID: &str = "0123456789ABCDEF0123456789ABCDEF";

fn client(sandbox: &Sandbox, name: &str) -> Concur {
    let builder = support::user(sandbox, &format!("{name}@example.com"));
    builder.build().expect("the client builds")
}

fn policy(sandbox: &Sandbox, name: &str) -> String {
    let tenant = sandbox.tenant();
    let mut policies = tenant.requesting.policies.iter();
    policies
        .find(|policy| policy.name == name)
        .expect("it exists")
        .id
        .clone()
}

fn user_id(sandbox: &Sandbox, name: &str) -> String {
    let tenant = sandbox.tenant();
    let user = tenant.user_by_login(&format!("{name}@example.com"));
    user.expect("the user exists").id.clone()
}

fn agency(sandbox: &Sandbox) -> String {
    let tenant = sandbox.tenant();
    let agent = tenant.user_by_login("oli@example.com").expect("the user exists");
    agent.agency.clone().expect("the user is an agent")
}

/// Creates a Request with a policy, and returns its id.
async fn created(sandbox: &Sandbox, concur: &Concur, name: &str) -> String {
    let request = CreateRequest::builder()
        .name("Kyoto")
        .policy(policy(sandbox, name))
        .build();
    let created = concur.requests().create(&request).await.expect("it is created");
    id(&created.into_inner().id)
}

fn id(id: &Option<String>) -> String {
    id.clone().expect("it has an id")
}

fn taxi(value: Decimal, allocations: impl IntoIterator<Item = Allocation>) -> CreateExpense {
    CreateExpense::builder()
        .expense_type("TAXIX")
        .transaction_amount(Amount::builder().value(value).currency("USD").build())
        .try_transaction_date("2026-11-20T00:00:00Z")
        .expect("a valid timestamp")
        .allocations(allocations)
        .build()
}

/// Returns an allocation to a cost object.
fn charged(code: &str, percentage: Decimal) -> Allocation {
    Allocation::builder().custom1(code).percentage(percentage).build()
}

fn value(amount: &Option<Box<Amount>>) -> Decimal {
    let amount = amount.as_ref().expect("it has an amount");
    amount.value.expect("it has a value")
}

fn status(request: &Request) -> Option<ApprovalStatusCode> {
    request.approval_status.as_ref()?.code.clone()
}

fn api() -> &'static Api {
    let apis = &contract().expect("the specification is valid").apis;
    apis.iter().find(|api| api.key == "request").expect("it exists")
}

fn operation(key: &str) -> &'static Operation {
    let mut operations = api().operations.iter();
    operations.find(|operation| operation.key == key).expect("it exists")
}

/// Creates, lists, reads, changes and deletes a Request, moves it through the workflow, and reads what it lacks and what
/// was said about it.
async fn header(sandbox: &Sandbox) {
    let (ann, bea) = (client(sandbox, "ann"), client(sandbox, "bea"));
    let requests = ann.requests();
    let id = created(sandbox, &ann, "Travel").await;
    let listed = requests.list().await.expect("it returns a page");
    assert!(listed.data.iter().any(|request| request.id.as_deref() == Some(&id)));

    let found = requests
        .list_exceptions(&id)
        .await
        .expect("it returns a list")
        .into_inner();
    let [exception] = &found[..] else { panic!("{found:?}") };
    assert_eq!(exception.is_blocking, Some(true));
    assert_eq!(exception.source[0].source_type, Some(ExceptionSourceType::Header));
    let missing = exception.parameters.as_ref().expect("fields are missing");
    assert_eq!(*missing.missing_fields_ids, ["startDate", "endDate"]);

    let dates = UpdateRequest::new()
        .try_start_date("2026-05-04")
        .expect("a valid date")
        .try_end_date("2026-05-08")
        .expect("a valid date")
        .comment("as agreed");
    requests.update(&id, &dates).await.expect("it is updated");
    assert_eq!(requests.list_exceptions(&id).await.expect("it returns a list").len(), 0);
    requests.submit(&id).await.expect("it is submitted");
    let back = bea
        .requests()
        .send_back(&id, "too dear")
        .await
        .expect("it is sent back");
    assert_eq!(status(&back), Some(ApprovalStatusCode::SentBack));

    let said = requests.list_comments(&id).await.expect("it returns a list");
    let said: Vec<_> = said
        .iter()
        .map(|comment| comment.value.as_deref().expect("it has a text"))
        .collect();
    assert_eq!(said, ["too dear", "as agreed"]);
    let request = requests.get(&id).await.expect("it exists").into_inner();
    assert_eq!(request.comment.as_deref(), Some("too dear"));
    requests.delete(&id).await.expect("it is deleted");
    let error = requests.list_comments(&id).await.expect_err("it is deleted");
    assert!(matches!(error, Error::Api(RequestError::NotFound(_))), "{error:?}");
}

/// Creates, lists, reads, changes and deletes an expected expense, with its comments, allocations and cost objects.
async fn expenses(sandbox: &Sandbox) {
    let ann = client(sandbox, "ann");
    let requests = ann.requests();
    let request = created(sandbox, &ann, "Travel").await;
    let parts = [charged("CC100", dec!(50)), charged("CC340", dec!(50))];
    let expense = requests.create_expense(&request, &taxi(dec!(200), parts)).await;
    let expense = expense.expect("it is created").into_inner();
    let expense_id = id(&expense.id);
    let listed = requests.list_expenses(&request).await.expect("it returns a list");
    assert_eq!(*listed, std::slice::from_ref(&expense));

    let mut update = CreateExpense::try_from(expense.clone()).expect("all required fields are set");
    update.last_comment = Some("a cab is too dear".into());
    requests
        .update_expense(&expense_id, &update)
        .await
        .expect("it is updated");
    let said = requests
        .list_expense_comments(&expense_id)
        .await
        .expect("it returns a list");
    assert_eq!(said[0].value.as_deref(), Some("a cab is too dear"));
    let author = said[0].author.as_ref().expect("it has an author");
    assert_eq!(author.id, Some(user_id(sandbox, "ann")));

    let part = id(&expense.allocations[1].allocation_id);
    let read = requests.get_allocation(&request, &part).await.expect("it exists");
    assert_eq!(read[0], expense.allocations[1]);
    let change = UpdateAllocation::new().percentage(dec!(30));
    let changed = requests.update_allocation(&request, &part, &change).await;
    let changed = changed.expect("it is updated").into_inner();
    assert_eq!(value(&changed[0].allocation_amount), dec!(60));
    let read: Expense = requests.get_expense(&expense_id).await.expect("it exists").into_inner();
    assert_eq!(read.allocations[1], changed[0]);
    assert_eq!(read.last_comment.as_deref(), Some("a cab is too dear"));

    let objects = requests.list_cost_objects(&request).await.expect("it returns a list");
    let shown = |at: usize| (objects[at].name.as_deref(), value(&objects[at].posted_amount));
    assert_eq!(
        [shown(0), shown(1)],
        [(Some("Head office"), dec!(100)), (Some("Laboratory"), dec!(60))]
    );
    let share = &objects[1].expenses[0];
    assert_eq!(
        (share.id.as_ref(), share.percentage),
        (Some(&expense_id), Some(dec!(30)))
    );
    requests.delete_expense(&expense_id).await.expect("it is deleted");
    let error = requests.get_allocation(&request, &part).await.expect_err("it is gone");
    assert!(matches!(error, Error::Api(RequestError::NotFound(_))), "{error:?}");
}

#[expect(deprecated, reason = "the operation is deprecated but still supported")]
async fn cash_advances(sandbox: &Sandbox) {
    let ann = client(sandbox, "ann");
    let requests = ann.requests();
    let request = created(sandbox, &ann, "Travel with cash advance").await;
    requests.submit(&request).await.expect("it is submitted");
    let links = requests.list_cash_advances(&request).await.expect("it returns a list");
    let advance = requests
        .get_cash_advance(id(&links[0].id))
        .await
        .expect("it exists")
        .into_inner();
    let [advance] = &advance[..] else { panic!("{advance:?}") };
    assert_eq!(advance.cash_advance_id, links[0].id);
    let amount = advance.amount_requested.as_ref().expect("it has an amount");
    assert_eq!((amount.value, amount.amount), (Some(dec!(300)), Some(dec!(300))));
    let code = advance.approval_status.as_ref().and_then(|status| status.code.clone());
    assert_eq!(code, Some(CashAdvanceStatusCode::CPend));
    let error = requests
        .get_cash_advance(MISSING_ID)
        .await
        .expect_err("it does not exist");
    assert!(matches!(error, Error::Api(RequestError::NotFound(_))), "{error:?}");
}

async fn participants(sandbox: &Sandbox) {
    let ann = client(sandbox, "ann");
    let requests = ann.requests();
    let policies = requests.list_user_policies().await.expect("it returns a list");
    let budget = policies.iter().find(|policy| policy.allow_participants == Some(true));
    assert_eq!(
        budget.and_then(|policy| policy.id.clone()),
        Some(policy(sandbox, "Budget"))
    );

    let request = created(sandbox, &ann, "Budget").await;
    let [emil, jun] = ["emil", "jun"].map(|name| user_id(sandbox, name));
    let changes = |changes: Vec<ParticipantChange>| ParticipantChanges::builder().value(changes).build();
    let both = changes(vec![ParticipantChange::add(&emil), ParticipantChange::add(&jun)]);
    requests
        .update_participants(&request, &both)
        .await
        .expect("they are added");
    let removed = ParticipantChange::builder().id(&emil).deleted(true).build();
    requests
        .update_participants(&request, &changes(vec![removed]))
        .await
        .expect("one is removed");
    let left = requests.list_participants(&request).await.expect("it returns a list");
    let left: Vec<_> = left
        .iter()
        .filter_map(|one| one.participant.as_ref()?.id.clone())
        .collect();
    assert_eq!(left, [jun]);
}

/// Sends the printed examples of proposals, which are a batch of two.
async fn proposals(sandbox: &Sandbox) {
    let (ann, oli) = (client(sandbox, "ann"), client(sandbox, "oli"));
    let requests = ann.requests();
    let office = requests.get_travel_agency(agency(sandbox)).await.expect("it exists");
    assert_eq!(office.name.as_deref(), Some("Compass Rose Travel"));
    let request = created(sandbox, &ann, "Travel with proposals").await;
    let update = UpdateRequest::new().travel_agency(agency(sandbox));
    requests.update(&request, &update).await.expect("it is updated");
    requests.submit(&request).await.expect("it is submitted");
    for example in &operation("create_agency_proposal").examples {
        let body = example.request.as_deref().expect("it has a body");
        let proposal: CreateAgencyProposal = serde_json::from_str(body).expect("it is a proposal");
        let sent = oli.requests().create_agency_proposal(&request, &proposal).await;
        assert_eq!(sent.expect("it is created").status().as_u16(), 201);
    }
    let listed = requests
        .list_agency_proposals(&request)
        .await
        .expect("it returns a list");
    let orders: Vec<_> = listed.iter().filter_map(|proposal| proposal.proposal_order).collect();
    assert_eq!(orders, [1, 2]);
    let segment = &listed[0].agency_proposal_entries[0].agency_proposal_segments[0];
    assert_eq!(segment.proposal_segment_type, Some(ProposalSegmentType::Air));
    assert_eq!(segment.segment_type_code, Some(SegmentCode::Airfr));
    let request = requests.get(&request).await.expect("it exists");
    assert_eq!(status(&request), Some(ApprovalStatusCode::SentBack));
}

#[tokio::test]
async fn every_operation_of_request_works_over_http() {
    let sandbox = support::sandbox().await;
    header(&sandbox).await;
    expenses(&sandbox).await;
    cash_advances(&sandbox).await;
    participants(&sandbox).await;
    proposals(&sandbox).await;

    let calls = sandbox.requests();
    let succeeded = calls
        .iter()
        .filter(|call| call.status.is_some_and(|status| status < 300));
    let called: BTreeSet<&str> = succeeded.filter_map(|call| call.operation.as_deref()).collect();
    let live = api().operations.iter().filter(|operation| operation.retired.is_none());
    let live: Vec<String> = live.map(|operation| format!("request.{}", operation.key)).collect();
    let left: Vec<&String> = live.iter().filter(|name| !called.contains(name.as_str())).collect();
    assert!(left.is_empty(), "not called: {left:?}");
    assert!(conform::assert_conforms(&sandbox) > live.len());
    let unknown: Vec<String> = calls.iter().flat_map(|call| call.remarks.clone()).collect();
    assert_eq!(
        unknown,
        Vec::<String>::new(),
        "the contract knows all that the SDK sends"
    );
}

#[test]
fn lists_and_updates_of_today_work_without_async() {
    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let sandbox = runtime.block_on(support::sandbox());
    let ann = client(&sandbox, "ann");
    let requests = ann.requests();
    let request = runtime.block_on(created(&sandbox, &ann, "Travel"));
    let parts = [charged("CC100", dec!(100))];
    let expense = requests.create_expense(&request, &taxi(dec!(10), parts)).wait();
    let part = id(&expense.expect("it is created").allocations[0].allocation_id);
    let change = UpdateAllocation::new().percentage(dec!(25));
    let changed = requests
        .update_allocation(&request, &part, &change)
        .wait()
        .expect("it is updated");
    let read = requests.get_allocation(&request, &part).wait().expect("it exists");
    assert_eq!(read[0], changed[0]);
    let objects = requests.list_cost_objects(&request).wait().expect("it returns a list");
    assert_eq!(value(&objects[0].posted_amount), dec!(2.5));
    let found = requests.list_exceptions(&request).wait().expect("it returns a list");
    assert_eq!(
        found.len(),
        2,
        "two dates are missing, and a rest is not allocated: {found:?}"
    );
    assert_eq!(
        requests
            .list_comments(&request)
            .wait()
            .expect("it returns a list")
            .len(),
        0
    );
    assert_eq!(
        requests
            .list_participants(&request)
            .wait()
            .expect("it returns a list")
            .len(),
        0
    );
}

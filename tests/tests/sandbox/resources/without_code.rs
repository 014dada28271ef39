//! Resources of Request without their hand-written rules, through the SDK.

use concur_sandbox::Sandbox;
use sap_concur::request::{
    Amount, CreateAgencyProposal, CreateExpense, CreateRequest, Expense, RequestError, RequestView, UpdateRequest,
};
use sap_concur::{Concur, Error, Response, dec};

use crate::support::user;

/// The rules of Request that are not about expected expenses.
const OF_REQUESTS: [&str; 5] = [
    "request.create",
    "request.get",
    "request.list",
    "request.update",
    "request.delete",
];
/// The rules of expected expenses.
const OF_EXPENSES: [&str; 5] = [
    "request.create_expense",
    "request.get_expense",
    "request.list_expenses",
    "request.update_expense",
    "request.delete_expense",
];

async fn without(rules: &[&str]) -> (Sandbox, Concur) {
    let builder = Sandbox::builder().random_seed(1);
    let sandbox = builder.without_rules(rules.iter().copied()).start().await;
    let sandbox = sandbox.expect("the sandbox starts");
    let concur = user(&sandbox, "ann@example.com").build().expect("the client builds");
    (sandbox, concur)
}

fn taxi() -> CreateExpense {
    let mut taxi = CreateExpense::builder()
        .transaction_amount(Amount::builder().value(dec!(20.50)).currency("USD").build())
        .try_transaction_date("2026-11-20")
        .expect("a valid date")
        .build();
    taxi.expense_type = Some(Box::new("TAXIX".into()));
    taxi
}

fn is_missing<T>(result: &Result<Response<T>, Error<RequestError>>) -> bool {
    matches!(result, Err(Error::Api(RequestError::NotFound(_))))
}

/// Creates, reads, lists, changes and deletes expected expenses of a Request.
async fn expenses_live(concur: &Concur, request: &str) {
    let requests = concur.requests();
    let created = requests.create_expense(request, &taxi()).await.expect("it is created");
    let id = created.id.clone().expect("it has an id");
    assert_eq!(id.len(), 32);
    let read = requests.get_expense(&id).await.expect("it exists");
    assert_eq!(
        read.transaction_amount.as_ref().and_then(|amount| amount.value),
        Some(dec!(20.50))
    );
    assert!(
        read.href.as_ref().is_some_and(|href| href.as_str().ends_with(&id)),
        "{read:?}"
    );

    requests.create_expense(request, &taxi()).await.expect("it is created");
    let listed = requests.list_expenses(request).await.expect("it is listed");
    let ids: Vec<Option<String>> = listed.iter().map(|expense| expense.id.clone()).collect();
    assert_eq!((ids.len(), ids[0].as_deref()), (2, Some(id.as_str())));

    let mut update = CreateExpense::try_from(Expense::clone(&read)).expect("all required fields are set");
    update.business_purpose = Some("to the fair".into());
    let changed = requests.update_expense(&id, &update).await.expect("it is changed");
    assert_eq!(changed.business_purpose.as_deref(), Some("to the fair"));
    update.business_purpose = None;
    requests.update_expense(&id, &update).await.expect("it is replaced");
    assert_eq!(
        requests.get_expense(&id).await.expect("it exists").business_purpose,
        None
    );

    requests.delete_expense(&id).await.expect("it is deleted");
    assert!(is_missing(&requests.get_expense(&id).await));
    assert!(is_missing(&requests.update_expense(&id, &update).await));
    assert_eq!(requests.list_expenses(request).await.expect("they are listed").len(), 1);
    assert!(is_missing(
        &requests
            .create_expense("0123456789ABCDEF0123456789ABCDEF", &taxi())
            .await
    ));
}

#[tokio::test]
async fn expected_expenses_live_without_their_rules() {
    let (sandbox, concur) = without(&OF_EXPENSES).await;
    let request = CreateRequest::builder().name("Kyoto").build();
    let request = concur.requests().create(&request).await.expect("it is created");
    let request = request.id.clone().expect("it has an id");
    expenses_live(&concur, &request).await;

    let left = concur
        .requests()
        .list_expenses(&request)
        .await
        .expect("they are listed");
    let left = left[0].id.clone().expect("it has an id");
    concur.requests().delete(&request).await.expect("it is deleted");
    // The rule that deletes the Request knows nothing of its expected expenses.
    assert!(is_missing(&concur.requests().get_expense(&left).await));
    drop(sandbox);
}

#[tokio::test]
async fn requests_live_without_their_rules() {
    let rules = [OF_REQUESTS, OF_EXPENSES].concat();
    let (_sandbox, concur) = without(&rules).await;
    let requests = concur.requests();
    let mut ids = Vec::new();
    for number in 0..12 {
        let request = CreateRequest::builder().name(format!("Trip {number}")).build();
        let created = requests.create(&request).await.expect("it is created");
        ids.push(created.id.clone().expect("it has an id"));
    }
    let read = requests.get(&ids[0]).await.expect("it exists");
    assert_eq!(read.name.as_deref(), Some("Trip 0"));

    let mut listed = Vec::new();
    let mut stream = requests.list().view(RequestView::All).limit(5).stream();
    while let Some(request) = stream.try_next().await.expect("a page") {
        listed.push(request.id.clone().expect("it has an id"));
    }
    assert_eq!(listed, ids);

    let change = UpdateRequest::new().business_purpose("fair").clear_name();
    let changed = requests.update(&ids[0], &change).await.expect("it is changed");
    assert_eq!(
        (changed.name.as_deref(), changed.business_purpose.as_deref()),
        (None, Some("fair"))
    );
    expenses_live(&concur, &ids[0]).await;

    let left = requests.list_expenses(&ids[0]).await.expect("they are listed");
    let left = left[0].id.clone().expect("it has an id");
    requests.delete(&ids[0]).await.expect("it is deleted");
    assert!(is_missing(&requests.get(&ids[0]).await));
    assert!(is_missing(&requests.get_expense(&left).await));
    assert!(is_missing(&requests.list_expenses(&ids[0]).await));
    let page = requests.list().view(RequestView::All).await.expect("a page");
    assert_eq!(page.total_count, Some(11));
}

#[tokio::test]
async fn proposals_live_without_their_rules() {
    let rules = ["request.create_agency_proposal", "request.list_agency_proposals"];
    let (sandbox, concur) = without(&rules).await;
    let request = CreateRequest::builder().name("Kyoto").build();
    let request = concur.requests().create(&request).await.expect("it is created");
    let request = request.id.clone().expect("it has an id");
    let api = &concur_sandbox::contract().expect("the contract is readable").apis;
    let mut operations = api.iter().flat_map(|api| &api.operations);
    let create = operations.find(|one| one.key == "create_agency_proposal");
    let example = create.and_then(|create| create.examples[0].request.as_deref());
    let proposal: CreateAgencyProposal =
        serde_json::from_str(example.expect("it has a body")).expect("it is a proposal");
    let created = concur.requests().create_agency_proposal(&request, &proposal).await;
    let id = created
        .expect("it is created")
        .proposal_uuid
        .clone()
        .expect("it has an id");
    let listed = concur
        .requests()
        .list_agency_proposals(&request)
        .await
        .expect("they are listed");
    let ids: Vec<Option<String>> = listed.iter().map(|proposal| proposal.proposal_uuid.clone()).collect();
    assert_eq!(ids, [Some(id)]);
    drop(sandbox);
}

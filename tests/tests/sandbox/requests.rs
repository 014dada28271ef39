//! Requests: create, read, update, delete, lists and workflow.

use sap_concur::request::{
    ApprovalStatusCode, CreateRequest, ErrorCode, Location, Request, RequestError, RequestView, UpdateRequest,
    WorkflowAction,
};
use sap_concur::{CallOptions, Concur, CorrelationId, Error, Response, WaitError};

use concur_sandbox::Sandbox;

use crate::support::{company, sandbox, user};

mod lists;
mod refusals;

/// Policy ids and an agency id of the seed company.
const TRAVEL: &str = "9F875443A12646B69EF963BB88D976F2";
const REVIEWED: &str = "B5C7A93F3AEE208DC7CDC8548A81A044";
const OUTSIDE: &str = "A1CA3084AA9C6FEA7099224460837244";
const BOOKED: &str = "B244C09C11CE76891206E2830FED72EC";
const AGENCY: &str = "19D775BFE6A3885126C893E3E209B41D";

/// Returns the UUID of a user by the part of the login id before the `@`.
fn id_of(sandbox: &Sandbox, name: &str) -> String {
    let tenant = sandbox.tenant();
    let user = tenant.user_by_login(&format!("{name}@example.com"));
    user.expect("the user exists").id.clone()
}

/// Returns a client with a token of the user.
fn client(sandbox: &Sandbox, name: &str) -> Concur {
    let builder = user(sandbox, &format!("{name}@example.com"));
    builder.build().expect("the client builds")
}

/// Returns a Request that has everything it needs to be submitted.
fn complete(policy: &str) -> CreateRequest {
    CreateRequest::builder()
        .name("Kyoto")
        .business_purpose("Fair")
        .start_date("2026-05-04".parse::<sap_concur::Date>().expect("a valid date"))
        .end_date("2026-05-08".parse::<sap_concur::Date>().expect("a valid date"))
        .policy(policy)
        .build()
}

/// Creates a Request that can be submitted and returns its id.
async fn created(concur: &Concur, policy: &str) -> String {
    let created = concur
        .requests()
        .create(&complete(policy))
        .await
        .expect("it is created");
    created.into_inner().id.expect("it has an id")
}

fn status(request: &Response<Request>) -> ApprovalStatusCode {
    let status = request.approval_status.as_ref().expect("it has a status");
    status.code.clone().expect("it has a code")
}

fn operations(request: &Request) -> Vec<String> {
    let operations = request.operations.iter();
    operations
        .map(|link| link.rel.as_ref().expect("the link has a relation").to_string())
        .collect()
}

#[tokio::test]
async fn created_request_equals_the_fetched_one() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    let request = CreateRequest::builder()
        .name("Kyoto")
        .comment("as agreed")
        .start_date("2026-05-04".parse::<sap_concur::Date>().expect("a valid date"))
        .start_time("07:15".parse::<sap_concur::TimeOfDay>().expect("a valid time"))
        .main_destination(Location::builder().city("Berlin").country_code("DE").build())
        .custom7("text")
        .travel_agency(AGENCY)
        .build();
    let created = ann.requests().create(&request).await.expect("it is created");
    assert_eq!(created.status().as_u16(), 201);
    assert_eq!(created.warnings(), []);
    let id = created.id.clone().expect("it has an id");
    let read = ann.requests().get(&id).await.expect("it exists");
    assert_eq!(*read, *created);
    assert_eq!(status(&read), ApprovalStatusCode::NotSubmitted);
    assert_eq!(operations(&read), ["submit"]);
    let owner = read.owner.as_ref().expect("it has an owner");
    assert_eq!(owner.id.as_deref(), Some(id_of(&sandbox, "ann").as_str()));
    assert_eq!(
        read.policy.as_ref().and_then(|policy| policy.id.as_deref()),
        Some(TRAVEL)
    );
    assert_eq!(read.start_time.map(|time| time.to_string()).as_deref(), Some("07:15"));
    assert_eq!(read.comment.as_deref(), Some("as agreed"));
    let city = read.main_destination.as_ref().and_then(|place| place.city.as_deref());
    assert_eq!(city, Some("Berlin"));
    assert_eq!(
        read.href.as_deref(),
        Some(format!("{}/travelrequest/v4/requests/{id}", sandbox.url()).as_str())
    );
    let log = sandbox.requests();
    assert_eq!(
        log.last().and_then(|call| call.operation.as_deref()),
        Some("request.get")
    );
}

#[tokio::test]
async fn update_keeps_clears_and_sets_fields() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    let id = created(&ann, TRAVEL).await;
    let update = UpdateRequest::new()
        .name("Osaka")
        .clear_business_purpose()
        .custom7("x")
        .comment("so");
    let updated = ann.requests().update(&id, &update).await.expect("it is updated");
    assert_eq!(updated.name.as_deref(), Some("Osaka"));
    assert_eq!(updated.business_purpose, None);
    assert_eq!(
        updated.start_date.map(|date| date.to_string()).as_deref(),
        Some("2026-05-04")
    );
    assert_eq!(
        updated.custom7.as_ref().and_then(|field| field.value.as_deref()),
        Some("x")
    );

    let before = updated.into_inner();
    let mut after = before.clone();
    after.custom7 = None;
    after.business_purpose = Some("Fair".into());
    let update = UpdateRequest::between(&before, &after);
    let updated = ann.requests().update(&id, &update).await.expect("it is updated");
    assert_eq!(
        (&updated.custom7, updated.business_purpose.as_deref()),
        (&None, Some("Fair"))
    );
    assert_eq!(updated.comment.as_deref(), Some("so"));
    let nothing = ann
        .requests()
        .update(&id, &UpdateRequest::new())
        .await
        .expect("the empty update succeeds");
    assert_eq!(nothing.name.as_deref(), Some("Osaka"));
}

#[tokio::test]
async fn deleted_request_is_not_found() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    let id = created(&ann, TRAVEL).await;
    ann.requests().delete(&id).await.expect("it is deleted");
    let error = ann.requests().get(&id).await.expect_err("it is deleted");
    assert!(matches!(error, Error::Api(refused) if refused.has(ErrorCode::NotFound)));
}

#[tokio::test]
async fn request_passes_through_the_workflow_with_comments() {
    let sandbox = sandbox().await;
    let (ann, bea, dora) = (
        client(&sandbox, "ann"),
        client(&sandbox, "bea"),
        client(&sandbox, "dora"),
    );
    let id = created(&ann, REVIEWED).await;
    let take = |concur: &Concur, action: WorkflowAction| concur.requests().take_action(&id, action);
    take(&ann, WorkflowAction::Submit).await.expect("it is submitted");
    let sent_back = take(&bea, WorkflowAction::SendBack)
        .comment("too dear")
        .await
        .expect("it is sent sent_back");
    assert_eq!(
        (status(&sent_back), sent_back.ever_sent_back),
        (ApprovalStatusCode::SentBack, Some(true))
    );
    assert_eq!(sent_back.comment.as_deref(), Some("too dear"));
    take(&ann, WorkflowAction::Submit).await.expect("it is submitted");
    let in_review = take(&bea, WorkflowAction::Approve)
        .comment("well")
        .await
        .expect("it moves to the next step");
    assert_eq!(
        (status(&in_review), in_review.comment.as_deref()),
        (ApprovalStatusCode::Submitted, Some("well"))
    );
    let approved = take(&dora, WorkflowAction::Approve).await.expect("it is approved");
    assert_eq!(
        (status(&approved), approved.approved),
        (ApprovalStatusCode::Approved, Some(true))
    );
    let canceled = take(&ann, WorkflowAction::Cancel).await.expect("it is canceled");
    assert_eq!(canceled.canceled_post_approval, Some(true));
    let closed = take(&ann, WorkflowAction::Close).await.expect("it is closed");
    assert_eq!(
        (closed.closed, operations(&closed)),
        (Some(true), vec!["reopen".to_owned()])
    );
    let reopened = take(&ann, WorkflowAction::Reopen).await.expect("it is reopened");
    assert_eq!(
        (status(&reopened), reopened.closed),
        (ApprovalStatusCode::Canceled, Some(false))
    );
}

#[tokio::test]
async fn delegates_and_external_systems_can_decide() {
    let sandbox = sandbox().await;
    let (ann, kim) = (client(&sandbox, "ann"), client(&sandbox, "kim"));
    let system = company(&sandbox).build().expect("the client builds");
    let id = created(&ann, OUTSIDE).await;
    ann.requests().submit(&id).await.expect("it is submitted");
    let for_bea = kim.requests().approve(&id).delegator_user_id(id_of(&sandbox, "bea"));
    let in_review = for_bea
        .company_id(&sandbox.tenant().company.id)
        .await
        .expect("it moves to the next step");
    assert_eq!(status(&in_review), ApprovalStatusCode::Submitted);
    let waiting = system.requests().get(&id).await.expect("it exists");
    assert_eq!(operations(&waiting), ["approve", "sendback"]);
    let approved = system.requests().approve(&id).await.expect("it is approved");
    assert_eq!(status(&approved), ApprovalStatusCode::Approved);
}

#[tokio::test]
async fn company_token_calls_name_a_user() {
    let sandbox = sandbox().await;
    let company = company(&sandbox).build().expect("the client builds");
    let (ann, bea) = (id_of(&sandbox, "ann"), id_of(&sandbox, "bea"));
    let requests = company.requests();
    let created = requests
        .create(&complete(TRAVEL))
        .user_id(&ann)
        .await
        .expect("it is created");
    let id = created.into_inner().id.expect("it has an id");
    requests
        .update(&id, &UpdateRequest::new().name("Osaka"))
        .user_id(&ann)
        .await
        .expect("it is updated");
    requests.submit(&id).user_id(&ann).await.expect("it is submitted");
    let waiting = requests
        .list()
        .view(RequestView::ToApprove)
        .user_id(&bea)
        .await
        .expect("it returns a list");
    assert_eq!(waiting.data[0].name.as_deref(), Some("Osaka"));
    requests
        .send_back(&id, "Two days instead of three.")
        .user_id(&bea)
        .await
        .expect("it is sent sent_back");
    requests.delete(&id).user_id(&ann).await.expect("it is deleted");
    assert_eq!(requests.list().await.expect("it returns a list").total_count, Some(0));
}

#[tokio::test]
#[expect(deprecated, reason = "the operation is retired but still supported")]
async fn create_report_is_forbidden() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    let id = created(&ann, TRAVEL).await;
    let error = ann.requests().create_report(&id).await.expect_err("it is refused");
    let Error::Api(RequestError::Forbidden(refused)) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(ErrorCode::PublicApiNotAllowed));
    assert_eq!(
        refused.details()[0].message.as_deref(),
        Some("this resource is not public")
    );
}

#[tokio::test]
async fn waiter_waits_for_approval_and_booking() {
    let sandbox = sandbox().await;
    let (ann, bea) = (client(&sandbox, "ann"), client(&sandbox, "bea"));
    let id = created(&ann, BOOKED).await;
    ann.requests().submit(&id).await.expect("it is submitted");
    let delay = std::time::Duration::from_millis(1);
    let wait = || {
        ann.requests()
            .wait_until_approved(&id)
            .initial_delay(delay)
            .max_delay(delay)
    };
    let decide = async {
        bea.requests().approve(&id).await.expect("it is approved");
        let waiting = ann.requests().get(&id).await.expect("it exists");
        assert_eq!(status(&waiting), ApprovalStatusCode::PendingBooking);
        sandbox.advance(std::time::Duration::from_secs(24 * 3600));
        // The access token has expired; the client refreshes it.
    };
    let (approved, ()) = tokio::join!(async { wait().await }, decide);
    assert_eq!(status(&approved.expect("it is approved")), ApprovalStatusCode::Approved);
    ann.requests()
        .take_action(&id, WorkflowAction::Cancel)
        .await
        .expect("it is canceled");
    let Err(WaitError::Failed(ended)) = wait().await else {
        panic!("it is cancelled")
    };
    assert_eq!(ended.state(), "CANCELED");
}

#[tokio::test]
async fn correlation_id_is_echoed() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    let id: CorrelationId = "0f8fad5b-d9cb-469f-a165-70867728950e".parse().expect("a valid UUID");
    let options = || CallOptions::new().correlation_id(id.clone());
    let list = ann
        .requests()
        .list()
        .options(options())
        .await
        .expect("it returns a list");
    assert_eq!(list.headers()["concur-correlationid"], id.as_str());
    let error = ann
        .requests()
        .get("0".repeat(32))
        .options(options())
        .await
        .expect_err("it does not exist");
    let Error::Api(refused) = error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.headers()["concur-correlationid"], id.as_str());
    let other = ann.requests().list().await.expect("it returns a list");
    assert_ne!(other.headers()["concur-correlationid"], id.as_str());
}

#[test]
fn correlation_id_that_is_not_a_uuid_is_rejected() {
    use std::io::{Read, Write};
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the runtime starts");
    let sandbox = runtime.block_on(sandbox());
    let address = sandbox.url().trim_start_matches("http://").to_owned();
    let mut stream = std::net::TcpStream::connect(&address).expect("the server accepts connections");
    let head = format!("GET /travelrequest/v4/requests HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    stream
        .write_all(format!("{head}concur-correlationid: 7\r\n\r\n").as_bytes())
        .expect("it is sent");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("the server responds");
    assert!(response.starts_with("HTTP/1.1 400"), "{response}");
    assert!(
        response.contains(r#""errorCode":"invalidUuid","errorMessage":"for concur-correlationid 7""#),
        "{response}"
    );
}

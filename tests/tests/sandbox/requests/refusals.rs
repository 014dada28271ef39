//! Error codes of refused calls.

use std::fmt::Debug;

use sap_concur::request::{Amount, CreateExpense, ExceptionLevel};
use sap_concur::{OperationError, dec};

use super::*;

/// The id of a policy with a limit of 1000.
const LIMITED: &str = "D9756040E15910BB19792192BEE9B702";

/// Returns the status and the code of a refused call.
#[track_caller]
fn refused<T: Debug, E: Debug + OperationError<Code = ErrorCode>>(
    result: Result<Response<T>, Error<E>>,
) -> (u16, ErrorCode) {
    match result {
        Err(Error::Api(refused)) => {
            let refused = refused.api_error();
            let code = refused.codes().next().expect("it has a code").clone();
            (refused.status().as_u16(), code)
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn create_errors() {
    let sandbox = sandbox().await;
    let company = company(&sandbox).build().expect("the client builds");
    let ann = id_of(&sandbox, "ann");
    let unknown_user = "00000000-0000-4000-8000-000000000000";
    let new = CreateRequest::builder;
    for (request, user, code) in [
        (new().additional("name", 7), ann.as_str(), ErrorCode::InvalidJson),
        (new().additional("startDate", "4 May"), &ann, ErrorCode::InvalidDate),
        (new().additional("id", "A1"), &ann, ErrorCode::IdNotAllowed),
        (new().policy("A1"), &ann, ErrorCode::InvalidPolicy),
        (new().travel_agency("A1"), &ann, ErrorCode::ListValidationError),
        (new(), "ann", ErrorCode::InvalidUuid),
        (new(), unknown_user, ErrorCode::UserNotFound),
    ] {
        let result = company.requests().create(&request.build()).user_id(user).await;
        assert_eq!(refused(result), (400, code));
    }
    let result = company.requests().create(&new().build()).await;
    assert_eq!(refused(result), (400, ErrorCode::MissingRequiredParam));
    let parent = new().parent_request_id("A1").build();
    let result = company.requests().create(&parent).user_id(&ann).await;
    assert_eq!(refused(result), (404, ErrorCode::NotFound));
    let result = client(&sandbox, "ann")
        .requests()
        .create(&new().build())
        .user_id(id_of(&sandbox, "bea"))
        .await;
    assert_eq!(refused(result), (403, ErrorCode::UserIsNotAllowed));
    assert_eq!(
        company.requests().list().await.expect("it returns a list").total_count,
        Some(0)
    );
}

#[tokio::test]
async fn create_without_a_policy_is_a_conflict() {
    let mut tenant = concur_sandbox::tenant::Tenant::clone(&*sandbox().await.tenant());
    tenant.requesting.policies.clear();
    let sandbox = Sandbox::builder()
        .tenant(tenant)
        .start()
        .await
        .expect("the sandbox starts");
    let result = client(&sandbox, "ann")
        .requests()
        .create(&CreateRequest::builder().build())
        .await;
    assert_eq!(refused(result), (409, ErrorCode::NoPolicyAllowingCreationError));
}

#[tokio::test]
async fn get_update_and_delete_errors() {
    let sandbox = sandbox().await;
    let (ann, emil) = (client(&sandbox, "ann"), client(&sandbox, "emil"));
    let id = created(&ann, TRAVEL).await;
    assert_eq!(refused(ann.requests().get("333U").await), (400, ErrorCode::InvalidUuid));
    assert_eq!(
        refused(ann.requests().get("0".repeat(32)).await),
        (404, ErrorCode::NotFound)
    );
    assert_eq!(
        refused(emil.requests().get(&id).await),
        (403, ErrorCode::UserIsNotAllowed)
    );
    let mut other = UpdateRequest::new();
    other.additional.insert("id", "A1");
    assert_eq!(
        refused(ann.requests().update(&id, &other).await),
        (400, ErrorCode::IdNotAllowed)
    );
    let bea = client(&sandbox, "bea");
    let update = UpdateRequest::new().name("Osaka");
    assert_eq!(
        refused(bea.requests().update(&id, &update).await),
        (403, ErrorCode::UserIsNotAllowed)
    );
    assert_eq!(
        refused(bea.requests().delete(&id).await),
        (403, ErrorCode::UserIsNotAllowed)
    );
    ann.requests()
        .take_action(&id, WorkflowAction::Submit)
        .await
        .expect("it is submitted");
    assert_eq!(
        refused(ann.requests().update(&id, &update).await),
        (403, ErrorCode::PermissionDenied)
    );
    assert_eq!(
        refused(ann.requests().delete(&id).await),
        (403, ErrorCode::PermissionDenied)
    );
}

#[tokio::test]
async fn list_errors() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    let list = || ann.requests().list();
    assert_eq!(refused(list().view("EVERYTHING").await), (400, ErrorCode::BadParam));
    assert_eq!(refused(list().sort_field("name").await), (400, ErrorCode::BadParam));
    assert_eq!(refused(list().start(-1).await), (400, ErrorCode::BadParam));
    let agent_view = list().view(RequestView::PendingProposal).await;
    assert_eq!(refused(agent_view), (400, ErrorCode::MissingRequiredParam));
}

#[tokio::test]
async fn submit_errors() {
    let sandbox = sandbox().await;
    let mut tenant = concur_sandbox::tenant::Tenant::clone(&sandbox.tenant());
    for user in &mut tenant.users {
        if user.login_id == "jun@example.com" {
            user.approver = Some("max@example.com".to_owned());
        }
    }
    let sandbox = Sandbox::builder()
        .tenant(tenant)
        .start()
        .await
        .expect("the sandbox starts");
    let company = company(&sandbox).build().expect("the client builds");
    let submit = async |owner: &str, request: &CreateRequest| {
        let owner = id_of(&sandbox, owner);
        let created = company
            .requests()
            .create(request)
            .user_id(&owner)
            .await
            .expect("it is created");
        let id = created.into_inner().id.expect("it has an id");
        refused(
            company
                .requests()
                .take_action(&id, WorkflowAction::Submit)
                .user_id(&owner)
                .await,
        )
    };
    for (owner, policy, code) in [
        ("emil", TRAVEL, ErrorCode::NoApproverChangeMyInfo),
        ("fay", TRAVEL, ErrorCode::ApproverCumReportowner),
        ("gus", TRAVEL, ErrorCode::NoApprover),
        ("jun", TRAVEL, ErrorCode::InvalidAuthApprover),
        ("dora", REVIEWED, ErrorCode::ApproverCumReportownerEditable),
    ] {
        assert_eq!(submit(owner, &complete(policy)).await, (409, code), "{owner}");
    }
    let empty = CreateRequest::builder().build();
    assert_eq!(submit("ann", &empty).await, (400, ErrorCode::MissingRequiredField));
}

#[tokio::test]
async fn exceeding_the_policy_limit_is_a_blocking_exception() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    let id = created(&ann, LIMITED).await;
    let expense = CreateExpense::builder()
        .expense_type("TAXIX")
        .transaction_amount(Amount::builder().value(dec!(1000.01)).currency("USD").build())
        .transaction_date(
            "2026-05-04T00:00:00Z"
                .parse::<sap_concur::Timestamp>()
                .expect("a valid timestamp"),
        )
        .build();
    ann.requests()
        .create_expense(&id, &expense)
        .await
        .expect("it is created");
    let read = ann.requests().get(&id).await.expect("it exists");
    assert_eq!(
        (&read.highest_exception_level, read.expenses.len()),
        (&Some(ExceptionLevel::Error), 1)
    );
    assert_eq!(operations(&read), ["submit"]);
    let result = ann.requests().take_action(&id, WorkflowAction::Submit).await;
    assert_eq!(refused(result), (400, ErrorCode::BlockingException));
    ann.requests().delete(&id).await.expect("it is deleted");
    let expense = read.expenses[0].id.as_deref().expect("it has an id");
    assert_eq!(
        refused(ann.requests().get_expense(expense).await),
        (404, ErrorCode::NotFound)
    );
}

#[tokio::test]
async fn approve_errors() {
    let sandbox = sandbox().await;
    let ann = client(&sandbox, "ann");
    let company = company(&sandbox).build().expect("the client builds");
    let id = created(&ann, TRAVEL).await;
    let unknown_user = "00000000-0000-4000-8000-000000000000";
    let approve = |concur: &Concur| concur.requests().take_action(&id, WorkflowAction::Approve);
    assert_eq!(refused(approve(&ann).await), (403, ErrorCode::PermissionDenied));
    assert_eq!(
        refused(approve(&client(&sandbox, "emil")).await),
        (403, ErrorCode::UserIsNotAllowed)
    );
    assert_eq!(refused(approve(&company).await), (400, ErrorCode::MissingRequiredParam));
    assert_eq!(
        refused(approve(&ann).company_id(unknown_user).await),
        (400, ErrorCode::CompanyNotFound)
    );
    assert_eq!(
        refused(approve(&ann).delegator_user_id(unknown_user).await),
        (400, ErrorCode::UserNotFound)
    );
}

#[tokio::test]
async fn policy_with_processor_step_needs_a_processor() {
    let mut tenant = concur_sandbox::tenant::Tenant::clone(&*sandbox().await.tenant());
    for user in &mut tenant.users {
        user.roles
            .retain(|role| *role != concur_sandbox::tenant::Role::Processor);
    }
    let sandbox = Sandbox::builder()
        .tenant(tenant)
        .start()
        .await
        .expect("the sandbox starts");
    let ann = client(&sandbox, "ann");
    let id = created(&ann, REVIEWED).await;
    let result = ann.requests().take_action(&id, WorkflowAction::Submit).await;
    assert_eq!(refused(result), (409, ErrorCode::NoApproverNotEditableStep));
}

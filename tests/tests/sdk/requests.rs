//! Request v4: Requests, workflow actions and travel agencies.

use sap_concur::request::{
    ApprovalStatusCode, CreateError, CreateRequest, ErrorCode, RequestError, RequestView, TakeActionError,
    UpdateRequest, WorkflowAction,
};
use sap_concur::{CallOptions, CorrelationId, Error, Timestamp};
use serde_json::json;

use crate::server::{Server, refusal};

const PATH: &str = "/travelrequest/v4/requests";

#[tokio::test]
async fn create_sends_writable_fields_and_returns_the_request() {
    let server = Server::responding(
        201,
        r#"{"id": "A1", "requestId": "3F2A", "approvalStatus": {"code": "NOT_SUBMITTED"}}"#,
    )
    .await;
    let request = CreateRequest::builder().name("Kyoto").custom3("LIST-ITEM-ID").build();
    let created = server
        .concur()
        .requests()
        .create(&request)
        .user_id("u-1")
        .await
        .expect("it is created");
    assert_eq!(created.id.as_deref(), Some("A1"));
    assert_eq!(created.request_id.as_deref(), Some("3F2A"));
    let status = created.approval_status.as_ref().and_then(|status| status.code.clone());
    assert_eq!(status, Some(ApprovalStatusCode::NotSubmitted));
    let body = json!({ "name": "Kyoto", "custom3": { "value": "LIST-ITEM-ID" } });
    server
        .request()
        .assert_target("POST", PATH, Some("userId=u-1"))
        .assert_json_body(&body);
}

#[tokio::test]
async fn create_with_a_company_token_and_no_user_is_a_bad_request() {
    let server = Server::responding(
        400,
        refusal("missingRequiredParam", "the request is missing required parameter(s)"),
    )
    .await;
    let error = server
        .concur()
        .requests()
        .create(&CreateRequest::builder().build())
        .await
        .expect_err("it is refused");
    let Error::Api(CreateError::BadRequest(refused)) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(ErrorCode::MissingRequiredParam));
}

#[tokio::test]
async fn list_sends_its_filters_and_returns_a_page() {
    let body = r#"{"data": [{"id": "A1"}, {"id": "A2", "expenses": null}], "operations": [{"rel": "next", "href": "https://x/y?start=2"}], "totalCount": 5}"#;
    let server = Server::responding(200, body).await;
    let after: Timestamp = "2026-01-02T03:04:05Z".parse().expect("a valid timestamp");
    let page = server
        .concur()
        .requests()
        .list()
        .view(RequestView::Approved)
        .user_id("a b&c")
        .start(2)
        .limit(100)
        .modified_after(after)
        .await
        .expect("it returns a page");
    assert_eq!(page.data.len(), 2);
    assert_eq!(
        page.operations[0].rel.as_ref().map(ToString::to_string).as_deref(),
        Some("next")
    );
    assert_eq!(page.total_count, Some(5));
    let query = "view=APPROVED&userId=a%20b%26c&start=2&limit=100&modifiedAfter=2026-01-02T03%3A04%3A05Z";
    server
        .request()
        .assert_target("GET", PATH, Some(query))
        .assert_no_body();
}

#[tokio::test]
async fn list_with_a_limit_out_of_range_is_an_error_without_code() {
    let body = r#"{"errors": [{"errorMessage": "Limit must be less than or equal to 100"}]}"#;
    let server = Server::responding(400, body).await;
    let error = server
        .concur()
        .requests()
        .list()
        .limit(101)
        .await
        .expect_err("it is refused");
    let Error::Api(RequestError::BadRequest(refused)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.details()[0].code, None);
    assert_eq!(
        refused.details()[0].message.as_deref(),
        Some("Limit must be less than or equal to 100")
    );
}

#[tokio::test]
async fn get_returns_a_request_by_id() {
    let body = r#"{"id": "A1", "startDate": "2026-11-20", "startTime": "09:30", "creationDate": "2018-04-05T12:11:52Z",
        "mainDestination": {"id": "L1", "city": "Kyoto", "lnKey": 7},
        "totalPostedAmount": {"value": 1290.00000000, "currency": "EUR"}}"#;
    let server = Server::responding(200, body).await;
    let request = server
        .concur()
        .requests()
        .get("A1")
        .user_id("u-1")
        .await
        .expect("it exists");
    assert_eq!(
        request.start_date.map(|date| date.to_string()).as_deref(),
        Some("2026-11-20")
    );
    assert_eq!(
        request.start_time.map(|time| time.to_string()).as_deref(),
        Some("09:30")
    );
    assert_eq!(
        request.creation_date.map(|time| time.to_string()).as_deref(),
        Some("2018-04-05T12:11:52.000Z")
    );
    let amount = request.total_posted_amount.as_ref().expect("it has an amount");
    assert_eq!(
        amount.value.map(|value| value.to_string()).as_deref(),
        Some("1290.00000000")
    );
    server
        .request()
        .assert_target("GET", &format!("{PATH}/A1"), Some("userId=u-1"))
        .assert_no_body();
}

#[tokio::test]
async fn get_missing_is_not_found() {
    let server = Server::responding(404, refusal("notFound", "resource not found")).await;
    let error = server
        .concur()
        .requests()
        .get("gone")
        .await
        .expect_err("it does not exist");
    let Error::Api(RequestError::NotFound(refused)) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(ErrorCode::NotFound));
}

#[tokio::test]
async fn id_that_escapes_its_path_segment_is_not_sent() {
    let server = Server::responding(200, "{}").await;
    for id in ["", ".", ".."] {
        let error = server.concur().requests().get(id).await.expect_err("the id is invalid");
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    }
}

#[tokio::test]
async fn update_sends_set_fields_and_null_for_cleared_ones() {
    let server = Server::responding(200, r#"{"id": "A1", "name": "Osaka"}"#).await;
    let update = UpdateRequest::new().name("Osaka").clear_comment().clear_custom2();
    let request = server
        .concur()
        .requests()
        .update("A1", &update)
        .await
        .expect("it is updated");
    assert_eq!(request.name.as_deref(), Some("Osaka"));
    let body = json!({ "name": "Osaka", "comment": null, "custom2": null });
    server
        .request()
        .assert_target("PUT", &format!("{PATH}/A1"), None)
        .assert_json_body(&body);
}

#[tokio::test]
async fn update_of_another_users_request_is_forbidden() {
    let server = Server::responding(
        403,
        refusal("userIsNotAllowed", "user is not allowed to access this resource"),
    )
    .await;
    let error = server
        .concur()
        .requests()
        .update("A1", &UpdateRequest::new())
        .await
        .expect_err("it is refused");
    let Error::Api(RequestError::Forbidden(refused)) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(ErrorCode::UserIsNotAllowed));
}

#[tokio::test]
async fn delete_accepts_true_or_an_empty_body() {
    for body in ["true", ""] {
        let server = Server::responding(200, body).await;
        server
            .concur()
            .requests()
            .delete("A1")
            .user_id("u-1")
            .await
            .expect("it is deleted");
        server
            .request()
            .assert_target("DELETE", &format!("{PATH}/A1"), Some("userId=u-1"))
            .assert_no_body();
    }
}

#[tokio::test]
async fn delete_missing_is_not_found() {
    let server = Server::responding(404, refusal("notFound", "resource not found")).await;
    let error = server
        .concur()
        .requests()
        .delete("gone")
        .await
        .expect_err("it does not exist");
    assert!(matches!(error, Error::Api(RequestError::NotFound(_))), "{error:?}");
}

#[tokio::test]
#[expect(deprecated, reason = "the operation is retired but still supported")]
async fn create_report_returns_a_link_where_it_still_works() {
    let server = Server::responding(201, r#"{"id": "R1", "href": "https://x/R1"}"#).await;
    let report = server
        .concur()
        .requests()
        .create_report("A1")
        .await
        .expect("it is created");
    assert_eq!(report.id.as_deref(), Some("R1"));
    server
        .request()
        .assert_target("POST", &format!("{PATH}/A1/reports"), None)
        .assert_no_body();
}

#[tokio::test]
#[expect(deprecated, reason = "the operation is retired but still supported")]
async fn create_report_is_no_longer_public() {
    let server = Server::responding(403, refusal("publicApiNotAllowed", "this resource is not public")).await;
    let error = server
        .concur()
        .requests()
        .create_report("A1")
        .await
        .expect_err("it is refused");
    let Error::Api(RequestError::Forbidden(refused)) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(ErrorCode::PublicApiNotAllowed));
}

#[tokio::test]
async fn workflow_action_is_in_the_path_and_comment_in_the_body() {
    let server = Server::responding(200, r#"{"id": "A1"}"#).await;
    let requests = server.concur().requests();
    requests
        .take_action("A1", WorkflowAction::SendBack)
        .comment("too dear")
        .user_id("u-1")
        .await
        .expect("it is sent back");
    let body = json!({ "comment": "too dear" });
    server
        .request()
        .assert_target("POST", &format!("{PATH}/A1/sendback"), Some("userId=u-1"))
        .assert_json_body(&body);
}

#[tokio::test]
async fn workflow_action_without_a_comment_has_no_body() {
    for action in WorkflowAction::KNOWN {
        let action = *action;
        let server = Server::responding(200, r#"{"id": "A1"}"#).await;
        server
            .concur()
            .requests()
            .take_action("A1", action)
            .await
            .expect("the action is accepted");
        server
            .request()
            .assert_target("POST", &format!("{PATH}/A1/{action}"), None)
            .assert_no_body();
    }
}

#[tokio::test]
async fn conflicting_workflow_action_has_an_error_code() {
    let server = Server::responding(409, refusal("NO_APPROVER", "No approver was found.")).await;
    let error = server
        .concur()
        .requests()
        .take_action("A1", WorkflowAction::Submit)
        .await
        .expect_err("it conflicts");
    let Error::Api(TakeActionError::Conflict(refused)) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(ErrorCode::NoApprover));
}

#[tokio::test]
async fn get_travel_agency_returns_the_office() {
    let server = Server::responding(200, r#"{"id": "T1", "name": "Office", "proposalType": "NDC"}"#).await;
    let agency = server
        .concur()
        .requests()
        .get_travel_agency("T1")
        .await
        .expect("it exists");
    assert_eq!(agency.name.as_deref(), Some("Office"));
    assert_eq!(
        agency.proposal_type.as_ref().map(ToString::to_string).as_deref(),
        Some("NDC")
    );
    server
        .request()
        .assert_target("GET", "/travelrequest/v4/travelagencies/T1", None)
        .assert_no_body();
}

#[tokio::test]
async fn get_missing_travel_agency_is_not_found() {
    let server = Server::responding(404, refusal("notFound", "resource not found")).await;
    let error = server
        .concur()
        .requests()
        .get_travel_agency("gone")
        .await
        .expect_err("it does not exist");
    assert!(matches!(error, Error::Api(RequestError::NotFound(_))), "{error:?}");
}

#[tokio::test]
async fn correlation_id_of_the_caller_is_sent() {
    let server = Server::responding(200, "{}").await;
    let id: CorrelationId = "0f8fad5b-d9cb-469f-a165-70867728950e".parse().expect("a valid UUID");
    let options = CallOptions::new().correlation_id(id);
    server
        .concur()
        .requests()
        .get("A1")
        .options(options)
        .await
        .expect("it exists");
    assert_eq!(
        server.request().header("concur-correlationid"),
        Some("0f8fad5b-d9cb-469f-a165-70867728950e")
    );
}

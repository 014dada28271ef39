//! Request v4: expected expenses.

use sap_concur::request::{
    Allocation, Amount, CreateExpense, CustomField, ErrorCode, Expense, ExpenseType, OrgUnit, RequestError,
};
use sap_concur::{Error, Timestamp, dec};
use serde_json::json;

use crate::server::{Server, refusal};

const LIST: &str = "/travelrequest/v4/requests/A1/expenses";
const ONE: &str = "/travelrequest/v4/expenses/E1";

fn amount() -> Amount {
    Amount::builder()
        .value(dec!(123456789.12345678))
        .currency("EUR")
        .build()
}

fn expense() -> CreateExpense {
    let date: Timestamp = "2026-11-20T00:00:00Z".parse().expect("a valid timestamp");
    CreateExpense::builder()
        .expense_type(ExpenseType::builder().id("AIRFR").build())
        .transaction_amount(amount())
        .transaction_date(date)
        .allocations([Allocation::builder().percentage(dec!(70.5)).build()])
        .custom40(CustomField::builder().value("last").build())
        .org_unit6(CustomField::builder().code("OU").build())
        .build()
}

#[tokio::test]
async fn create_expense_sends_exact_amounts() {
    let server = Server::responding(201, r#"{"id": "E1", "orgUnit1": {"value": 1.50, "currency": "EUR"}}"#).await;
    let created = server
        .concur()
        .requests()
        .create_expense("A1", &expense())
        .user_id("u-1")
        .await
        .expect("it is created");
    assert_eq!(created.id.as_deref(), Some("E1"));
    assert!(matches!(created.org_unit(1), Some(OrgUnit::Amount(_))));
    let request = server.request();
    request.assert_target("POST", LIST, Some("userId=u-1"));
    let text = String::from_utf8_lossy(&request.body);
    assert!(text.contains(r#""value":123456789.12345678"#), "{text}");
    assert!(text.contains(r#""percentage":70.5"#), "{text}");
    let body: serde_json::Value = serde_json::from_slice(&request.body).expect("it is JSON");
    assert_eq!(body["custom40"], json!({ "value": "last" }));
    assert_eq!(body["orgUnit6"], json!({ "code": "OU" }));
    assert_eq!(body["transactionDate"], json!("2026-11-20T00:00:00.000Z"));
}

#[tokio::test]
async fn create_expense_outside_the_policy_is_a_bad_request() {
    let server = Server::responding(
        400,
        refusal("expenseTypeNotMappedToPolicy", "expense type not mapped to the policy"),
    )
    .await;
    let error = server
        .concur()
        .requests()
        .create_expense("A1", &expense())
        .await
        .expect_err("it is refused");
    let Error::Api(RequestError::BadRequest(refused)) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(ErrorCode::ExpenseTypeNotMappedToPolicy));
}

#[tokio::test]
async fn list_expenses_accepts_an_array_and_an_envelope() {
    for body in [r#"[{"id": "E1"}]"#, r#"{"data": [{"id": "E1"}], "operations": []}"#] {
        let server = Server::responding(200, body).await;
        let expenses = server
            .concur()
            .requests()
            .list_expenses("A1")
            .user_id("u-1")
            .await
            .expect("it returns a list");
        assert_eq!(expenses.len(), 1);
        assert_eq!(expenses[0].id.as_deref(), Some("E1"));
        server
            .request()
            .assert_target("GET", LIST, Some("userId=u-1"))
            .assert_no_body();
    }
}

#[tokio::test]
async fn list_expenses_of_a_missing_request_is_not_found() {
    let server = Server::responding(404, refusal("notFound", "resource not found")).await;
    let error = server
        .concur()
        .requests()
        .list_expenses("gone")
        .await
        .expect_err("it does not exist");
    assert!(matches!(error, Error::Api(RequestError::NotFound(_))), "{error:?}");
}

#[tokio::test]
async fn get_expense_accepts_a_single_allocation_for_a_list() {
    let body = r#"{"id": "E1", "allocations": {"allocationId": "X", "percentage": 100.00}, "custom7": {"code": "C"}}"#;
    let server = Server::responding(200, body).await;
    let expense = server
        .concur()
        .requests()
        .get_expense("E1")
        .user_id("u-1")
        .await
        .expect("it exists");
    assert_eq!(
        expense.allocations[0]
            .percentage
            .map(|percentage| percentage.to_string())
            .as_deref(),
        Some("100.00")
    );
    let custom = expense.custom(7).expect("the field is set");
    assert_eq!(custom.code.as_deref(), Some("C"));
    assert_eq!(expense.customs().map(|(number, _)| number).collect::<Vec<_>>(), [7]);
    assert_eq!(expense.custom(41), None);
    server
        .request()
        .assert_target("GET", ONE, Some("userId=u-1"))
        .assert_no_body();
}

#[tokio::test]
async fn get_missing_expense_is_not_found() {
    let server = Server::responding(404, refusal("notFound", "resource not found")).await;
    let error = server
        .concur()
        .requests()
        .get_expense("gone")
        .await
        .expect_err("it does not exist");
    assert!(matches!(error, Error::Api(RequestError::NotFound(_))), "{error:?}");
}

#[tokio::test]
async fn update_expense_sends_the_whole_changed_expense() {
    let read = r#"{"id": "E1", "href": "https://x/E1", "businessPurpose": "old", "transactionDate": "2026-11-20T00:00:00Z",
        "transactionAmount": {"value": 1.50, "currency": "EUR"}, "allocations": [{"allocationId": "AL1"}], "isNew": 1.10}"#;
    let read: Expense = serde_json::from_str(read).expect("it deserializes");
    let mut update = CreateExpense::try_from(read).expect("all required fields are set");
    update.business_purpose = Some("new".into());
    let server = Server::responding(200, r#"{"id": "E1"}"#).await;
    server
        .concur()
        .requests()
        .update_expense("E1", &update)
        .user_id("u-1")
        .await
        .expect("it is updated");
    let request = server.request();
    request.assert_target("PUT", ONE, Some("userId=u-1"));
    let text = String::from_utf8_lossy(&request.body);
    for part in [
        r#""businessPurpose":"new""#,
        r#""value":1.50"#,
        r#""allocationId":"AL1""#,
        r#""isNew":1.10"#,
    ] {
        assert!(text.contains(part), "{part:?} is missing in {text}");
    }
    assert!(
        !text.contains("href") && !text.contains(r#""id""#),
        "{text} has read-only fields"
    );
}

#[test]
fn expense_without_a_required_field_cannot_be_updated() {
    let missing = CreateExpense::try_from(Expense::default()).expect_err("a required field is missing");
    assert_eq!(missing.name(), "transactionAmount");
}

#[tokio::test]
async fn update_expense_without_permission_is_forbidden() {
    let server = Server::responding(403, refusal("permissionDenied", "permission denied")).await;
    let error = server
        .concur()
        .requests()
        .update_expense("E1", &expense())
        .await
        .expect_err("it is refused");
    let Error::Api(RequestError::Forbidden(refused)) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(ErrorCode::PermissionDenied));
}

#[tokio::test]
async fn delete_expense_accepts_true_as_response() {
    let server = Server::responding(200, "true").await;
    server
        .concur()
        .requests()
        .delete_expense("E1")
        .user_id("u-1")
        .await
        .expect("it is deleted");
    server
        .request()
        .assert_target("DELETE", ONE, Some("userId=u-1"))
        .assert_no_body();
}

#[tokio::test]
async fn delete_missing_expense_is_not_found() {
    let server = Server::responding(404, refusal("notFound", "resource not found")).await;
    let error = server
        .concur()
        .requests()
        .delete_expense("gone")
        .await
        .expect_err("it does not exist");
    assert!(matches!(error, Error::Api(RequestError::NotFound(_))), "{error:?}");
}

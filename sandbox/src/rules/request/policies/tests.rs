#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::json;

use crate::rules::request::test_service::{BUDGET, RequestService};

#[test]
fn policies_of_the_company_are_listed_with_their_links() {
    let service = RequestService::new();
    let found = service.get("ann", "/userpolicies").ok();
    let found = found.as_array().unwrap();
    let count = service.with_world(|world| world.tenant.requesting.policies.len());
    assert_eq!(found.len(), count);
    let budget = found.iter().find(|policy| policy["id"] == BUDGET).unwrap();
    let href = format!("http://127.0.0.1:4004/travelrequest/v4/userpolicies/{BUDGET}");
    assert_eq!(
        *budget,
        json!({ "href": href, "id": BUDGET, "name": "Budget", "allowParticipants": true })
    );
    assert_eq!(
        found
            .iter()
            .filter(|policy| policy["allowParticipants"] == json!(true))
            .count(),
        1
    );
}

#[test]
fn policies_with_a_company_token_need_a_user() {
    let service = RequestService::new();
    assert_eq!(service.get("company", "/userpolicies").code(), "missingRequiredParam");
    let path = format!("/userpolicies?userId={}", service.id_of("ann"));
    service.get("company", &path).ok();
    let unknown = "/userpolicies?userId=8422a66a-a9b0-4424-9802-0d9bcd4351d3";
    assert_eq!(service.get("company", unknown).code(), "userNotFound");
}

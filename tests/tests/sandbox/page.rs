//! The HTML page of the sandbox and its buttons, as a browser uses them.

use std::time::Duration;

use concur_sandbox::Sandbox;
use serde_json::json;

use crate::{raw, support};

/// The origin of the sandbox, matching the `Host` header of these tests.
const ORIGIN: &str = "http://127.0.0.1";

const ORDERS: &str = "/purchaserequest/v4/purchaserequests";

async fn get_page(sandbox: &Sandbox) -> String {
    let response = raw::call(sandbox.url(), "GET", "/objects", &[("accept", "text/html")], "").await;
    assert_eq!(response.status, 200);
    response.body
}

/// Presses a button like a browser that shows a page of `origin`.
async fn press(sandbox: &Sandbox, action: &str, form: &str, origin: &str) -> raw::Answer {
    let headers = [
        ("accept", "text/html,*/*;q=0.8"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", origin),
    ];
    raw::call(sandbox.url(), "POST", action, &headers, form).await
}

#[tokio::test]
async fn page_buttons_advance_time_and_decide() {
    let sandbox = support::sandbox().await;
    let line = json!({
        "purchaseType": "GOODS", "vendorCode": "VEN1", "vendorAddressCode": "ADDR1", "description": "chair",
        "quantity": "1", "unitPrice": "2",
    });
    let order = json!({
        "userLoginId": "ann@example.com", "currencyCode": "USD", "description": "<script>", "lineItems": [line],
    });
    let response = raw::json(&sandbox, &sandbox.company_token(), "POST", ORDERS, &order.to_string()).await;
    assert_eq!(response.status, 202, "{response:?}");
    let id = response.json()["id"].as_str().expect("it has an id").to_owned();
    let page = get_page(&sandbox).await;
    assert!(page.contains(&id) && page.contains("PENDING_CREATION"), "{page}");
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));

    let response = press(&sandbox, "/_sandbox/advance", "by=1m", ORIGIN).await;
    assert_eq!((response.status, response.header("location")), (303, Some("/objects")));
    assert!(get_page(&sandbox).await.contains("Pending Approval"));

    let action = format!("/_sandbox/purchase-requests/{id}/approve");
    assert!(get_page(&sandbox).await.contains(&format!("action=\"{action}\"")));
    let foreign = press(&sandbox, &action, "", "https://evil.example").await;
    assert_eq!(foreign.status, 403, "another site cannot press buttons");
    let response = press(&sandbox, &action, "", ORIGIN).await;
    assert_eq!(response.status, 303, "{response:?}");
    let page = get_page(&sandbox).await;
    assert!(page.contains("Approved") && page.contains("PO10001"), "{page}");
    assert!(
        !page.contains("action=\"/_sandbox/purchase-requests"),
        "a decided purchase request has no buttons"
    );
}

#[tokio::test]
async fn page_shows_requests_and_their_status() {
    let sandbox = support::sandbox().await;
    let token = sandbox.user_token("ann@example.com").expect("the user exists");
    let requests = "/travelrequest/v4/requests";
    let body = json!({ "name": "Kyoto", "startDate": "2027-03-01", "endDate": "2027-03-02" });
    let created = raw::json(&sandbox, &token, "POST", requests, &body.to_string())
        .await
        .json();
    let id = created["id"].as_str().expect("it has an id");
    let submitted = raw::json(&sandbox, &token, "POST", &format!("{requests}/{id}/submit"), "{}").await;
    assert_eq!(submitted.status, 200, "{submitted:?}");
    sandbox.advance(Duration::from_secs(1));
    let page = get_page(&sandbox).await;
    assert!(
        page.contains("Kyoto") && page.contains(">SUBMITTED<") && page.contains(id),
        "{page}"
    );
}

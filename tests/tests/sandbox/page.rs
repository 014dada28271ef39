//! The page as a browser uses it: what there is, and its buttons.

use std::time::Duration;

use concur_sandbox::Sandbox;
use serde_json::json;

use crate::{raw, support};

/// The sandbox as the calls of these tests name it in `Host`.
const HERE: &str = "http://127.0.0.1";

const ORDERS: &str = "/purchaserequest/v4/purchaserequests";

async fn shown(sandbox: &Sandbox) -> String {
    let response = raw::call(sandbox.url(), "GET", "/objects", &[("accept", "text/html")], "").await;
    assert_eq!(response.status, 200);
    response.body
}

/// Presses a button, as a browser on this page does.
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
    let page = shown(&sandbox).await;
    assert!(page.contains(&id) && page.contains("PENDING_CREATION"), "{page}");
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));

    let pressed = press(&sandbox, "/_sandbox/advance", "by=1m", HERE).await;
    assert_eq!((pressed.status, pressed.header("location")), (303, Some("/objects")));
    assert!(shown(&sandbox).await.contains("Pending Approval"));

    let action = format!("/_sandbox/purchase-requests/{id}/approve");
    assert!(shown(&sandbox).await.contains(&format!("action=\"{action}\"")));
    let foreign = press(&sandbox, &action, "", "https://evil.example").await;
    assert_eq!(foreign.status, 403, "another site presses no button");
    let pressed = press(&sandbox, &action, "", HERE).await;
    assert_eq!(pressed.status, 303, "{pressed:?}");
    let page = shown(&sandbox).await;
    assert!(page.contains("Approved") && page.contains("PO10001"), "{page}");
    assert!(!page.contains("action=\"/_sandbox/purchase-requests"), "it is decided");
}

#[tokio::test]
async fn page_shows_requests_and_their_status() {
    let sandbox = support::sandbox().await;
    let token = sandbox.user_token("ann@example.com").expect("the user exists");
    let requests = "/travelrequest/v4/requests";
    let body = json!({ "name": "Kyoto", "startDate": "2027-03-01", "endDate": "2027-03-02" });
    let made = raw::json(&sandbox, &token, "POST", requests, &body.to_string())
        .await
        .json();
    let id = made["id"].as_str().expect("it has an id");
    let submitted = raw::json(&sandbox, &token, "POST", &format!("{requests}/{id}/submit"), "{}").await;
    assert_eq!(submitted.status, 200, "{submitted:?}");
    sandbox.advance(Duration::from_secs(1));
    let page = shown(&sandbox).await;
    assert!(
        page.contains("Kyoto") && page.contains(">SUBMITTED<") && page.contains(id),
        "{page}"
    );
}

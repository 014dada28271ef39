//! `--wait`.

use std::time::Duration;

use concur_sandbox::Sandbox;
use serde_json::json;

use super::order;
use crate::support::User;

const GET: &str = "purchase_request.get";

async fn created(user: &User, body: &serde_json::Value) -> String {
    user.write("order.json", body.to_string());
    let ran = user
        .run(["purchase-request", "create", "--json", "order.json"])
        .await
        .succeeded();
    ran.json()["id"].as_str().unwrap().to_owned()
}

async fn user_whose_orders_take(time: Duration) -> User {
    User::logged_in_to(Sandbox::builder().creation_takes(time)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_ends_when_its_condition_holds() {
    let user = user_whose_orders_take(Duration::from_secs(1)).await;
    let id = created(&user, &order()).await;
    let arguments = ["purchase-request", "get", &id, "--output", "json"];
    let ran = user.run(arguments).await.succeeded();
    assert_eq!(ran.json()["purchaseRequestQueueStatus"], "PENDING_CREATION");
    let ran = user.run(arguments.into_iter().chain(["--wait"])).await.succeeded();
    assert_eq!(ran.json()["purchaseRequestQueueStatus"], "CREATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_final_state_of_failure_ends_a_wait() {
    let user = user_whose_orders_take(Duration::ZERO).await;
    let mut refused = order();
    // This vendor is not active.
    refused["lineItems"][0]["vendorCode"] = json!("VEN10");
    let id = created(&user, &refused).await;
    user.run(["purchase-request", "get", &id, "--wait", "created"])
        .await
        .ended_with(4)
        .says("CREATE_FAILED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_has_a_limit() {
    let user = user_whose_orders_take(Duration::from_secs(3600)).await;
    let id = created(&user, &order()).await;
    user.run(["purchase-request", "get", &id, "--wait", "created,1s"])
        .await
        .ended_with(1)
        .says("PENDING_CREATION");
    assert!(!user.calls(GET).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_condition_or_time_is_refused() {
    let user = User::logged_in().await;
    for (wait, problem) in [
        ("approved", "expected created"),
        ("created,soon", "expected a time such as 30s"),
        ("created,0s", "expected a time above zero"),
    ] {
        user.run(["purchase-request", "get", "1", "--wait", wait])
            .await
            .ended_with(2)
            .says(problem);
    }
    assert!(user.calls(GET).is_empty());
}

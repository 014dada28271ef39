//! What a failed call says, and the exit code for it.

use concur_sandbox::Fault;

use super::{CREATE, order};
use crate::support::{Ran, Server, User};

async fn create(user: &User) -> Ran {
    user.write("order.json", order().to_string());
    user.run(["purchase-request", "create", "--json", "order.json"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_valid_token_it_ends_with_3() {
    let user = User::logged_in().await;
    let environment = [("CONCUR_ACCESS_TOKEN", "an-invalid-token")];
    user.run_in(&environment, ["request", "list"])
        .await
        .ended_with(3)
        .says("401")
        .hides("an-invalid-token");
    user.run(["--profile", "other", "request", "list"])
        .await
        .ended_with(3)
        .says("the profile `other` has no")
        .says("run `concur login`");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_ends_with_4_and_says_code_and_remedy() {
    let user = User::logged_in().await;
    let mut wrong = order();
    wrong["lineItems"][0]["vendorCode"] = "NOBODY".into();
    user.write("order.json", wrong.to_string());
    let ran = user
        .run(["purchase-request", "create", "--json", "order.json"])
        .await
        .ended_with(4)
        .says("invalidVendor")
        .says("correlation id");
    let api = concur_sandbox::contract().unwrap().apis.iter();
    let mut api = api.filter(|api| api.key == "purchase_request");
    let codes = &api.next().unwrap().error_codes;
    let code = codes.iter().find(|code| code.wire == "invalidVendor").unwrap();
    ran.says(code.remedy.as_deref().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_correlation_id_is_that_of_the_call() {
    let user = User::logged_in().await;
    let ran = user.run(["purchase-request", "get", "1"]).await.ended_with(4);
    let call = user.calls("purchase_request.get").pop().unwrap();
    let sent = call.headers.iter().find(|(name, _)| name == "concur-correlationid");
    let (_, id) = sent.unwrap();
    ran.says(&format!("correlation id {id}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_did_not_arrive_ends_with_5() {
    let user = User::logged_in().await;
    let environment = [
        ("CONCUR_BASE_URL", "http://127.0.0.1:1"),
        ("CONCUR_ACCESS_TOKEN", "a-token"),
    ];
    user.write("order.json", order().to_string());
    let arguments = ["purchase-request", "create", "--json", "order.json"];
    user.run_in(&environment, arguments)
        .await
        .ended_with(5)
        .says("was not sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_ends_with_6_and_is_not_repeated() {
    let user = User::logged_in().await;
    user.sandbox.inject(Fault::drop_connection().carried_out().on(CREATE));
    create(&user).await.ended_with(6);
    assert_eq!(user.calls(CREATE).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_understood_ends_with_6() {
    let user = User::logged_in().await;
    let server = Server::answering_json("this is not JSON").await;
    user.write("order.json", order().to_string());
    let arguments = ["purchase-request", "create", "--json", "order.json"];
    user.run_in(&server.environment(), arguments).await.ended_with(6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_passes_is_repeated() {
    let user = User::logged_in().await;
    user.sandbox.inject(Fault::status(503).on("request.list").times(1));
    user.run(["request", "list", "--verbose"])
        .await
        .succeeded()
        .says("2 attempts");
    assert_eq!(user.calls("request.list").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_announces_is_a_warning() {
    let user = User::logged_in().await;
    let head = "200 OK\r\nContent-Type: application/json\r\nSunset: Sat, 01 Jan 2028 00:00:00 GMT";
    let server = Server::answering(head, "{}").await;
    let id = "4EC1A5D30A6B4F4F8F5CD3FD2A3A6E1B";
    let arguments = ["request", "get", id];
    user.run_in(&server.environment(), arguments)
        .await
        .succeeded()
        .says("warning: the service will remove this operation");
    user.run_in(&server.environment(), arguments.into_iter().chain(["--quiet"]))
        .await
        .succeeded()
        .hides("warning");
}

//! Lists that come page by page.

use std::collections::BTreeSet;

use concur_sandbox::Fault;

use crate::support::{Ran, User};

const COUNT: usize = 23;

/// A user with 23 Requests, of which a page has ten.
async fn with_requests() -> User {
    let user = User::logged_in().await;
    let id = user.sandbox.tenant().users[0].id.clone();
    let token = user.sandbox.company_token();
    let client = reqwest::Client::new();
    for number in 1..=COUNT {
        let url = format!("{}/travelrequest/v4/requests?userId={id}", user.sandbox.url());
        let call = client.post(url).bearer_auth(&token);
        let call = call
            .header("Content-Type", "application/json")
            .body(format!("{{\"name\": \"Trip {number}\"}}"));
        let answer = call.send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }
    user
}

async fn list(user: &User, arguments: &[&str]) -> Ran {
    user.run(["request", "list"].into_iter().chain(arguments.iter().copied()))
        .await
        .succeeded()
}

fn pages(user: &User) -> usize {
    user.calls("request.list").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_options_the_first_page_is_shown() {
    let user = with_requests().await;
    let page = list(&user, &[]).await.json();
    assert_eq!(page["data"].as_array().unwrap().len(), 10);
    assert_eq!(page["totalCount"], COUNT);
    assert!(page["operations"].is_array(), "the page is as it came, with its links");
    let ran = list(&user, &["--output", "jsonl"])
        .await
        .says("10 items of 23: --all gets the others");
    assert_eq!(ran.stdout.lines().count(), 10);
    assert_eq!(pages(&user), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_pages_are_one_list() {
    let user = with_requests().await;
    let ran = list(&user, &["--all"]).await;
    let items = ran.json();
    let names: BTreeSet<&str> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), COUNT);
    assert_eq!(pages(&user), 3);
    let ran = list(&user, &["--all", "--output", "csv", "--fields", "name"]).await;
    assert_eq!(ran.stdout.lines().count(), COUNT + 1);
    assert_eq!(ran.stdout.lines().next(), Some("name"));
    let ran = list(&user, &["--all", "--output", "table", "--fields", "name"]).await;
    assert_eq!(ran.stdout.lines().count(), COUNT + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_takes_no_more_pages_than_it_needs() {
    let user = with_requests().await;
    for (limit, items, expected) in [("4", 4, 1), ("10", 10, 1), ("11", 11, 2), ("1000", COUNT, 3)] {
        let before = pages(&user);
        let ran = list(&user, &["--limit", limit, "--output", "jsonl"]).await;
        assert_eq!(ran.stdout.lines().count(), items, "--limit {limit}");
        assert_eq!(pages(&user) - before, expected, "--limit {limit}");
    }
    user.run(["request", "list", "--limit", "0"]).await.ended_with(2);
    user.run(["request", "list", "--limit", "3", "--all"])
        .await
        .ended_with(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_size_is_the_number_of_items_of_a_call() {
    let user = with_requests().await;
    let ran = list(&user, &["--all", "--page-size", "5", "--output", "jsonl"]).await;
    assert_eq!(ran.stdout.lines().count(), COUNT);
    assert_eq!(pages(&user), 5);
    assert!(user.calls("request.list")[0].query.contains("limit=5"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrived_before_a_failure_is_shown() {
    let user = with_requests().await;
    for format in ["json", "jsonl", "csv", "table"] {
        user.sandbox.clear_faults();
        user.sandbox.inject(Fault::status(403).on("request.list").skip(1));
        let arguments = ["request", "list", "--all", "--fields", "name", "--output", format];
        let ran = user.run(arguments).await.ended_with(4).says("403");
        assert_eq!(ran.stdout.matches("Trip").count(), 10, "{format}: {}", ran.stdout);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_is_empty_in_every_format() {
    let user = User::logged_in().await;
    assert_eq!(list(&user, &["--all"]).await.json(), serde_json::json!([]));
    assert_eq!(list(&user, &["--output", "jsonl"]).await.stdout, "");
    assert_eq!(list(&user, &["--output", "table"]).await.stdout, "No items.\n");
    let ran = list(&user, &["--output", "csv", "--fields", "id,name"]).await;
    assert_eq!(ran.stdout, "id,name\n");
}

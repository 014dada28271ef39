//! Imports as users run them.

mod reports;
#[cfg(unix)]
mod running;
mod trips;

use std::time::{Duration, Instant};

use concur_sandbox::{Fault, LoggedCall, Sandbox};
use rusqlite::Connection;
use sap_concur::{Concur, Method};
use serde_json::Value;

use crate::orders::{Order, Record, csv, orders};
use crate::support::{Ran, User};

const CREATE: &str = "purchase_request.create";

/// The user in whose name the company makes Requests.
const ANN: &str = "userId=31e53f4d-a21c-4f92-a84a-112446cc3a2e";

/// A user of a sandbox that creates purchase requests at once, and a file of orders.
async fn user_with(orders: &[Order]) -> User {
    let user = User::logged_in_to(Sandbox::builder().creation_takes(Duration::ZERO)).await;
    user.write("orders.csv", csv(orders));
    user
}

/// The calls of an operation.
fn calls(user: &User, operation: &str) -> Vec<LoggedCall> {
    let calls = user.sandbox.requests().into_iter();
    calls
        .filter(|call| call.operation.as_deref() == Some(operation))
        .collect()
}

/// The most calls that were served at the same time.
fn most_at_once(calls: &[LoggedCall]) -> usize {
    let end = |call: &LoggedCall| call.at.checked_add(call.took).unwrap();
    let during = |moment: &LoggedCall| {
        calls
            .iter()
            .filter(|one| one.at <= moment.at && moment.at < end(one))
            .count()
    };
    calls.iter().map(during).max().unwrap_or_default()
}

fn keys(records: &[Record]) -> Vec<&str> {
    let mut keys: Vec<&str> = records.iter().map(Record::key).collect();
    keys.sort_unstable();
    keys
}

#[tokio::test(flavor = "multi_thread")]
async fn rate_limits_the_requests() {
    let user = user_with(&orders("R", 6)).await;
    let began = Instant::now();
    user.import("orders.csv", &["--rate", "20/s", "--workers", "4"])
        .await
        .succeeded();
    let mut at: Vec<_> = ["purchase_request.create", "purchase_request.get"]
        .iter()
        .flat_map(|operation| calls(&user, operation))
        .map(|call| call.at)
        .collect();
    at.sort_unstable();
    assert_eq!(at.len(), 12);
    // Eleven pauses of 50 ms.
    assert!(began.elapsed() >= Duration::from_millis(540), "{:?}", began.elapsed());
    let took = at[5].duration_since(at[0]).unsigned_abs();
    assert!(took >= Duration::from_millis(200), "the first six within {took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_limit_what_is_sent_at_once() {
    for (workers, most) in [("1", 1), ("3", 3)] {
        let user = user_with(&orders("W", 9)).await;
        user.sandbox
            .inject(Fault::latency(Duration::from_millis(150)).on(CREATE));
        user.import("orders.csv", &["--workers", workers]).await.succeeded();
        assert_eq!(most_at_once(&calls(&user, CREATE)), most);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn status_429_is_waited_for() {
    let user = user_with(&orders("T", 4)).await;
    let busy = Fault::status(429).retry_after(Duration::from_secs(1));
    user.sandbox.inject(busy.on(CREATE).times(2));
    let began = Instant::now();
    user.import("orders.csv", &["--workers", "1"]).await.succeeded();
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
    assert_eq!(calls(&user, CREATE).len(), 6);
    assert_eq!(keys(&user.records().await), ["T-1", "T-2", "T-3", "T-4"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_token_stops_the_run() {
    let user = user_with(&orders("T", 40)).await;
    // The sandbox forgets the tokens, also the refresh token.
    user.sandbox.reset();
    let ran = user.import("orders.csv", &["--workers", "4"]).await.ended_with(7);
    assert!(ran.stderr.contains("the import was stopped"), "{}", ran.stderr);
    assert!(ran.stderr.contains("concur login"), "{}", ran.stderr);
    let states = user.states().await;
    let failed = states.get("failed").copied().unwrap_or_default();
    assert!((1..=8).contains(&failed), "{states:?}");
    assert_eq!(states.get("planned"), Some(&(40 - failed)), "{states:?}");
    assert!(calls(&user, "oauth.token").len() <= 8);

    let url = user.sandbox.url().to_owned();
    user.run(["login", "--sandbox", &url]).await.succeeded();
    user.run(["import", "retry"]).await.succeeded();
    assert_eq!(user.records().await.len(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn unreachable_service_stops_the_run() {
    let user = user_with(&orders("U", 40)).await;
    let url = user.sandbox.url().to_owned();
    let address = url.trim_start_matches("http://").parse().unwrap();
    let user = user.without_sandbox().await;
    let ran = user.import("orders.csv", &["--workers", "4"]).await.ended_with(7);
    assert!(ran.stderr.contains("the import was stopped"), "{}", ran.stderr);
    let states = user.states().await;
    let failed = states.get("failed").copied().unwrap_or_default();
    assert!((5..=12).contains(&failed), "{states:?}");
    assert_eq!(states.get("planned"), Some(&(40 - failed)), "{states:?}");

    let user = user.with_sandbox(Sandbox::builder().address(address)).await;
    user.run(["login", "--sandbox", &url]).await.succeeded();
    user.run(["import", "retry"]).await.succeeded();
    assert_eq!(user.records().await.len(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_sent_once_without_again() {
    let user = user_with(&orders("D", 3)).await;
    user.import("orders.csv", &[]).await.succeeded();
    let ran = user.import("orders.csv", &[]).await.succeeded();
    assert!(ran.stderr.contains("not sent again: 3 created"), "{}", ran.stderr);
    // Another file: two as they were, one with another price, one that is new.
    let mut others = orders("D", 4);
    others[0].price = 99;
    user.write("others.csv", csv(&others));
    let ran = user.import("others.csv", &[]).await.succeeded();
    assert!(
        ran.stderr
            .contains("`D-1` is created from orders.csv, row 2, with other content"),
        "{}",
        ran.stderr
    );
    let records = user.records().await;
    assert_eq!(keys(&records), ["D-1", "D-2", "D-3", "D-4"]);

    user.import("others.csv", &["--again"]).await.succeeded();
    let records = user.records().await;
    assert_eq!(keys(&records), ["D-1", "D-1", "D-2", "D-2", "D-3", "D-3", "D-4", "D-4"]);
    let mut marks: Vec<&str> = records.iter().map(Record::mark).collect();
    marks.sort_unstable();
    marks.dedup();
    assert_eq!(marks.len(), 8, "each has a mark of its own");
    user.import("others.csv", &[]).await.succeeded();
    assert_eq!(user.records().await.len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn corrected_document_replaces_a_refused_one() {
    let wrong = [
        Order::new("C-1").refused(),
        Order::new("C-2").not_created(),
        Order::new("C-3"),
    ];
    let user = user_with(&wrong).await;
    user.import("orders.csv", &[]).await.ended_with(7);
    let (rejected, failed) = (user.document("C-1").await, user.document("C-2").await);
    assert_eq!((rejected.state.as_str(), failed.state.as_str()), ("refused", "refused"));
    assert!(failed.message.unwrap().contains("vendor VEN10 is not active"));
    // As it is, it is refused once more only if somebody asks for it.
    user.import("orders.csv", &[]).await.ended_with(7);
    user.run(["import", "retry"]).await.ended_with(7);
    assert_eq!(calls(&user, CREATE).len(), 3);

    user.write("orders.csv", csv(&orders("C", 3)));
    let ran = user.import("orders.csv", &[]).await.succeeded();
    assert!(ran.stderr.contains("2 corrected ones"), "{}", ran.stderr);
    let records = user.records().await;
    let created: Vec<Record> = records.into_iter().filter(Record::is_created).collect();
    assert_eq!(keys(&created), ["C-1", "C-2", "C-3"]);
    let document = user.document("C-1").await;
    assert_ne!(document.mark, rejected.mark);
    assert!(
        created
            .iter()
            .any(|record| Some(record.mark()) == document.mark.as_deref())
    );
    assert_eq!(user.states().await.get("created"), Some(&3));
}

#[tokio::test(flavor = "multi_thread")]
async fn purge_erases_bodies_and_nothing_is_sent_again() {
    let user = user_with(&orders("SECRET", 3)).await;
    user.import("orders.csv", &[]).await.succeeded();
    let bodies = || {
        let file = Connection::open(user.journal()).unwrap();
        let sum = "SELECT sum(length(body)) FROM step";
        file.query_row(sum, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    user.run(["import", "purge", "--older-than", "1d"]).await.succeeded();
    assert!(bodies() > 0, "they are not old enough");

    tokio::time::sleep(Duration::from_millis(1100)).await;
    let ran = user.run(["import", "purge", "--older-than", "1s"]).await.succeeded();
    assert!(ran.stderr.contains("3 documents"), "{}", ran.stderr);
    assert_eq!(bodies(), 0);
    let file = std::fs::read(user.journal()).unwrap();
    let has = |text: &[u8]| file.windows(text.len()).any(|window| window == text);
    assert!(has(b"SECRET-1") && !has(b"ann@example.com"), "keys stay, contents go");

    user.import("orders.csv", &[]).await.succeeded();
    assert_eq!(user.records().await.len(), 3);
    assert!(user.document("SECRET-1").await.number.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_are_refused_where_they_cannot_be() {
    let user = user_with(&orders("M", 1)).await;
    user.write("lists.yaml", "key: Order\nlists: [custom23]\n");
    for (mark, why) in [
        ("custom23", "connected to a list"),
        ("currencyCode", "only a text field"),
        ("line.custom3", "not of a line"),
        ("description", "has values for this field"),
        ("custm24", "did you mean `custom24`?"),
        ("nothing like it", "there is no field"),
    ] {
        let arguments = [
            "import",
            "purchase-request",
            "orders.csv",
            "--map",
            "lists.yaml",
            "--mark",
            mark,
        ];
        let ran = user.run(arguments).await.ended_with(2);
        assert!(ran.stderr.contains(why), "{mark}: {}", ran.stderr);
    }
    let ran = user
        .run(["import", "purchase-request", "orders.csv", "--key", "Order"])
        .await
        .ended_with(2);
    assert!(ran.stderr.contains("--no-mark"), "{}", ran.stderr);
    assert!(user.records().await.is_empty());
    assert!(!user.journal().exists());

    user.run([
        "import",
        "purchase-request",
        "orders.csv",
        "--key",
        "Order",
        "--no-mark",
    ])
    .await
    .succeeded();
    assert_eq!(user.records().await[0].mark(), "");
}

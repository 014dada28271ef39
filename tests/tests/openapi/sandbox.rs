//! Tests the sandbox with schemathesis, which calls the documented operations with valid and invalid input.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use concur_sandbox::Sandbox;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::documents;
use crate::programs::{if_installed, run};

/// The checks of responses. Checks that invalid input is rejected are off: like the service, the sandbox ignores input
/// that it does not know.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance";

/// How many calls of each operation are generated. If it is set, a long trial is wanted, with all phases of schemathesis.
const EXAMPLES: &str = "CONCUR_TEST_SCHEMATHESIS";

#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_finds_no_5xx_and_no_schema_violation() {
    let sandbox = started().await;
    let operations = trial(
        &sandbox,
        &token(&sandbox).await,
        ["--exclude-operation-id-regex", "^oauth"],
    )
    .await;
    assert!(operations.is_none_or(|succeeded| succeeded.len() >= 30));
}

#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_finds_nothing_with_the_token_of_a_company() {
    let sandbox = started().await;
    let token = sandbox.company_token();
    let operations = trial(&sandbox, &token, ["--exclude-operation-id-regex", "^oauth"]).await;
    assert!(operations.is_none_or(|succeeded| succeeded.len() >= 30));
}

/// On its own, since it revokes the token.
#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_finds_nothing_in_calls_about_tokens() {
    let sandbox = started().await;
    let operations = trial(
        &sandbox,
        &token(&sandbox).await,
        ["--include-operation-id-regex", "^oauth"],
    )
    .await;
    assert!(operations.is_none_or(|succeeded| succeeded.contains("oauth.token")));
}

async fn started() -> Sandbox {
    let builder = Sandbox::builder().random_seed(1);
    builder.start().await.expect("the sandbox starts")
}

/// Runs schemathesis, if it is installed, and returns the operations that succeeded.
async fn trial(sandbox: &Sandbox, token: &str, operations: [&str; 2]) -> Option<BTreeSet<String>> {
    let mut schemathesis = Command::new(if_installed("schemathesis")?);
    // Keeps its cache of earlier runs out of the source tree.
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("schemathesis-{}", &token[..8]));
    fs::create_dir_all(&directory).expect("the folder is created");
    let settings = directory.join("schemathesis.toml");
    fs::write(&settings, parameters(sandbox, token).await).expect("the file is written");
    schemathesis.current_dir(directory).arg("--config-file").arg(settings);
    schemathesis.args(["run", "--url", sandbox.url(), "--checks", CHECKS]);
    let examples = std::env::var(EXAMPLES);
    let phases = match examples {
        Ok(_) => "examples,coverage,fuzzing,stateful",
        Err(_) => "examples,fuzzing",
    };
    schemathesis.args(["--phases", phases, "--max-examples", examples.as_deref().unwrap_or("4")]);
    schemathesis.args(["--no-shrink", "--continue-on-failure", "--seed", "1"]);
    schemathesis.args([
        "--generation-database",
        "none",
        "--no-color",
        "--suppress-health-check",
        "all",
    ]);
    schemathesis.args(["--header", &format!("Authorization: Bearer {token}")]);
    schemathesis.args(operations).arg(documents::with_listed_statuses());
    let (output, succeeded) = watched(sandbox, || run(&mut schemathesis));
    let figures = output
        .lines()
        .filter(|line| line.contains(" generated, ") || line.contains("Tested:"));
    println!(
        "{}; succeeded: {succeeded:?}",
        figures.map(str::trim).collect::<Vec<_>>().join("; ")
    );
    Some(succeeded)
}

/// Returns the output of a program, and the operations that succeeded meanwhile. A long run makes more calls than the
/// sandbox remembers, so they are read again and again.
fn watched(sandbox: &Sandbox, program: impl FnOnce() -> String) -> (String, BTreeSet<String>) {
    let (running, ended) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let watch = scope.spawn(move || {
            let mut succeeded = BTreeSet::new();
            loop {
                let has_ended = ended.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Disconnected);
                let calls = sandbox.requests().into_iter();
                let carried_out = calls.filter(|call| call.status.is_some_and(|status| status < 300));
                succeeded.extend(carried_out.filter_map(|call| call.operation));
                if has_ended {
                    return succeeded;
                }
            }
        });
        let output = program();
        drop(running);
        (output, watch.join().expect("the calls are read"))
    })
}

/// Returns a configuration in which most calls have ids of existing objects, so that not every call is answered with 404.
async fn parameters(sandbox: &Sandbox, token: &str) -> String {
    let user = sandbox.tenant().users[0].id.clone();
    let request = r#"{"name": "Trip", "startDate": "2030-01-01"}"#;
    let expense = r#"{
        "expenseType": { "id": "TAXIX" },
        "transactionAmount": { "value": 10, "currency": "USD" },
        "transactionDate": "2030-01-01T00:00:00.000Z"
    }"#;
    let (mut requests, mut expenses) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let path = "/travelrequest/v4/requests";
        let request = create(sandbox, token, &format!("{path}?userId={user}"), request).await;
        let path = format!("{path}/{request}/expenses?userId={user}");
        expenses.push(create(sandbox, token, &path, expense).await);
        requests.push(request);
    }
    let correlation = "5512c7be-3fab-4d65-ae69-8a74a04a0c7f".to_owned();
    let known = [
        ("path.requestUuid", requests),
        ("path.expenseUuid", expenses),
        ("query.userId", vec![user]),
        ("query.mode", vec!["COMPACT".to_owned()]),
        ("header.concur-correlationid", vec![correlation]),
    ];
    let named = || {
        known
            .iter()
            .map(|(name, values)| (name.replace('.', "-"), name, values))
    };
    let values = named().map(|(key, _, values)| format!("[dictionaries.{key}]\nvalues = {values:?}\n"));
    let uses = named().map(|(key, name, _)| format!("{name:?} = {{ dictionary = {key:?}, probability = 0.9 }}\n"));
    format!(
        "{}[parameters]\n{}",
        values.collect::<String>(),
        uses.collect::<String>()
    )
}

/// Creates an object and returns its id.
async fn create(sandbox: &Sandbox, token: &str, path: &str, body: &'static str) -> String {
    let call = reqwest::Client::new()
        .post(format!("{}{path}", sandbox.url()))
        .bearer_auth(token)
        .header("content-type", "application/json")
        .body(body);
    send_for(call, "id").await
}

/// Returns an access token of an employee.
async fn token(sandbox: &Sandbox) -> String {
    let tenant = sandbox.tenant();
    let (application, user) = (&tenant.applications[0], &tenant.users[0]);
    let fields = [
        ("grant_type", "password"),
        ("client_id", &application.client_id),
        ("client_secret", application.client_secret.as_str()),
        ("username", &user.login_id),
        ("password", user.password.as_str()),
    ];
    let fields = fields.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    let call = reqwest::Client::new()
        .post(format!("{}/oauth2/v0/token", sandbox.url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(fields.join("&"));
    send_for(call, "access_token").await
}

/// Sends a call and returns a string field of the response.
async fn send_for(call: reqwest::RequestBuilder, field: &str) -> String {
    let response = call.send().await.expect("the server responds");
    let body = response.bytes().await.expect("the body is readable");
    let body: Value = serde_json::from_slice(&body).expect("it is JSON");
    let text = body[field].as_str();
    text.unwrap_or_else(|| panic!("no {field}: {body}")).to_owned()
}

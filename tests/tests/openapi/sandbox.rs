//! Tests the sandbox with schemathesis, which calls the documented operations with valid and invalid input.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use concur_sandbox::Sandbox;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::documents;
use crate::programs::{if_installed, run};

/// The checks of responses. Checks that invalid input is rejected are off: like the service, the sandbox ignores input
/// that it does not know.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance";

#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_finds_no_5xx_and_no_schema_violation() {
    let Some(schemathesis) = if_installed("schemathesis") else {
        return;
    };
    let sandbox = Sandbox::builder()
        .random_seed(1)
        .start()
        .await
        .expect("the sandbox starts");
    let token = token(&sandbox).await;
    let mut schemathesis = Command::new(schemathesis);
    // Keeps its cache of earlier runs out of the source tree.
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let settings = directory.join("schemathesis.toml");
    fs::write(&settings, parameters(&sandbox, &token).await).expect("the file is written");
    schemathesis.current_dir(directory).arg("--config-file").arg(settings);
    schemathesis.args(["run", "--url", sandbox.url(), "--checks", CHECKS]);
    schemathesis.args([
        "--phases",
        "fuzzing",
        "--max-examples",
        "4",
        "--no-shrink",
        "--seed",
        "1",
    ]);
    schemathesis.args(["--no-color", "--suppress-health-check", "all"]);
    schemathesis.args(["--header", &format!("Authorization: Bearer {token}")]);
    run(schemathesis.arg(documents::version_3_1()));
    let calls = sandbox.requests();
    let carried_out = calls
        .iter()
        .filter(|call| call.status.is_some_and(|status| status < 300));
    let operations: BTreeSet<_> = carried_out.filter_map(|call| call.operation.clone()).collect();
    assert!(operations.len() >= 6, "too few operations succeeded: {operations:?}");
}

/// Returns a configuration with ids of existing objects, so that not every call is answered with 404.
async fn parameters(sandbox: &Sandbox, token: &str) -> String {
    let request = r#"{"name": "Trip", "startDate": "2030-01-01"}"#;
    let request = create(sandbox, token, "/travelrequest/v4/requests", request).await;
    let expense = r#"{
        "expenseType": { "id": "TAXIX" },
        "transactionAmount": { "value": 10, "currency": "USD" },
        "transactionDate": "2030-01-01T00:00:00.000Z"
    }"#;
    let expenses = format!("/travelrequest/v4/requests/{request}/expenses");
    let expense = create(sandbox, token, &expenses, expense).await;
    let tenant = sandbox.tenant();
    let settings = [
        ("path.requestUuid", request.as_str()),
        ("path.expenseUuid", expense.as_str()),
        ("query.userId", tenant.users[0].id.as_str()),
        ("query.mode", "COMPACT"),
        ("header.concur-correlationid", "5512c7be-3fab-4d65-ae69-8a74a04a0c7f"),
    ];
    let lines = settings.map(|(name, value)| format!("{name:?} = {value:?}\n"));
    format!("[parameters]\n{}", lines.concat())
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

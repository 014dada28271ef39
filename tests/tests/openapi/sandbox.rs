//! The sandbox before schemathesis, which calls what the document has with whatever it allows and does not allow.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use concur_sandbox::Sandbox;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::documents;
use crate::programs::{passes, program};

/// The checks of answers. Whether the sandbox refuses all that the document forbids is no matter of the document: like the
/// service it lets pass what it does not know.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance";

#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_finds_no_5xx_and_no_schema_violation() {
    let Some(schemathesis) = program("schemathesis") else {
        return;
    };
    let sandbox = Sandbox::builder().random_seed(1).start().await.expect("it starts");
    let token = token(&sandbox).await;
    let mut schemathesis = Command::new(schemathesis);
    // What it remembers of earlier runs stays out of the tree.
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let settings = place.join("schemathesis.toml");
    fs::write(&settings, parameters(&sandbox, &token).await).expect("it is written");
    schemathesis.current_dir(place).arg("--config-file").arg(settings);
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
    passes(schemathesis.arg(documents::newer()));
    let seen = sandbox.requests();
    let carried_out = seen
        .iter()
        .filter(|seen| seen.status.is_some_and(|status| status < 300));
    let operations: BTreeSet<_> = carried_out.filter_map(|seen| seen.operation.clone()).collect();
    assert!(operations.len() >= 6, "it was hardly let in: {operations:?}");
}

/// Names things that there are, so that not every call is of something that there is not.
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

/// Creates something, and gives its id.
async fn create(sandbox: &Sandbox, token: &str, path: &str, body: &'static str) -> String {
    let call = reqwest::Client::new()
        .post(format!("{}{path}", sandbox.url()))
        .bearer_auth(token)
        .header("content-type", "application/json")
        .body(body);
    text_of(call, "id").await
}

/// A token of an employee.
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
    text_of(call, "access_token").await
}

/// A field of what a call is answered with.
async fn text_of(call: reqwest::RequestBuilder, field: &str) -> String {
    let answer = call.send().await.expect("it answers");
    let body = answer.bytes().await.expect("it has a body");
    let body: Value = serde_json::from_slice(&body).expect("it is JSON");
    let text = body[field].as_str();
    text.unwrap_or_else(|| panic!("no {field}: {body}")).to_owned()
}

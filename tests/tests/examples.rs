//! Runs each program in `generated/examples` without arguments, against a sandbox.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::env;
use std::process::{Command, Output};

use concur_sandbox::Sandbox;

/// Runs an example with these variables. `cargo test --workspace` builds the examples with the tests.
fn run(example: &str, settings: &[(&str, &str)]) -> Output {
    let this = env::current_exe().expect("the test binary has a path");
    let target = this
        .parent()
        .and_then(|deps| deps.parent())
        .expect("the test binary is in `deps`");
    let program = target
        .join("examples")
        .join(example)
        .with_extension(env::consts::EXE_EXTENSION);
    let variables = env::vars_os().filter(|(name, _)| !name.to_string_lossy().starts_with("CONCUR_"));
    let mut command = Command::new(&program);
    let output = command
        .env_clear()
        .envs(variables)
        .envs(settings.iter().copied())
        .output();
    output.unwrap_or_else(|error| panic!("{}: {error}; build it with `cargo test --workspace`", program.display()))
}

/// Runs an example without variables and returns its output.
fn output_of(example: &str) -> String {
    succeeded(example, &run(example, &[]))
}

fn succeeded(example: &str, output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{example} exited with {}:\n{text}{error}",
        output.status
    );
    text
}

#[track_caller]
fn assert_contains_in_order(text: &str, expected: &[&str]) {
    let mut rest = text;
    for expected in expected {
        let at = rest
            .find(expected)
            .unwrap_or_else(|| panic!("{expected:?} is not next in:\n{text}"));
        rest = &rest[at + expected.len()..];
    }
}

/// Returns the variables with which an example uses the server at `url` as the first user of the sandbox.
fn settings(sandbox: &Sandbox) -> [(&'static str, String); 7] {
    let tenant = sandbox.tenant();
    let (app, ann) = (&tenant.applications[0], &tenant.users[0]);
    let approver = tenant.approver_of(ann).expect("she has an approver");
    [
        ("CONCUR_URL", sandbox.url().to_owned()),
        ("CONCUR_CLIENT_ID", app.client_id.clone()),
        ("CONCUR_CLIENT_SECRET", app.client_secret.as_str().to_owned()),
        ("CONCUR_COMPANY_ID", tenant.company.id.clone()),
        ("CONCUR_REQUEST_TOKEN", tenant.company.request_token.as_str().to_owned()),
        ("CONCUR_EMPLOYEE_ID", ann.id.clone()),
        ("CONCUR_APPROVER_ID", approver.id.clone()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn example_runs_against_the_server_at_concur_url() {
    let example = "request_from_draft_to_approval";
    let sandbox = Sandbox::builder().start().await.expect("the sandbox starts");
    let settings = settings(&sandbox);
    let settings = settings.each_ref().map(|(name, value)| (*name, value.as_str()));
    let text = succeeded(example, &run(example, &settings));
    assert_contains_in_order(&text, &["running against http://", "approved: Approved"]);
    assert!(!sandbox.requests().is_empty());
}

#[test]
fn example_prints_its_error_once_and_not_as_debug() {
    let output = run("first_purchase_request", &[("CONCUR_URL", "http://127.0.0.1:1")]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.starts_with("error: not set: CONCUR_CLIENT_ID, "), "{error}");

    let names = [
        "CLIENT_ID",
        "CLIENT_SECRET",
        "COMPANY_ID",
        "REQUEST_TOKEN",
        "EMPLOYEE_ID",
        "APPROVER_ID",
    ];
    let names = names.map(|name| format!("CONCUR_{name}"));
    let mut settings: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    settings.push(("CONCUR_URL", "http://127.0.0.1:1"));
    let output = run("first_purchase_request", &settings);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.starts_with("error: `purchase_request.create` "), "{error}");
    assert_eq!(error.to_lowercase().matches("refused").count(), 1, "{error}");
}

#[test]
fn first_purchase_request_is_accepted() {
    assert_contains_in_order(
        &output_of("first_purchase_request"),
        &["running against a sandbox", "accepted as ", "correlation id "],
    );
}

#[test]
fn purchase_request_is_followed_to_its_purchase_order() {
    let expected = [
        "accepted as ",
        "created as number 1",
        "workflow status Approved",
        "purchase order PO",
    ];
    assert_contains_in_order(&output_of("follow_a_purchase_request"), &expected);
}

#[test]
fn request_goes_from_draft_through_correction_to_approval() {
    let expected = [
        "created: Not Submitted",
        "submit",
        "submitted: ",
        "total: ",
        "sent back: ",
        "comment: Which suppliers?",
        "approved: Approved",
    ];
    assert_contains_in_order(&output_of("request_from_draft_to_approval"), &expected);
}

#[test]
fn pages_through_thousands_of_requests() {
    assert_contains_in_order(
        &output_of("page_through_thousands"),
        &["500: ", "2500: ", "2500 Requests, of Some(2500)"],
    );
}

#[test]
fn every_error_is_handled() {
    let expected = [
        "at lineItems[0].vendorCode: choose another vendor",
        "at lineItems[0].quantity: invalidQuantity",
        "there is no such Request",
        "was refused: ",
        "fix the call: ",
        "carried out: no, so it can be retried",
    ];
    assert_contains_in_order(&output_of("handle_every_error"), &expected);
}

/// Returns the sections of a text that `start` begins.
fn sections<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    text.split(start).skip(1).collect()
}

/// Returns the value of the first line `name : value`.
fn value<'a>(section: &'a str, name: &str) -> Option<&'a str> {
    let lines = section.lines().filter_map(|line| line.split_once(" : "));
    let mut named = lines.filter(|(key, _)| key.trim() == name);
    named.next().map(|(_, value)| value.trim())
}

#[test]
fn opentelemetry_has_traces_and_durations_of_calls() {
    let text = output_of("observe_with_opentelemetry");
    let (traces, metrics) = text.split_once("Metrics\n").expect("metrics are exported last");
    let spans = sections(traces, "Span #0");
    let of = |name: &str| {
        // The scope has a name, too.
        let name = format!("\tName         : {name}\n");
        let found = spans.iter().find(|span| span.contains(&name));
        *found.unwrap_or_else(|| panic!("there is no span {name:?} in:\n{text}"))
    };

    let order = of("order");
    for (call, attempt, status) in [
        ("request.list", "GET /travelrequest/v4/requests", 200),
        ("request.get", "GET /travelrequest/v4/requests/{requestUuid}", 404),
    ] {
        let (call, attempt) = (of(call), of(attempt));
        assert_eq!(value(call, "TraceId"), value(order, "TraceId"));
        assert_eq!(value(call, "ParentSpanId"), value(order, "SpanId"));
        assert_eq!(value(attempt, "ParentSpanId"), value(call, "SpanId"));
        assert_eq!(
            (value(call, "Kind"), value(attempt, "Kind")),
            (Some("Internal"), Some("Client"))
        );
        for span in [call, attempt] {
            assert!(
                span.contains(&format!("http.response.status_code: I64({status})")),
                "{span}"
            );
        }
    }
    // Many calls wait for a token, so its trace is one of its own, with a link to the call that requested it.
    let token = of("oauth.token");
    assert_eq!(value(token, "ParentSpanId"), Some("None (root span)"));
    let (_, link) = token.split_once("Link #0").expect("there is a link");
    let link = link
        .split_once("SpanId")
        .map(|(_, id)| id.trim_start_matches([' ', ':']));
    let list = value(of("request.list"), "SpanId").expect("a span has an id");
    assert!(link.is_some_and(|id| id.starts_with(list)), "{token}");

    assert!(metrics.contains("http.client.request.duration"), "{metrics}");
    let points = sections(metrics, "DataPoint #");
    assert_eq!(points.len(), 3, "{metrics}");
    for (template, status) in [
        ("/oauth2/v0/token", 200),
        ("/travelrequest/v4/requests", 200),
        ("/travelrequest/v4/requests/{requestUuid}", 404),
    ] {
        let template = format!("url.template: {template}\n");
        let point = points.iter().find(|point| point.contains(&template));
        let point = point.unwrap_or_else(|| panic!("{template} is not in:\n{metrics}"));
        assert!(
            point.contains(&format!("http.response.status_code: {status}\n")),
            "{point}"
        );
        assert_eq!(value(point, "Count"), Some("1"), "{point}");
        assert_eq!(point.contains("error.type"), status == 404, "{point}");
        assert!(!point.contains("correlation_id"), "{point}");
    }
}

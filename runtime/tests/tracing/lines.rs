//! The lines that the plain subscriber of `tracing_subscriber::fmt` writes about calls.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use sap_concur_runtime::{
    Call, CallOptions, Client, ClientBuilder, Credentials, Grant, Host, Service, TokenResponse, TokenService,
    testing::{Fault, ManualClock, Script, Step, answer},
};
use tracing::{Level, subscriber::DefaultGuard};

use super::support::*;

/// What a subscriber has written.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Format {
    Full,
    Compact,
}

const FORMATS: [Format; 2] = [Format::Full, Format::Compact];

impl Output {
    /// Installs the subscriber of `tracing_subscriber::fmt().init()` for this thread until the guard is dropped.
    fn listen(format: Format, level: Level) -> (Self, DefaultGuard) {
        let output = Self::default();
        let writer = output.clone();
        let plain = tracing_subscriber::fmt()
            .with_writer(move || writer.clone())
            .with_max_level(level);
        let guard = match format {
            Format::Full => tracing::subscriber::set_default(plain.finish()),
            Format::Compact => tracing::subscriber::set_default(plain.compact().finish()),
        };
        (output, guard)
    }

    fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

/// Returns the names of the fields in a line.
fn fields(line: &str) -> Vec<&str> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '.' || letter == '_';
    let before = line.match_indices('=').map(|(at, _)| &line[..at]);
    before
        .map(|text| &text[text.trim_end_matches(is_part).len()..])
        .collect()
}

#[track_caller]
fn assert_line(line: &str, level: &str, expected: &[&str]) {
    let mut names = fields(line);
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a field is there twice: {line}");
    assert!(line.contains(&format!(" {level} ")), "{level}: {line}");
    for expected in expected {
        assert!(line.contains(expected), "{expected} is not in {line}");
    }
    assert!(!line.contains("canary"), "{line}");
}

/// What the line of every call to `GET` has.
const GET_FIELDS: [&str; 5] = [
    "otel.name=test.get",
    "http.request.method=\"GET\"",
    "url.template=\"/v4/things/{id}\"",
    "correlation_id=\"",
    "elapsed_ms=",
];

fn call(client: &Client) -> Call {
    Call::new(client, &GET)
        .path("id", "canary")
        .query("user", "canary")
        .header("x-user", "canary")
}

/// Makes a call against a script, and returns the lines about it.
async fn lines(format: Format, level: Level, steps: impl IntoIterator<Item = Step>) -> Vec<String> {
    let (output, _guard) = Output::listen(format, level);
    let client = client(steps.into_iter().fold(Script::new(), Script::then));
    let call = call(&client).options(CallOptions::new().attempts(2));
    let _ = call.send::<u8, Refused>().await;
    output.lines()
}

fn refused() -> Step {
    let body = r#"{"errors":[{"errorCode":"a","errorMessage":"canary"}]}"#;
    answer(404, body).header("set-cookie", "canary").into()
}

#[tokio::test]
async fn a_successful_call_is_one_line() {
    for format in FORMATS {
        let lines = lines(format, Level::INFO, [answer(200, "7").into()]).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_line(&lines[0], "INFO", &GET_FIELDS);
        let end = ["the call succeeded", "http.response.status_code=200", "attempts=1"];
        assert_line(&lines[0], "INFO", &end);
        assert!(!lines[0].contains("error.type"), "{}", lines[0]);
    }
}

#[tokio::test]
async fn a_retried_success_is_a_line_and_one_per_retry() {
    for format in FORMATS {
        let lines = lines(
            format,
            Level::INFO,
            [answer(503, "canary").into(), answer(200, "7").into()],
        )
        .await;
        assert_eq!(lines.len(), 2, "{lines:?}");
        let retry = [
            "the call will be retried",
            "error.type=\"503\"",
            "attempt=1",
            "delay_ms=",
        ];
        assert_line(&lines[0], "WARN", &retry);
        assert_line(&lines[1], "INFO", &GET_FIELDS);
        assert_line(&lines[1], "INFO", &["attempts=2", "http.response.status_code=200"]);
    }
}

#[tokio::test]
async fn a_refusal_is_one_line_of_a_warning() {
    for format in FORMATS {
        let lines = lines(format, Level::INFO, [refused()]).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_line(&lines[0], "WARN", &GET_FIELDS);
        let end = [
            "the call failed",
            "http.response.status_code=404",
            "error.type=\"404\"",
            "carried_out=no",
        ];
        assert_line(&lines[0], "WARN", &end);
    }
}

#[tokio::test]
async fn a_call_without_response_is_a_line_without_status() {
    for format in FORMATS {
        let lines = lines(format, Level::INFO, [Fault::NoResponse.into(), Fault::TimedOut.into()]).await;
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_line(
            &lines[0],
            "WARN",
            &["the call will be retried", "error.type=\"no_response\""],
        );
        assert_line(&lines[1], "WARN", &GET_FIELDS);
        let end = ["error.type=\"timeout\"", "carried_out=perhaps", "attempts=2"];
        assert_line(&lines[1], "WARN", &end);
        assert!(!lines[1].contains("status_code"), "{}", lines[1]);
    }
}

#[tokio::test]
async fn an_invalid_call_is_one_line() {
    for format in FORMATS {
        let (output, _guard) = Output::listen(format, Level::INFO);
        let call = Call::new(&client(Script::new()), &GET).path("id", "");
        call.send::<u8, Refused>().await.unwrap_err();
        let lines = output.lines();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_line(
            &lines[0],
            "WARN",
            &["error.type=\"invalid\"", "attempts=0", "carried_out=no"],
        );
    }
}

#[tokio::test]
async fn warnings_about_a_response_repeat_no_field() {
    for format in FORMATS {
        let deprecated = answer(200, "\"canary\"").header("sunset", "2027-01-01");
        let lines = lines(format, Level::INFO, [deprecated.into()]).await;
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_line(
            &lines[0],
            "WARN",
            &["is deprecated", "otel.name=test.get", "sunset=\"2027-01-01\""],
        );
        assert_line(&lines[1], "WARN", &["error.type=\"decode\"", "carried_out=yes"]);
    }
}

#[tokio::test]
async fn a_span_that_closes_has_each_field_once() {
    use tracing_subscriber::fmt::format::FmtSpan;

    for steps in [
        vec![answer(200, "7").into()],
        vec![refused()],
        vec![answer(503, "").into(), Fault::NotSent.into()],
    ] {
        let output = Output::default();
        let writer = output.clone();
        let closing = tracing_subscriber::fmt()
            .with_writer(move || writer.clone())
            .with_span_events(FmtSpan::CLOSE);
        let guard = tracing::subscriber::set_default(closing.finish());
        let client = client(steps.into_iter().fold(Script::new(), Script::then));
        let call = call(&client).options(CallOptions::new().attempts(2));
        let _ = call.send::<u8, Refused>().await;
        drop(guard);
        let lines = output.lines();
        // The line of an attempt has the fields of the span of its call, too.
        let closed = lines
            .iter()
            .filter(|line| !line.contains(":attempt{") && line.contains(" close "));
        let closed: Vec<&String> = closed.collect();
        assert_eq!(closed.len(), 1, "{lines:?}");
        assert_line(closed[0], "INFO", &["attempts=", "http.response.status_code="]);
    }
}

#[tokio::test]
async fn at_the_level_of_warnings_only_problems_are_lines() {
    for format in FORMATS {
        assert!(lines(format, Level::WARN, [answer(200, "7").into()]).await.is_empty());
        let lines = lines(format, Level::WARN, [answer(503, "").into(), refused()]).await;
        assert_eq!(lines.len(), 2, "{lines:?}");
        // There is no span, so each event says which call it is of.
        let id = |line: &str| line.split_once("correlation_id=\"").unwrap().1[..36].to_owned();
        assert_line(&lines[0], "WARN", &["operation=test.get", "attempt=1"]);
        assert_line(&lines[1], "WARN", &GET_FIELDS[1..]);
        assert_line(&lines[1], "WARN", &["operation=test.get", "error.type=\"404\""]);
        assert_eq!(id(&lines[0]), id(&lines[1]));
    }
}

#[tokio::test]
async fn events_are_in_the_span_of_the_program() {
    let (output, _guard) = Output::listen(Format::Full, Level::INFO);
    let client = client(Script::new().then(answer(200, "7")));
    let work = tracing::info_span!("order", number = 7);
    let sent = tracing::Instrument::instrument(call(&client).send::<u8, Refused>(), work).await;
    sent.unwrap();
    let lines = output.lines();
    assert_line(&lines[0], "INFO", &["order{number=7}:call{"]);
}

static GRANT: Grant = Grant {
    name: "company",
    fixed: &[("grant_type", "password")],
    host: Host::OfClient,
    repeatable: false,
    idempotent: false,
    principal_field: Some("username"),
    spent: &[],
};

static TOKENS: TokenService = TokenService {
    operation: &LOGIN,
    grant_field: "grant_type",
    client_fields: ["client_id", "client_secret"],
    refresh: &GRANT,
    refresh_field: "refresh_token",
    scope_field: "scope",
    answer: TokenResponse {
        access_token: "access_token",
        refresh_token: "refresh_token",
        id_token: "id_token",
        lifetime: "expires_in",
        refresh_expiry: None,
        scope: "scope",
        base_url: None,
    },
    global_url: None,
    allowed_hosts: &[],
    elsewhere: None,
    refresh_spent: &[],
    lifetime: Duration::from_secs(3600),
    margin: Duration::from_secs(300),
    remedy: |_| None,
    authorize: None,
    revoke: None,
};

static SERVICE_WITH_TOKENS: Service = Service {
    tokens: Some(&TOKENS),
    ..Service::named("Test")
};

/// A client that requests its token from the script.
fn client_with_credentials(script: Script) -> Client {
    let credentials = Credentials::new(&GRANT, "app", "canary-of-the-client-secret")
        .field("username", "canary@example.com")
        .field("password", "canary-of-the-password");
    ClientBuilder::new(&SERVICE_WITH_TOKENS)
        .base_url("https://us2.example.com")
        .credentials(credentials)
        .sender(script)
        .clock(ManualClock::jumping())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_token_request_is_a_line_of_its_own() {
    for format in FORMATS {
        let (output, _guard) = Output::listen(format, Level::INFO);
        let token = r#"{"access_token":"canary","refresh_token":"canary","expires_in":3600}"#;
        let client = client_with_credentials(Script::new().then(answer(200, token)).then(answer(200, "7")));
        call(&client).send::<u8, Refused>().await.unwrap();
        let lines = output.lines();
        assert_eq!(lines.len(), 2, "{lines:?}");
        let token = [
            "otel.name=test.login",
            "http.request.method=\"POST\"",
            "url.template=\"/oauth2/v0/token\"",
        ];
        assert_line(&lines[0], "INFO", &token);
        assert_line(&lines[1], "INFO", &GET_FIELDS);
    }
}

#[tokio::test]
async fn a_token_failure_is_a_line_of_each_call() {
    for format in FORMATS {
        let (output, _guard) = Output::listen(format, Level::INFO);
        let refused = r#"{"error":"invalid_grant","error_description":"canary"}"#;
        let client = client_with_credentials(Script::new().then(answer(400, refused)));
        call(&client).send::<u8, Refused>().await.unwrap_err();
        let lines = output.lines();
        assert_eq!(lines.len(), 2, "{lines:?}");
        let token = [
            "otel.name=test.login",
            "http.request.method=\"POST\"",
            "http.response.status_code=400",
        ];
        assert_line(&lines[0], "WARN", &token);
        assert_line(&lines[1], "WARN", &GET_FIELDS);
        assert_line(
            &lines[1],
            "WARN",
            &["error.type=\"token\"", "attempts=0", "carried_out=no"],
        );
    }
}

#[tokio::test]
async fn the_lines_of_a_wait_repeat_no_field() {
    use std::collections::BTreeMap;

    use sap_concur_runtime::{Polling, Waiter};

    fn status(response: &BTreeMap<String, String>) -> Option<&str> {
        response.get("status").map(String::as_str)
    }

    static CREATED: Polling = Polling {
        name: "created",
        field: "status",
        done: &["CREATED"],
        failed: &[],
        pending: &["CREATING"],
        initial_delay: Duration::from_secs(1),
        max_delay: Duration::from_secs(8),
        within: Duration::from_secs(60),
        absent_for: Duration::ZERO,
    };
    for format in FORMATS {
        let (output, _guard) = Output::listen(format, Level::INFO);
        let script = ["CREATING", "CREATED"].map(|status| answer(200, format!("{{\"status\":\"{status}\"}}")));
        let client = client(script.into_iter().fold(Script::new(), Script::then));
        let waiter: Waiter<_, Refused> = Waiter::new(Call::new(&client, &GET).path("id", 7), &CREATED, status);
        waiter.await.unwrap();
        let lines = output.lines();
        assert_eq!(lines.len(), 2, "{lines:?}");
        for line in lines {
            assert_line(&line, "INFO", &["until=\"created\"", "otel.name=test.get"]);
        }
    }
}

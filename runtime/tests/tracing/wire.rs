//! The wire log: what it shows, and what it hides.

use std::sync::{Arc, Mutex};

use futures_util::stream;
use sap_concur_runtime::{
    Body, Call, Client, ClientBuilder, Method, Secret, Service, WireLog,
    bytes::Bytes,
    testing::{Fault, ManualClock, Script, Step, answer},
};
use tracing::Level;

use super::{recorder::Recorder, support::*};

static SERVICE_WITH_SECRETS: Service = Service {
    secrets: &[("test", "code"), ("other", "number")],
    ..Service::named("Test")
};

/// The entries of a log.
#[derive(Clone, Default)]
struct Entries(Arc<Mutex<Vec<String>>>);

impl Entries {
    fn log(&self) -> WireLog {
        let entries = self.0.clone();
        WireLog::new().write_to(move |entry| entries.lock().unwrap().push(entry.to_owned()))
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

fn logged(script: Script, log: WireLog) -> Client {
    ClientBuilder::new(&SERVICE_WITH_SECRETS)
        .base_url("https://us2.example.com")
        .access_token(ACCESS_TOKEN)
        .sender(script)
        .clock(ManualClock::jumping())
        .user_agent("test/1")
        .wire_log(log)
        .build()
        .unwrap()
}

/// Makes a call and returns the entries about it.
async fn entries(step: impl Into<Step>, call: impl FnOnce(&Client) -> Call) -> Vec<String> {
    let entries = Entries::default();
    let client = logged(Script::new().then(step), entries.log());
    let _ = call(&client).send_ignoring_body::<Refused>().await;
    entries.all()
}

/// Returns the lines of an entry without the correlation id, which is random.
fn lines(entry: &str) -> Vec<&str> {
    let lines = entry.lines();
    lines.filter(|line| !line.contains("x-correlation-id")).collect()
}

#[tokio::test]
async fn each_attempt_is_a_request_and_a_response() {
    let log = Entries::default();
    let script = Script::new()
        .then(answer(503, ""))
        .then(answer(200, r#"{"a":1}"#).header("x-a", "b"));
    let client = builder(script).wire_log(log.log()).build().unwrap();
    let call = Call::new(&client, &UPDATE)
        .path("id", 7)
        .query("user", "u")
        .json(&["x"]);
    call.send_ignoring_body::<Refused>().await.unwrap();
    let entries = log.all();
    assert_eq!(entries.len(), 4, "{entries:#?}");
    assert_eq!(entries[0], entries[2]);
    let request: Vec<&str> = entries[0].lines().collect();
    assert_eq!(
        request[0],
        "> PUT https://us2.example.com:8443/gateway/v4/things/7?user=u"
    );
    for line in [
        "> accept: application/json",
        "> content-type: application/json",
        "> authorization: ***",
    ] {
        assert!(request.contains(&line), "{line}: {request:?}");
    }
    assert_eq!(request[request.len() - 2..], [">", "> [\"x\"]"]);
    assert_eq!(entries[1], "< 503 Service Unavailable in 0ns");
    assert_eq!(entries[3], "< 200 OK in 0ns\n< x-a: b\n<\n< {\"a\":1}");
}

#[tokio::test]
async fn the_log_says_why_there_is_no_response() {
    let entries = entries(Fault::TimedOut, |client| Call::new(client, &LOGIN)).await;
    assert_eq!(entries.len(), 2);
    assert!(entries[1].starts_with("< no response in "), "{}", entries[1]);
    assert!(entries[1].contains("no complete response within"), "{}", entries[1]);
}

#[tokio::test]
async fn by_default_entries_are_debug_events_of_their_own_target() {
    let (recorder, _guard) = Recorder::listen();
    let client = logged(Script::new().then(answer(200, "7")), WireLog::new());
    Call::new(&client, &GET)
        .path("id", 7)
        .send::<u8, Refused>()
        .await
        .unwrap();
    let events = recorder.events();
    assert_eq!(events.len(), 2, "{events:?}");
    for (event, start) in events
        .iter()
        .zip(["> GET https://us2.example.com/v4/things/7", "< 200 OK in 0ns"])
    {
        assert_eq!((event.target.as_str(), event.level), ("sap_concur::wire", Level::DEBUG));
        assert!(event.get("message").starts_with(start), "{event:?}");
        // Not in that of the attempt, which has the same fields.
        assert_eq!(recorder.records()[event.parent.unwrap()].name, "call");
    }
}

#[tokio::test]
async fn without_a_wire_log_nothing_is_logged() {
    let (recorder, _guard) = Recorder::listen();
    let call = Call::new(&client(Script::new().then(answer(200, "7"))), &GET).path("id", 7);
    call.send::<u8, Refused>().await.unwrap();
    assert!(recorder.events().is_empty());
}

#[tokio::test]
async fn secrets_of_forms_and_of_their_responses_are_hidden() {
    let token = r#"{"access_token": "canary-a", "refresh_token":"canary-b", "expires_in": 3600, "code": 16}"#;
    let entries = entries(answer(200, token).header("set-cookie", "canary"), |client| {
        Call::new(client, &LOGIN)
            .form("grant_type", "password")
            .form("client_secret", "canary-c")
            .form("code", "canary-d")
            .form_secret("pin", Secret::from("canary 1+1=2"))
    })
    .await;
    let request = "> grant_type=password&client_secret=***&code=***&pin=***";
    assert_eq!(lines(&entries[0]).last(), Some(&request));
    let response = r#"< {"access_token": "***", "refresh_token":"***", "expires_in": 3600, "code": 16}"#;
    assert_eq!(lines(&entries[1]).last(), Some(&response));
    assert!(entries[1].contains("< set-cookie: ***"));
    assert!(!format!("{entries:?}").contains("canary"), "{entries:#?}");
}

#[tokio::test]
async fn what_the_service_repeats_of_a_request_is_hidden() {
    let body = format!(r#"{{"message":"canary \"pin\" and {ACCESS_TOKEN}"}}"#);
    for name in ["pin", "password"] {
        let repeated = answer(400, body.clone()).header("x-debug", "canary%20%22pin%22");
        let entries = entries(repeated, |client| {
            let call = Call::new(client, &UPDATE).path("id", 7);
            call.form_secret(name, Secret::from("canary \"pin\""))
        })
        .await;
        assert_eq!(
            lines(&entries[1])[1..],
            ["< x-debug: ***", "<", r#"< {"message":"*** and ***"}"#]
        );
    }
}

#[tokio::test]
async fn names_in_queries_headers_and_json_are_hidden() {
    let json = r#"{"apiKey":"canary","list":[{"Client-Secret":{"a":"canary"},"n":346.20}],"x":"a?token=canary&b=c"}"#;
    let entries = entries(
        answer(200, json)
            .header("x-auth-token", "canary")
            .header("x-a", "Bearer canary"),
        |client| {
            Call::new(client, &UPDATE)
                .path("id", 7)
                .query("access_token", "canary")
                .query("limit", 1)
                .header("x-api-key", "canary")
                .json(&serde_json::json!({ "password": 12345 }))
        },
    )
    .await;
    assert!(
        lines(&entries[0])[0].ends_with("?access_token=***&limit=1"),
        "{}",
        entries[0]
    );
    assert!(entries[0].contains("> x-api-key: ***"));
    assert!(entries[0].contains("\"password\":\"***\""));
    assert_eq!(
        lines(&entries[1])[1..],
        [
            "< x-auth-token: ***",
            "< x-a: ***",
            "<",
            r#"< {"apiKey":"***","list":[{"Client-Secret":"***","n":346.20}],"x":"a?token=***&b=c"}"#,
        ]
    );
}

#[tokio::test]
async fn a_name_is_secret_in_the_api_that_marks_it() {
    let body = r#"{"code":"c","number":"n"}"#;
    let typed = entries(answer(200, body), |client| Call::new(client, &GET).path("id", 7)).await;
    assert_eq!(lines(&typed[1]).last(), Some(&r#"< {"code":"***","number":"n"}"#));
    // An untyped call can be of any API.
    let log = Entries::default();
    let client = logged(Script::new().then(answer(200, body)), log.log());
    client.call(Method::GET, "/v4/things").await.unwrap();
    assert_eq!(lines(&log.all()[1]).last(), Some(&r#"< {"code":"***","number":"***"}"#));
}

#[tokio::test]
async fn a_response_to_secrets_that_is_not_json_is_a_length() {
    for body in ["<p>canary</p>", r#"{"access_token":"canary"#] {
        let entries = entries(answer(502, body), |client| {
            Call::new(client, &LOGIN).form_secret("password", Secret::from("secret"))
        })
        .await;
        let length = format!("< ({} bytes, not JSON)", body.len());
        assert_eq!(lines(&entries[1]).last(), Some(&length.as_str()));
    }
}

#[tokio::test]
async fn secrets_in_pages_and_broken_json_are_hidden() {
    for (body, shown) in [
        ("<a href='/?token=canary'>x</a>", "<a href='/?token=***'>x</a>"),
        (r#"{"password": "canary", "a"#, r#"{"password": "***", "a"#),
    ] {
        let entries = entries(answer(502, body), |client| Call::new(client, &GET).path("id", 7)).await;
        assert_eq!(lines(&entries[1]).last(), Some(&format!("< {shown}").as_str()));
    }
}

#[tokio::test]
async fn bodies_are_cut_after_their_secrets_are_hidden() {
    for (max, shown) in [
        (4096, r#"{"password":"***","name":"Kyōto"}"#),
        (26, r#"{"password":"***","name":"… (58 bytes in all)"#),
        (29, r#"{"password":"***","name":"Ky… (58 bytes in all)"#),
        (0, "… (58 bytes in all)"),
    ] {
        let body = r#"{"password":"canary-canary-canary-canary","name":"Kyōto"}"#;
        let entries = Entries::default();
        let client = logged(Script::new().then(answer(200, body)), entries.log().max_body(max));
        let call = Call::new(&client, &GET).path("id", 7);
        call.send_ignoring_body::<Refused>().await.unwrap();
        assert_eq!(
            lines(&entries.all()[1]).last(),
            Some(&format!("< {shown}").as_str()),
            "{max}"
        );
    }
}

#[tokio::test]
async fn of_binary_and_multipart_bodies_the_length_is_logged() {
    for (media_type, body, shown) in [
        ("image/png", &b"\x89PNG\xff"[..], "> (5 bytes)"),
        ("multipart/form-data; boundary=b", b"--b\r\ncanary", "> (11 bytes)"),
    ] {
        let log = Entries::default();
        let client = logged(Script::new().then(answer(200, "")), log.log());
        let call = client
            .call(Method::POST, "/v4/files")
            .body(media_type, Bytes::from(body));
        call.await.unwrap();
        assert_eq!(lines(&log.all()[0]).last(), Some(&shown));
    }
}

#[tokio::test]
async fn streams_are_logged_but_not_consumed() {
    let log = Entries::default();
    let script = Script::by(|request| {
        assert_eq!(request.text(), "up load");
        answer(200, "download").into()
    });
    let client = logged(script, log.log());
    let chunks = ["up ", "load"].map(|chunk| Ok(Bytes::from(chunk)));
    let call = client
        .call(Method::POST, "/v4/files")
        .body("text/plain", Body::stream(7, stream::iter(chunks)));
    let body = call.send_streamed().await.unwrap().into_inner();
    assert_eq!(body.collect(100).await.unwrap(), "download");
    let entries = log.all();
    assert_eq!(lines(&entries[0]).last(), Some(&"> (a stream of 7 bytes)"));
}

#[tokio::test]
async fn no_body_can_look_like_another_entry() {
    let body = "\u{1b}[31mred\n> GET https://example.com\r\n\0";
    let entries = entries(answer(502, body), |client| Call::new(client, &GET).path("id", 7)).await;
    assert_eq!(
        lines(&entries[1])[2..],
        [r"< \u{1b}[31mred", "< > GET https://example.com", r"< \u{0}"]
    );
}

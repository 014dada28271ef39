//! The names and fields of the spans and events of calls.

use sap_concur_runtime::{
    Call, CallOptions, ClientBuilder, Date, JsonList, Response,
    testing::{Fault, ManualClock, Script, Step, answer},
};
use tracing::Level;

use super::{recorder::Recorder, support::*};

async fn get(script: Script) -> Result<Response<u8>, Error> {
    Call::new(&client(script), &GET).path("id", 7).send().await
}

#[tokio::test]
async fn a_call_is_a_span_with_opentelemetry_field_names() {
    let (recorder, _guard) = Recorder::listen();
    let response = get(Script::new().then(answer(200, "7"))).await.unwrap();
    let call = recorder.span("call");
    assert_eq!(
        (call.target.as_str(), call.level, call.parent),
        ("sap_concur", Level::INFO, None)
    );
    for (field, value) in [
        ("otel.name", "test.get"),
        ("http.request.method", "GET"),
        ("url.template", "/v4/things/{id}"),
        ("correlation_id", response.correlation_id()),
        ("attempts", "1"),
        ("http.response.status_code", "200"),
        ("error.type", ""),
        ("otel.status_code", ""),
    ] {
        assert_eq!(call.get(field), value, "{field}");
    }
    assert!(recorder.events().is_empty());
}

#[tokio::test]
async fn the_end_of_a_call_is_an_event_in_its_span() {
    for (step, level, message) in [
        (answer(200, "7").into(), Level::INFO, "the call succeeded"),
        (Step::from(Fault::TooLarge), Level::WARN, "the call failed"),
    ] {
        let (recorder, _guard) = Recorder::listen();
        let _ = get(Script::new().then(step)).await;
        let end = recorder.end();
        assert_eq!((end.target.as_str(), end.level), ("sap_concur", level));
        assert_eq!((end.get("message"), end.get("attempts")), (message, "1"));
        // The span has it.
        assert_eq!((end.get("correlation_id"), end.get("url.template")), ("", ""));
        assert_eq!(recorder.records()[end.parent.unwrap()].name, "call");
    }
}

#[tokio::test]
async fn elapsed_time_includes_the_delays_between_attempts() {
    let (recorder, _guard) = Recorder::listen();
    let delayed = answer(503, "").header("retry-after", "7");
    get(Script::new().then(delayed).then(answer(200, "7"))).await.unwrap();
    assert_eq!(recorder.end().get("elapsed_ms"), "7000");
}

#[tokio::test]
async fn the_span_of_an_untyped_call_is_named_after_its_template() {
    let (recorder, _guard) = Recorder::listen();
    let call = client(Script::new().then(answer(200, "7"))).call(sap_concur_runtime::Method::GET, "/v4/things/{id}");
    call.path("id", "canary")
        .query("q", "canary")
        .send_json::<u8>()
        .await
        .unwrap();
    let call = recorder.span("call");
    for (field, value) in [
        ("otel.name", "GET /v4/things/{id}"),
        ("http.request.method", "GET"),
        ("url.template", "/v4/things/{id}"),
        ("http.response.status_code", "200"),
    ] {
        assert_eq!(call.get(field), value, "{field}");
    }
    assert_eq!(recorder.span("attempt").get("otel.name"), "GET /v4/things/{id}");
    assert!(!format!("{:?}", recorder.records()).contains("canary"));
}

#[tokio::test]
async fn each_attempt_is_a_client_span_within_the_span_of_its_call() {
    let (recorder, _guard) = Recorder::listen();
    let script = Script::new()
        .then(answer(503, ""))
        .then(Fault::TimedOut)
        .then(answer(200, "7"));
    let response = get(script).await.unwrap();
    let records = recorder.records();
    let call = records.iter().position(|record| record.name == "call").unwrap();
    let attempts = recorder.spans("attempt");
    let ends = [
        ("", "503", "503", "ERROR"),
        ("1", "", "timeout", "ERROR"),
        ("2", "200", "", ""),
    ];
    assert_eq!(attempts.len(), ends.len());
    for (attempt, (resent, status, kind, otel)) in attempts.iter().zip(ends) {
        assert_eq!((attempt.parent, attempt.target.as_str()), (Some(call), "sap_concur"));
        for (field, value) in [
            ("otel.name", "GET /v4/things/{id}"),
            ("otel.kind", "client"),
            ("http.request.method", "GET"),
            ("url.template", "/v4/things/{id}"),
            ("server.address", "us2.example.com"),
            ("server.port", "8443"),
            ("correlation_id", response.correlation_id()),
            ("http.request.resend_count", resent),
            ("http.response.status_code", status),
            ("error.type", kind),
            ("otel.status_code", otel),
        ] {
            assert_eq!(attempt.get(field), value, "{field}");
        }
    }
    assert_eq!(recorder.span("call").get("attempts"), "3");
}

#[tokio::test]
async fn the_port_defaults_to_that_of_the_scheme() {
    for (url, port) in [("https://example.com", "443"), ("http://127.0.0.1", "80")] {
        let (recorder, _guard) = Recorder::listen();
        let client = builder(Script::new().then(answer(200, "7")))
            .base_url(url)
            .build()
            .unwrap();
        Call::new(&client, &GET)
            .path("id", 7)
            .send::<u8, Refused>()
            .await
            .unwrap();
        assert_eq!(recorder.span("attempt").get("server.port"), port);
    }
}

#[tokio::test]
async fn each_retry_is_a_warning_event() {
    let (recorder, _guard) = Recorder::listen();
    let script = Script::new()
        .then(answer(503, "").header("retry-after", "7"))
        .then(Fault::NoResponse);
    get(script.then(answer(200, "7"))).await.unwrap();
    let events = recorder.events();
    assert_eq!(events.len(), 2);
    for (event, (attempt, kind, delay)) in events.iter().zip([("1", "503", "7000"), ("2", "no_response", "500")]) {
        assert_eq!((event.target.as_str(), event.level), ("sap_concur", Level::WARN));
        assert_eq!(
            (event.get("attempt"), event.get("error.type"), event.get("delay_ms")),
            (attempt, kind, delay)
        );
        assert_eq!(event.get("message"), "the call will be retried");
        assert_eq!(recorder.records()[event.parent.unwrap()].name, "call");
    }
}

#[tokio::test]
async fn each_kind_of_failure_has_an_error_type() {
    let failed = |script: Script| async move {
        let (recorder, _guard) = Recorder::listen();
        let call = Call::new(&client(script), &GET)
            .path("id", 7)
            .options(CallOptions::new().attempts(1));
        let error = call.send::<u8, Refused>().await.unwrap_err();
        let span = recorder.span("call");
        assert_eq!(
            (span.get("otel.status_code"), span.get("attempts")),
            ("ERROR", "1"),
            "{error}"
        );
        (
            span.get("error.type").to_owned(),
            span.get("http.response.status_code").to_owned(),
        )
    };
    let refused = r#"{"errors":[{"errorCode":"a"}]}"#;
    for (script, kind, status) in [
        (Script::new().then(Fault::NotSent), "not_sent", ""),
        (Script::new().then(Fault::NoResponse), "no_response", ""),
        (Script::new().then(Fault::TimedOut), "timeout", ""),
        (Script::new().then(Fault::TooLarge), "too_large", ""),
        (Script::new().then(answer(404, "")), "404", "404"),
        (Script::new().then(answer(302, "")), "302", "302"),
        (Script::new().then(answer(200, refused)), "refused", "200"),
        (Script::new().then(answer(200, "\"x\"")), "decode", "200"),
        (Script::new().then(answer(200, "<html>")), "foreign_response", "200"),
    ] {
        assert_eq!(failed(script).await, (kind.to_owned(), status.to_owned()));
    }
}

#[tokio::test]
async fn a_failed_call_records_whether_it_was_carried_out() {
    for (script, carried_out) in [
        (Script::new().then(answer(404, "")), "no"),
        (Script::new().then(answer(501, "")), "perhaps"),
        (Script::new().then(answer(200, "\"x\"")), "yes"),
        (Script::new().then(answer(200, "7")), ""),
    ] {
        let (recorder, _guard) = Recorder::listen();
        let _ = get(script).await;
        assert_eq!(recorder.span("call").get("carried_out"), carried_out);
    }
}

#[tokio::test]
async fn a_foreign_response_is_recorded_when_the_call_is_retried() {
    let (recorder, _guard) = Recorder::listen();
    let script = Script::new().then(answer(200, "<html>")).then(Fault::NoResponse);
    let two_attempts = CallOptions::new().attempts(2);
    let call = Call::new(&client(script), &GET).path("id", 7).options(two_attempts);
    call.send::<u8, Refused>().await.unwrap_err();
    let events = recorder.events();
    assert_eq!((events.len(), events[0].get("error.type")), (1, "foreign_response"));
    assert_eq!(recorder.records()[events[0].parent.unwrap()].name, "call");
    assert_eq!(recorder.span("call").get("http.response.status_code"), "");
}

#[tokio::test]
async fn the_status_of_a_refusal_remains_if_the_retry_is_not_sent() {
    let (recorder, _guard) = Recorder::listen();
    let script = Script::new().then(answer(503, "")).then(Fault::NotSent);
    let two_attempts = CallOptions::new().attempts(2);
    let call = Call::new(&client(script), &GET).path("id", 7).options(two_attempts);
    call.send::<u8, Refused>().await.unwrap_err();
    let span = recorder.span("call");
    assert_eq!(
        (span.get("error.type"), span.get("http.response.status_code")),
        ("not_sent", "503")
    );
}

#[tokio::test]
async fn a_call_that_is_not_sent_has_a_span_without_attempts() {
    let no_token = || {
        let builder = ClientBuilder::new(&SERVICE)
            .base_url("https://example.com")
            .sender(Script::new());
        builder.clock(ManualClock::jumping()).build().unwrap()
    };
    let calls = [
        (Call::new(&client(Script::new()), &GET).path("id", ""), "invalid"),
        (Call::new(&no_token(), &GET).path("id", 7), "token"),
    ];
    for (call, kind) in calls {
        let (recorder, _guard) = Recorder::listen();
        call.send::<u8, Refused>().await.unwrap_err();
        let span = recorder.span("call");
        assert_eq!((span.get("error.type"), span.get("attempts")), (kind, "0"));
        assert!(recorder.spans("attempt").is_empty());
    }
}

#[tokio::test]
async fn warning_headers_are_an_event_on_success_and_refusal() {
    for (status, body) in [(200, "7"), (404, "")] {
        let (recorder, _guard) = Recorder::listen();
        let script = Script::new().then(
            answer(status, body)
                .header("x-api-warn", "use v5")
                .header("sunset", "2027-01-01"),
        );
        let warned = match get(script).await {
            Ok(response) => response.api_warning() == Some("use v5") && response.sunset() == Some("2027-01-01"),
            Err(Error::Api(error)) => error.api_warning() == Some("use v5") && error.sunset() == Some("2027-01-01"),
            Err(other) => panic!("{other}"),
        };
        assert!(warned);
        let events = recorder.events();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].level, Level::WARN);
        assert_eq!(recorder.records()[events[0].parent.unwrap()].name, "call");
        assert_eq!(
            (events[0].get("warning"), events[0].get("sunset")),
            ("use v5", "2027-01-01")
        );
    }
}

#[tokio::test]
async fn either_warning_header_alone_is_an_event() {
    for name in ["x-api-warn", "sunset"] {
        let (recorder, _guard) = Recorder::listen();
        let script = Script::new().then(answer(200, "7").header(name, "soon"));
        get(script).await.unwrap();
        assert_eq!(recorder.events().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn the_first_ten_skipped_items_are_events_the_rest_are_counted() {
    for (items, listed) in [(0, 0), (1, 1), (10, 10), (1500, 10)] {
        let (recorder, _guard) = Recorder::listen();
        let body = format!("[{}\"2026-11-20\"]", "\"canary\",".repeat(items));
        let client = builder(Script::new().then(answer(200, body)))
            .max_body(1 << 20)
            .build()
            .unwrap();
        let call = Call::new(&client, &GET).path("id", 7);
        let response: Response<JsonList<Date>> = call.send_list::<_, Refused>(None).await.unwrap();
        assert_eq!((response.len(), response.warnings().len()), (1, items.min(1000)));
        let events = recorder.events();
        let (listed_events, rest) = events.split_at(listed);
        for (index, event) in listed_events.iter().enumerate() {
            assert_eq!(event.level, Level::WARN);
            assert_eq!(recorder.records()[event.parent.unwrap()].name, "call");
            assert_eq!(event.get("path"), format!("[{index}]"));
            assert_eq!(event.get("problem"), "not of the form YYYY-MM-DD");
        }
        let rest: Vec<&str> = rest.iter().map(|event| event.get("count")).collect();
        assert_eq!(rest, if items > listed { vec!["1500"] } else { vec![] });
        assert!(!format!("{events:?}").contains("canary"));
    }
}

#[tokio::test]
async fn concurrent_calls_have_separate_spans() {
    let (recorder, _guard) = Recorder::listen();
    let client = client(Script::by(|_| answer(200, "7").into()));
    let call = || Call::new(&client, &GET).path("id", 7).send::<u8, Refused>();
    let (first, second) = tokio::join!(call(), call());
    let records = recorder.records();
    let ids: Vec<&str> = correlation_ids(&records);
    assert_eq!(ids, [first.unwrap().correlation_id(), second.unwrap().correlation_id()]);
    for attempt in records.iter().filter(|record| record.name == "attempt") {
        assert_eq!(
            records[attempt.parent.unwrap()].get("correlation_id"),
            attempt.get("correlation_id")
        );
    }
}

fn correlation_ids(records: &[super::recorder::Recorded]) -> Vec<&str> {
    records
        .iter()
        .filter(|record| record.name == "call")
        .map(|record| record.get("correlation_id"))
        .collect()
}

//! Which failures of which operations are retried.

use sap_concur_runtime::{
    Call, CallOptions, CorrelationId, Operation, RetryPolicy, SendError, Service,
    testing::{Fault, ManualClock, Script, answer},
};

use super::support::*;

const AMBIGUOUS: [Fault; 2] = [Fault::NoResponse, Fault::TimedOut];

#[tokio::test]
async fn a_post_is_not_retried_after_an_ambiguous_failure() {
    for fault in AMBIGUOUS {
        let bench = bench(Script::new().then(fault).then(answer(201, "")));
        let error = bench.send(&POST).await.unwrap_err();
        assert!(matches!(error, Error::NoResponse(_)), "{error}");
        assert_eq!((error.attempts(), bench.sent()), (1, 1));
        assert!(bench.clock.sleeps().is_empty());
    }
}

#[tokio::test]
async fn a_post_is_not_retried_after_a_status_that_is_ambiguous() {
    for status in [408, 500, 502, 503, 504] {
        let bench = bench(
            Script::new()
                .then(answer(status, "").header("retry-after", "1"))
                .then(answer(201, "")),
        );
        let error = bench.send(&POST).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), bench.sent()), (status, 1));
    }
}

#[tokio::test]
async fn a_post_that_was_not_sent_is_retried() {
    let bench = bench(
        Script::new()
            .then(Fault::NotSent)
            .then(Fault::NotSent)
            .then(answer(201, "")),
    );
    let created = bench.send(&POST).await.unwrap();
    assert_eq!(
        (created.attempts(), bench.sent(), bench.clock.sleeps().len()),
        (3, 3, 2)
    );
}

#[tokio::test]
async fn a_retried_post_ends_at_an_ambiguous_failure() {
    let bench = bench(
        Script::new()
            .then(Fault::NotSent)
            .then(Fault::NoResponse)
            .then(answer(201, "")),
    );
    let error = bench.send(&POST).await.unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert_eq!((error.attempts(), bench.sent()), (2, 2));
}

#[tokio::test]
async fn a_get_succeeds_after_two_503s_and_two_delays() {
    let bench = bench(
        Script::new()
            .then(answer(503, ""))
            .then(answer(503, ""))
            .then(answer(200, "")),
    );
    let response = bench.send(&GET).await.unwrap();
    assert_eq!(
        (response.attempts(), bench.sent(), bench.clock.sleeps().len()),
        (3, 3, 2)
    );
}

#[tokio::test]
async fn get_put_and_delete_are_retried_after_transient_failures() {
    for operation in [&GET, &PUT, &DELETE] {
        for fault in [Fault::NotSent, Fault::NoResponse, Fault::TimedOut] {
            let bench = bench(Script::new().then(fault).then(answer(200, "")));
            assert_eq!(bench.send(operation).await.unwrap().attempts(), 2, "{fault:?}");
        }
        for status in [408, 429, 500, 502, 503, 504] {
            let bench = bench(Script::new().then(answer(status, "")).then(answer(200, "")));
            assert_eq!(bench.send(operation).await.unwrap().attempts(), 2, "{status}");
        }
    }
}

#[tokio::test]
async fn final_responses_are_not_retried() {
    for status in [200, 204, 301, 400, 401, 403, 404, 409, 501] {
        let bench = bench(Script::new().then(answer(status, "")));
        let _ = bench.send(&GET).await;
        assert_eq!(bench.sent(), 1, "{status}");
    }
    let bench = bench(Script::new().then(Fault::TooLarge));
    let error = bench.send(&GET).await.unwrap_err();
    assert_eq!((error.attempts(), bench.sent()), (1, 1));
}

#[tokio::test]
async fn the_service_defines_which_statuses_are_retried() {
    static TEAPOT: Service = Service {
        retry_statuses: &[418],
        ..Service::named("Teapot")
    };
    for (status, sent) in [(418, 4), (503, 1)] {
        let script = Script::by(move |_| answer(status, "").into());
        let client: sap_concur_runtime::Client = sap_concur_runtime::ClientBuilder::new(&TEAPOT)
            .base_url("https://example.com")
            .access_token("token")
            .retries(POLICY)
            .sender(script.clone())
            .clock(ManualClock::jumping())
            .build()
            .unwrap();
        let call = sap_concur_runtime::Call::new(&client, &GET);
        assert!(call.send_ignoring_body::<Refused>().await.is_err());
        assert_eq!(script.sent().len(), sent, "{status}");
    }
}

#[tokio::test]
async fn the_client_limits_the_attempts() {
    for (attempts, sent) in [(0, 1), (1, 1), (2, 2), (7, 7)] {
        let script = Script::by(|_| answer(503, "").into());
        let bench = bench_of(script, ManualClock::jumping(), |builder| {
            builder.retries(RetryPolicy { attempts, ..POLICY })
        });
        let error = bench.send(&GET).await.unwrap_err();
        assert_eq!((error.attempts() as usize, bench.sent()), (sent, sent));
        assert_eq!(error.status().unwrap(), 503);
    }
}

#[tokio::test]
async fn the_call_limits_the_attempts() {
    let bench = bench(Script::by(|_| Fault::NoResponse.into()));
    let options = [
        (CallOptions::new().attempts(2), 2),
        (CallOptions::new().attempts(6), 6),
        (CallOptions::new().retries(RetryPolicy::never()), 1),
        (CallOptions::new().retries(RetryPolicy { attempts: 3, ..POLICY }), 3),
        (
            CallOptions::new()
                .retries(RetryPolicy { attempts: 3, ..POLICY })
                .attempts(5),
            5,
        ),
        (CallOptions::new(), 4),
    ];
    for (options, attempts) in options {
        let error = bench.send_with(&GET, options).await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
    }
}

#[tokio::test]
async fn all_attempts_send_the_same_request_and_correlation_id() {
    let script = Script::new()
        .then(Fault::NotSent)
        .then(answer(503, ""))
        .then(answer(200, ""));
    let bench = bench(script);
    let call = sap_concur_runtime::Call::new(&bench.client, &PUT)
        .query("a", 1)
        .json(&[1, 2]);
    let updated = call.send_ignoring_body::<Refused>().await.unwrap();
    let sent = bench.script.sent();
    assert_eq!(sent.len(), 3);
    for request in &sent {
        assert_eq!(
            (request.method(), request.uri(), request.body()),
            (sent[0].method(), sent[0].uri(), sent[0].body())
        );
        assert_eq!(request.headers(), sent[0].headers());
    }
    assert_eq!(sent[0].header("concur-correlationid"), Some(updated.correlation_id()));
}

#[tokio::test]
async fn a_given_correlation_id_is_used_for_all_attempts() {
    let bench = bench(Script::by(|_| Fault::NoResponse.into()));
    let id = CorrelationId::random();
    let error = bench
        .send_with(&GET, CallOptions::new().correlation_id(id.clone()))
        .await
        .unwrap_err();
    assert_eq!(bench.headers("concur-correlationid"), [id.as_str(); 4]);
    assert_eq!(error.correlation_id(), id.as_str());
}

#[tokio::test]
async fn a_call_with_an_ambiguous_attempt_does_not_end_as_not_sent() {
    for fault in AMBIGUOUS {
        let script = Script::new()
            .then(fault)
            .then(Fault::NotSent)
            .then(Fault::NotSent)
            .then(Fault::NotSent);
        let bench = bench(script);
        let error = bench.send(&DELETE).await.unwrap_err();
        assert!(matches!(error, Error::NoResponse(_)), "{error}");
        assert_eq!(error.attempts(), 4);
    }
}

#[tokio::test]
async fn a_call_whose_attempts_were_all_not_sent_is_not_sent() {
    let bench = bench(Script::by(|_| Fault::NotSent.into()));
    for operation in [&GET, &POST] {
        let error = bench.send(operation).await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error}");
        assert_eq!(error.attempts(), 4);
    }
}

#[tokio::test]
async fn the_last_failure_is_returned() {
    let script = Script::new()
        .then(answer(503, ""))
        .then(Fault::NoResponse)
        .then(answer(500, ""))
        .then(answer(404, ""));
    let error = bench(script).send(&GET).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (404, 4));
    let script = Script::new()
        .then(answer(503, ""))
        .then(answer(503, ""))
        .then(answer(503, ""))
        .then(Fault::TimedOut);
    let error = bench(script).send(&GET).await.unwrap_err();
    let Error::NoResponse(error) = error else {
        panic!("{error}")
    };
    assert!(matches!(error.error(), SendError::TimedOut { .. }));
}

#[tokio::test]
async fn a_refusal_and_then_an_unsent_retry_are_both_shown() {
    let script = Script::new().then(answer(503, "")).then(Fault::NotSent);
    let bench = bench(script.then(Fault::NotSent).then(Fault::NotSent));
    let error = bench.send(&DELETE).await.unwrap_err();
    let message = error.to_string();
    let Error::NotSent(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.refused_before().unwrap().as_u16(), 503);
    assert!(
        message.starts_with("`test.delete` was refused with 503 Service Unavailable and not retried: "),
        "{message}"
    );

    let unsent = self::bench(Script::by(|_| Fault::NotSent.into()));
    let Error::NotSent(error) = unsent.send(&DELETE).await.unwrap_err() else {
        panic!("another error")
    };
    assert_eq!(error.refused_before(), None);
}

#[tokio::test]
async fn an_operation_can_be_created_at_run_time() {
    let bench = bench(Script::new().then(answer(503, "")).then(answer(400, "")));
    let segment = "things".to_owned();
    let operation = Operation {
        name: format!("get {segment}").into(),
        path: format!("/v5/{segment}/{{id}}").into(),
        ..FREE.clone()
    };
    let call = Call::shared(&bench.client, operation.into()).path("id", "7/8");
    let error = call.send_ignoring_body::<Refused>().await.unwrap_err();
    assert_eq!(error.operation().path, "/v5/things/{id}");
    assert!(error.to_string().starts_with("`test.get things` was refused: 400"));
    assert_eq!(bench.script.sent()[1].path(), "/v5/things/7%2F8");
}

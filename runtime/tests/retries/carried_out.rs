//! Whether a call with several attempts was carried out.

use proptest::prelude::*;
use sap_concur_runtime::{
    Call, CallOptions, CarriedOut, Operation, Response, RetryPolicy,
    testing::{Fault, Script, Step, answer},
};

use super::support::*;

/// The outcome of one attempt.
#[derive(Debug, Clone, Copy)]
enum Attempt {
    Fault(Fault),
    /// A status, and whether the body is an error envelope of the service.
    Refused(u16, bool),
    /// A 2xx with this content type and this body.
    Response(u16, &'static str, &'static str),
}

impl Attempt {
    fn step(self) -> Step {
        match self {
            Self::Fault(fault) => fault.into(),
            Self::Refused(status, true) => answer(status, r#"{"errors":[{"errorCode":"a"}]}"#).into(),
            Self::Refused(status, false) => answer(status, "<html>").header("content-type", "text/html").into(),
            Self::Response(status, content_type, body) => {
                answer(status, body).header("content-type", content_type).into()
            }
        }
    }
}

/// The outcome of a call.
#[derive(Debug, Clone, Copy, PartialEq)]
enum CallOutcome {
    Success,
    Failure(CarriedOut),
}

/// A second implementation of the rule, for a call with this method that reads a number.
fn model(attempts: &[Attempt], method: &str) -> CallOutcome {
    let mut any_ambiguous = false;
    let mut last = CallOutcome::Failure(CarriedOut::No);
    for attempt in attempts {
        last = single_attempt(*attempt, method);
        any_ambiguous |= last == CallOutcome::Failure(CarriedOut::Perhaps);
    }
    match last {
        CallOutcome::Failure(CarriedOut::No) if any_ambiguous => CallOutcome::Failure(CarriedOut::Perhaps),
        last => last,
    }
}

fn single_attempt(attempt: Attempt, method: &str) -> CallOutcome {
    let carried_out = match attempt {
        Attempt::Fault(Fault::NotSent) => CarriedOut::No,
        Attempt::Fault(_) => CarriedOut::Perhaps,
        Attempt::Refused(408, _) => CarriedOut::Perhaps,
        Attempt::Refused(status, _) if status >= 500 => CarriedOut::Perhaps,
        Attempt::Refused(..) => CarriedOut::No,
        Attempt::Response(201 | 202 | 204, _, "") => return CallOutcome::Success,
        Attempt::Response(200, _, "") if method == "DELETE" => return CallOutcome::Success,
        Attempt::Response(_, "text/html", _) | Attempt::Response(_, _, "" | "<html>" | "{") => CarriedOut::Perhaps,
        Attempt::Response(_, _, "7") => return CallOutcome::Success,
        Attempt::Response(..) => CarriedOut::Yes,
    };
    CallOutcome::Failure(carried_out)
}

fn attempt() -> impl Strategy<Value = Attempt> {
    use prop::sample::select;
    let faults = &[Fault::NotSent, Fault::NoResponse, Fault::TimedOut, Fault::TooLarge][..];
    let statuses = &[301_u16, 400, 401, 403, 404, 408, 409, 429, 500, 501, 502, 503, 504][..];
    let types = &["application/json", "application/hal+json", "text/html"][..];
    let bodies = &["7", "", "<html>", "{", "[]"][..];
    prop_oneof![
        2 => select(faults).prop_map(Attempt::Fault),
        3 => (select(statuses), any::<bool>()).prop_map(|(status, is_envelope)| Attempt::Refused(status, is_envelope)),
        2 => (select(&[200_u16, 201, 202, 204, 206][..]), select(types), select(bodies))
            .prop_map(|(status, content_type, body)| Attempt::Response(status, content_type, body)),
    ]
}

fn send(bench: &Bench, operation: &'static Operation, options: CallOptions) -> Result<Response<Option<u8>>, Error> {
    let call = Call::new(&bench.client, operation).options(options);
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(call.send())
}

proptest! {
    #[test]
    fn the_outcome_of_a_call_matches_the_model(
        attempts in prop::collection::vec(attempt(), 8),
        max_attempts in 1_u32..8,
        operation in prop::sample::select(vec![&GET, &PUT, &DELETE, &POST]),
        deadline in prop::option::of(0_u64..4),
    ) {
        // A 429 does not count as an attempt: a call with only those reaches the last one and then succeeds.
        let mut attempts = attempts;
        attempts.push(Attempt::Response(200, "application/json", "7"));
        let script = attempts.iter().fold(Script::new(), |script, attempt| script.then(attempt.step()));
        let bench = bench(script);
        let options = CallOptions::new().retries(RetryPolicy { attempts: max_attempts, ..POLICY });
        let outcome = send(&bench, operation, match deadline {
            Some(seconds) => options.deadline(SECOND * u32::try_from(seconds).unwrap()),
            None => options,
        });
        let actual = match &outcome {
            Ok(_) => CallOutcome::Success,
            Err(error) => CallOutcome::Failure(error.carried_out()),
        };
        let made = &attempts[..bench.sent()];
        prop_assert_eq!(actual, model(made, operation.method.as_str()), "{:?}: {:?}", made, outcome);
        let is_ambiguous = |attempt: &Attempt| single_attempt(*attempt, "") == CallOutcome::Failure(CarriedOut::Perhaps);
        let was_ambiguous = made.iter().rev().skip(1).any(is_ambiguous);
        prop_assert!(operation.idempotent || !was_ambiguous, "a call was retried that may have been carried out");
    }
}

#[tokio::test]
async fn an_ambiguous_attempt_makes_the_call_ambiguous() {
    let foreign = || answer(200, "<html>").header("content-type", "text/html");
    let ambiguous_steps: [Step; 5] = [
        Fault::NoResponse.into(),
        Fault::TimedOut.into(),
        answer(408, "").into(),
        answer(503, "").into(),
        foreign().into(),
    ];
    let last_steps: [Step; 3] = [answer(404, "").into(), answer(400, "").into(), Fault::NotSent.into()];
    for ambiguous in ambiguous_steps {
        for last in last_steps.clone() {
            let script = Script::new().then(ambiguous.clone()).then(last.clone());
            let options = CallOptions::new().attempts(2);
            let error = bench(script).send_with(&DELETE, options.clone()).await.unwrap_err();
            assert_eq!(
                error.carried_out(),
                CarriedOut::Perhaps,
                "{ambiguous:?}, {last:?}: {error}"
            );
            let error = bench(Script::new().then(last))
                .send_with(&DELETE, options.attempts(1))
                .await
                .unwrap_err();
            assert_eq!(error.carried_out(), CarriedOut::No, "{error}");
        }
    }
}

#[tokio::test]
async fn a_call_stays_ambiguous_if_the_token_source_then_fails() {
    let source = Tokens::new(token("first"), []);
    let broken = source.clone();
    let script = Script::by(move |_| {
        broken.fail();
        answer(503, "").into()
    });
    let bench = bench_of(script, sap_concur_runtime::testing::ManualClock::jumping(), |builder| {
        builder.token_source(source)
    });
    let error = bench.send(&DELETE).await.unwrap_err();
    assert!(matches!(error, Error::Token(_)), "{error}");
    assert_eq!(error.carried_out(), CarriedOut::Perhaps);
}

#[tokio::test]
async fn a_401_before_a_renewed_token_is_not_ambiguous() {
    let source = Tokens::new(token("first"), [Ok(Some(token("second")))]);
    let script = Script::new().then(answer(401, "")).then(answer(400, ""));
    let bench = bench_of(script, sap_concur_runtime::testing::ManualClock::jumping(), |builder| {
        builder.token_source(source)
    });
    let error = bench.send(&POST).await.unwrap_err();
    assert_eq!((error.attempts(), error.carried_out()), (2, CarriedOut::No));
}

#[tokio::test]
async fn foreign_responses_use_the_budget_and_do_not_refill_it() {
    let page = || answer(200, "<html>").header("content-type", "text/html");
    let bench = bench_of(
        Script::by(move |_| page().into()),
        sap_concur_runtime::testing::ManualClock::jumping(),
        |builder| builder.retry_budget(2),
    );
    let attempts = [3, 1, 1];
    for expected in attempts {
        assert_eq!(bench.send(&GET).await.unwrap_err().attempts(), expected);
    }
}

#[tokio::test]
async fn retry_after_of_a_foreign_response_is_honored() {
    let page = answer(200, "<html>")
        .header("content-type", "text/html")
        .header("retry-after", "7");
    let bench = bench(Script::new().then(page).then(answer(200, "true")));
    assert_eq!(bench.send(&DELETE).await.unwrap().attempts(), 2);
    assert_eq!(bench.clock.sleeps(), [SECOND * 7]);
}

#[tokio::test]
async fn a_failed_retry_after_a_foreign_response_shows_both() {
    let page = answer(200, "<html>").header("content-type", "text/html");
    let bench = bench(Script::new().then(page).then(Fault::NotSent));
    let error = bench
        .send_with(&DELETE, CallOptions::new().attempts(2))
        .await
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("`test.delete` got a 200 OK that is not from the service and was not retried: "),
        "{message}"
    );
    let Error::NotSent(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.refused_before(), None);
    assert_eq!(error.carried_out(), CarriedOut::Perhaps);
}

//! Whether a call of several attempts was carried out.

use proptest::prelude::*;
use sap_concur_runtime::{
    Call, CallOptions, CarriedOut, Operation, Response, RetryPolicy,
    testing::{Fault, Script, Step, answer},
};

use super::support::*;

/// What becomes of one attempt.
#[derive(Debug, Clone, Copy)]
enum Attempt {
    Fault(Fault),
    /// A status, and whether its body is one that the service describes errors with.
    Refused(u16, bool),
    /// A 2xx with this content type and this body.
    Answered(u16, &'static str, &'static str),
}

impl Attempt {
    fn step(self) -> Step {
        match self {
            Self::Fault(fault) => fault.into(),
            Self::Refused(status, true) => answer(status, r#"{"errors":[{"errorCode":"a"}]}"#).into(),
            Self::Refused(status, false) => answer(status, "<html>").header("content-type", "text/html").into(),
            Self::Answered(status, content_type, body) => {
                answer(status, body).header("content-type", content_type).into()
            }
        }
    }
}

/// What a call comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Comes {
    Success,
    Failure(CarriedOut),
}

/// The rule once more, in other words. `method` is that of a call that reads a number.
fn model(attempts: &[Attempt], method: &str) -> Comes {
    let mut in_doubt = false;
    let mut last = Comes::Failure(CarriedOut::No);
    for attempt in attempts {
        last = alone(*attempt, method);
        in_doubt |= last == Comes::Failure(CarriedOut::Perhaps);
    }
    match last {
        Comes::Failure(CarriedOut::No) if in_doubt => Comes::Failure(CarriedOut::Perhaps),
        last => last,
    }
}

fn alone(attempt: Attempt, method: &str) -> Comes {
    let carried_out = match attempt {
        Attempt::Fault(Fault::NotSent) => CarriedOut::No,
        Attempt::Fault(_) => CarriedOut::Perhaps,
        Attempt::Refused(408, _) => CarriedOut::Perhaps,
        Attempt::Refused(status, _) if status >= 500 => CarriedOut::Perhaps,
        Attempt::Refused(..) => CarriedOut::No,
        Attempt::Answered(201 | 202 | 204, _, "") => return Comes::Success,
        Attempt::Answered(200, _, "") if method == "DELETE" => return Comes::Success,
        Attempt::Answered(_, "text/html", _) | Attempt::Answered(_, _, "" | "<html>" | "{") => CarriedOut::Perhaps,
        Attempt::Answered(_, _, "7") => return Comes::Success,
        Attempt::Answered(..) => CarriedOut::Yes,
    };
    Comes::Failure(carried_out)
}

fn attempt() -> impl Strategy<Value = Attempt> {
    use prop::sample::select;
    let faults = &[Fault::NotSent, Fault::NoResponse, Fault::TimedOut, Fault::TooLarge][..];
    let statuses = &[301_u16, 400, 401, 403, 404, 408, 409, 429, 500, 501, 502, 503, 504][..];
    let types = &["application/json", "application/hal+json", "text/html"][..];
    let bodies = &["7", "", "<html>", "{", "[]"][..];
    prop_oneof![
        2 => select(faults).prop_map(Attempt::Fault),
        3 => (select(statuses), any::<bool>()).prop_map(|(status, own)| Attempt::Refused(status, own)),
        2 => (select(&[200_u16, 201, 202, 204, 206][..]), select(types), select(bodies))
            .prop_map(|(status, content_type, body)| Attempt::Answered(status, content_type, body)),
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
    fn a_call_says_what_its_attempts_come_to(
        attempts in prop::collection::vec(attempt(), 8),
        most in 1_u32..8,
        operation in prop::sample::select(vec![&GET, &PUT, &DELETE, &POST]),
        deadline in prop::option::of(0_u64..4),
    ) {
        // A 429 is no attempt: a call that meets only those gets to the end of them, and then succeeds.
        let mut attempts = attempts;
        attempts.push(Attempt::Answered(200, "application/json", "7"));
        let script = attempts.iter().fold(Script::new(), |script, attempt| script.then(attempt.step()));
        let bench = bench(script);
        let options = CallOptions::new().retries(RetryPolicy { attempts: most, ..POLICY });
        let outcome = send(&bench, operation, match deadline {
            Some(seconds) => options.deadline(SECOND * u32::try_from(seconds).unwrap()),
            None => options,
        });
        let comes = match &outcome {
            Ok(_) => Comes::Success,
            Err(error) => Comes::Failure(error.carried_out()),
        };
        let made = &attempts[..bench.sent()];
        prop_assert_eq!(comes, model(made, operation.method.as_str()), "{:?}: {:?}", made, outcome);
        let in_doubt = made.iter().rev().skip(1).any(|made| alone(*made, "") == Comes::Failure(CarriedOut::Perhaps));
        prop_assert!(operation.idempotent || !in_doubt, "a call was sent again that may have been carried out");
    }
}

#[tokio::test]
async fn a_doubt_stays_whatever_comes_after_it() {
    let foreign = || answer(200, "<html>").header("content-type", "text/html");
    let doubts: [Step; 5] = [
        Fault::NoResponse.into(),
        Fault::TimedOut.into(),
        answer(408, "").into(),
        answer(503, "").into(),
        foreign().into(),
    ];
    let ends: [Step; 3] = [answer(404, "").into(), answer(400, "").into(), Fault::NotSent.into()];
    for doubt in doubts {
        for end in ends.clone() {
            let script = Script::new().then(doubt.clone()).then(end.clone());
            let options = CallOptions::new().attempts(2);
            let error = bench(script).send_with(&DELETE, options.clone()).await.unwrap_err();
            assert_eq!(error.carried_out(), CarriedOut::Perhaps, "{doubt:?}, {end:?}: {error}");
            let error = bench(Script::new().then(end))
                .send_with(&DELETE, options.attempts(1))
                .await
                .unwrap_err();
            assert_eq!(error.carried_out(), CarriedOut::No, "{error}");
        }
    }
}

#[tokio::test]
async fn a_doubt_stays_when_there_is_no_token_any_more() {
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
async fn a_replay_with_another_token_leaves_no_doubt() {
    let source = Tokens::new(token("first"), [Ok(Some(token("second")))]);
    let script = Script::new().then(answer(401, "")).then(answer(400, ""));
    let bench = bench_of(script, sap_concur_runtime::testing::ManualClock::jumping(), |builder| {
        builder.token_source(source)
    });
    let error = bench.send(&POST).await.unwrap_err();
    assert_eq!((error.attempts(), error.carried_out()), (2, CarriedOut::No));
}

#[tokio::test]
async fn a_page_takes_from_the_budget_and_gives_nothing() {
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
async fn a_page_that_may_pass_waits_as_long_as_it_asks() {
    let page = answer(200, "<html>")
        .header("content-type", "text/html")
        .header("retry-after", "7");
    let bench = bench(Script::new().then(page).then(answer(200, "true")));
    assert_eq!(bench.send(&DELETE).await.unwrap().attempts(), 2);
    assert_eq!(bench.clock.pauses(), [SECOND * 7]);
}

#[tokio::test]
async fn a_call_not_sent_again_after_a_page_says_both() {
    let page = answer(200, "<html>").header("content-type", "text/html");
    let bench = bench(Script::new().then(page).then(Fault::NotSent));
    let error = bench
        .send_with(&DELETE, CallOptions::new().attempts(2))
        .await
        .unwrap_err();
    let said = error.to_string();
    assert!(
        said.starts_with("`test.delete` got a 200 OK that is not the service's and was not sent again: "),
        "{said}"
    );
    let Error::NotSent(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.refused_before(), None);
    assert_eq!(error.carried_out(), CarriedOut::Perhaps);
}

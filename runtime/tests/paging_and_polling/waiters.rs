//! Waiters, which poll until a state is reached.

mod cancellation;
mod delays;
mod outcomes;

use std::{borrow::Cow, time::Duration};

use sap_concur_runtime::{
    Call, CallOptions, CarriedOut, CorrelationId, Error, Method, Operation, Polling, Response, Scopes, SendError,
    UnfinishedError, WaitError,
};
use serde_json::{Value, json};

use super::support::{Answer, FakeClock, Net, TestError};

pub(crate) static GET: Operation = Operation {
    api: Cow::Borrowed("test"),
    name: Cow::Borrowed("get"),
    method: Method::GET,
    path: Cow::Borrowed("/gateway/v4/things/{id}"),
    scopes: Scopes::NONE,
    authorized: true,
    idempotent: true,
    refused_when: Cow::Borrowed(&[]),
};

pub(crate) static CREATED: Polling = Polling {
    name: "created",
    field: "status",
    done: &["CREATED"],
    failed: &["CREATE_FAILED"],
    pending: &["PENDING_CREATION"],
    initial_delay: Duration::from_secs(2),
    max_delay: Duration::from_secs(10),
    within: Duration::from_secs(100),
    absent_for: Duration::from_secs(30),
};

type Waiter = sap_concur_runtime::Waiter<Value, TestError>;
type WaitResult = Result<Response<Value>, WaitError<Value, TestError>>;

fn waiter(net: &Net, clock: &FakeClock) -> Waiter {
    let call = Call::new(&net.client_at(clock), &GET).path("id", "personal");
    Waiter::new(call, &CREATED, |answer| answer["status"].as_str())
}

fn in_state(state: &str) -> Answer {
    Answer::ok(json!({"status": state, "id": "personal"}))
}

fn refused(status: u16) -> Answer {
    Answer::status(status, json!({}))
}

/// Waits with these responses, one per call; the last one is repeated.
async fn wait_for(answers: &'static [fn() -> Answer]) -> (WaitResult, Net, FakeClock) {
    let (net, clock) = (net(answers), FakeClock::default());
    let result = waiter(&net, &clock).await;
    (result, net, clock)
}

fn net(answers: &'static [fn() -> Answer]) -> Net {
    Net::new(|number, _| answers[number.min(answers.len() - 1)]())
}

fn seconds(seconds: &[f64]) -> Vec<Duration> {
    seconds.iter().copied().map(Duration::from_secs_f64).collect()
}

fn timed_out(result: WaitResult) -> UnfinishedError<Value, TestError> {
    match result {
        Err(WaitError::TimedOut(unfinished)) => unfinished,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_closure_can_read_a_state_that_is_known_at_run_time() {
    let net = net(&[|| in_state("PENDING_CREATION"), || in_state("CREATED")]);
    let clock = FakeClock::default();
    let field = String::from("status");
    let call = Call::new(&net.client_at(&clock), &GET).path("id", "personal");
    let waiter: Waiter =
        sap_concur_runtime::Waiter::reading(call, &CREATED, move |answer: &Value| answer[&field].as_str());
    assert_eq!(waiter.await.unwrap()["status"], "CREATED");
    assert_eq!(net.calls(), 2);
}

//! Waiting until something has happened.

mod ends;
mod pauses;
mod stopping;

use std::{borrow::Cow, time::Duration};

use sap_concur_runtime::{
    Call, CallOptions, CarriedOut, CorrelationId, Error, Method, Operation, Response, SendError, UnfinishedError,
    WaitError, Waiting,
};
use serde_json::{Value, json};

use super::support::{Answer, FakeClock, Net, TestError};

pub(crate) static GET: Operation = Operation {
    api: Cow::Borrowed("test"),
    name: Cow::Borrowed("get"),
    method: Method::GET,
    path: Cow::Borrowed("/gateway/v4/things/{id}"),
    scope: None,
    authorized: true,
    idempotent: true,
    refused_when: None,
};

pub(crate) static CREATED: Waiting = Waiting {
    name: "created",
    field: "status",
    done: &["CREATED"],
    failed: &["CREATE_FAILED"],
    pending: &["PENDING_CREATION"],
    first_pause: Duration::from_secs(2),
    longest_pause: Duration::from_secs(10),
    within: Duration::from_secs(100),
    absent_for: Duration::from_secs(30),
};

type Waiter = sap_concur_runtime::Waiter<Value, TestError>;
type Waited = Result<Response<Value>, WaitError<Value, TestError>>;

fn waiter(net: &Net, clock: &FakeClock) -> Waiter {
    let call = Call::new(&net.client_at(clock), &GET).path("id", "personal");
    Waiter::new(call, &CREATED, |answer| answer["status"].as_str())
}

fn is(state: &str) -> Answer {
    Answer::ok(json!({"status": state, "id": "personal"}))
}

fn refused(status: u16) -> Answer {
    Answer::status(status, json!({}))
}

/// Waits for answers that come one after the other, the last one over and over.
async fn wait_for(answers: &'static [fn() -> Answer]) -> (Waited, Net, FakeClock) {
    let (net, clock) = (net(answers), FakeClock::default());
    let waited = waiter(&net, &clock).await;
    (waited, net, clock)
}

fn net(answers: &'static [fn() -> Answer]) -> Net {
    Net::new(|number, _| answers[number.min(answers.len() - 1)]())
}

fn seconds(seconds: &[f64]) -> Vec<Duration> {
    seconds.iter().copied().map(Duration::from_secs_f64).collect()
}

fn timed_out(waited: Waited) -> UnfinishedError<Value, TestError> {
    match waited {
        Err(WaitError::TimedOut(unfinished)) => unfinished,
        other => panic!("{other:?}"),
    }
}

use std::{
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_util::FutureExt;

use super::Script;
use crate::{
    Body, Limits, SendError, Sender,
    testing::{Fault, answer},
};

const LIMITS: Limits = Limits::new(Duration::from_secs(3), 4);

/// What comes of a request at once.
fn send(script: &Script, url: &str) -> Poll<Result<http::Response<Body>, SendError>> {
    let mut request = http::Request::new(Body::from("a=%41&b=1%202"));
    *request.uri_mut() = url.parse().unwrap();
    script
        .send(request, LIMITS)
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
}

fn sent(script: &Script) -> Result<http::Response<Body>, SendError> {
    match send(script, "https://host/a%20b?x=1%262&y=") {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("nothing happens"),
    }
}

#[test]
fn steps_are_taken_in_their_order_and_then_the_rule_holds() {
    let script = Script::by(|_| answer(404, "").into())
        .then(answer(201, "ab").header("a", "1").header("a", "2"))
        .then(Fault::NotSent);
    let first = sent(&script).unwrap();
    assert_eq!(
        (first.status().as_u16(), first.body().as_bytes().unwrap().as_ref()),
        (201, b"ab".as_slice())
    );
    assert_eq!(first.headers().get_all("a").iter().count(), 2);
    assert_eq!(script.left(), 1);
    assert!(matches!(sent(&script), Err(SendError::NotSent(_))));
    assert_eq!(sent(&script).unwrap().status(), 404);
    assert_eq!(sent(&script).unwrap().status(), 404);
}

#[test]
fn nothing_left_is_a_fault_that_says_so() {
    let error = sent(&Script::new()).unwrap_err();
    assert!(matches!(error, SendError::NoResponse(_)));
    assert_eq!(error.to_string(), "the script has nothing left for GET /a%20b");
}

#[test]
fn each_fault_is_that_of_a_sender() {
    let outcome = |fault: Fault| send(&Script::new().then(fault), "https://host");
    assert!(matches!(
        outcome(Fault::NoResponse),
        Poll::Ready(Err(SendError::NoResponse(_)))
    ));
    assert!(
        matches!(outcome(Fault::TimedOut), Poll::Ready(Err(SendError::TimedOut { after })) if after == LIMITS.timeout)
    );
    assert!(matches!(
        outcome(Fault::TooLarge),
        Poll::Ready(Err(SendError::TooLarge { limit: 4 }))
    ));
    assert!(outcome(Fault::Silence).is_pending());
}

#[test]
fn only_what_a_sender_would_let_through_arrives() {
    assert!(matches!(
        sent(&Script::new().then(answer(200, "12345"))),
        Err(SendError::TooLarge { limit: 4 })
    ));
    assert!(sent(&Script::new().then(answer(200, "1234"))).is_ok());
    for wrong in [
        answer(99, ""),
        answer(200, "").header("a b", ""),
        answer(200, "").header("a", "\n"),
    ] {
        let error = sent(&Script::new().then(wrong)).unwrap_err().to_string();
        assert!(error.starts_with("the script says "), "{error}");
    }
}

#[test]
fn what_was_sent_can_be_looked_at() {
    let script = Script::new().then(answer(200, ""));
    sent(&script).unwrap();
    let sent = script.sent().remove(0);
    assert_eq!((sent.path(), sent.uri().host()), ("/a%20b", Some("host")));
    assert_eq!(
        (sent.query("x").as_deref(), sent.query("y").as_deref(), sent.query("z")),
        (Some("1&2"), Some(""), None)
    );
    assert_eq!(
        (sent.form("a").as_deref(), sent.form("b").as_deref()),
        (Some("A"), Some("1 2"))
    );
    assert_eq!((sent.limits(), sent.header("a")), (LIMITS, None));
    assert!(sent.json::<u8>().is_err());
    assert_eq!(format!("{sent:?}"), "GET /a%20b");
}

#[test]
fn a_body_that_is_a_stream_is_recorded_as_bytes() {
    let streaming = |length| {
        let pieces = ["a=", "1"].map(|piece| Ok(bytes::Bytes::from(piece)));
        http::Request::new(Body::stream(length, futures_util::stream::iter(pieces)))
    };
    let script = Script::by(|sent| answer(200, sent.body().clone()).into());
    let send = |length| script.send(streaming(length), LIMITS).now_or_never().unwrap();
    assert_eq!(send(3).unwrap().body().as_bytes().unwrap(), "a=1");
    assert_eq!(script.sent()[0].form("a").as_deref(), Some("1"));
    assert!(matches!(send(4), Err(SendError::NoResponse(_))));
    assert_eq!(script.sent().len(), 1);
}

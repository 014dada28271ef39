//! Sending again over real sockets, with pauses of next to nothing.

use std::{
    sync::{Mutex, atomic::Ordering},
    time::{Duration, Instant, SystemTime},
};

use sap_concur_runtime::{
    BoxFuture, Call, CallOptions, CarriedOut, Client, Clock, Operation, RetryPolicy, SendError, TokioClock,
};
use tokio::net::TcpListener;

use super::{misbehaving_servers::*, support::*};

const QUICK: RetryPolicy = RetryPolicy {
    attempts: 3,
    first_wait: Duration::from_millis(2),
    longest_wait: Duration::from_millis(5),
    least_wait: Duration::from_millis(1),
    patience: Duration::from_secs(1),
    wait_on_429: true,
};

const CUT_OFF: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"name\":";

fn quick(url: &str) -> Client {
    builder(url).retries(QUICK).build().unwrap()
}

async fn send(client: &Client, operation: &'static Operation) -> Result<u32, Error> {
    let call = Call::new(client, operation);
    let call = if operation.name == "create" {
        call.json(&[1])
    } else {
        call
    };
    call.send_ignoring_body().await.map(|answer| answer.attempts())
}

#[tokio::test]
async fn a_get_is_sent_again_after_a_reset_and_succeeds() {
    for misbehavior in [
        Misbehavior::Reset(CUT_OFF),
        Misbehavior::Reset(b""),
        Misbehavior::Reset(b"HTTP/1.1 200 OK\r\n"),
        Misbehavior::Write(CUT_OFF),
        Misbehavior::Write(b""),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior, misbehavior, FINE]).await;
        assert_eq!(send(&quick(&url), &LIST).await.unwrap(), 3, "{misbehavior:?}");
        assert_eq!(connections.load(Ordering::SeqCst), 3);
    }
}

#[tokio::test]
async fn a_post_is_not_sent_again_after_a_reset() {
    for misbehavior in [
        Misbehavior::Reset(CUT_OFF),
        Misbehavior::Reset(b""),
        Misbehavior::Write(CUT_OFF),
        Misbehavior::Write(b""),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior, FINE]).await;
        let error = send(&quick(&url), &CREATE).await.unwrap_err();
        assert!(matches!(error, Error::NoResponse(_)), "{misbehavior:?}: {error}");
        assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (1, 1));
    }
}

#[tokio::test]
async fn a_reset_in_the_body_is_no_answer() {
    let (url, connections) = misbehaving_in_turn([Misbehavior::Reset(CUT_OFF)]).await;
    let error = send(&quick(&url), &LIST).await.unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (3, 3));
}

/// A port that nobody listens on.
async fn refused_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

#[tokio::test]
async fn a_post_to_a_port_that_refuses_is_sent_again() {
    let client = quick(&format!("http://127.0.0.1:{}", refused_port().await));
    for operation in [&LIST, &CREATE] {
        let error = send(&client, operation).await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error}");
        assert_eq!(error.attempts(), 3);
    }
}

/// A clock by which somebody begins to listen in the first pause.
struct Opening(TokioClock, Mutex<Option<std::net::TcpListener>>, u16);

impl Clock for Opening {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut open = self.1.lock().unwrap();
        if open.is_none() {
            let listener = std::net::TcpListener::bind(("127.0.0.1", self.2)).unwrap();
            listener.set_nonblocking(true).unwrap();
            serve_in_turn(TcpListener::from_std(listener.try_clone().unwrap()).unwrap(), [FINE]);
            *open = Some(listener);
        }
        self.0.sleep(duration)
    }
}

#[tokio::test]
async fn a_post_succeeds_when_somebody_begins_to_listen() {
    let port = refused_port().await;
    let clock = Opening(TokioClock::new(), Mutex::new(None), port);
    let client = builder(&format!("http://127.0.0.1:{port}"))
        .retries(QUICK)
        .clock(clock)
        .build()
        .unwrap();
    assert_eq!(send(&client, &CREATE).await.unwrap(), 2);
}

#[tokio::test]
async fn a_503_is_sent_again_when_its_pause_is_over() {
    const BUSY: Misbehavior =
        Misbehavior::Write(b"HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let (url, _) = misbehaving_in_turn([BUSY, BUSY, FINE]).await;
    assert_eq!(send(&quick(&url), &LIST).await.unwrap(), 3);
    let (url, connections) = misbehaving_in_turn([BUSY, FINE]).await;
    let error = send(&quick(&url), &CREATE).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), connections.load(Ordering::SeqCst)),
        (503, 1)
    );
}

#[tokio::test]
async fn a_body_of_10_gigabytes_is_neither_read_nor_asked_for_again() {
    const ANNOUNCED: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\n";
    const ENDLESS: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n";
    for misbehavior in [
        Misbehavior::WriteWithoutEnd(ANNOUNCED, &[b' '; 1024]),
        Misbehavior::WriteWithoutEnd(ENDLESS, &[b' '; 1024]),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior]).await;
        let error = send(&quick(&url), &LIST).await.unwrap_err();
        let Error::NoResponse(no_answer) = &error else {
            panic!("{error}")
        };
        assert!(matches!(no_answer.error(), SendError::TooLarge { limit: 65_536 }));
        assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (1, 1));
    }
}

#[tokio::test]
async fn headers_or_a_body_that_come_too_slowly_end_with_the_time_of_the_attempt() {
    for misbehavior in [
        Misbehavior::Dribble(b"HTTP/1.1 200 OK\r\n", b"a: b\r\n"),
        Misbehavior::Dribble(b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior, FINE]).await;
        let once = builder(&url).timeout(Duration::from_millis(150)).build().unwrap();
        let error = send(&once, &CREATE).await.unwrap_err();
        let Error::NoResponse(no_answer) = &error else {
            panic!("{error}")
        };
        assert!(no_answer.is_timeout(), "{error}");
        assert_eq!(send(&quick(&url), &LIST).await.unwrap(), 1);
        assert_eq!(connections.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn a_call_ends_by_its_deadline_however_slow_the_server() {
    let (url, _) = misbehaving_in_turn([Misbehavior::WriteAndStay(b"HTTP/1.1 200 OK\r\n")]).await;
    let started = Instant::now();
    let options = CallOptions::new()
        .timeout(Duration::from_millis(80))
        .deadline(Duration::from_millis(200));
    let call = Call::new(&quick(&url), &LIST).options(options.attempts(100));
    let error = call.send_ignoring_body::<TestError>().await.unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert!((2..=4).contains(&error.attempts()), "{}", error.attempts());
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_refusal_with_a_page_of_html_is_not_sent_again() {
    const PAGE: Misbehavior = Misbehavior::Write(
        b"HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\ncontent-length: 20\r\nconnection: close\r\n\r\n<html>No such</html>",
    );
    let (url, _) = misbehaving_in_turn([PAGE, FINE]).await;
    let page = refusal(send(&quick(&url), &LIST).await.unwrap_err());
    assert!(page.details().is_empty() && page.attempts() == 1);
    assert!(page.to_string().contains("<html>No such</html>"), "{page}");
}

/// Answers with a 2xx that are not the service's.
const FOREIGN: [Misbehavior; 3] = [
    Misbehavior::Write(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 11\r\nconnection: close\r\n\r\n<html>Sorry",
    ),
    Misbehavior::Write(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}",
    ),
    Misbehavior::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\nconnection: close\r\n\r\n{\"name\":"),
];

#[tokio::test]
async fn what_is_not_the_services_is_asked_for_again() {
    for misbehavior in FOREIGN {
        for operation in [&LIST, &DELETE, &UPDATE] {
            let (url, _) = misbehaving_in_turn([misbehavior, FINE]).await;
            let call = call_of(&quick(&url), operation);
            let answer = call.send_ignoring_body::<TestError>().await.unwrap();
            assert_eq!(answer.attempts(), 2, "{misbehavior:?}");
            let (url, _) = misbehaving_in_turn([misbehavior, FINE]).await;
            let call = call_of(&quick(&url), operation);
            let answer = call.send::<serde_json::Value, TestError>().await.unwrap();
            assert_eq!(answer.attempts(), 2, "{misbehavior:?}");
        }
    }
}

#[tokio::test]
async fn a_delete_is_never_done_because_of_a_page() {
    for misbehavior in FOREIGN {
        let (url, connections) = misbehaving_in_turn([misbehavior]).await;
        let call = Call::new(&quick(&url), &DELETE).path("id", 1);
        let error = call.send_ignoring_body::<TestError>().await.unwrap_err();
        assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (3, 3));
        assert_eq!(error.carried_out(), CarriedOut::Perhaps);
        assert!(error.to_string().contains("the answer is not the service's"), "{error}");
    }
}

#[tokio::test]
async fn a_post_that_meets_a_page_is_sent_once() {
    for misbehavior in FOREIGN {
        let (url, connections) = misbehaving_in_turn([misbehavior, FINE]).await;
        let call = Call::new(&quick(&url), &CREATE).json(&[1]);
        let error = call.send::<serde_json::Value, TestError>().await.unwrap_err();
        assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (1, 1));
        assert!(matches!(error, Error::Decode(_)), "{error}");
        assert_eq!(error.carried_out(), CarriedOut::Perhaps);
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_on_the_way_leaves_the_client_usable() {
    for misbehavior in [
        Misbehavior::WriteAndStay(b""),
        Misbehavior::WriteAndStay(b"HTTP/1.1 200 OK\r\n"),
        Misbehavior::WriteAndStay(CUT_OFF),
        Misbehavior::Dribble(b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior, FINE]).await;
        let client = quick(&url);
        let dropped = tokio::time::timeout(Duration::from_millis(50), send(&client, &LIST)).await;
        assert!(dropped.is_err(), "{misbehavior:?}");
        assert_eq!(send(&client, &LIST).await.unwrap(), 1, "{misbehavior:?}");
        assert_eq!(connections.load(Ordering::SeqCst), 2);
    }
}

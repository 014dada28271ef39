//! Retries over real sockets, with delays of a few milliseconds.

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
    initial_delay: Duration::from_millis(2),
    max_delay: Duration::from_millis(5),
    min_delay: Duration::from_millis(1),
    max_wait: Duration::from_secs(1),
    wait_on_429: true,
};

const TRUNCATED: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"name\":";

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
async fn a_get_is_retried_after_a_reset() {
    for misbehavior in [
        Misbehavior::Reset(TRUNCATED),
        Misbehavior::Reset(b""),
        Misbehavior::Reset(b"HTTP/1.1 200 OK\r\n"),
        Misbehavior::Write(TRUNCATED),
        Misbehavior::Write(b""),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior, misbehavior, VALID_RESPONSE]).await;
        assert_eq!(send(&quick(&url), &LIST).await.unwrap(), 3, "{misbehavior:?}");
        assert_eq!(connections.load(Ordering::SeqCst), 3);
    }
}

#[tokio::test]
async fn a_post_is_not_retried_after_a_reset() {
    for misbehavior in [
        Misbehavior::Reset(TRUNCATED),
        Misbehavior::Reset(b""),
        Misbehavior::Write(TRUNCATED),
        Misbehavior::Write(b""),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior, VALID_RESPONSE]).await;
        let error = send(&quick(&url), &CREATE).await.unwrap_err();
        assert!(matches!(error, Error::NoResponse(_)), "{misbehavior:?}: {error}");
        assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (1, 1));
    }
}

#[tokio::test]
async fn a_reset_in_the_body_is_no_response() {
    let (url, connections) = misbehaving_in_turn([Misbehavior::Reset(TRUNCATED)]).await;
    let error = send(&quick(&url), &LIST).await.unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (3, 3));
}

/// Returns a port that nothing listens on.
async fn refused_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

#[tokio::test]
async fn a_post_is_retried_if_the_connection_is_refused() {
    let client = quick(&format!("http://127.0.0.1:{}", refused_port().await));
    for operation in [&LIST, &CREATE] {
        let error = send(&client, operation).await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error}");
        assert_eq!(error.attempts(), 3);
    }
}

/// A clock that starts a server at the first delay.
struct ServerStartingClock(TokioClock, Mutex<Option<std::net::TcpListener>>, u16);

impl Clock for ServerStartingClock {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut started = self.1.lock().unwrap();
        if started.is_none() {
            let listener = std::net::TcpListener::bind(("127.0.0.1", self.2)).unwrap();
            listener.set_nonblocking(true).unwrap();
            serve_in_turn(
                TcpListener::from_std(listener.try_clone().unwrap()).unwrap(),
                [VALID_RESPONSE],
            );
            *started = Some(listener);
        }
        self.0.sleep(duration)
    }
}

#[tokio::test]
async fn a_post_succeeds_once_the_server_listens() {
    let port = refused_port().await;
    let clock = ServerStartingClock(TokioClock::new(), Mutex::new(None), port);
    let client = builder(&format!("http://127.0.0.1:{port}"))
        .retries(QUICK)
        .clock(clock)
        .build()
        .unwrap();
    assert_eq!(send(&client, &CREATE).await.unwrap(), 2);
}

#[tokio::test]
async fn a_503_is_retried_after_its_delay_if_idempotent() {
    const BUSY: Misbehavior =
        Misbehavior::Write(b"HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let (url, _) = misbehaving_in_turn([BUSY, BUSY, VALID_RESPONSE]).await;
    assert_eq!(send(&quick(&url), &LIST).await.unwrap(), 3);
    let (url, connections) = misbehaving_in_turn([BUSY, VALID_RESPONSE]).await;
    let error = send(&quick(&url), &CREATE).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), connections.load(Ordering::SeqCst)),
        (503, 1)
    );
}

#[tokio::test]
async fn a_body_of_10_gigabytes_is_neither_read_nor_retried() {
    const ANNOUNCED: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\n";
    const ENDLESS: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n";
    for misbehavior in [
        Misbehavior::WriteWithoutEnd(ANNOUNCED, &[b' '; 1024]),
        Misbehavior::WriteWithoutEnd(ENDLESS, &[b' '; 1024]),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior]).await;
        let error = send(&quick(&url), &LIST).await.unwrap_err();
        let Error::NoResponse(no_response) = &error else {
            panic!("{error}")
        };
        assert!(matches!(no_response.error(), SendError::TooLarge { limit: 65_536 }));
        assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (1, 1));
    }
}

#[tokio::test]
async fn slow_headers_or_a_slow_body_end_at_the_attempt_timeout() {
    for misbehavior in [
        Misbehavior::Dribble(b"HTTP/1.1 200 OK\r\n", b"a: b\r\n"),
        Misbehavior::Dribble(b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior, VALID_RESPONSE]).await;
        let single_attempt = builder(&url).timeout(Duration::from_millis(150)).build().unwrap();
        let error = send(&single_attempt, &CREATE).await.unwrap_err();
        let Error::NoResponse(no_response) = &error else {
            panic!("{error}")
        };
        assert!(no_response.is_timeout(), "{error}");
        assert_eq!(send(&quick(&url), &LIST).await.unwrap(), 1);
        assert_eq!(connections.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn a_call_ends_at_its_deadline_if_the_server_is_slow() {
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
async fn a_404_with_an_html_page_is_not_retried() {
    const PAGE: Misbehavior = Misbehavior::Write(
        b"HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\ncontent-length: 20\r\nconnection: close\r\n\r\n<html>No such</html>",
    );
    let (url, _) = misbehaving_in_turn([PAGE, VALID_RESPONSE]).await;
    let page = refusal(send(&quick(&url), &LIST).await.unwrap_err());
    assert!(page.details().is_empty() && page.attempts() == 1);
    assert!(page.to_string().contains("<html>No such</html>"), "{page}");
}

/// Responses with a 2xx that are not from the service.
const FOREIGN_RESPONSES: [Misbehavior; 3] = [
    Misbehavior::Write(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 11\r\nconnection: close\r\n\r\n<html>Sorry",
    ),
    Misbehavior::Write(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}",
    ),
    Misbehavior::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\nconnection: close\r\n\r\n{\"name\":"),
];

#[tokio::test]
async fn foreign_responses_are_retried_if_idempotent() {
    for misbehavior in FOREIGN_RESPONSES {
        for operation in [&LIST, &DELETE, &UPDATE] {
            let (url, _) = misbehaving_in_turn([misbehavior, VALID_RESPONSE]).await;
            let call = call_of(&quick(&url), operation);
            let answer = call.send_ignoring_body::<TestError>().await.unwrap();
            assert_eq!(answer.attempts(), 2, "{misbehavior:?}");
            let (url, _) = misbehaving_in_turn([misbehavior, VALID_RESPONSE]).await;
            let call = call_of(&quick(&url), operation);
            let answer = call.send::<serde_json::Value, TestError>().await.unwrap();
            assert_eq!(answer.attempts(), 2, "{misbehavior:?}");
        }
    }
}

#[tokio::test]
async fn a_foreign_response_is_never_a_successful_delete() {
    for misbehavior in FOREIGN_RESPONSES {
        let (url, connections) = misbehaving_in_turn([misbehavior]).await;
        let call = Call::new(&quick(&url), &DELETE).path("id", 1);
        let error = call.send_ignoring_body::<TestError>().await.unwrap_err();
        assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (3, 3));
        assert_eq!(error.carried_out(), CarriedOut::Perhaps);
        assert!(
            error.to_string().contains("the response is not from the service"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_post_with_a_foreign_response_is_sent_once() {
    for misbehavior in FOREIGN_RESPONSES {
        let (url, connections) = misbehaving_in_turn([misbehavior, VALID_RESPONSE]).await;
        let call = Call::new(&quick(&url), &CREATE).json(&[1]);
        let error = call.send::<serde_json::Value, TestError>().await.unwrap_err();
        assert_eq!((error.attempts(), connections.load(Ordering::SeqCst)), (1, 1));
        assert!(matches!(error, Error::Decode(_)), "{error}");
        assert_eq!(error.carried_out(), CarriedOut::Perhaps);
    }
}

#[tokio::test]
async fn a_client_remains_usable_after_a_call_is_dropped() {
    for misbehavior in [
        Misbehavior::WriteAndStay(b""),
        Misbehavior::WriteAndStay(b"HTTP/1.1 200 OK\r\n"),
        Misbehavior::WriteAndStay(TRUNCATED),
        Misbehavior::Dribble(b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    ] {
        let (url, connections) = misbehaving_in_turn([misbehavior, VALID_RESPONSE]).await;
        let client = quick(&url);
        let dropped = tokio::time::timeout(Duration::from_millis(50), send(&client, &LIST)).await;
        assert!(dropped.is_err(), "{misbehavior:?}");
        assert_eq!(send(&client, &LIST).await.unwrap(), 1, "{misbehavior:?}");
        assert_eq!(connections.load(Ordering::SeqCst), 2);
    }
}

//! HTTP/2 as servers end it: what was not taken is sent again, a `POST` too, and nothing else is.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use sap_concur_runtime::{CarriedOut, Client, Error, Method, RetryPolicy};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::{misbehaving_servers::*, support::*};

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const ENHANCE_YOUR_CALM: u32 = 11;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// What a server does with a stream once its headers are there.
#[derive(Debug, Clone, Copy)]
enum Stream {
    /// 201 with an empty object.
    Answer,
    Reset(u32),
    /// The head of an answer, and then a reset.
    AnswerAndReset(u32),
    /// The head of an answer of ten bytes, and no body: what `HEAD` asks for.
    HeadAlone,
    /// The head of an answer of ten bytes, these of them, and then a reset.
    BreakOff(&'static [u8], u32),
    /// `GOAWAY` with this last stream and this reason. The connection ends a little later.
    GoAway(u32, u32),
    /// The head of an answer, and then the same.
    AnswerAndGoAway(u32, u32),
    /// The connection ends without a word when this many bytes of the body are there.
    HangUpAfter(usize),
}

async fn frame(connection: &mut TcpStream, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    let _ = connection.write_all(&frame).await;
}

/// Starts a server that treats one stream after the other in these ways, over all its connections. Gives its address and
/// how many streams there have been.
async fn serve_frames(streams: &'static [Stream]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(serve(connection, streams, Arc::clone(&counter)));
        }
    });
    (url, seen)
}

async fn serve(mut connection: TcpStream, streams: &[Stream], seen: Arc<AtomicUsize>) -> Option<()> {
    let mut preface = [0; 24];
    connection.read_exact(&mut preface).await.ok()?;
    frame(&mut connection, 4, 0, 0, &[]).await;
    let (mut hang_up_after, mut body) = (usize::MAX, 0);
    loop {
        let mut head = [0; 9];
        connection.read_exact(&mut head).await.ok()?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let mut payload = vec![0; length];
        connection.read_exact(&mut payload).await.ok()?;
        if head[3] == DATA {
            body += length;
            if body >= hang_up_after {
                return None;
            }
        }
        if head[3] != HEADERS {
            continue;
        }
        let turn = seen.fetch_add(1, SeqCst);
        let misbehavior = streams[turn.min(streams.len() - 1)];
        let status_201 = [0x08, 3, b'2', b'0', b'1'];
        // `content-length` is number 28 of the static table.
        let of_ten_bytes = [&status_201[..], &[0x0f, 28 - 15, 2, b'1', b'0']].concat();
        if let Stream::Answer | Stream::AnswerAndReset(_) | Stream::AnswerAndGoAway(..) = misbehavior {
            frame(&mut connection, HEADERS, END_HEADERS, stream, &status_201).await;
        }
        match misbehavior {
            Stream::Answer => frame(&mut connection, DATA, END_STREAM, stream, b"{}").await,
            Stream::HeadAlone => {
                frame(
                    &mut connection,
                    HEADERS,
                    END_HEADERS | END_STREAM,
                    stream,
                    &of_ten_bytes,
                )
                .await
            }
            Stream::BreakOff(bytes, reason) => {
                frame(&mut connection, HEADERS, END_HEADERS, stream, &of_ten_bytes).await;
                frame(&mut connection, DATA, 0, stream, bytes).await;
                frame(&mut connection, 3, 0, stream, &reason.to_be_bytes()).await;
            }
            Stream::Reset(reason) | Stream::AnswerAndReset(reason) => {
                frame(&mut connection, 3, 0, stream, &reason.to_be_bytes()).await;
            }
            Stream::GoAway(last, reason) | Stream::AnswerAndGoAway(last, reason) => {
                let payload = [last.to_be_bytes(), reason.to_be_bytes()].concat();
                frame(&mut connection, 7, 0, 0, &payload).await;
                tokio::time::sleep(Duration::from_millis(50)).await;
                return None;
            }
            Stream::HangUpAfter(bytes) => hang_up_after = bytes,
        }
    }
}

fn two_attempts() -> RetryPolicy {
    RetryPolicy {
        attempts: 2,
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(1),
        least_wait: Duration::from_millis(1),
        patience: Duration::from_secs(1),
        wait_on_429: true,
    }
}

/// A client that speaks HTTP/2 without being asked.
fn http2(url: &str) -> Client {
    let client = reqwest::Client::builder()
        .http2_prior_knowledge()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .build()
        .unwrap();
    builder(url)
        .retries(two_attempts())
        .reqwest_client(client)
        .build()
        .unwrap()
}

type Created = Result<sap_concur_runtime::Response<sap_concur_runtime::Json>, Error<TestError>>;

async fn create(client: &Client, body: &str) -> Created {
    call_of(client, &CREATE).json(&body).send().await
}

#[tokio::test]
async fn a_stream_that_was_not_taken_is_sent_again_even_if_it_is_a_post() {
    for not_taken in [
        &[Stream::Reset(REFUSED_STREAM), Stream::Answer],
        &[Stream::GoAway(0, NO_ERROR), Stream::Answer],
        &[Stream::GoAway(0, INTERNAL_ERROR), Stream::Answer],
        &[Stream::GoAway(0, ENHANCE_YOUR_CALM), Stream::Answer],
    ] {
        let (url, seen) = serve_frames(not_taken).await;
        let answer = create(&http2(&url), "x").await.unwrap();
        assert_eq!((answer.attempts(), seen.load(SeqCst)), (2, 2), "{not_taken:?}");
    }
}

#[tokio::test]
async fn a_stream_that_is_refused_each_time_was_not_sent() {
    let (url, seen) = serve_frames(&[Stream::Reset(REFUSED_STREAM)]).await;
    let error = create(&http2(&url), "x").await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert_eq!(seen.load(SeqCst), 2);
}

#[tokio::test]
async fn a_stream_that_may_have_been_taken_is_not_sent_again() {
    for taken in [
        &[Stream::GoAway(1, NO_ERROR)],
        &[Stream::GoAway(1, INTERNAL_ERROR)],
        &[Stream::GoAway(0x7fff_ffff, NO_ERROR)],
        &[Stream::Reset(CANCEL)],
        &[Stream::Reset(INTERNAL_ERROR)],
        &[Stream::AnswerAndReset(REFUSED_STREAM)],
        &[Stream::AnswerAndGoAway(0, INTERNAL_ERROR)],
        &[Stream::HangUpAfter(0)],
    ] {
        let (url, seen) = serve_frames(taken).await;
        let error = create(&http2(&url), "x").await.unwrap_err();
        assert!(matches!(error, Error::NoResponse(_)), "{taken:?}: {error}");
        assert_eq!(seen.load(SeqCst), 1, "{taken:?}");
    }
}

#[tokio::test]
async fn an_answer_shorter_than_it_said_is_cut_off_however_it_ends() {
    for broken_off in [
        &[Stream::BreakOff(b"", NO_ERROR)],
        &[Stream::BreakOff(b"", CANCEL)],
        &[Stream::BreakOff(b"{}", NO_ERROR)],
        &[Stream::BreakOff(b"{}", INTERNAL_ERROR)],
    ] {
        let (url, _) = serve_frames(broken_off).await;
        let client = http2(&url);
        // Any 2xx will do for it, whatever its body.
        let error = call_of(&client, &CREATE)
            .json(&"x")
            .send_ignoring_body::<TestError>()
            .await;
        let error = error.map(drop).unwrap_err();
        assert!(matches!(error, Error::NoResponse(_)), "{broken_off:?}: {error}");
        assert_eq!(error.carried_out(), CarriedOut::Perhaps);

        let streamed = client.call(Method::POST, "/x").json(&"x").send_streamed().await;
        let rest = streamed.unwrap().into_inner().collect(100).await;
        assert!(rest.is_err(), "{broken_off:?}");
    }
}

#[tokio::test]
async fn the_answer_to_a_head_has_a_length_and_no_body() {
    let (url, _) = serve_frames(&[Stream::HeadAlone]).await;
    let answer = http2(&url).call(Method::HEAD, "/x").await.unwrap();
    assert_eq!(answer.headers()["content-length"], "10");
    assert!(answer.as_bytes().is_empty());
}

#[tokio::test]
async fn a_request_of_which_half_was_written_may_have_been_taken() {
    let long = "x".repeat(8 << 20);
    let (url, seen) = serve_frames(&[Stream::HangUpAfter(20_000)]).await;
    let error = create(&http2(&url), &long).await.unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert_eq!(seen.load(SeqCst), 1);

    let (url, connections) = misbehaving_in_turn([Misbehavior::ResetAfter(20_000), FINE]).await;
    let http1 = builder(&url).retries(two_attempts()).build().unwrap();
    let error = create(&http1, &long).await.unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert_eq!(connections.load(SeqCst), 1);
}

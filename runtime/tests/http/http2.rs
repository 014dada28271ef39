//! HTTP/2 streams and connections that the server ends. A `POST` is retried only if the server did not process it.

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

/// What a server does with a stream once it has received the headers.
#[derive(Debug, Clone, Copy)]
enum Stream {
    /// 201 with an empty object.
    Respond,
    Reset(u32),
    /// The head of a response, and then a reset.
    RespondAndReset(u32),
    /// The head of a response of ten bytes without a body, as for `HEAD`.
    HeadOnly,
    /// The head of a response of ten bytes, these bytes of it, and then a reset.
    Truncate(&'static [u8], u32),
    /// `GOAWAY` with this last stream and this reason. The connection is closed shortly afterwards.
    GoAway(u32, u32),
    /// The head of a response, and then the same as `GoAway`.
    RespondAndGoAway(u32, u32),
    /// Closes the connection without `GOAWAY` after this many bytes of the body.
    CloseAfter(usize),
}

async fn frame(connection: &mut TcpStream, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    let _ = connection.write_all(&frame).await;
}

/// Starts a server that handles each stream in the next of these ways, across all connections. Returns its URL and the
/// number of streams.
async fn serve_frames(streams: &'static [Stream]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let stream_count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&stream_count);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(serve(connection, streams, Arc::clone(&counter)));
        }
    });
    (url, stream_count)
}

async fn serve(mut connection: TcpStream, streams: &[Stream], stream_count: Arc<AtomicUsize>) -> Option<()> {
    let mut preface = [0; 24];
    connection.read_exact(&mut preface).await.ok()?;
    frame(&mut connection, 4, 0, 0, &[]).await;
    let (mut close_after, mut body) = (usize::MAX, 0);
    loop {
        let mut head = [0; 9];
        connection.read_exact(&mut head).await.ok()?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let mut payload = vec![0; length];
        connection.read_exact(&mut payload).await.ok()?;
        if head[3] == DATA {
            body += length;
            if body >= close_after {
                return None;
            }
        }
        if head[3] != HEADERS {
            continue;
        }
        let index = stream_count.fetch_add(1, SeqCst);
        let misbehavior = streams[index.min(streams.len() - 1)];
        let status_201 = [0x08, 3, b'2', b'0', b'1'];
        // `content-length` has index 28 in the static table.
        let ten_byte_head = [&status_201[..], &[0x0f, 28 - 15, 2, b'1', b'0']].concat();
        if let Stream::Respond | Stream::RespondAndReset(_) | Stream::RespondAndGoAway(..) = misbehavior {
            frame(&mut connection, HEADERS, END_HEADERS, stream, &status_201).await;
        }
        match misbehavior {
            Stream::Respond => frame(&mut connection, DATA, END_STREAM, stream, b"{}").await,
            Stream::HeadOnly => {
                frame(
                    &mut connection,
                    HEADERS,
                    END_HEADERS | END_STREAM,
                    stream,
                    &ten_byte_head,
                )
                .await
            }
            Stream::Truncate(bytes, reason) => {
                frame(&mut connection, HEADERS, END_HEADERS, stream, &ten_byte_head).await;
                frame(&mut connection, DATA, 0, stream, bytes).await;
                frame(&mut connection, 3, 0, stream, &reason.to_be_bytes()).await;
            }
            Stream::Reset(reason) | Stream::RespondAndReset(reason) => {
                frame(&mut connection, 3, 0, stream, &reason.to_be_bytes()).await;
            }
            Stream::GoAway(last, reason) | Stream::RespondAndGoAway(last, reason) => {
                let payload = [last.to_be_bytes(), reason.to_be_bytes()].concat();
                frame(&mut connection, 7, 0, 0, &payload).await;
                tokio::time::sleep(Duration::from_millis(50)).await;
                return None;
            }
            Stream::CloseAfter(bytes) => close_after = bytes,
        }
    }
}

fn two_attempts() -> RetryPolicy {
    RetryPolicy {
        attempts: 2,
        initial_delay: Duration::from_millis(1),
        max_delay: Duration::from_millis(1),
        min_delay: Duration::from_millis(1),
        max_wait: Duration::from_secs(1),
        wait_on_429: true,
    }
}

/// Returns a client that uses HTTP/2 with prior knowledge.
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
async fn an_unprocessed_post_is_retried() {
    for unprocessed in [
        &[Stream::Reset(REFUSED_STREAM), Stream::Respond],
        &[Stream::GoAway(0, NO_ERROR), Stream::Respond],
        &[Stream::GoAway(0, INTERNAL_ERROR), Stream::Respond],
        &[Stream::GoAway(0, ENHANCE_YOUR_CALM), Stream::Respond],
    ] {
        let (url, stream_count) = serve_frames(unprocessed).await;
        let answer = create(&http2(&url), "x").await.unwrap();
        assert_eq!(
            (answer.attempts(), stream_count.load(SeqCst)),
            (2, 2),
            "{unprocessed:?}"
        );
    }
}

#[tokio::test]
async fn a_stream_that_is_refused_every_time_is_not_sent() {
    let (url, stream_count) = serve_frames(&[Stream::Reset(REFUSED_STREAM)]).await;
    let error = create(&http2(&url), "x").await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert_eq!(stream_count.load(SeqCst), 2);
}

#[tokio::test]
async fn a_post_that_may_have_been_processed_is_not_retried() {
    for processed in [
        &[Stream::GoAway(1, NO_ERROR)],
        &[Stream::GoAway(1, INTERNAL_ERROR)],
        &[Stream::GoAway(0x7fff_ffff, NO_ERROR)],
        &[Stream::Reset(CANCEL)],
        &[Stream::Reset(INTERNAL_ERROR)],
        &[Stream::RespondAndReset(REFUSED_STREAM)],
        &[Stream::RespondAndGoAway(0, INTERNAL_ERROR)],
        &[Stream::CloseAfter(0)],
    ] {
        let (url, stream_count) = serve_frames(processed).await;
        let error = create(&http2(&url), "x").await.unwrap_err();
        assert!(matches!(error, Error::NoResponse(_)), "{processed:?}: {error}");
        assert_eq!(stream_count.load(SeqCst), 1, "{processed:?}");
    }
}

#[tokio::test]
async fn a_response_shorter_than_its_content_length_is_an_error() {
    for truncated in [
        &[Stream::Truncate(b"", NO_ERROR)],
        &[Stream::Truncate(b"", CANCEL)],
        &[Stream::Truncate(b"{}", NO_ERROR)],
        &[Stream::Truncate(b"{}", INTERNAL_ERROR)],
    ] {
        let (url, _) = serve_frames(truncated).await;
        let client = http2(&url);
        // Any 2xx is a success here, whatever its body.
        let error = call_of(&client, &CREATE)
            .json(&"x")
            .send_ignoring_body::<TestError>()
            .await;
        let error = error.map(drop).unwrap_err();
        assert!(matches!(error, Error::NoResponse(_)), "{truncated:?}: {error}");
        assert_eq!(error.carried_out(), CarriedOut::Perhaps);

        let streamed = client.call(Method::POST, "/x").json(&"x").send_streamed().await;
        let rest = streamed.unwrap().into_inner().collect(100).await;
        assert!(rest.is_err(), "{truncated:?}");
    }
}

#[tokio::test]
async fn a_head_response_has_a_length_and_no_body() {
    let (url, _) = serve_frames(&[Stream::HeadOnly]).await;
    let answer = http2(&url).call(Method::HEAD, "/x").await.unwrap();
    assert_eq!(answer.headers()["content-length"], "10");
    assert!(answer.as_bytes().is_empty());
}

#[tokio::test]
async fn a_partly_written_post_is_not_retried() {
    let long = "x".repeat(8 << 20);
    let (url, stream_count) = serve_frames(&[Stream::CloseAfter(20_000)]).await;
    let error = create(&http2(&url), &long).await.unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert_eq!(stream_count.load(SeqCst), 1);

    let (url, connections) = misbehaving_in_turn([Misbehavior::ResetAfter(20_000), VALID_RESPONSE]).await;
    let http1 = builder(&url).retries(two_attempts()).build().unwrap();
    let error = create(&http1, &long).await.unwrap_err();
    assert!(matches!(error, Error::NoResponse(_)), "{error}");
    assert_eq!(connections.load(SeqCst), 1);
}

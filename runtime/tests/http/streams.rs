//! Bodies as streams, both ways.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use bytes::Bytes;
use futures_util::stream;
use sap_concur_runtime::{Body, BoxError, CallOptions, Client, Method, RetryPolicy, SendError};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::{answers::PACKED, misbehaving_servers::*, support::*};

const PIECE: usize = 64 * 1024;
/// 32 MiB.
const PIECES: u64 = 512;
const LENGTH: u64 = PIECES * PIECE as u64;
/// How much may be under way: in the buffers of both sockets above all.
const UNDER_WAY: u64 = 20 * 1024 * 1024;

type Raw = Result<sap_concur_runtime::Response<Body>, sap_concur_runtime::Error<sap_concur_runtime::ApiError<String>>>;

/// So many pieces, each counted as it is made.
fn pieces(many: u64, made: &Arc<AtomicU64>) -> impl stream::Stream<Item = Result<Bytes, BoxError>> + Send + use<> {
    let made = Arc::clone(made);
    stream::iter((0..many).map(move |_| {
        made.fetch_add(PIECE as u64, SeqCst);
        Ok(Bytes::from(vec![b'x'; PIECE]))
    }))
}

fn retrying(url: &str) -> Client {
    let retries = RetryPolicy {
        attempts: 3,
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(1),
        least_wait: Duration::from_millis(1),
        patience: Duration::from_secs(1),
        wait_on_429: true,
    };
    builder(url).retries(retries).build().unwrap()
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Reads the head of a request, in lower case, and what has come of its body.
async fn head(connection: &mut TcpStream) -> (String, usize) {
    let mut read = Vec::new();
    loop {
        connection.read_buf(&mut read).await.unwrap();
        if let Some(end) = read.windows(4).position(|end| end == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
            return (head, read.len() - end - 4);
        }
    }
}

#[tokio::test]
async fn an_upload_is_not_held_in_memory() {
    let (listener, url) = listen().await;
    let made = Arc::new(AtomicU64::new(0));
    let most = Arc::new(AtomicU64::new(0));
    let (counted, seen) = (Arc::clone(&made), Arc::clone(&most));
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let (head, read) = head(&mut connection).await;
        let mut read = read as u64;
        let mut buffer = vec![0; PIECE];
        while read < LENGTH {
            seen.fetch_max(counted.load(SeqCst) - read, SeqCst);
            read += connection.read(&mut buffer).await.unwrap() as u64;
        }
        let answer = b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}";
        connection.write_all(answer).await.unwrap();
        (head, read)
    });
    let body = Body::stream(LENGTH, pieces(PIECES, &made));
    let call = client(&url).call(Method::POST, "/v4/files").body("image/png", body);
    let options = CallOptions::new().timeout(Duration::from_secs(120));
    let answer = call.options(options).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.as_bytes()), (201, &b"{}"[..]));
    let (head, read) = server.await.unwrap();
    assert_eq!((read, made.load(SeqCst)), (LENGTH, LENGTH));
    assert!(head.contains(&format!("\r\ncontent-length: {LENGTH}")), "{head}");
    assert!(head.contains("\r\ncontent-type: image/png"), "{head}");
    assert!(!head.contains("transfer-encoding"), "{head}");
    assert!(most.load(SeqCst) < UNDER_WAY, "{most:?} bytes were under way");
}

#[tokio::test]
async fn a_stream_of_another_length_is_never_a_whole_request() {
    for (announced, many, text) in [
        (3, 2, "ended after 131072 of 196608 bytes"),
        (2, 3, "more than the 131072 bytes"),
    ] {
        let server = Server::answering(200, "{}").await;
        let body = Body::stream(announced * PIECE as u64, pieces(many, &Arc::default()));
        let call = client(&server.url).call(Method::PUT, "/v4/files").body("a/b", body);
        let error = call.await.unwrap_err();
        assert!(matches!(error, sap_concur_runtime::Error::NoResponse(_)), "{error}");
        assert!(error.to_string().contains(text), "{error}");
        assert!(server.seen().is_empty(), "the server read it as whole");
    }
}

#[tokio::test]
async fn a_stream_that_was_announced_empty_is_empty() {
    let server = Server::answering(200, "{}").await;
    let put = |many| {
        let body = Body::stream(0, pieces(many, &Arc::default()));
        client(&server.url)
            .call(Method::PUT, "/v4/files")
            .body("a/b", body)
            .send()
    };
    put(0).await.unwrap();
    assert_eq!(server.seen_once().header("content-length"), "0");
    let error = put(1).await.unwrap_err();
    assert!(matches!(error, sap_concur_runtime::Error::NotSent(_)), "{error}");
    server.seen_once();
}

#[tokio::test]
async fn an_error_of_the_stream_ends_the_upload() {
    let server = Server::answering(200, "{}").await;
    let failing = stream::iter([Ok(Bytes::from("ab")), Err("the disk is gone".into())]);
    let call = client(&server.url).call(Method::PUT, "/v4/files");
    let error = call.body("a/b", Body::stream(4, failing)).await.unwrap_err();
    assert!(error.to_string().contains("the disk is gone"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn an_upload_that_fails_is_not_sent_again() {
    for status in [401, 503] {
        let server = Server::answering(status, "").await;
        let body = Body::stream(PIECE as u64, pieces(1, &Arc::default()));
        let call = retrying(&server.url).call(Method::PUT, "/v4/files").body("a/b", body);
        assert_eq!(call.await.unwrap_err().status().unwrap().as_u16(), status);
        assert_eq!(server.seen_once().body.len(), PIECE);
    }
    let (url, connections) = misbehaving_in_turn([Misbehavior::Reset(b""), FINE]).await;
    let body = Body::stream(PIECE as u64, pieces(1, &Arc::default()));
    let error = retrying(&url)
        .call(Method::PUT, "/v4/files")
        .body("a/b", body)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("is sent only once"), "{error}");
    assert_eq!(connections.load(SeqCst), 1);
}

#[tokio::test]
async fn a_download_is_not_held_in_memory() {
    let (listener, url) = listen().await;
    let written = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&written);
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        head(&mut connection).await;
        let start = format!("HTTP/1.1 200 OK\r\ncontent-length: {LENGTH}\r\n\r\n");
        connection.write_all(start.as_bytes()).await.unwrap();
        for _ in 0..PIECES {
            connection.write_all(&[b'x'; PIECE]).await.unwrap();
            counted.fetch_add(PIECE as u64, SeqCst);
        }
    });
    let answer = client(&url)
        .call(Method::GET, "/v4/files/1")
        .send_streamed()
        .await
        .unwrap();
    assert_eq!(answer.length(), Some(LENGTH));
    let (mut body, mut read) = (answer.into_inner(), 0);
    while let Some(piece) = body.chunk().await.unwrap() {
        let under_way = written.load(SeqCst).saturating_sub(read);
        assert!(under_way < UNDER_WAY, "{under_way} bytes were under way");
        read += piece.len() as u64;
    }
    assert_eq!((read, body.length()), (LENGTH, Some(0)), "no limit is in its way");
}

async fn download(url: &str) -> Raw {
    let options = CallOptions::new().timeout(Duration::from_secs(1)).attempts(1);
    client(url)
        .call(Method::GET, "/v4/files/1")
        .options(options)
        .send_streamed()
        .await
}

#[tokio::test]
async fn a_download_that_is_cut_off_ends_with_an_error() {
    for cut_off in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc"[..],
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ] {
        let mut body = download(&misbehaving(Misbehavior::Write(cut_off)).await)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(body.chunk().await.unwrap().unwrap(), "abc");
        let error = body.chunk().await.unwrap_err();
        assert!(
            matches!(error.downcast_ref(), Some(SendError::NoResponse(_))),
            "{error}"
        );
        assert!(body.chunk().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_download_is_given_up_when_a_piece_does_not_come() {
    let stuck = Misbehavior::WriteAndStay(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc");
    let mut body = download(&misbehaving(stuck).await).await.unwrap().into_inner();
    assert_eq!(body.chunk().await.unwrap().unwrap(), "abc");
    let error = body.chunk().await.unwrap_err();
    assert!(
        matches!(error.downcast_ref(), Some(SendError::TimedOut { .. })),
        "{error}"
    );

    let silent = misbehaving(Misbehavior::WriteAndStay(b"")).await;
    let error = download(&silent).await.unwrap_err();
    assert!(
        matches!(error, sap_concur_runtime::Error::NoResponse(ref error) if error.is_timeout()),
        "{error}"
    );
}

#[tokio::test]
async fn a_slow_download_takes_its_time() {
    let (listener, url) = listen().await;
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        head(&mut connection).await;
        let start = b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n";
        connection.write_all(start).await.unwrap();
        for _ in 0..6 {
            tokio::time::sleep(Duration::from_millis(250)).await;
            connection.write_all(b"x").await.unwrap();
        }
    });
    let answer = download(&url).await.unwrap();
    assert_eq!(answer.into_inner().collect(10).await.unwrap(), "xxxxxx");
}

#[tokio::test]
async fn a_streamed_download_is_unpacked() {
    let server = Server::with_headers(200, &[("content-encoding", "gzip")], PACKED).await;
    let answer = download(&server.url).await.unwrap();
    assert_eq!((answer.length(), server.seen_once().header("accept")), (None, "*/*"));
    assert_eq!(answer.into_inner().collect(1000).await.unwrap(), r#"{"name":"packed"}"#);

    let broken = PACKED.len() - 4;
    let server = Server::with_headers(200, &[("content-encoding", "gzip")], &PACKED[..broken]).await;
    let body = download(&server.url).await.unwrap().into_inner();
    assert!(body.collect(1000).await.is_err(), "half of it is no whole");
}

#[tokio::test]
async fn a_refused_download_has_the_codes_of_the_service() {
    let body = r#"{"errors": [{"errorCode": "notFound", "errorMessage": "No such file"}]}"#;
    let server = Server::answering(404, body).await;
    let error = download(&server.url).await.unwrap_err();
    let sap_concur_runtime::Error::Api(refused) = &error else {
        panic!("{error}")
    };
    assert!(refused.has("notFound") && !refused.has("other"));
    assert!(
        error
            .to_string()
            .starts_with("`GET /v4/files/1` was refused: 404 Not Found, notFound: No such file")
    );

    let long = Server::answering(404, vec![b'x'; 100 * 1024]).await;
    let error = download(&long.url).await.unwrap_err();
    assert!(error.to_string().contains("longer than 65536 bytes"), "{error}");
}

#[tokio::test]
async fn an_untyped_answer_in_memory_has_its_limit() {
    let server = Server::answering(200, vec![b'x'; 100 * 1024]).await;
    let error = client(&server.url).call(Method::GET, "/v4/files/1").await.unwrap_err();
    assert!(error.to_string().contains("longer than 65536 bytes"), "{error}");
    let answer = download(&server.url).await.unwrap();
    assert_eq!(answer.into_inner().collect(200 * 1024).await.unwrap().len(), 100 * 1024);
}

#[tokio::test]
async fn an_untyped_call_is_retried_over_sockets() {
    let (url, connections) = misbehaving_in_turn([Misbehavior::Reset(b""), FINE]).await;
    let answer = retrying(&url).call(Method::GET, "/v4/things").await.unwrap();
    assert_eq!((answer.attempts(), answer.as_bytes()), (2, &b"{}"[..]));
    assert_eq!(connections.load(SeqCst), 2);
}

#[cfg(feature = "blocking")]
#[test]
fn a_thread_can_wait_for_untyped_calls_and_their_pieces() {
    use sap_concur_runtime::{Json, blocking::Wait};

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::answering(200, r#"{"a": 1}"#));
    let call = || client(&server.url).call(Method::GET, "/v4/things");
    assert_eq!(call().wait().unwrap().text(), r#"{"a": 1}"#);
    assert_eq!(call().send_json::<Json>().wait().unwrap().as_str(), r#"{"a": 1}"#);
    let body = call().send_streamed().wait().unwrap().into_inner();
    let pieces: Vec<Bytes> = body.blocking().collect::<Result<_, _>>().unwrap();
    assert_eq!(pieces.concat(), br#"{"a": 1}"#);
    let made = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&made);
    let one = stream::iter((0..2).map(move |_| {
        counted.fetch_add(1, SeqCst);
        Ok(Bytes::from("ab"))
    }));
    let put = client(&server.url)
        .call(Method::PUT, "/v4/things")
        .body("a/b", Body::stream(4, one));
    put.wait().unwrap();
    assert_eq!((server.seen().last().unwrap().text(), made.load(SeqCst)), ("abab", 2));
}

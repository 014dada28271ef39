//! Streamed request and response bodies.

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

use super::{misbehaving_servers::*, responses::PACKED, support::*};

const CHUNK: usize = 64 * 1024;
/// 32 MiB.
const CHUNKS: u64 = 512;
const LENGTH: u64 = CHUNKS * CHUNK as u64;
/// How many bytes may be in flight, mostly in the buffers of both sockets.
const MAX_IN_FLIGHT: u64 = 20 * 1024 * 1024;

type Raw = Result<sap_concur_runtime::Response<Body>, sap_concur_runtime::Error<sap_concur_runtime::ApiError<String>>>;

/// Returns a stream of `count` chunks that adds the length of each chunk to `produced`.
fn chunks(count: u64, produced: &Arc<AtomicU64>) -> impl stream::Stream<Item = Result<Bytes, BoxError>> + Send + use<> {
    let produced = Arc::clone(produced);
    stream::iter((0..count).map(move |_| {
        produced.fetch_add(CHUNK as u64, SeqCst);
        Ok(Bytes::from(vec![b'x'; CHUNK]))
    }))
}

fn retrying(url: &str) -> Client {
    let retries = RetryPolicy {
        attempts: 3,
        initial_delay: Duration::from_millis(1),
        max_delay: Duration::from_millis(1),
        min_delay: Duration::from_millis(1),
        max_wait: Duration::from_secs(1),
        wait_on_429: true,
    };
    builder(url).retries(retries).build().unwrap()
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Reads the head of a request. Returns it in lower case, and the number of bytes of the body that were read with it.
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
async fn an_upload_is_not_buffered_in_memory() {
    let (listener, url) = listen().await;
    let produced = Arc::new(AtomicU64::new(0));
    let max_in_flight = Arc::new(AtomicU64::new(0));
    let (counted, max_seen) = (Arc::clone(&produced), Arc::clone(&max_in_flight));
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let (head, read) = head(&mut connection).await;
        let mut read = read as u64;
        let mut buffer = vec![0; CHUNK];
        while read < LENGTH {
            max_seen.fetch_max(counted.load(SeqCst) - read, SeqCst);
            read += connection.read(&mut buffer).await.unwrap() as u64;
        }
        let answer = b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}";
        connection.write_all(answer).await.unwrap();
        (head, read)
    });
    let body = Body::stream(LENGTH, chunks(CHUNKS, &produced));
    let call = client(&url).call(Method::POST, "/v4/files").body("image/png", body);
    let options = CallOptions::new().timeout(Duration::from_secs(120));
    let answer = call.options(options).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.as_bytes()), (201, &b"{}"[..]));
    let (head, read) = server.await.unwrap();
    assert_eq!((read, produced.load(SeqCst)), (LENGTH, LENGTH));
    assert!(head.contains(&format!("\r\ncontent-length: {LENGTH}")), "{head}");
    assert!(head.contains("\r\ncontent-type: image/png"), "{head}");
    assert!(!head.contains("transfer-encoding"), "{head}");
    assert!(
        max_in_flight.load(SeqCst) < MAX_IN_FLIGHT,
        "{max_in_flight:?} bytes were in flight"
    );
}

#[tokio::test]
async fn a_stream_of_the_wrong_length_is_an_incomplete_request() {
    for (announced, count, text) in [
        (3, 2, "ended after 131072 of 196608 bytes"),
        (2, 3, "more than the announced 131072 bytes"),
    ] {
        let server = Server::responding(200, "{}").await;
        let body = Body::stream(announced * CHUNK as u64, chunks(count, &Arc::default()));
        let call = client(&server.url).call(Method::PUT, "/v4/files").body("a/b", body);
        let error = call.await.unwrap_err();
        assert!(matches!(error, sap_concur_runtime::Error::NoResponse(_)), "{error}");
        assert!(error.to_string().contains(text), "{error}");
        assert!(server.requests().is_empty(), "the server received a complete request");
    }
}

#[tokio::test]
async fn a_stream_of_length_0_must_be_empty() {
    let server = Server::responding(200, "{}").await;
    let put = |count| {
        let body = Body::stream(0, chunks(count, &Arc::default()));
        client(&server.url)
            .call(Method::PUT, "/v4/files")
            .body("a/b", body)
            .send()
    };
    put(0).await.unwrap();
    assert_eq!(server.only_request().header("content-length"), "0");
    let error = put(1).await.unwrap_err();
    assert!(matches!(error, sap_concur_runtime::Error::NotSent(_)), "{error}");
    server.only_request();
}

#[tokio::test]
async fn an_error_of_the_stream_ends_the_upload() {
    let server = Server::responding(200, "{}").await;
    let failing = stream::iter([Ok(Bytes::from("ab")), Err("the disk is gone".into())]);
    let call = client(&server.url).call(Method::PUT, "/v4/files");
    let error = call.body("a/b", Body::stream(4, failing)).await.unwrap_err();
    assert!(error.to_string().contains("the disk is gone"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_failed_upload_is_not_retried() {
    for status in [401, 503] {
        let server = Server::responding(status, "").await;
        let body = Body::stream(CHUNK as u64, chunks(1, &Arc::default()));
        let call = retrying(&server.url).call(Method::PUT, "/v4/files").body("a/b", body);
        assert_eq!(call.await.unwrap_err().status().unwrap().as_u16(), status);
        assert_eq!(server.only_request().body.len(), CHUNK);
    }
    let (url, connections) = misbehaving_in_turn([Misbehavior::Reset(b""), VALID_RESPONSE]).await;
    let body = Body::stream(CHUNK as u64, chunks(1, &Arc::default()));
    let error = retrying(&url)
        .call(Method::PUT, "/v4/files")
        .body("a/b", body)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("is not sent again"), "{error}");
    assert_eq!(connections.load(SeqCst), 1);
}

#[tokio::test]
async fn a_download_is_not_buffered_in_memory() {
    let (listener, url) = listen().await;
    let written = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&written);
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        head(&mut connection).await;
        let start = format!("HTTP/1.1 200 OK\r\ncontent-length: {LENGTH}\r\n\r\n");
        connection.write_all(start.as_bytes()).await.unwrap();
        for _ in 0..CHUNKS {
            connection.write_all(&[b'x'; CHUNK]).await.unwrap();
            counted.fetch_add(CHUNK as u64, SeqCst);
        }
    });
    let answer = client(&url)
        .call(Method::GET, "/v4/files/1")
        .send_streamed()
        .await
        .unwrap();
    assert_eq!(answer.length(), Some(LENGTH));
    let (mut body, mut read) = (answer.into_inner(), 0);
    while let Some(chunk) = body.chunk().await.unwrap() {
        let in_flight = written.load(SeqCst).saturating_sub(read);
        assert!(in_flight < MAX_IN_FLIGHT, "{in_flight} bytes were in flight");
        read += chunk.len() as u64;
    }
    assert_eq!(
        (read, body.length()),
        (LENGTH, Some(0)),
        "the size limit does not apply"
    );
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
async fn a_truncated_download_ends_with_an_error() {
    for truncated in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc"[..],
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ] {
        let mut body = download(&misbehaving(Misbehavior::Write(truncated)).await)
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
async fn a_download_times_out_if_a_chunk_does_not_arrive() {
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
async fn a_slow_download_can_outlast_the_timeout() {
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
async fn a_streamed_download_is_decompressed() {
    let server = Server::with_headers(200, &[("content-encoding", "gzip")], PACKED).await;
    let answer = download(&server.url).await.unwrap();
    assert_eq!((answer.length(), server.only_request().header("accept")), (None, "*/*"));
    assert_eq!(answer.into_inner().collect(1000).await.unwrap(), r#"{"name":"packed"}"#);

    let truncated = PACKED.len() - 4;
    let server = Server::with_headers(200, &[("content-encoding", "gzip")], &PACKED[..truncated]).await;
    let body = download(&server.url).await.unwrap().into_inner();
    assert!(body.collect(1000).await.is_err(), "truncated gzip is an error");
}

#[tokio::test]
async fn a_refused_download_has_the_error_codes_of_the_service() {
    let body = r#"{"errors": [{"errorCode": "notFound", "errorMessage": "No such file"}]}"#;
    let server = Server::responding(404, body).await;
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

    let long = Server::responding(404, vec![b'x'; 100 * 1024]).await;
    let error = download(&long.url).await.unwrap_err();
    assert!(error.to_string().contains("larger than 65536 bytes"), "{error}");
}

#[tokio::test]
async fn a_buffered_untyped_response_has_a_size_limit() {
    let server = Server::responding(200, vec![b'x'; 100 * 1024]).await;
    let error = client(&server.url).call(Method::GET, "/v4/files/1").await.unwrap_err();
    assert!(error.to_string().contains("larger than 65536 bytes"), "{error}");
    let answer = download(&server.url).await.unwrap();
    assert_eq!(answer.into_inner().collect(200 * 1024).await.unwrap().len(), 100 * 1024);
}

#[tokio::test]
async fn an_untyped_call_is_retried() {
    let (url, connections) = misbehaving_in_turn([Misbehavior::Reset(b""), VALID_RESPONSE]).await;
    let answer = retrying(&url).call(Method::GET, "/v4/things").await.unwrap();
    assert_eq!((answer.attempts(), answer.as_bytes()), (2, &b"{}"[..]));
    assert_eq!(connections.load(SeqCst), 2);
}

#[cfg(feature = "blocking")]
#[test]
fn wait_works_for_untyped_calls_and_streams() {
    use sap_concur_runtime::{Json, blocking::Wait};

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::responding(200, r#"{"a": 1}"#));
    let call = || client(&server.url).call(Method::GET, "/v4/things");
    assert_eq!(call().wait().unwrap().text(), r#"{"a": 1}"#);
    assert_eq!(call().send_json::<Json>().wait().unwrap().as_str(), r#"{"a": 1}"#);
    let body = call().send_streamed().wait().unwrap().into_inner();
    let chunks: Vec<Bytes> = body.blocking().collect::<Result<_, _>>().unwrap();
    assert_eq!(chunks.concat(), br#"{"a": 1}"#);
    let produced = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&produced);
    let upload = stream::iter((0..2).map(move |_| {
        counted.fetch_add(1, SeqCst);
        Ok(Bytes::from("ab"))
    }));
    let put = client(&server.url)
        .call(Method::PUT, "/v4/things")
        .body("a/b", Body::stream(4, upload));
    put.wait().unwrap();
    assert_eq!(
        (server.requests().last().unwrap().text(), produced.load(SeqCst)),
        ("abab", 2)
    );
}

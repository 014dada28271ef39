//! Connections that are idle for longer than the server keeps them open.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

use sap_concur_runtime::{Client, RetryPolicy};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
    runtime::Runtime,
    time::timeout,
};

use super::support::*;

/// The idle timeout of the server.
const IDLE_TIMEOUT: Duration = Duration::from_millis(500);

/// Starts a server on its own thread, which keeps running while the client is blocked. Returns its URL and the number
/// of connections.
pub(super) fn serve_on_thread() -> (String, Arc<AtomicUsize>) {
    let (url_sender, url_receiver) = mpsc::channel();
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    thread::spawn(move || {
        Runtime::new().unwrap().block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let _ = url_sender.send(format!("http://{}", listener.local_addr().unwrap()));
            while let Ok((connection, _)) = listener.accept().await {
                counter.fetch_add(1, SeqCst);
                tokio::spawn(serve(connection, IDLE_TIMEOUT));
            }
        });
    });
    (url_receiver.recv().unwrap(), connections)
}

/// Responds to requests until none has arrived for the idle timeout.
pub(super) async fn serve(mut connection: impl AsyncRead + AsyncWrite + Unpin, idle_timeout: Duration) -> Option<()> {
    let mut request = Vec::new();
    loop {
        match timeout(idle_timeout, connection.read_buf(&mut request))
            .await
            .ok()?
            .ok()?
        {
            0 => return None,
            _ if request.windows(4).any(|end| end == b"\r\n\r\n") => {
                request.clear();
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                connection.write_all(answer).await.ok()?;
            }
            _ => {}
        }
    }
}

fn create(runtime: &Runtime, client: &Client) -> Result<(), Error> {
    let call = call_of(client, &CREATE).json(&1).send_ignoring_body::<TestError>();
    runtime.block_on(call).map(drop)
}

#[test]
fn a_post_does_not_reuse_a_connection_that_may_be_closed() {
    let (url, connections) = serve_on_thread();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = builder(&url).retries(RetryPolicy::never()).build().unwrap();
    for _ in 0..4 {
        create(&runtime, &client).unwrap();
        // The runtime does not run in the meantime, so the client does not notice that the connection is closed.
        thread::sleep(IDLE_TIMEOUT + Duration::from_millis(100));
    }
    assert_eq!(connections.load(SeqCst), 4);
    for _ in 0..4 {
        create(&runtime, &client).unwrap();
    }
    assert_eq!(connections.load(SeqCst), 5, "a connection that is not idle is reused");
}

#[test]
fn an_idempotent_call_reuses_its_connection() {
    let (url, connections) = serve_on_thread();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = client(&url);
    for _ in 0..2 {
        runtime
            .block_on(call_of(&client, &DELETE).send_ignoring_body::<TestError>())
            .unwrap();
        thread::sleep(Duration::from_millis(350));
    }
    assert_eq!(connections.load(SeqCst), 1);
}

//! Connections that are idle for longer than the other side keeps them.

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

/// How long the server keeps a connection that is idle.
const KEPT: Duration = Duration::from_millis(500);

/// Starts a server on a thread of its own, which goes on while the client stands still. Gives its address and how many
/// connections there have been.
pub(super) fn serve_apart() -> (String, Arc<AtomicUsize>) {
    let (tell, told) = mpsc::channel();
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    thread::spawn(move || {
        Runtime::new().unwrap().block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let _ = tell.send(format!("http://{}", listener.local_addr().unwrap()));
            while let Ok((connection, _)) = listener.accept().await {
                counter.fetch_add(1, SeqCst);
                tokio::spawn(serve(connection, KEPT));
            }
        });
    });
    (told.recv().unwrap(), connections)
}

/// Answers one request after the other, until none has come for so long.
pub(super) async fn serve(mut connection: impl AsyncRead + AsyncWrite + Unpin, kept: Duration) -> Option<()> {
    let mut request = Vec::new();
    loop {
        match timeout(kept, connection.read_buf(&mut request)).await.ok()?.ok()? {
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
fn a_post_is_not_sent_over_a_connection_that_may_be_closed() {
    let (url, connections) = serve_apart();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = builder(&url).retries(RetryPolicy::never()).build().unwrap();
    for _ in 0..4 {
        create(&runtime, &client).unwrap();
        // Nothing runs meanwhile that would notice the end of the connection.
        thread::sleep(KEPT + Duration::from_millis(100));
    }
    assert_eq!(connections.load(SeqCst), 4);
    for _ in 0..4 {
        create(&runtime, &client).unwrap();
    }
    assert_eq!(
        connections.load(SeqCst),
        5,
        "a connection that is not idle is used again"
    );
}

#[test]
fn what_can_be_sent_again_keeps_its_connection() {
    let (url, connections) = serve_apart();
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

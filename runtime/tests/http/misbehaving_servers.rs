//! Servers that violate HTTP or close connections.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What a server does with a connection. All but `Interrupt` and `ResetAfter` first read the whole request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Misbehavior {
    /// Writes these bytes at once and closes the connection.
    Interrupt(&'static [u8]),
    /// Writes these bytes and closes the connection.
    Write(&'static [u8]),
    /// Writes these bytes and resets the connection.
    Reset(&'static [u8]),
    /// Reads this many bytes, which is not the whole request, and resets the connection.
    ResetAfter(usize),
    /// Writes these bytes, and then nothing for 60 seconds, without closing the connection.
    WriteAndStay(&'static [u8]),
    /// Writes the first bytes once and then the second over and over.
    WriteWithoutEnd(&'static [u8], &'static [u8]),
    /// Like `WriteWithoutEnd`, with a delay after each write.
    Dribble(&'static [u8], &'static [u8]),
}

/// A valid response.
pub(crate) const VALID_RESPONSE: Misbehavior =
    Misbehavior::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");

/// Starts a server that misbehaves on each connection and returns its URL.
pub(crate) async fn misbehaving(misbehavior: Misbehavior) -> String {
    misbehaving_in_turn([misbehavior]).await.0
}

/// Starts a server that handles each connection in the next of these ways, and all further ones in the last. Returns
/// its URL and the number of connections.
pub(crate) async fn misbehaving_in_turn<const N: usize>(turns: [Misbehavior; N]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (url, serve_in_turn(listener, turns))
}

pub(crate) fn serve_in_turn<const N: usize>(listener: TcpListener, turns: [Misbehavior; N]) -> Arc<AtomicUsize> {
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let index = counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(serve(connection, turns[index.min(N - 1)]));
        }
    });
    connections
}

async fn serve(mut connection: TcpStream, misbehavior: Misbehavior) {
    if let Misbehavior::Interrupt(bytes) = misbehavior {
        let _ = connection.write_all(bytes).await;
        return;
    }
    let mut request = Vec::new();
    while !is_complete(&request) {
        if let Misbehavior::ResetAfter(bytes) = misbehavior
            && request.len() >= bytes
        {
            return connection.set_zero_linger().unwrap();
        }
        match connection.read_buf(&mut request).await {
            Ok(1..) => {}
            _ => return,
        }
    }
    match misbehavior {
        Misbehavior::ResetAfter(_) => {}
        Misbehavior::Interrupt(bytes) | Misbehavior::Write(bytes) => drop(connection.write_all(bytes).await),
        Misbehavior::Reset(bytes) => {
            let _ = connection.write_all(bytes).await;
            // The bytes must arrive before the reset, which would discard them.
            tokio::time::sleep(Duration::from_millis(20)).await;
            connection.set_zero_linger().unwrap();
        }
        Misbehavior::WriteAndStay(bytes) => {
            let _ = connection.write_all(bytes).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Misbehavior::WriteWithoutEnd(first, rest) => {
            let _ = connection.write_all(first).await;
            while connection.write_all(rest).await.is_ok() {}
        }
        Misbehavior::Dribble(first, rest) => {
            let _ = connection.write_all(first).await;
            while connection.write_all(rest).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

/// Returns whether a request has been read to the end of its body.
fn is_complete(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|end| end == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
    request.len() >= end + 4 + length
}

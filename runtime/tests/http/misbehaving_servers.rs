//! Servers of no misbehavior.

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

/// What such a server does with a connection, once the request is there but for the first.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Misbehavior {
    /// Writes this at once and hangs up.
    Interrupt(&'static [u8]),
    /// Writes this and hangs up.
    Write(&'static [u8]),
    /// Writes this and resets the connection.
    Reset(&'static [u8]),
    /// Reads this much, which is not all, and resets the connection.
    ResetAfter(usize),
    /// Writes this and says nothing more, but stays.
    WriteAndStay(&'static [u8]),
    /// Writes this once, and then the rest over and over.
    WriteWithoutEnd(&'static [u8], &'static [u8]),
    /// Writes this once, and then the rest over and over, but slowly.
    Dribble(&'static [u8], &'static [u8]),
}

/// An answer that is as it should be.
pub(crate) const FINE: Misbehavior =
    Misbehavior::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");

/// Starts a server of no misbehavior and gives its address.
pub(crate) async fn misbehaving(misbehavior: Misbehavior) -> String {
    misbehaving_in_turn([misbehavior]).await.0
}

/// Starts a server that treats one connection after the other in these ways, and those that come later in the last.
/// Gives its address, and how many connections there have been.
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
            let turn = counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(serve(connection, turns[turn.min(N - 1)]));
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
            // What was written has to be there before the reset, which overtakes.
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

/// Whether a request is there to the end of its body.
fn is_complete(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|end| end == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
    request.len() >= end + 4 + length
}

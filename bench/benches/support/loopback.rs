//! A minimal server that accepts requests without a body and returns the same bytes for each.

use std::net::TcpListener;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Starts the server on a new thread and returns its URL.
pub(crate) fn serve(body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    listener.set_nonblocking(true).expect("the listener is nonblocking");
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         concur-correlationid: 1234abcd-12ab-34cd-56ef-123456abcdef\r\n\r\n{body}",
        body.len()
    );
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("the runtime starts");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("the listener is nonblocking");
            let response: &'static str = response.leak();
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serve_connection(connection, response));
            }
        });
    });
    url
}

async fn serve_connection(mut connection: TcpStream, response: &str) {
    let _ = connection.set_nodelay(true);
    let mut read = Vec::new();
    loop {
        if connection.read_buf(&mut read).await.is_ok_and(|count| count > 0) && read.ends_with(b"\r\n\r\n") {
            read.clear();
            if connection.write_all(response.as_bytes()).await.is_ok() {
                continue;
            }
            return;
        }
        if read.is_empty() {
            return;
        }
    }
}

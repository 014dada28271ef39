//! Renewals and the runtimes that they are begun in, over real sockets.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    thread,
};

use sap_concur_runtime::*;
use tokio::runtime::{Builder, Runtime};

use super::support::*;

/// Answers all but the first token call, which it has heard when the number is 1.
fn serve(mut connection: TcpStream, token_calls: &AtomicU32) {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    while let Ok(read @ 1..) = connection.read(&mut part) {
        request.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&request);
        let body = match text.starts_with("POST /oauth2") {
            // Its form comes after its headers.
            true if !text.contains("grant_type=") => continue,
            true if token_calls.fetch_add(1, SeqCst) == 0 => continue,
            true => r#"{"access_token":"canary-access-1","expires_in":3600}"#,
            false => "{}",
        };
        let length = body.len();
        write!(connection, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        request.clear();
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn a_renewal_that_was_lost_with_its_runtime_is_begun_again_by_the_next_call() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let token_calls = Arc::new(AtomicU32::new(0));
    let heard = Arc::clone(&token_calls);
    thread::spawn(move || {
        for connection in listener.incoming() {
            let heard = Arc::clone(&heard);
            thread::spawn(move || serve(connection.unwrap(), &heard));
        }
    });
    let builder = ClientBuilder::new(&SERVICE).base_url(url).credentials(user());
    let client: Client = builder.build().unwrap();

    let first = runtime();
    first.block_on(async {
        let client = client.clone();
        tokio::spawn(async move { get(&client).await });
        while token_calls.load(SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
    });
    drop(first);

    runtime().block_on(get(&client)).unwrap();
    assert_eq!(token_calls.load(SeqCst), 2);
}

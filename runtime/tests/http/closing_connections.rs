//! Connections that are closed while the next request is being sent.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use tokio::task::JoinSet;

use super::support::*;

/// Starts a server that responds to one request per connection and then closes it without `connection: close`. Returns
/// its URL and the number of requests that it has read.
fn serve_one_request_per_connection() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&requests);
    thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let counter = Arc::clone(&counter);
            thread::spawn(move || {
                let (mut request, mut piece) = (Vec::new(), [0; 4096]);
                while !request.ends_with(b"\r\n\r\n1") {
                    match connection.read(&mut piece) {
                        Ok(read @ 1..) => request.extend_from_slice(&piece[..read]),
                        _ => return,
                    }
                }
                counter.fetch_add(1, SeqCst);
                let _ = connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
                // Closes the connection about when the client reuses it.
                thread::sleep(Duration::from_micros(fastrand::u64(..400)));
            });
        }
    });
    (url, requests)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posts_over_closing_connections_are_never_sent_twice() {
    let (url, requests) = serve_one_request_per_connection();
    let client = client(&url);
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let client = client.clone();
        tasks.spawn(async move {
            let (mut answered, mut lost) = (0, 0);
            for _ in 0..60 {
                let call = call_of(&client, &CREATE).json(&1);
                match call.send_ignoring_body::<TestError>().await {
                    Ok(_) => answered += 1,
                    // It was written, and it is unknown whether it was read.
                    Err(Error::NoResponse(_)) => lost += 1,
                    Err(error) => panic!("{error}"),
                }
            }
            (answered, lost)
        });
    }
    let (mut answered, mut lost) = (0, 0);
    while let Some(counts) = tasks.join_next().await {
        let counts = counts.unwrap();
        answered += counts.0;
        lost += counts.1;
    }
    assert!(lost > 0, "no connection was closed during a request");
    assert_eq!(requests.load(SeqCst), answered);
}

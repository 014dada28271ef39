//! Renewals and the runtimes that they are started in, over real sockets.

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

/// Responds to all calls, but to the first token call only if `first` returns true.
fn serve(mut connection: TcpStream, token_calls: &AtomicU32, first: &(dyn Fn() -> bool + Sync)) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = connection.read(&mut buffer) {
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request);
        let body = match text.starts_with("POST /oauth2") {
            // The form arrives after the headers.
            true if !text.contains("grant_type=") => continue,
            true if token_calls.fetch_add(1, SeqCst) == 0 && !first() => continue,
            true => r#"{"access_token":"canary-access-1","expires_in":3600}"#,
            false => "{}",
        };
        let length = body.len();
        write!(connection, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        request.clear();
    }
}

/// Starts a service. Returns its URL and the number of token calls.
fn service(first: impl Fn() -> bool + Send + Sync + 'static) -> (String, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let token_calls = Arc::new(AtomicU32::new(0));
    let (counter, first) = (Arc::clone(&token_calls), Arc::new(first));
    thread::spawn(move || {
        for connection in listener.incoming() {
            let (counter, first) = (Arc::clone(&counter), Arc::clone(&first));
            thread::spawn(move || serve(connection.unwrap(), &counter, &*first));
        }
    });
    (url, token_calls)
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// With the feature `blocking`, renewals outlive the runtime.
#[cfg(not(feature = "blocking"))]
#[test]
fn the_next_call_restarts_a_renewal_lost_with_its_runtime() {
    let (url, token_calls) = service(|| false);
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

/// All workers of a runtime block on a renewal that was started in that runtime.
#[cfg(feature = "blocking")]
#[test]
fn waiting_for_a_renewal_never_hangs() {
    use std::{
        sync::{Barrier, mpsc},
        time::Duration,
    };

    use sap_concur_runtime::blocking::Wait;

    const WORKERS: usize = 4;
    // The response is sent when all workers wait.
    let waiting = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&waiting);
    let (url, token_calls) = service(move || {
        while counted.load(SeqCst) < WORKERS as u32 {
            thread::yield_now();
        }
        thread::sleep(Duration::from_millis(100));
        true
    });
    let builder = ClientBuilder::new(&SERVICE).base_url(url).credentials(user());
    let client: Client = builder.build().unwrap();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let workers = Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build();
        let workers = workers.unwrap();
        let provider = provider(&client);
        workers.spawn({
            let provider = provider.clone();
            async move { provider.token().await }
        });
        while token_calls.load(SeqCst) == 0 {
            thread::yield_now();
        }
        let barrier = Arc::new(Barrier::new(WORKERS));
        for _ in 0..WORKERS {
            let (sender, waiting, barrier) = (sender.clone(), Arc::clone(&waiting), Arc::clone(&barrier));
            let client = client.clone();
            workers.spawn(async move {
                barrier.wait();
                waiting.fetch_add(1, SeqCst);
                let call = async move { get(&client).await };
                sender
                    .send(Box::pin(call).wait().map_err(|error| error.to_string()))
                    .unwrap();
            });
        }
        // Keeps the runtime alive for the duration of the test.
        thread::sleep(Duration::from_secs(60));
        drop(workers);
    });
    for _ in 0..WORKERS {
        let result = receiver.recv_timeout(Duration::from_secs(20));
        result.expect("a worker has not finished").unwrap();
    }
}

#[cfg(feature = "blocking")]
#[test]
fn a_renewal_continues_after_its_runtime_is_dropped() {
    use std::{
        sync::atomic::AtomicBool,
        time::{Duration, Instant},
    };

    let released = Arc::new(AtomicBool::new(false));
    let is_released = Arc::clone(&released);
    let (url, token_calls) = service(move || {
        while !is_released.load(SeqCst) {
            thread::yield_now();
        }
        true
    });
    let store = MemoryTokenStore::new();
    let builder = ClientBuilder::new(&SERVICE).base_url(url).credentials(user());
    let client: Client = builder.token_store(store.clone()).build().unwrap();
    let key = provider(&client).key().clone();
    let first = runtime();
    first.block_on(async {
        tokio::spawn(async move { get(&client).await });
        while token_calls.load(SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
    });
    drop(first);
    released.store(true, SeqCst);
    // No caller waits for the token.
    let start = Instant::now();
    while runtime().block_on(store.load(&key)).unwrap().is_none() {
        assert!(start.elapsed() < Duration::from_secs(20), "the token is lost");
        thread::sleep(Duration::from_millis(10));
    }
}

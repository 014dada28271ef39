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

/// Answers all calls; the first token call, which it has heard when the number is 1, only when `first` says so.
fn serve(mut connection: TcpStream, token_calls: &AtomicU32, first: &(dyn Fn() -> bool + Sync)) {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    while let Ok(read @ 1..) = connection.read(&mut part) {
        request.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&request);
        let body = match text.starts_with("POST /oauth2") {
            // Its form comes after its headers.
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

/// The URL of a service, and how many token calls it has heard.
fn service(first: impl Fn() -> bool + Send + Sync + 'static) -> (String, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let token_calls = Arc::new(AtomicU32::new(0));
    let (heard, first) = (Arc::clone(&token_calls), Arc::new(first));
    thread::spawn(move || {
        for connection in listener.incoming() {
            let (heard, first) = (Arc::clone(&heard), Arc::clone(&first));
            thread::spawn(move || serve(connection.unwrap(), &heard, &*first));
        }
    });
    (url, token_calls)
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// With the feature `blocking`, none is lost so.
#[cfg(not(feature = "blocking"))]
#[test]
fn a_renewal_that_was_lost_with_its_runtime_is_begun_again_by_the_next_call() {
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

/// All workers of a runtime wait for a renewal that was begun there.
#[cfg(feature = "blocking")]
#[test]
fn waiting_for_a_renewal_never_hangs() {
    use std::{
        sync::{Barrier, mpsc},
        time::Duration,
    };

    use sap_concur_runtime::blocking::Wait;

    const WORKERS: usize = 4;
    // The answer comes when all of them wait.
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
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let workers = Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build();
        let workers = workers.unwrap();
        let keeper = keeper(&client);
        workers.spawn({
            let keeper = keeper.clone();
            async move { keeper.token().await }
        });
        while token_calls.load(SeqCst) == 0 {
            thread::yield_now();
        }
        let together = Arc::new(Barrier::new(WORKERS));
        for _ in 0..WORKERS {
            let (tell, waiting, together) = (tell.clone(), Arc::clone(&waiting), Arc::clone(&together));
            let client = client.clone();
            workers.spawn(async move {
                together.wait();
                waiting.fetch_add(1, SeqCst);
                let call = async move { get(&client).await };
                tell.send(Box::pin(call).wait().map_err(|error| error.to_string()))
                    .unwrap();
            });
        }
        // It lasts as long as the test.
        thread::sleep(Duration::from_secs(60));
        drop(workers);
    });
    for _ in 0..WORKERS {
        let ended = told.recv_timeout(Duration::from_secs(20));
        ended.expect("a worker hangs").unwrap();
    }
}

#[cfg(feature = "blocking")]
#[test]
fn a_renewal_goes_on_when_its_runtime_is_dropped() {
    use std::{
        sync::atomic::AtomicBool,
        time::{Duration, Instant},
    };

    let released = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&released);
    let (url, token_calls) = service(move || {
        while !seen.load(SeqCst) {
            thread::yield_now();
        }
        true
    });
    let store = MemoryTokenStore::new();
    let builder = ClientBuilder::new(&SERVICE).base_url(url).credentials(user());
    let client: Client = builder.token_store(store.clone()).build().unwrap();
    let key = keeper(&client).key().clone();
    let first = runtime();
    first.block_on(async {
        tokio::spawn(async move { get(&client).await });
        while token_calls.load(SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
    });
    drop(first);
    released.store(true, SeqCst);
    // Nobody asks for it any more.
    let began = Instant::now();
    while runtime().block_on(store.load(&key)).unwrap().is_none() {
        assert!(began.elapsed() < Duration::from_secs(20), "the token is lost");
        thread::sleep(Duration::from_millis(10));
    }
}

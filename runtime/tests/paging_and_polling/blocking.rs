//! Blocking calls, iterators and waiters.

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use sap_concur_runtime::{
    Body, BoxError, BoxFuture, Call, ClientBuilder, Error, Limits, Page, Polling, SendError, Sender, WaitError,
    blocking::Wait,
};
use serde_json::{Value, json};

use super::support::{Answer, FakeClock, Items, LIST, Net, PAGING, Pages, SERVICE, TestError, things};

/// A call like those of generated code.
struct Get(Call);

impl IntoFuture for Get {
    type Output = Result<Value, Error<TestError>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async {
            self.0
                .send::<Value, TestError>()
                .await
                .map(|answer| answer.into_inner())
        })
    }
}

static READY: Polling = Polling {
    name: "ready",
    field: "state",
    done: &["READY"],
    failed: &[],
    pending: &["SOON"],
    initial_delay: Duration::from_secs(1),
    max_delay: Duration::from_secs(1),
    within: Duration::from_secs(9),
    absent_for: Duration::ZERO,
};

fn net() -> Net {
    Net::new(|_, _| Answer::Later(Box::new(Answer::ok(json!({"state": "READY"})))))
}

fn get(net: &Net) -> Get {
    Get(Call::new(&net.client(), &LIST))
}

#[test]
fn wait_blocks_a_plain_thread() {
    assert_eq!(get(&net()).wait().unwrap()["state"], "READY");
}

#[test]
fn one_background_thread_serves_many_waiting_threads() {
    let served_by = Arc::new(Mutex::new(HashSet::new()));
    let net = {
        let served_by = Arc::clone(&served_by);
        Net::new(move |_, _| {
            served_by.lock().unwrap().insert(thread::current().id());
            Answer::Later(Box::new(Answer::ok(json!({}))))
        })
    };
    thread::scope(|threads| {
        for _ in 0..32 {
            threads.spawn(|| (0..20).for_each(|_| drop(get(&net).wait().unwrap())));
        }
    });
    assert_eq!(net.calls(), 640);
    assert_eq!(served_by.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn wait_works_in_a_current_thread_runtime() {
    assert_eq!(get(&net()).wait().unwrap()["state"], "READY");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wait_works_in_a_multi_thread_runtime() {
    let net = net();
    let tasks = [(); 8].map(|()| {
        let get = get(&net);
        tokio::spawn(async move { get.wait().unwrap() })
    });
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(net.calls(), 8);
}

#[test]
fn wait_returns_the_error_of_the_call() {
    let net = Net::new(|_, _| Answer::status(404, json!({})));
    assert_eq!(get(&net).wait().unwrap_err().status().unwrap(), 404);
}

#[test]
fn wait_works_for_waiters() {
    let net = Net::new(|number, _| Answer::ok(json!({"state": if number < 2 { "SOON" } else { "READY" }})));
    let clock = FakeClock::default();
    let waiter = |state: fn(&Value) -> Option<&str>| {
        sap_concur_runtime::Waiter::<Value, TestError>::new(Call::new(&net.client_at(&clock), &LIST), &READY, state)
    };
    assert_eq!(
        waiter(|answer| answer["state"].as_str()).wait().unwrap()["state"],
        "READY"
    );
    assert_eq!(net.calls(), 3);
    let error = waiter(|_| Some("ODD")).wait().unwrap_err();
    assert!(matches!(error, WaitError::Unknown(_)), "{error}");
}

#[test]
fn wait_works_for_any_future_and_error_type() {
    // The timer needs the background runtime.
    let slept = async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok::<_, BoxError>(7)
    };
    assert_eq!(slept.wait().unwrap(), 7);
}

fn page(number: usize) -> Answer {
    let links = ["?start=3", "?start=6"];
    let first = number as u64 * 3;
    Answer::Later(Box::new(things(first..first + 3, links.get(number).copied())))
}

#[test]
fn items_can_be_iterated() {
    for prefetch in [false, true] {
        let net = Net::new(|number, _| page(number));
        let mut items = Items::new(Call::new(&net.client(), &LIST), &PAGING);
        if prefetch {
            items = items.prefetch();
        }
        let mut items = items.blocking();
        assert_eq!(items.next().unwrap().unwrap(), 0);
        assert_eq!(net.calls(), if prefetch { 2 } else { 1 });
        assert_eq!(items.size_hint(), (2, None));
        let rest: Result<Vec<u64>, _> = items.by_ref().collect();
        assert_eq!(rest.unwrap(), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert!(items.next().is_none());
        assert_eq!(net.calls(), 3);
    }
}

#[test]
fn a_page_iterator_can_be_turned_back_into_a_stream() {
    let net = Net::new(|number, _| match number {
        0 => Answer::ok(json!({"data": [1], "totalCount": 2, "operations": [{"rel": "next", "href": "?start=1"}]})),
        _ => Answer::ok(json!({"data": [2]})),
    });
    let mut pages = Pages::new(Call::new(&net.client(), &LIST), &PAGING).blocking();
    assert_eq!(pages.next().unwrap().unwrap().into_inner().into_items(), [1]);
    assert_eq!(pages.stream().unwrap().total_count(), Some(2));
    let mut rest = pages.into_stream().unwrap();
    let last = async move {
        rest.try_next()
            .await
            .map(|page| page.unwrap().into_inner().into_items())
    };
    assert_eq!(last.wait().unwrap(), [2]);
}

#[test]
fn an_iterator_returns_an_error_once_and_then_ends() {
    let net = Net::new(|number, _| match number {
        0 => things([1], Some("?start=1")),
        _ => Answer::status(403, json!({})),
    });
    let mut items = Items::new(Call::new(&net.client(), &LIST), &PAGING).blocking();
    assert_eq!(items.next().unwrap().unwrap(), 1);
    assert_eq!(items.next().unwrap().unwrap_err().status().unwrap(), 403);
    assert!(items.next().is_none() && items.next().is_none());
    assert_eq!(net.calls(), 2);
}

/// A sender that blocks on another call.
struct NestedWait(Arc<AtomicUsize>);

impl Sender for NestedWait {
    fn send(&self, _: http::Request<Body>, _: Limits) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(async {
            let net = net();
            let error = get(&net).wait().unwrap_err();
            assert_eq!(net.calls(), 0);
            self.0.fetch_add(1, Relaxed);
            Err(SendError::NotSent(error.to_string().into()))
        })
    }
}

#[test]
fn a_nested_wait_on_the_background_thread_is_an_error() {
    let sent = Arc::new(AtomicUsize::new(0));
    let client = ClientBuilder::new(&SERVICE)
        .base_url("https://api.example.com")
        .access_token("token")
        .sender(NestedWait(Arc::clone(&sent)))
        .build()
        .unwrap();
    let error = Get(Call::new(&client, &LIST)).wait().unwrap_err();
    let Error::NotSent(_) = error else { panic!("{error}") };
    let message = error.to_string();
    assert!(
        message.contains("`blocking.wait` was not sent: the background thread cannot make blocking calls"),
        "{message}"
    );
    assert_eq!(sent.load(Relaxed), 1);
}

#[test]
fn a_panic_propagates_to_the_caller_and_the_thread_survives() {
    let net = Net::new(|number, _| match number {
        0 => panic!("on purpose"),
        _ => Answer::ok(json!({})),
    });
    let get = Get(Call::new(&net.client(), &LIST));
    let panic = catch_unwind(AssertUnwindSafe(|| get.wait())).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"on purpose"));
    self::get(&self::net()).wait().unwrap();
}

/// Tests over real sockets, where a connection depends on the runtime that opened it.
#[cfg(feature = "reqwest")]
mod sockets {
    use std::{
        io::{Read, Write},
        net::TcpListener,
    };

    use sap_concur_runtime::Client;

    use super::*;

    /// Returns a client of a server that keeps connections open.
    fn client() -> Client {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                thread::spawn(move || {
                    let mut request = [0; 4096];
                    while matches!(connection.read(&mut request), Ok(1..)) {
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n{\"a\":1}";
                        connection.write_all(answer).unwrap();
                    }
                });
            }
        });
        let builder = ClientBuilder::new(&SERVICE).base_url(format!("http://{address}"));
        builder.access_token("token").build().unwrap()
    }

    fn get(client: &Client) -> Get {
        Get(Call::new(client, &LIST))
    }

    #[test]
    fn a_client_outlives_the_runtimes_that_used_it() {
        let client = client();
        assert_eq!(get(&client).wait().unwrap()["a"], 1);
        for _ in 0..2 {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            assert_eq!(runtime.block_on(get(&client).into_future()).unwrap()["a"], 1);
            drop(runtime);
            assert_eq!(get(&client).wait().unwrap()["a"], 1);
        }
    }

    async fn await_and_wait_in_turn() {
        let client = client();
        for _ in 0..3 {
            assert_eq!(get(&client).await.unwrap()["a"], 1);
            assert_eq!(get(&client).wait().unwrap()["a"], 1);
        }
    }

    #[tokio::test]
    async fn wait_uses_no_connection_of_a_blocked_current_thread_runtime() {
        await_and_wait_in_turn().await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn wait_uses_no_connection_of_a_blocked_worker_thread() {
        tokio::spawn(await_and_wait_in_turn()).await.unwrap();
    }
}

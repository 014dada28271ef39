//! Lists over real sockets.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use axum::{Router, extract::Request};
use sap_concur_runtime::{Call, Client, ClientBuilder};
use serde_json::{Value, json};
use tokio::{net::TcpListener, time::timeout};

use super::support::*;

/// The timeout for events that are expected to happen.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Starts a server that returns the page for the `start` of a request, and counts the requests.
async fn server(page: impl Fn(u64) -> Value + Clone + Send + Sync + 'static) -> (SocketAddr, Arc<AtomicUsize>) {
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let app = Router::new().fallback(move |request: Request| {
        counted.fetch_add(1, Relaxed);
        let authorized = request.headers().get("authorization").cloned();
        let page = page(start_of(&request.map(|_| bytes::Bytes::new())));
        async move {
            assert_eq!(authorized.unwrap(), format!("Bearer {ACCESS_TOKEN}"));
            ([("content-type", "application/json")], page.to_string())
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (address, requests)
}

fn page(items: &[u64], next: Option<&str>) -> Value {
    let links: Vec<Value> = next.iter().map(|href| json!({"rel": "next", "href": href})).collect();
    json!({"data": items, "operations": links, "totalCount": 4})
}

fn client(address: SocketAddr) -> Client {
    ClientBuilder::new(&SERVICE)
        .base_url(format!("http://{address}"))
        .access_token(ACCESS_TOKEN)
        .build()
        .unwrap()
}

fn items(client: &Client) -> Items {
    Items::new(Call::new(client, &LIST), &PAGING)
}

/// Waits until the server has received the expected number of requests.
async fn wait_for_requests(requests: &AtomicUsize, expected: usize) {
    let received = async {
        while requests.load(Relaxed) < expected {
            tokio::task::yield_now().await;
        }
    };
    timeout(TIMEOUT, received).await.unwrap();
}

#[tokio::test]
async fn next_links_never_send_the_token_to_another_host() {
    let other = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let other_address = other.local_addr().unwrap();
    let (address, requests) = server(move |start| match start {
        0 => page(
            &[0, 1],
            Some(&format!("http://{other_address}/gateway/v4/things?start=2")),
        ),
        2 => page(&[2], Some(&format!("http://evil:pw@{other_address}/?start=3"))),
        _ => page(&[3], None),
    })
    .await;
    let client = client(address);
    for mut items in [items(&client), items(&client).prefetch()] {
        assert_eq!(items.collect_up_to(100).await.unwrap(), [0, 1, 2, 3]);
    }
    assert_eq!(requests.load(Relaxed), 6);

    // An earlier connection would be accepted before this one.
    let probe = tokio::net::TcpStream::connect(other_address).await.unwrap();
    let (_, first) = timeout(TIMEOUT, other.accept()).await.unwrap().unwrap();
    assert_eq!(first, probe.local_addr().unwrap());
}

#[tokio::test]
async fn the_next_page_is_fetched_while_the_current_one_is_read() {
    let two_pages = |start| match start {
        0 => page(&[0, 1], Some("?start=2")),
        _ => page(&[2, 3], None),
    };
    let (address, requests) = server(two_pages).await;
    let client = client(address);
    let mut plain = items(&client);
    plain.try_next().await.unwrap();
    plain.try_next().await.unwrap();
    assert_eq!(requests.load(Relaxed), 1);

    let mut items = items(&client).prefetch();
    assert_eq!(items.try_next().await.unwrap(), Some(0));
    // The second page is requested without another read.
    wait_for_requests(&requests, 3).await;
    assert_eq!(items.collect_up_to(100).await.unwrap(), [1, 2, 3]);
    assert_eq!(requests.load(Relaxed), 3);
}

#[tokio::test]
async fn a_client_remains_usable_after_a_stream_is_dropped() {
    let (address, requests) = server(|start| page(&[start, start + 1], Some(&format!("?start={}", start + 2)))).await;
    let client = client(address);
    // Before, within and after a page, with and without a prefetched page.
    for read in 0..4 {
        for prefetch in [false, true] {
            let mut items = match prefetch {
                false => items(&client),
                true => items(&client).prefetch(),
            };
            assert_eq!(items.collect_up_to(read).await.unwrap().len(), read);
            drop(items);
        }
    }
    // During a call.
    let mut items = items(&client);
    assert!(poll_once(std::pin::pin!(items.next())).is_pending());
    drop(items);

    let before = requests.load(Relaxed);
    let mut items = self::items(&client);
    assert_eq!(
        timeout(TIMEOUT, items.collect_up_to(6)).await.unwrap().unwrap(),
        [0, 1, 2, 3, 4, 5]
    );
    assert!(requests.load(Relaxed) >= before + 3);
    assert_eq!(items.total_count(), Some(4));
}

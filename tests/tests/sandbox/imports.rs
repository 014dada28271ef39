//! Imports of many purchase requests under rate limits.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use concur_sandbox::{Fault, Sandbox};
use sap_concur::ReqwestSender;
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};
use sap_concur::{Body, BoxFuture, Concur, Limits, SendError, Sender, dec};
use tokio::task::JoinSet;

use crate::support;

const ROWS: usize = 500;

/// The number of concurrent tasks.
const TASKS: usize = 64;

fn row(number: usize) -> CreatePurchaseRequest {
    CreatePurchaseRequest::builder()
        .requester(Requester::LoginId("ann@example.com".into()))
        .currency_code("USD")
        .line_items([LineItem::builder()
            .purchase_type(PurchaseType::Goods)
            .vendor_code("VEN1")
            .vendor_address_code("ADDR1")
            .description("monitor")
            .quantity(dec!(2))
            .unit_price(dec!(154.4))
            .build()])
        .description(format!("row {number}"))
        .build()
}

/// Creates all remaining rows and returns their ids by row.
async fn import(concur: &Concur, next: &Arc<AtomicUsize>) -> HashMap<usize, String> {
    let ids = Arc::new(Mutex::new(HashMap::new()));
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (concur, next, ids) = (concur.clone(), Arc::clone(next), Arc::clone(&ids));
        tasks.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= ROWS {
                    return;
                }
                let created = concur.purchase_requests().create(&row(number)).await;
                let created = created.unwrap_or_else(|error| panic!("row {number}: {error}"));
                ids.lock().unwrap().insert(number, created.id.clone());
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    Arc::into_inner(ids).unwrap().into_inner().unwrap()
}

/// Asserts that every row was created exactly once.
async fn assert_each_created_once(sandbox: &Sandbox, ids: &HashMap<usize, String>) {
    let distinct: HashSet<_> = ids.values().collect();
    assert_eq!((ids.len(), distinct.len()), (ROWS, ROWS));
    assert_eq!(support::purchase_requests(sandbox).await, ROWS as u64);
}

#[tokio::test]
async fn bursts_of_429_neither_lose_nor_duplicate_rows() {
    let sandbox = support::sandbox().await;
    let concur = support::company(&sandbox).build().unwrap();
    let next = Arc::new(AtomicUsize::new(0));
    let bursts = async {
        for row in [0, 150, 300] {
            while next.load(Ordering::Relaxed) < row {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            let busy = Fault::status(429).retry_after(Duration::from_secs(1));
            let fault = sandbox.inject(busy.on("purchase_request.create"));
            tokio::time::sleep(Duration::from_millis(100)).await;
            sandbox.clear_fault(fault);
        }
    };
    let (ids, ()) = tokio::join!(import(&concur, &next), bursts);
    assert_each_created_once(&sandbox, &ids).await;
    let refused = sandbox
        .requests()
        .iter()
        .filter(|call| call.status == Some(429))
        .count();
    assert!(refused >= TASKS, "{refused}");
}

/// A sender that counts its requests in flight.
#[derive(Clone)]
struct CountingSender {
    sender: ReqwestSender,
    in_flight: Arc<AtomicUsize>,
    max_in_flight: Arc<AtomicUsize>,
}

impl Sender for CountingSender {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        Box::pin(async move {
            let in_flight = self.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
            self.max_in_flight.fetch_max(in_flight, Ordering::Relaxed);
            let sent = self.sender.send(request, limits).await;
            self.in_flight.fetch_sub(1, Ordering::Relaxed);
            sent
        })
    }
}

#[tokio::test]
async fn client_limits_hold_across_all_rows() {
    let sandbox = support::sandbox().await;
    let sender = CountingSender {
        sender: ReqwestSender::new().unwrap(),
        in_flight: Arc::default(),
        max_in_flight: Arc::default(),
    };
    let max_in_flight = Arc::clone(&sender.max_in_flight);
    let builder = support::company(&sandbox).sender(sender).max_in_flight(8);
    let concur = builder.rate_limit(250, Duration::from_secs(1)).build().unwrap();
    // Get the token first, since token calls are not limited.
    concur.tokens().unwrap().token().await.unwrap();
    let started = Instant::now();
    let ids = import(&concur, &Arc::default()).await;
    assert!(
        started.elapsed() >= Duration::from_millis(1950),
        "{:?}",
        started.elapsed()
    );
    assert!(max_in_flight.load(Ordering::Relaxed) <= 8, "{max_in_flight:?}");
    assert_each_created_once(&sandbox, &ids).await;
}

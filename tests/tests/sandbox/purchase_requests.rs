//! Purchase requests: validation errors and the lifecycle.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use concur_sandbox::{DecideError, Decision, Sandbox};
use sap_concur::purchase_request::{
    CreatePurchaseRequest, GetError, LineItem, PurchaseType, QueueStatus, ReceiptType, Requester, WorkflowStatus,
};
use sap_concur::testing::ManualClock;
use sap_concur::{BoxFuture, Clock, Concur, Date, Error, WaitError, dec};

use crate::support;

mod bodies;

const ANN: &str = "ann@example.com";

/// Returns the documented example with a user of the seed company.
fn order() -> CreatePurchaseRequest {
    let item = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .description("office chair")
        .quantity(dec!(20))
        .unit_price(dec!(346.20))
        .expense_type("1251")
        .receipt_type(ReceiptType::QuantityReceipt)
        .needed_by_date("2018-06-28".parse::<Date>().expect("a valid date"))
        .uom_code("DA")
        .shipping(dec!(15))
        .tax(dec!(17.5))
        .url(["http://officesupplies.com/officechair"])
        .custom4("SALES")
        .build();
    CreatePurchaseRequest::builder()
        .requester(Requester::LoginId(ANN.into()))
        .policy_external_id("po-external-id")
        .currency_code("USD")
        .custom1("ADVT")
        .ship_to_address_code("SHIP15139")
        .line_items([item])
        .build()
}

/// A clock of the SDK that advances the sandbox too. Delays take no real time.
#[derive(Clone)]
struct SharedClock {
    clock: ManualClock,
    sandbox: Arc<Sandbox>,
}

impl Clock for SharedClock {
    fn now(&self) -> SystemTime {
        self.clock.now()
    }

    fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let this = self.clone();
        Box::pin(async move {
            // Deadlines never expire, since sockets take real time.
            if duration > Duration::from_secs(60) {
                return std::future::pending().await;
            }
            tokio::task::yield_now().await;
            this.clock.advance(duration);
            this.sandbox.advance(duration);
        })
    }

    fn random(&self) -> f64 {
        self.clock.random()
    }
}

/// Starts a sandbox and a company client that share a clock.
async fn with_shared_clock(sandbox: concur_sandbox::Builder) -> (Arc<Sandbox>, Concur) {
    let sandbox = sandbox.time("2026-01-05T09:00:00Z".parse().expect("a valid time"));
    let sandbox = Arc::new(sandbox.random_seed(1).start().await.expect("the sandbox starts"));
    let clock = ManualClock::new().starting_at(SystemTime::from(sandbox.now()));
    let clock = SharedClock {
        clock,
        sandbox: Arc::clone(&sandbox),
    };
    let concur = support::company(&sandbox)
        .clock(clock)
        .build()
        .expect("the client builds");
    (sandbox, concur)
}

#[tokio::test]
async fn approved_purchase_request_has_purchase_orders() {
    let (sandbox, concur) = with_shared_clock(Sandbox::builder().creation_takes(Duration::from_secs(30))).await;
    let orders = concur.purchase_requests();
    let id = orders.create(&order()).await.expect("it is accepted").into_inner().id;
    assert_eq!(sandbox.decide(&id, Decision::Approve), Err(DecideError::Pending));
    let taken = sandbox.now();
    let created = orders.wait_until_created(&id).await.expect("it is created");
    let waited = sandbox.now().duration_since(taken).as_secs();
    assert!((30..60).contains(&waited), "{waited}");
    assert_eq!(created.purchase_request_id.as_deref(), Some(id.as_str()));
    assert_eq!(created.purchase_request_number.as_deref(), Some("100000"));
    assert_eq!(
        created.purchase_request_workflow_status,
        Some(WorkflowStatus::PendingApproval)
    );
    assert!(created.purchase_orders.is_empty());

    sandbox.decide(&id, Decision::Approve).expect("it is pending approval");
    let approved = orders.get(&id).await.expect("it exists");
    assert_eq!(
        approved.purchase_request_workflow_status,
        Some(WorkflowStatus::Approved)
    );
    let numbers = approved.purchase_orders.iter();
    let numbers: Vec<_> = numbers.map(|order| order.purchase_order_number.as_deref()).collect();
    assert_eq!(numbers, [Some("PO10001")]);
    assert_eq!(
        sandbox.decide(&id, Decision::SendBack),
        Err(DecideError::Decided("Approved"))
    );
}

#[tokio::test]
async fn late_validation_failures_become_exceptions() {
    let (_, concur) = with_shared_clock(Sandbox::builder()).await;
    let orders = concur.purchase_requests();
    let mut order = order();
    order.ship_to_address_code = Some("nowhere".into());
    order.line_items[0].vendor_code = "VEN10".into();
    let id = orders.create(&order).await.expect("it is accepted").into_inner().id;
    let Err(WaitError::Failed(ended)) = orders.wait_until_created(&id).await else {
        panic!("it fails")
    };
    let failed = ended.into_response();
    assert_eq!(failed.purchase_request_queue_status, Some(QueueStatus::CreateFailed));
    assert_eq!(failed.purchase_request_number, None);
    let exceptions = failed.purchase_request_exceptions.iter();
    let exceptions: Vec<_> = exceptions
        .map(|exception| {
            (
                exception.event_code.as_deref().unwrap(),
                exception.message.as_deref().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        exceptions,
        [
            ("PURCH_DETAIL_SUBMIT", "There is no address nowhere to ship to"),
            ("PURCH_DETAIL_ITEM_SAVE", "Line item 1: vendor VEN10 is not active"),
        ]
    );
    let all_open = failed
        .purchase_request_exceptions
        .iter()
        .all(|exception| exception.is_cleared == Some(false));
    assert!(all_open);
}

#[tokio::test]
async fn approval_takes_approves_automatically() {
    let (sandbox, concur) = with_shared_clock(Sandbox::builder().approval_takes(Duration::from_secs(3600 * 8))).await;
    let orders = concur.purchase_requests();
    let id = orders.create(&order()).await.expect("it is accepted").into_inner().id;
    orders.wait_until_created(&id).await.expect("it is created");
    sandbox.advance(Duration::from_secs(1800));
    let waiting = orders.get(&id).await.expect("it exists");
    assert_eq!(
        waiting.purchase_request_workflow_status,
        Some(WorkflowStatus::PendingApproval)
    );
    sandbox.advance(Duration::from_secs(3600 * 8));
    // The client's clock did not advance, so the client gets a 401 and then a new token.
    let approved = orders.get(&id).await.expect("it exists");
    assert_eq!(
        approved.purchase_request_workflow_status,
        Some(WorkflowStatus::Approved)
    );
    assert_eq!(approved.purchase_orders.len(), 1);
}

#[tokio::test]
async fn user_token_requests_for_and_sees_its_own_user() {
    let sandbox = support::sandbox().await;
    let jun = support::user(&sandbox, "jun@example.com").build().unwrap();
    // The body names Ann, but the token is Jun's.
    let created = jun.purchase_requests().create(&order()).await.expect("it is accepted");
    let id = &created.id;
    for (login, sees) in [("jun@example.com", true), ("bea@example.com", true), (ANN, false)] {
        let concur = support::user(&sandbox, login).build().unwrap();
        let result = concur.purchase_requests().get(id).await;
        match result {
            Ok(request) => assert!(sees && request.purchase_request_id.as_ref() == Some(id), "{login}"),
            Err(Error::Api(GetError::NotFound(_))) => assert!(!sees, "{login}"),
            Err(error) => panic!("{login}: {error}"),
        }
    }
}

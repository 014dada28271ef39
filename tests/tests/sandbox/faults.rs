//! The SDK under every kind of injected fault.

use std::time::Duration;

use concur_sandbox::tenant::Home;
use concur_sandbox::{Fault, Sandbox};
use sap_concur::purchase_request::{
    CreateError, CreatePurchaseRequest, LineItem, PurchaseType, QueueStatus, Requester,
};
use sap_concur::request::RequestError;
use sap_concur::testing::ManualClock;
use sap_concur::{BoxFuture, ClientBuilder, Clock, Concur, Credentials, Error, RetryPolicy, dec};
use serde_json::Value;

use crate::conform::assert_conforms;
use crate::{raw, support};

const ANN: &str = "ann@example.com";

/// A clock on which delays take no real time, and timeouts never expire, since sockets take real time.
#[derive(Clone, Default)]
struct FastClock(ManualClock);

impl Clock for FastClock {
    fn now(&self) -> std::time::SystemTime {
        self.0.now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = self.0.clone();
        Box::pin(async move {
            if duration > Duration::from_secs(60) {
                return std::future::pending().await;
            }
            tokio::task::yield_now().await;
            clock.advance(duration);
        })
    }

    fn random(&self) -> f64 {
        self.0.random()
    }
}

/// Returns a builder for a strict client with a token of Ann.
fn ann(sandbox: &Sandbox) -> ClientBuilder<Concur> {
    let token = sandbox.user_token(ANN).expect("Ann exists");
    Concur::builder()
        .base_url(sandbox.url())
        .access_token(token)
        .strict(true)
}

fn build(builder: ClientBuilder<Concur>) -> (Concur, FastClock) {
    let clock = FastClock::default();
    let concur = builder.clock(clock.clone()).build().expect("the client builds");
    (concur, clock)
}

fn order() -> CreatePurchaseRequest {
    CreatePurchaseRequest::builder()
        .requester(Requester::LoginId(ANN.into()))
        .currency_code("USD")
        .line_items([LineItem::builder()
            .purchase_type(PurchaseType::Goods)
            .vendor_code("VEN1")
            .vendor_address_code("ADDR1")
            .description("office chair")
            .quantity(dec!(20))
            .unit_price(dec!(346.2))
            .build()])
        .build()
}

/// Returns the statuses of all calls, `None` for a call without a response.
fn statuses(sandbox: &Sandbox) -> Vec<Option<u16>> {
    sandbox.requests().iter().map(|call| call.status).collect()
}

#[tokio::test]
async fn retry_after_is_honored() {
    let sandbox = support::sandbox().await;
    let (concur, clock) = build(ann(&sandbox));
    sandbox.inject(
        Fault::status(429)
            .retry_after(Duration::from_secs(3))
            .on("request.list")
            .times(2),
    );
    let page = concur.requests().list().await.expect("the third attempt succeeds");
    assert_eq!(page.attempts(), 3);
    assert_eq!(statuses(&sandbox), [Some(429), Some(429), Some(200)]);
    assert!(clock.elapsed() >= Duration::from_secs(6), "{:?}", clock.elapsed());
    assert_eq!((sandbox.faults()[0].matched, sandbox.faults()[0].injected), (2, 2));
    let remarks: Vec<_> = sandbox.requests().into_iter().map(|call| call.remarks).collect();
    assert_eq!(remarks[0], ["fault 1: status 429 in place of the call"]);
    assert!(remarks[2].is_empty(), "{remarks:?}");
    assert_eq!(assert_conforms(&sandbox), 1);
}

#[tokio::test]
async fn late_response_is_a_timeout() {
    let sandbox = support::sandbox().await;
    sandbox.inject(Fault::latency(Duration::from_secs(3600)));
    let timeout = Duration::from_millis(200);
    let concur = ann(&sandbox).timeout(timeout).retries(RetryPolicy::never()).build();
    let concur = concur.expect("the client builds");
    let error = concur
        .purchase_requests()
        .create(&order())
        .await
        .expect_err("the call times out");
    assert!(matches!(error, Error::NoResponse(_)), "{error:?}");
    // It was carried out nevertheless.
    assert_eq!(statuses(&sandbox), [Some(202)]);
    assert!(sandbox.requests()[0].took >= Duration::from_secs(3600));
}

#[tokio::test]
async fn latency_combines_with_a_status() {
    let sandbox = support::sandbox().await;
    let delay = Duration::from_millis(60);
    sandbox.inject(Fault::latency(delay));
    sandbox.inject(Fault::status(404).code("notFound"));
    let started = std::time::Instant::now();
    let (concur, _) = build(ann(&sandbox));
    let error = concur.requests().get("A1").await.expect_err("it is refused");
    assert!(started.elapsed() >= delay);
    let Error::Api(refused) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(sap_concur::request::ErrorCode::NotFound), "{refused}");
    assert_eq!(sandbox.requests()[0].remarks.len(), 2);
}

#[tokio::test]
async fn get_is_retried_after_a_dropped_connection() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox));
    sandbox.inject(Fault::drop_connection().times(1));
    let page = concur.requests().list().await.expect("the second attempt succeeds");
    assert_eq!(page.attempts(), 2);
    assert_eq!(statuses(&sandbox), [None, Some(200)]);
    assert!(sandbox.requests()[0].answer.is_empty());
}

#[tokio::test]
async fn post_is_not_retried_after_a_dropped_connection() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox));
    sandbox.inject(Fault::drop_connection().times(1));
    let error = concur
        .purchase_requests()
        .create(&order())
        .await
        .expect_err("there is no response");
    assert!(matches!(error, Error::NoResponse(_)), "{error:?}");
    assert_eq!(error.attempts(), 1);
    assert_eq!(statuses(&sandbox), [None]);
    assert_eq!(support::purchase_requests(&sandbox).await, 0);
}

#[tokio::test]
async fn post_with_a_lost_response_is_carried_out_once() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox));
    concur
        .purchase_requests()
        .create(&order())
        .await
        .expect("it is accepted");
    let increment = support::purchase_requests(&sandbox).await;
    for fault in [
        Fault::drop_connection().carried_out(),
        Fault::status(503).carried_out(),
        Fault::truncate(5),
    ] {
        let before = support::purchase_requests(&sandbox).await;
        let calls = sandbox.requests().len();
        sandbox.inject(fault.clone().times(1));
        let error = concur
            .purchase_requests()
            .create(&order())
            .await
            .expect_err("the fault applies");
        assert!(
            matches!(
                error,
                Error::NoResponse(_) | Error::Api(CreateError::ServiceUnavailable(_))
            ),
            "{fault}: {error:?}"
        );
        assert_eq!(error.attempts(), 1, "{fault}");
        assert_eq!(sandbox.requests().len(), calls + 1, "{fault}");
        assert_eq!(
            support::purchase_requests(&sandbox).await - before,
            increment,
            "{fault}"
        );
    }
}

#[tokio::test]
async fn truncated_body_is_not_a_response() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox));
    sandbox.inject(Fault::truncate(7).times(1));
    let page = concur.requests().list().await.expect("the second attempt succeeds");
    assert_eq!(page.attempts(), 2);

    sandbox.inject(Fault::truncate(7));
    let bearer = format!("Bearer {}", sandbox.user_token(ANN).expect("Ann exists"));
    let target = "/travelrequest/v4/requests";
    let cut = raw::call(sandbox.url(), "GET", target, &[("authorization", &bearer)], "").await;
    let announced: usize = cut
        .header("content-length")
        .and_then(|text| text.parse().ok())
        .expect("the length is valid");
    assert_eq!((cut.status, cut.body.len()), (200, 7), "{cut:?}");
    assert!(announced > 7, "{cut:?}");

    sandbox.clear_faults();
    sandbox.inject(Fault::truncate(usize::MAX));
    let cut = raw::call(sandbox.url(), "GET", target, &[("authorization", &bearer)], "").await;
    assert_eq!(cut.body.len(), announced - 1, "it is never complete");
}

#[tokio::test]
async fn gateway_page_is_an_error_with_its_raw_body() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox));
    sandbox.inject(Fault::html());
    let error = concur.requests().list().await.expect_err("every attempt fails");
    assert_eq!(error.attempts(), 4);
    let Error::Api(RequestError::Other(refused)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.status().as_u16(), 502);
    assert!(
        refused.body().text().contains("<h1>502 Bad Gateway</h1>"),
        "{}",
        refused.body().text()
    );
    assert!(refused.details().is_empty());
}

#[tokio::test]
async fn injected_status_can_have_an_empty_body_and_headers() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox).retries(RetryPolicy::never()));
    sandbox.inject(
        Fault::status(503)
            .empty_body()
            .header("sunset", "Sat, 31 Dec 2033 23:59:59 GMT"),
    );
    let error = concur.requests().list().await.expect_err("it is refused");
    let Error::Api(refused) = error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.body().text(), "");
    assert!(refused.sunset().is_some());
}

#[tokio::test]
async fn injected_status_uses_the_error_body_of_the_operation() {
    let sandbox = support::sandbox().await;
    sandbox.inject(Fault::status(500));
    for (method, target) in [
        ("GET", "/travelrequest/v4/requests"),
        ("POST", "/oauth2/v0/token"),
        ("GET", "/nowhere"),
    ] {
        let response = raw::call(sandbox.url(), method, target, &[], "").await;
        assert_eq!(response.status, 500);
        let body = response.json();
        let message = match target {
            "/oauth2/v0/token" => &body["error_description"],
            _ => &body["errors"][0]["errorMessage"],
        };
        assert_eq!(message, "a fault was injected into this call", "{body}");
    }
}

#[tokio::test]
async fn unknown_fields_are_kept() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox));
    sandbox.inject(Fault::unknown_fields());
    let created = concur
        .purchase_requests()
        .create(&order())
        .await
        .expect("a strict client accepts it");
    assert!(created.warnings().is_empty());
    assert!(created.additional.get("notInTheSpecification").is_some(), "{created:?}");
    let read = concur
        .purchase_requests()
        .get(&created.id)
        .await
        .expect("a strict client accepts it");
    assert!(read.additional.get("notInTheSpecification").is_some(), "{read:?}");
}

#[tokio::test]
async fn unknown_values_are_kept() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox));
    let created = concur
        .purchase_requests()
        .create(&order())
        .await
        .expect("it is accepted");
    sandbox.inject(Fault::unknown_values());
    let read = concur
        .purchase_requests()
        .get(&created.id)
        .await
        .expect("a strict client accepts it");
    assert!(read.warnings().is_empty());
    let status = read.purchase_request_queue_status.as_ref();
    assert!(
        matches!(status, Some(QueueStatus::Unknown(value)) if value.as_str() == "notInTheSpecification"),
        "{read:?}"
    );
}

#[tokio::test]
async fn nulls_read_as_absent() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox));
    let created = concur
        .purchase_requests()
        .create(&order())
        .await
        .expect("it is accepted");
    let without = concur.purchase_requests().get(&created.id).await.expect("it exists");
    sandbox.inject(Fault::nulls());
    let with = concur
        .purchase_requests()
        .get(&created.id)
        .await
        .expect("a strict client accepts it");
    assert!(with.warnings().is_empty());
    assert_eq!(*with, *without);
    let answers = sandbox.requests();
    let [.., plain, nulls] = &answers[..] else {
        panic!("{answers:?}")
    };
    assert!(nulls.faulted && nulls.answer.len() >= plain.answer.len(), "{nulls:?}");
}

#[tokio::test]
async fn token_call_follows_a_geolocation_fault() {
    let sandbox = support::sandbox().await;
    let tenant = sandbox.tenant();
    let ida = tenant
        .users
        .iter()
        .find(|user| user.home == Home::Second)
        .expect("a user belongs to the second data center");
    let application = &tenant.applications[0];
    let credentials = Credentials::password(
        &application.client_id,
        application.client_secret.as_str(),
        &ida.login_id,
        ida.password.as_str(),
    );
    let (concur, _) = build(support::client(&sandbox, credentials));
    sandbox.inject(Fault::elsewhere().times(1));
    let tokens = concur.tokens().expect("the client has credentials");
    // The token rules decide the result of the second call.
    let _ = tokens.token().await;
    let calls = sandbox.requests();
    let went: Vec<_> = calls
        .iter()
        .map(|call| (call.home, call.status, call.faulted))
        .collect();
    assert_eq!(went, [(Home::First, Some(400), true), (Home::Second, Some(200), false)]);
    let refusal: Value = serde_json::from_str(&calls[0].answer).expect("it is JSON");
    assert_eq!(
        (&refusal["code"], &refusal["geolocation"]),
        (&16.into(), &sandbox.second_url().into())
    );
}

#[tokio::test]
async fn cleared_fault_no_longer_applies() {
    let sandbox = support::sandbox().await;
    let (concur, _) = build(ann(&sandbox).retries(RetryPolicy::never()));
    let first = sandbox.inject(Fault::status(500).on("request.list"));
    let second = sandbox.inject(Fault::status(404).on("request.list"));
    assert_ne!(first, second);
    let _ = concur.requests().list().await.expect_err("the fault applies");
    assert!(sandbox.clear_fault(first) && !sandbox.clear_fault(first));
    let _ = concur.requests().list().await.expect_err("the other fault applies");
    sandbox.clear_faults();
    concur.requests().list().await.expect("no fault applies");
    assert_eq!(statuses(&sandbox), [Some(500), Some(404), Some(200)]);
    assert!(sandbox.faults().is_empty());
}

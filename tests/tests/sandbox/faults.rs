//! What the SDK makes of everything that can go wrong.

use std::time::Duration;

use concur_sandbox::tenant::Home;
use concur_sandbox::{Fault, Sandbox};
use sap_concur::purchase_request::{
    CreateError, CreatePurchaseRequest, LineItem, PurchaseType, QueueStatus, Requester,
};
use sap_concur::request::ListError;
use sap_concur::testing::ManualClock;
use sap_concur::{BoxFuture, ClientBuilder, Clock, Concur, Credentials, Error, RetryPolicy, dec};
use serde_json::Value;

use crate::conform::conforms;
use crate::{raw, support};

/// Ann, who asks for things.
const ANN: &str = "ann@example.com";

/// A clock on which pauses take no time, and the end of a time-out never comes: sockets take real time.
#[derive(Clone, Default)]
struct Pausing(ManualClock);

impl Clock for Pausing {
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

    fn chance(&self) -> f64 {
        self.0.chance()
    }
}

/// A client with a token of Ann.
fn ann(sandbox: &Sandbox) -> ClientBuilder<Concur> {
    let token = sandbox.user_token(ANN).expect("there is Ann");
    Concur::builder()
        .base_url(sandbox.url())
        .access_token(token)
        .strict(true)
}

fn built(builder: ClientBuilder<Concur>) -> (Concur, Pausing) {
    let clock = Pausing::default();
    let concur = builder.clock(clock.clone()).build().expect("the client is whole");
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

/// The statuses of all calls, none for one without an answer.
fn statuses(sandbox: &Sandbox) -> Vec<Option<u16>> {
    sandbox.requests().iter().map(|seen| seen.status).collect()
}

#[tokio::test]
async fn a_busy_service_is_given_the_pause_that_it_asks_for() {
    let sandbox = support::sandbox().await;
    let (concur, clock) = built(ann(&sandbox));
    sandbox.inject(
        Fault::status(429)
            .retry_after(Duration::from_secs(3))
            .on("request.list")
            .times(2),
    );
    let page = concur.requests().list().await.expect("the third attempt is answered");
    assert_eq!(page.attempts(), 3);
    assert_eq!(statuses(&sandbox), [Some(429), Some(429), Some(200)]);
    assert!(clock.elapsed() >= Duration::from_secs(6), "{:?}", clock.elapsed());
    assert_eq!((sandbox.faults()[0].met, sandbox.faults()[0].struck), (2, 2));
    let remarks: Vec<_> = sandbox.requests().into_iter().map(|seen| seen.remarks).collect();
    assert_eq!(remarks[0], ["fault 1: status 429 in place of the call"]);
    assert!(remarks[2].is_empty(), "{remarks:?}");
    assert_eq!(conforms(&sandbox), 1);
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_none() {
    let sandbox = support::sandbox().await;
    sandbox.inject(Fault::latency(Duration::from_secs(3600)));
    let patience = Duration::from_millis(200);
    let concur = ann(&sandbox).timeout(patience).retries(RetryPolicy::never()).build();
    let concur = concur.expect("the client is whole");
    let error = concur
        .purchase_requests()
        .create(&order())
        .await
        .expect_err("it is late");
    assert!(matches!(error, Error::NoResponse(_)), "{error:?}");
    // It has taken effect all the same.
    assert_eq!(statuses(&sandbox), [Some(202)]);
    assert!(sandbox.requests()[0].took >= Duration::from_secs(3600));
}

#[tokio::test]
async fn a_delay_goes_with_a_status() {
    let sandbox = support::sandbox().await;
    let delay = Duration::from_millis(60);
    sandbox.inject(Fault::latency(delay));
    sandbox.inject(Fault::status(404).code("notFound"));
    let began = std::time::Instant::now();
    let (concur, _) = built(ann(&sandbox));
    let error = concur.requests().get("A1").await.expect_err("it is refused");
    assert!(began.elapsed() >= delay);
    let Error::Api(refused) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(sap_concur::request::ErrorCode::NotFound), "{refused}");
    assert_eq!(sandbox.requests()[0].remarks.len(), 2);
}

#[tokio::test]
async fn a_get_whose_connection_is_dropped_is_sent_again() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox));
    sandbox.inject(Fault::drop_connection().times(1));
    let page = concur.requests().list().await.expect("the second attempt is answered");
    assert_eq!(page.attempts(), 2);
    assert_eq!(statuses(&sandbox), [None, Some(200)]);
    assert!(sandbox.requests()[0].answer.is_empty());
}

#[tokio::test]
async fn a_post_whose_connection_is_dropped_is_not_sent_again_and_was_not_carried_out() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox));
    sandbox.inject(Fault::drop_connection().times(1));
    let error = concur
        .purchase_requests()
        .create(&order())
        .await
        .expect_err("no answer");
    assert!(matches!(error, Error::NoResponse(_)), "{error:?}");
    assert_eq!(error.attempts(), 1);
    assert_eq!(statuses(&sandbox), [None]);
    assert_eq!(support::purchase_requests(&sandbox).await, 0);
}

#[tokio::test]
async fn a_post_whose_answer_is_lost_took_effect_exactly_once() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox));
    concur.purchase_requests().create(&order()).await.expect("it is taken");
    let of_one = support::purchase_requests(&sandbox).await;
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
            .expect_err("it is struck");
        assert!(
            matches!(
                error,
                Error::NoResponse(_) | Error::Api(CreateError::ServiceUnavailable(_))
            ),
            "{fault}: {error:?}"
        );
        assert_eq!(error.attempts(), 1, "{fault}");
        assert_eq!(sandbox.requests().len(), calls + 1, "{fault}");
        assert_eq!(support::purchase_requests(&sandbox).await - before, of_one, "{fault}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_answer() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox));
    sandbox.inject(Fault::truncate(7).times(1));
    let page = concur.requests().list().await.expect("the second attempt is answered");
    assert_eq!(page.attempts(), 2);

    sandbox.inject(Fault::truncate(7));
    let bearer = format!("Bearer {}", sandbox.user_token(ANN).expect("there is Ann"));
    let target = "/travelrequest/v4/requests";
    let cut = raw::call(sandbox.url(), "GET", target, &[("authorization", &bearer)], "").await;
    let announced: usize = cut
        .header("content-length")
        .and_then(|text| text.parse().ok())
        .expect("a length");
    assert_eq!((cut.status, cut.body.len()), (200, 7), "{cut:?}");
    assert!(announced > 7, "{cut:?}");

    sandbox.clear_faults();
    sandbox.inject(Fault::truncate(usize::MAX));
    let cut = raw::call(sandbox.url(), "GET", target, &[("authorization", &bearer)], "").await;
    assert_eq!(cut.body.len(), announced - 1, "it is never whole");
}

#[tokio::test]
async fn a_page_of_a_gateway_is_an_error_with_its_raw_body() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox));
    sandbox.inject(Fault::html());
    let error = concur.requests().list().await.expect_err("it never comes through");
    assert_eq!(error.attempts(), 4);
    let Error::Api(ListError::Other(refused)) = error else {
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
async fn a_refusal_may_have_no_body_and_any_header() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox).retries(RetryPolicy::never()));
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
async fn a_refusal_has_the_error_body_of_its_operation() {
    let sandbox = support::sandbox().await;
    sandbox.inject(Fault::status(500));
    for (method, target) in [
        ("GET", "/travelrequest/v4/requests"),
        ("POST", "/oauth2/v0/token"),
        ("GET", "/nowhere"),
    ] {
        let answer = raw::call(sandbox.url(), method, target, &[], "").await;
        assert_eq!(answer.status, 500);
        let body = answer.json();
        let message = match target {
            "/oauth2/v0/token" => &body["error_description"],
            _ => &body["errors"][0]["errorMessage"],
        };
        assert_eq!(message, "a fault was injected into this call", "{body}");
    }
}

#[tokio::test]
async fn fields_that_are_not_known_are_kept() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox));
    sandbox.inject(Fault::unknown_fields());
    let created = concur
        .purchase_requests()
        .create(&order())
        .await
        .expect("a strict client reads it");
    assert!(created.warnings().is_empty());
    assert!(created.additional.get("notInTheSpecification").is_some(), "{created:?}");
    let read = concur
        .purchase_requests()
        .get(&created.id)
        .await
        .expect("a strict client reads it");
    assert!(read.additional.get("notInTheSpecification").is_some(), "{read:?}");
}

#[tokio::test]
async fn values_that_are_not_listed_are_kept() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox));
    let created = concur.purchase_requests().create(&order()).await.expect("it is taken");
    sandbox.inject(Fault::unknown_values());
    let read = concur
        .purchase_requests()
        .get(&created.id)
        .await
        .expect("a strict client reads it");
    assert!(read.warnings().is_empty());
    let status = read.purchase_request_queue_status.as_ref();
    assert!(
        matches!(status, Some(QueueStatus::Unknown(value)) if value.as_str() == "notInTheSpecification"),
        "{read:?}"
    );
}

#[tokio::test]
async fn nulls_say_that_there_is_nothing() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox));
    let created = concur.purchase_requests().create(&order()).await.expect("it is taken");
    let without = concur.purchase_requests().get(&created.id).await.expect("it is there");
    sandbox.inject(Fault::nulls());
    let with = concur
        .purchase_requests()
        .get(&created.id)
        .await
        .expect("a strict client reads it");
    assert!(with.warnings().is_empty());
    assert_eq!(*with, *without);
    let answers = sandbox.requests();
    let [.., plain, nulls] = &answers[..] else {
        panic!("{answers:?}")
    };
    assert!(nulls.faulted && nulls.answer.len() >= plain.answer.len(), "{nulls:?}");
}

#[tokio::test]
async fn a_token_call_that_is_sent_to_the_other_data_center_is_made_there() {
    let sandbox = support::sandbox().await;
    let tenant = sandbox.tenant();
    let ida = tenant
        .users
        .iter()
        .find(|user| user.home == Home::Second)
        .expect("somebody lives there");
    let application = &tenant.applications[0];
    let credentials = Credentials::password(
        &application.client_id,
        application.client_secret.as_str(),
        &ida.login_id,
        ida.password.as_str(),
    );
    let (concur, _) = built(support::client(&sandbox, credentials));
    sandbox.inject(Fault::elsewhere().times(1));
    let tokens = concur.tokens().expect("there are credentials");
    // What comes of it is for the rules of tokens to say.
    let _ = tokens.token().await;
    let calls = sandbox.requests();
    let went: Vec<_> = calls
        .iter()
        .map(|seen| (seen.home, seen.status, seen.faulted))
        .collect();
    assert_eq!(went, [(Home::First, Some(400), true), (Home::Second, Some(200), false)]);
    let refusal: Value = serde_json::from_str(&calls[0].answer).expect("it is JSON");
    assert_eq!(
        (&refusal["code"], &refusal["geolocation"]),
        (&16.into(), &sandbox.second_url().into())
    );
}

#[tokio::test]
async fn a_fault_that_is_cleared_strikes_no_more() {
    let sandbox = support::sandbox().await;
    let (concur, _) = built(ann(&sandbox).retries(RetryPolicy::never()));
    let first = sandbox.inject(Fault::status(500).on("request.list"));
    let second = sandbox.inject(Fault::status(404).on("request.list"));
    assert_ne!(first, second);
    let _ = concur.requests().list().await.expect_err("it is struck");
    assert!(sandbox.clear_fault(first) && !sandbox.clear_fault(first));
    let _ = concur.requests().list().await.expect_err("it is struck by the other");
    sandbox.clear_faults();
    concur.requests().list().await.expect("nothing is in its way");
    assert_eq!(statuses(&sandbox), [Some(500), Some(404), Some(200)]);
    assert!(sandbox.faults().is_empty());
}

//! Waiters for the creation of a purchase request and the approval of a Request. Each way of ending has its own result.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use sap_concur::purchase_request::calls::GetCall as GetOrder;
use sap_concur::purchase_request::{GetError, QueueStatus};
use sap_concur::request::ApprovalStatusCode;
use sap_concur::testing::{Answer, Fault, ManualClock, Script, answer};
use sap_concur::{Clock, Concur, DataCenter, Error, RetryPolicy, WaitError};
use serde_json::json;

use crate::clock::FastClock;
use crate::server::{self, Server, refusal};

mod approval;

fn concur(script: &Script, clock: &ManualClock) -> Concur {
    let builder = Concur::builder().base_url(DataCenter::Us2).access_token("token");
    let builder = builder.sender(script.clone()).clock(clock.clone());
    builder.build().expect("the client builds")
}

/// Returns a call that reads a purchase request with the script.
fn order(script: &Script) -> GetOrder {
    concur(script, &ManualClock::jumping()).purchase_requests().get("b1e2")
}

fn absent() -> Answer {
    answer(404, refusal("notFound", "Resource not found"))
}

fn status(status: &str) -> Answer {
    answer(200, json!({ "purchaseRequestQueueStatus": status }).to_string())
}

fn created() -> Answer {
    let body = json!({ "purchaseRequestQueueStatus": "CREATED", "purchaseRequestNumber": "PR-77" });
    answer(200, body.to_string())
}

/// Returns a script that always returns the same response.
fn always(step: Answer) -> Script {
    Script::by(move |_| step.clone().into())
}

#[tokio::test]
async fn waiter_polls_through_404_and_pending_states() {
    let script = Script::new()
        .then(absent())
        .then(absent())
        .then(status("PENDING_CREATION"))
        // It exists but has no status yet.
        .then(answer(200, "{}"))
        .then(status(""))
        .then(created());
    let clock = ManualClock::jumping();
    let orders = concur(&script, &clock).purchase_requests();
    let order = orders.wait_until_created("b1e2").await.expect("it is created");
    assert_eq!(order.purchase_request_number.as_deref(), Some("PR-77"));
    assert_eq!(order.purchase_request_queue_status, Some(QueueStatus::Created));
    assert_eq!(script.left(), 0);
    for sent in script.sent() {
        assert_eq!(sent.path(), "/purchaserequest/v4/purchaserequests/b1e2");
        assert_eq!(sent.query("mode").as_deref(), Some("COMPACT"));
    }
    let ids: std::collections::HashSet<_> = script
        .sent()
        .iter()
        .map(|sent| sent.header("concur-correlationid").map(str::to_owned))
        .collect();
    assert_eq!(ids.len(), 6, "each call has its own correlation id");
    // Jitter subtracts up to a fifth; the manual clock subtracts half of that, a tenth.
    let delays: Vec<_> = clock
        .sleeps()
        .iter()
        .map(Duration::as_millis)
        .filter(|delay| *delay < 60_000)
        .collect();
    assert_eq!(delays, [1_800, 2_700, 4_050, 6_075, 9_112]);
}

#[tokio::test]
async fn persistent_404_ends_the_wait_as_not_found() {
    let script = always(absent());
    let clock = ManualClock::jumping();
    let error = concur(&script, &clock)
        .purchase_requests()
        .wait_until_created("gone")
        .await;
    let Err(WaitError::Call(Error::Api(GetError::NotFound(_)))) = error else {
        panic!("{error:?}")
    };
    let waited = clock.elapsed();
    assert!((60..100).contains(&waited.as_secs()), "{waited:?}");
}

#[tokio::test]
async fn zero_absence_tolerance_ends_at_the_first_404() {
    let script = always(absent());
    let error = order(&script).wait_until_created().absent_for(Duration::ZERO).await;
    assert!(
        matches!(error, Err(WaitError::Call(Error::Api(GetError::NotFound(_))))),
        "{error:?}"
    );
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn failed_purchase_request_has_its_exceptions() {
    let body = json!({
        "purchaseRequestId": "b1e2",
        "purchaseRequestQueueStatus": "CREATE_FAILED",
        "purchaseRequestExceptions": [
            { "eventCode": "PURCH_DETAIL_SUBMIT", "exceptionCode": "0070071", "message": "No approver.", "isCleared": false },
            { "exceptionCode": "0070072" },
        ],
    });
    let script = Script::new()
        .then(status("PENDING_CREATION"))
        .then(answer(200, body.to_string()));
    let Err(error) = order(&script).wait_until_created().await else {
        panic!("it failed")
    };
    assert_eq!(error.state(), Some("CREATE_FAILED"));
    let line = error.to_string();
    for part in ["purchase_request.get", "CREATE_FAILED", "failure"] {
        assert!(line.contains(part), "{part:?} is missing in {line}");
    }
    let WaitError::Failed(ended) = error else {
        panic!("{line}")
    };
    let order = ended.into_response();
    assert_eq!(order.purchase_request_id.as_deref(), Some("b1e2"));
    let exceptions = &order.purchase_request_exceptions;
    assert_eq!(exceptions[0].message.as_deref(), Some("No approver."));
    assert_eq!(exceptions[0].is_cleared, Some(false));
    assert_eq!(exceptions[1].exception_code.as_deref(), Some("0070072"));
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test]
async fn unknown_state_ends_the_wait_and_is_preserved() {
    for state in ["HALF_CREATED", "created", "Created ", "PENDING"] {
        let script = Script::new().then(status(state));
        let error = order(&script).wait_until_created().await;
        let Err(WaitError::Unknown(ended)) = error else {
            panic!("{state}: {error:?}")
        };
        assert_eq!(ended.state(), state);
        let preserved = ended.response().purchase_request_queue_status.as_ref();
        assert!(
            matches!(preserved, Some(QueueStatus::Unknown(preserved)) if preserved.as_str() == state),
            "{preserved:?}"
        );
    }
}

#[tokio::test]
async fn timeout_returns_the_last_response() {
    let script = always(status("PENDING_CREATION"));
    let clock = ManualClock::jumping();
    let wait = concur(&script, &clock).purchase_requests().wait_until_created("b1e2");
    let Err(WaitError::TimedOut(last)) = wait.within(Duration::from_secs(100)).await else {
        panic!("it is still pending")
    };
    assert_eq!(last.state(), Some("PENDING_CREATION"));
    assert!(last.last().is_some() && last.last_error().is_none());
    assert_eq!(last.calls(), script.sent().len() as u64);
    assert!((98..=100).contains(&last.after().as_secs()), "{:?}", last.after());
    assert!(last.calls() > 5, "it was polled several times");
}

#[tokio::test]
async fn call_without_a_response_ends_with_the_wait() {
    let script = Script::new().then(status("PENDING_CREATION")).then(Fault::Silence);
    let error = order(&script).wait_until_created().await;
    assert!(
        matches!(&error, Err(WaitError::TimedOut(last)) if last.calls() == 1),
        "{error:?}"
    );
}

#[tokio::test]
async fn canceled_wait_sends_no_more_calls() {
    let script = always(status("PENDING_CREATION"));
    let observed = script.clone();
    let twice = poll_fn(move |cx| {
        cx.waker().wake_by_ref();
        match observed.sent().len() {
            0 | 1 => Poll::Pending,
            _ => Poll::Ready(()),
        }
    });
    let error = order(&script).wait_until_created().unless(twice).await;
    let Err(WaitError::Canceled(last)) = error else {
        panic!("{error:?}")
    };
    assert_eq!((last.calls(), last.state()), (2, Some("PENDING_CREATION")));
    assert_eq!(script.sent().len(), 2);
    let never = order(&script).wait_until_created().unless(std::future::ready(())).await;
    assert!(
        matches!(&never, Err(WaitError::Canceled(last)) if last.calls() == 0),
        "{never:?}"
    );
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test]
async fn temporary_failures_do_not_end_the_wait() {
    let unavailable = || answer(503, "no").header("retry-after", "30");
    // One more than the attempts of a single call.
    let script = (0..5).fold(Script::new(), |script, _| script.then(unavailable()));
    let script = script.then(Fault::NotSent).then(Fault::NoResponse).then(created());
    let order = order(&script).wait_until_created().await.expect("it is created");
    assert_eq!(order.purchase_request_number.as_deref(), Some("PR-77"));
}

#[tokio::test]
async fn permanent_errors_end_the_wait() {
    for refused in [400, 403] {
        let script = Script::new()
            .then(status("PENDING_CREATION"))
            .then(answer(refused, refusal("permissionDenied", "no")));
        let error = order(&script).wait_until_created().await;
        assert!(matches!(error, Err(WaitError::Call(Error::Api(_)))), "{error:?}");
    }
}

#[tokio::test]
async fn purchase_request_is_created_and_polled_over_sockets() {
    let server = Server::with_responses([
        server::answer(202, r#"{"id": "b1e2", "uri": "http://elsewhere.example/b1e2"}"#),
        server::answer(404, refusal("notFound", "not yet")),
        server::answer(503, "<html>down</html>"),
        server::answer(200, r#"{"purchaseRequestQueueStatus": "PENDING_CREATION"}"#),
        server::answer(
            200,
            r#"{"purchaseRequestQueueStatus": "CREATED", "purchaseRequestNumber": "PR-77"}"#,
        ),
    ]);
    let builder = Concur::builder().base_url(server.url()).access_token(server::TOKEN);
    let builder = builder.clock(FastClock::default()).retries(RetryPolicy::never());
    let orders = builder.build().expect("the client builds").purchase_requests();
    let accepted = orders
        .create(&crate::purchase_requests::order())
        .await
        .expect("it is accepted");
    let wait = orders.wait_until_created(&accepted.id);
    let order = wait.await.expect("it is created");
    assert_eq!(order.purchase_request_number.as_deref(), Some("PR-77"));
    let requests = server.requests();
    assert_eq!(requests.len(), 5);
    for request in &requests[1..] {
        request.assert_target("GET", "/purchaserequest/v4/purchaserequests/b1e2", Some("mode=COMPACT"));
    }
}

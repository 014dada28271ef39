//! Waits: until a purchase request is created, and until a Request is approved; each end is a result of its own.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use sap_concur::purchase_request::calls::GetCall as GetOrder;
use sap_concur::purchase_request::{GetError, QueueStatus};
use sap_concur::request::ApprovalStatusCode;
use sap_concur::testing::{Answer, Fault, ManualClock, Script, answer};
use sap_concur::{Clock, Concur, DataCenter, Error, RetryPolicy, WaitError};
use serde_json::json;

use crate::clock::Pausing;
use crate::server::{self, Server, refusal};

mod approval;

fn concur(script: &Script, clock: &ManualClock) -> Concur {
    let builder = Concur::builder().base_url(DataCenter::Us2).access_token("token");
    let builder = builder.sender(script.clone()).clock(clock.clone());
    builder.build().expect("the client is whole")
}

/// A purchase request that is read by a client of the script.
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

/// A script that says this and then nothing else.
fn always(step: Answer) -> Script {
    Script::by(move |_| step.clone().into())
}

#[tokio::test]
async fn an_order_that_is_not_there_yet_and_then_pending_is_waited_for() {
    let script = Script::new()
        .then(absent())
        .then(absent())
        .then(status("PENDING_CREATION"))
        // It is there, and nobody has decided about it.
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
    assert_eq!(ids.len(), 6, "each call has an id of its own");
    // Less a tenth, which is half of the fifth that chance can take.
    let pauses: Vec<_> = clock
        .pauses()
        .iter()
        .map(Duration::as_millis)
        .filter(|pause| *pause < 60_000)
        .collect();
    assert_eq!(pauses, [1_800, 2_700, 4_050, 6_075, 9_112]);
}

#[tokio::test]
async fn an_order_that_never_appears_is_not_found_once_that_cannot_be_a_delay() {
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
async fn the_first_404_counts_if_that_is_wished() {
    let script = always(absent());
    let error = order(&script).wait_until_created().absent_for(Duration::ZERO).await;
    assert!(
        matches!(error, Err(WaitError::Call(Error::Api(GetError::NotFound(_))))),
        "{error:?}"
    );
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn an_order_that_failed_says_why() {
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
        assert!(line.contains(part), "{line} lacks {part}");
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
async fn a_state_that_nobody_knows_ends_the_wait_and_is_kept() {
    for state in ["HALF_CREATED", "created", "Created ", "PENDING"] {
        let script = Script::new().then(status(state));
        let error = order(&script).wait_until_created().await;
        let Err(WaitError::Unknown(ended)) = error else {
            panic!("{state}: {error:?}")
        };
        assert_eq!(ended.state(), state);
        let kept = ended.response().purchase_request_queue_status.as_ref();
        assert!(
            matches!(kept, Some(QueueStatus::Unknown(kept)) if kept.as_str() == state),
            "{kept:?}"
        );
    }
}

#[tokio::test]
async fn an_order_that_stays_pending_times_out_with_the_last_answer() {
    let script = always(status("PENDING_CREATION"));
    let clock = ManualClock::jumping();
    let wait = concur(&script, &clock).purchase_requests().wait_until_created("b1e2");
    let Err(WaitError::TimedOut(last)) = wait.within(Duration::from_secs(100)).await else {
        panic!("it is pending")
    };
    assert_eq!(last.state(), Some("PENDING_CREATION"));
    assert!(last.last().is_some() && last.last_error().is_none());
    assert_eq!(last.calls(), script.sent().len() as u64);
    assert!((98..=100).contains(&last.after().as_secs()), "{:?}", last.after());
    assert!(last.calls() > 5, "it has been looked at now and then");
}

#[tokio::test]
async fn a_call_without_an_answer_does_not_outlast_the_wait() {
    let script = Script::new().then(status("PENDING_CREATION")).then(Fault::Silence);
    let error = order(&script).wait_until_created().await;
    assert!(
        matches!(&error, Err(WaitError::TimedOut(last)) if last.calls() == 1),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_wait_that_is_called_off_says_so_and_asks_no_more() {
    let script = always(status("PENDING_CREATION"));
    let seen = script.clone();
    let twice = poll_fn(move |cx| {
        cx.waker().wake_by_ref();
        match seen.sent().len() {
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
async fn a_service_that_is_down_for_a_while_does_not_end_the_wait() {
    let down = || answer(503, "no").header("retry-after", "30");
    // As many as a call takes with its retries, and one more.
    let script = (0..5).fold(Script::new(), |script, _| script.then(down()));
    let script = script.then(Fault::NotSent).then(Fault::NoResponse).then(created());
    let order = order(&script).wait_until_created().await.expect("it is created");
    assert_eq!(order.purchase_request_number.as_deref(), Some("PR-77"));
}

#[tokio::test]
async fn a_refusal_that_will_not_pass_ends_the_wait() {
    for refused in [400, 403] {
        let script = Script::new()
            .then(status("PENDING_CREATION"))
            .then(answer(refused, refusal("permissionDenied", "no")));
        let error = order(&script).wait_until_created().await;
        assert!(matches!(error, Err(WaitError::Call(Error::Api(_)))), "{error:?}");
    }
}

#[tokio::test]
async fn an_order_is_made_and_waited_for_over_real_sockets() {
    let server = Server::saying([
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
    let builder = builder.clock(Pausing::default()).retries(RetryPolicy::never());
    let orders = builder.build().expect("the client is whole").purchase_requests();
    let accepted = orders
        .create(&crate::purchase_requests::order())
        .await
        .expect("it is accepted");
    let wait = orders.wait_until_created(&accepted.id);
    let order = wait.await.expect("it is created");
    assert_eq!(order.purchase_request_number.as_deref(), Some("PR-77"));
    let seen = server.all();
    assert_eq!(seen.len(), 5);
    for seen in &seen[1..] {
        seen.went("GET", "/purchaserequest/v4/purchaserequests/b1e2", Some("mode=COMPACT"));
    }
}

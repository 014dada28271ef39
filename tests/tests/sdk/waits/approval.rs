//! Waiting for the approval of a Request, which people decide.

use super::*;

fn approval(code: &str) -> Answer {
    answer(
        200,
        json!({ "id": "A1", "approvalStatus": { "code": code, "name": "?" } }).to_string(),
    )
}

fn requests(script: &Script) -> sap_concur::request::Requests {
    concur(script, &ManualClock::jumping()).requests()
}

#[tokio::test]
async fn waiter_polls_until_approved_with_the_user_id() {
    let script = Script::new()
        .then(approval("SUBMITTED"))
        .then(answer(200, r#"{"id": "A1"}"#))
        .then(approval("PENDING_BOOKING"))
        .then(approval("APPROVED"));
    let clock = ManualClock::jumping();
    let call = concur(&script, &clock).requests().get("A1").user_id("u-1");
    let request = call.wait_until_approved().await.expect("it is approved");
    let code = request.approval_status.as_ref().and_then(|status| status.code.clone());
    assert_eq!(code, Some(ApprovalStatusCode::Approved));
    assert_eq!(script.sent().len(), 4);
    for sent in script.sent() {
        assert_eq!(sent.query("userId").as_deref(), Some("u-1"));
        assert_eq!(sent.path(), "/travelrequest/v4/requests/A1");
    }
    let waited = clock.elapsed();
    assert!(waited > Duration::from_secs(3 * 50), "{waited:?}: the delays are long");
}

#[tokio::test]
async fn sent_back_withdrawn_or_canceled_requests_fail_the_wait() {
    for state in ["SENTBACK", "NOT_SUBMITTED", "CANCELED"] {
        let script = Script::new().then(approval("SUBMITTED")).then(approval(state));
        let error = requests(&script).wait_until_approved("A1").await;
        let Err(WaitError::Failed(ended)) = error else {
            panic!("{state}: {error:?}")
        };
        assert_eq!(ended.state(), state);
        assert_eq!(ended.response().id.as_deref(), Some("A1"));
    }
}

#[tokio::test]
async fn every_specified_state_is_known_to_the_waiter() {
    for state in ApprovalStatusCode::KNOWN {
        let script = Script::new().then(approval(state.as_str())).then(approval("APPROVED"));
        let outcome = requests(&script).wait_until_approved("A1").await;
        assert!(!matches!(outcome, Err(WaitError::Unknown(_))), "{state}");
    }
}

#[tokio::test]
async fn unknown_approval_state_ends_the_wait() {
    let script = Script::new()
        .then(approval("SUBMITTED"))
        .then(approval("PENDING_MIRACLE"));
    let error = requests(&script).wait_until_approved("A1").await;
    assert!(
        matches!(&error, Err(WaitError::Unknown(ended)) if ended.state() == "PENDING_MIRACLE"),
        "{error:?}"
    );
}

#[tokio::test]
async fn missing_request_ends_the_wait() {
    let script = always(absent());
    let error = requests(&script).wait_until_approved("A1").await;
    let Err(WaitError::Call(Error::Api(sap_concur::request::RequestError::NotFound(_)))) = error else {
        panic!("{error:?}")
    };
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn wait_without_a_decision_times_out_after_a_week() {
    let script = always(approval("SUBMITTED"));
    let clock = ManualClock::jumping();
    let error = concur(&script, &clock).requests().wait_until_approved("A1").await;
    let Err(WaitError::TimedOut(last)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(last.state(), Some("SUBMITTED"));
    let days = last.after().as_secs() / (24 * 3600);
    assert!((6..=7).contains(&days), "{:?}", last.after());
    // The longest delay is 15 minutes, less jitter.
    assert!((600..900).contains(&last.calls()), "{}", last.calls());
}

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

fn values(name: &str) -> Vec<&'static str> {
    let api = crate::api::find(crate::contract().unwrap(), "purchase_request").unwrap();
    let set = api.value_sets.iter().find(|set| set.name == name).unwrap();
    set.values.iter().map(|value| value.wire.as_str()).collect()
}

fn created() -> Created {
    Created {
        number: 100_000,
        workflow: Workflow::Approved,
        approved: Some(Timestamp::UNIX_EPOCH),
        orders: vec!["PO10001".to_owned()],
    }
}

#[test]
fn stages_match_the_queue_statuses_of_the_contract() {
    let created = created();
    let stages = [Stage::Pending, Stage::Created(&created), Stage::Failed(&[])];
    assert_eq!(stages.map(Stage::as_str).as_slice(), values("QueueStatus"));
}

#[test]
fn workflow_statuses_are_in_the_contract() {
    use Workflow::{Approved, Expired, PendingApproval, PendingProcessorReview, SentBack};
    for status in [PendingApproval, PendingProcessorReview, Approved, SentBack, Expired] {
        assert!(values("WorkflowStatus").contains(&status.as_str()), "{status:?}");
    }
}

#[test]
fn it_is_pending_until_exactly_its_creation_time() {
    let at = |millisecond| Timestamp::from_millisecond(millisecond).unwrap();
    let mut request = PurchaseRequest {
        requester: String::new(),
        body: Value::Null,
        taken: at(0),
        created: at(5000),
        outcome: Outcome::Created(created()),
    };
    assert_eq!(request.stage(at(4999)), Stage::Pending);
    assert_eq!(request.stage(at(5000)), Stage::Created(&created()));
    request.outcome = Outcome::Failed(Vec::new());
    assert_eq!(request.stage(at(4999)), Stage::Pending);
    assert_eq!(request.stage(at(5000)), Stage::Failed(&[]));
}

#[test]
fn it_round_trips_through_json() {
    let exception = Exception {
        id: "1".to_owned(),
        event: "2".to_owned(),
        code: "3".to_owned(),
        message: "4".to_owned(),
    };
    for outcome in [Outcome::Created(created()), Outcome::Failed(vec![exception])] {
        let request = PurchaseRequest {
            requester: "r".to_owned(),
            body: serde_json::json!({ "a": [1] }),
            taken: Timestamp::UNIX_EPOCH,
            created: Timestamp::MAX,
            outcome,
        };
        let text = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<PurchaseRequest>(&text).unwrap(), request);
    }
}

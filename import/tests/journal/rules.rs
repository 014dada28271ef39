//! The rules that every journal keeps.

use concur_import::{Document, Entry, Journal, Outcome, Plan, Planned, Resolution, Resolved, Retry, State, Task};

use crate::store::Store;
use crate::support::document;

pub(crate) fn created(id: &str) -> Outcome {
    Outcome::Created {
        id: Some(id.to_owned()),
        number: Some(format!("PR-{id}")),
    }
}

pub(crate) fn failed() -> Outcome {
    let message = "503".to_owned();
    Outcome::Failed { message }
}

pub(crate) fn refused() -> Outcome {
    let message = "not valid".to_owned();
    Outcome::Refused { message }
}

pub(crate) fn uncertain() -> Outcome {
    let message = "no response".to_owned();
    Outcome::Uncertain { message }
}

pub(crate) async fn plan(journal: &impl Journal, keys: &[&str]) {
    let documents = keys.iter().map(|key| document(key, &["create", "submit"])).collect();
    let planned = journal
        .plan(documents, Plan::Once)
        .await
        .expect("the documents are planned");
    assert!(planned.iter().all(|planned| *planned == Planned::Added), "{planned:?}");
}

pub(crate) async fn claim(journal: &impl Journal) -> Option<Task> {
    journal.claim().await.expect("the journal works")
}

pub(crate) async fn record(journal: &impl Journal, task: &Task, outcome: Outcome) -> Option<Task> {
    journal
        .record(task, outcome, true)
        .await
        .expect("the outcome is recorded")
}

/// Records an outcome, and takes no other step.
pub(crate) async fn only_record(journal: &impl Journal, task: &Task, outcome: Outcome) {
    let next = journal
        .record(task, outcome, false)
        .await
        .expect("the outcome is recorded");
    assert_eq!(next, None);
}

pub(crate) async fn state(journal: &impl Journal, key: &str) -> (State, String) {
    let entries = journal.list(None, 0, 100).await.expect("the journal works");
    let entry = entries
        .into_iter()
        .rfind(|entry| entry.key == key)
        .expect("the document is there");
    (entry.state, entry.step)
}

pub(crate) async fn steps_are_sent_in_order_with_the_ids_before_them(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A", "B"]).await;
    let first = claim(&journal).await.expect("a step is planned");
    assert_eq!(
        (first.key.as_str(), first.name.as_str(), first.attempt()),
        ("A", "create", 1)
    );
    assert_eq!((&first.ids[..], first.mark.as_deref()), (&[][..], Some("mark-of-A")));
    let other = claim(&journal).await.expect("a step is planned");
    assert_eq!(other.key, "B");
    assert_eq!(claim(&journal).await, None);
    let next = record(&journal, &first, created("a1"))
        .await
        .expect("the next step follows");
    assert_eq!((next.key.as_str(), next.name.as_str()), ("A", "submit"));
    assert_eq!(next.ids, [Some("a1".to_owned())]);
    assert_eq!(record(&journal, &next, created("a2")).await, None);
    assert_eq!(state(&journal, "A").await, (State::Created, "submit".to_owned()));
    let entries = journal
        .list(Some(State::Created), 0, 10)
        .await
        .expect("the journal works");
    let [entry] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!(
        (entry.remote_id.as_deref(), entry.number.as_deref()),
        (Some("a1"), Some("PR-a1"))
    );
}

pub(crate) async fn the_next_document_is_taken_with_the_outcome_of_the_one_before(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A", "B"]).await;
    let first = claim(&journal).await.expect("planned");
    let next = record(&journal, &first, failed())
        .await
        .expect("another document is planned");
    assert_eq!((next.key.as_str(), next.name.as_str()), ("B", "create"));
    // A step that was left is taken by the next worker.
    only_record(&journal, &next, created("b1")).await;
    let left = claim(&journal).await.expect("its next step is planned");
    assert_eq!((left.key.as_str(), left.name.as_str()), ("B", "submit"));
}

pub(crate) async fn the_same_key_is_not_planned_twice(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A"]).await;
    let same = journal
        .plan(vec![document("A", &["create", "submit"])], Plan::Again)
        .await;
    let there = |state, is_same| Planned::AlreadyThere {
        state,
        origin: "orders.csv, row A".to_owned(),
        is_same: Some(is_same),
    };
    assert_eq!(
        same.expect("planned"),
        [there(State::Planned, true)],
        "an open document is not planned again"
    );
    let mut task = claim(&journal).await;
    while let Some(open) = task {
        task = record(&journal, &open, created("1")).await;
    }
    let mut changed = document("A", &["create", "submit"]);
    changed.steps[1].body = b"other".to_vec();
    changed.mark = Some("another".to_owned());
    let once = journal.plan(vec![changed.clone()], Plan::Once).await;
    assert_eq!(once.expect("planned"), [there(State::Created, false)]);
    let again = journal.plan(vec![changed], Plan::Again).await;
    assert_eq!(again.expect("planned"), [Planned::Added]);
    assert_eq!(
        claim(&journal).await.expect("planned again").mark.as_deref(),
        Some("another")
    );
}

pub(crate) async fn two_documents_cannot_have_the_same_mark(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A"]).await;
    let mut other = document("B", &["create"]);
    other.mark = Some("mark-of-A".to_owned());
    let planned = journal.plan(vec![other], Plan::Once).await.expect("planned");
    assert_eq!(planned, [Planned::MarkInUse { key: "A".to_owned() }]);
}

pub(crate) async fn an_uncertain_step_is_sent_only_after_somebody_looked(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A", "B"]).await;
    for _ in 0..2 {
        let task = claim(&journal).await.expect("planned");
        only_record(&journal, &task, uncertain()).await;
    }
    assert_eq!(journal.retry(Retry::Failed).await.expect("the journal works"), 0);
    assert_eq!(claim(&journal).await, None);

    let resolution = Resolution::Created {
        id: Some("a1".to_owned()),
        number: None,
    };
    let resolved = journal.resolve("A", resolution).await;
    assert_eq!(resolved.expect("the journal works"), Resolved::Recorded);
    let next = claim(&journal).await.expect("its next step is planned");
    assert_eq!(
        (next.name.as_str(), &next.ids[..]),
        ("submit", &[Some("a1".to_owned())][..])
    );
    let resolved = journal.resolve("B", Resolution::NotCreated).await;
    assert_eq!(resolved.expect("the journal works"), Resolved::Recorded);
    let again = claim(&journal).await.expect("it is planned again");
    assert_eq!(
        (again.key.as_str(), again.name.as_str(), again.attempt()),
        ("B", "create", 2)
    );
}

pub(crate) async fn what_cannot_be_resolved_is_said(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A"]).await;
    let resolve = async |key| {
        let resolved = journal.resolve(key, Resolution::NotCreated).await;
        resolved.expect("the journal works")
    };
    let state = State::Planned;
    assert_eq!(resolve("A").await, Resolved::NotUncertain { state });
    assert_eq!(resolve("B").await, Resolved::NotFound);
    let task = claim(&journal).await.expect("planned");
    only_record(&journal, &task, uncertain()).await;
    assert_eq!(resolve("A").await, Resolved::Recorded);
    assert_eq!(resolve("A").await, Resolved::NotUncertain { state });
}

pub(crate) async fn failed_steps_are_planned_again_on_request_and_refused_ones_are_not(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A", "B"]).await;
    for outcome in [failed(), refused()] {
        let task = claim(&journal).await.expect("planned");
        only_record(&journal, &task, outcome).await;
    }
    assert_eq!(claim(&journal).await, None);
    assert_eq!(journal.retry(Retry::Failed).await.expect("the journal works"), 1);
    let task = claim(&journal).await.expect("planned again");
    assert_eq!((task.key.as_str(), task.attempt()), ("A", 2));
    assert_eq!(claim(&journal).await, None);
}

pub(crate) async fn refused_documents_and_single_ones_are_retried_on_request(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A", "B", "C"]).await;
    for outcome in [refused(), failed(), failed()] {
        let task = claim(&journal).await.expect("planned");
        only_record(&journal, &task, outcome).await;
    }
    let retry = async |retry| journal.retry(retry).await.expect("the journal works");
    assert_eq!(retry(Retry::Key("D".to_owned())).await, 0);
    assert_eq!(retry(Retry::Key("C".to_owned())).await, 1);
    assert_eq!(retry(Retry::Key("C".to_owned())).await, 0, "it is planned");
    assert_eq!(claim(&journal).await.expect("planned again").key, "C");
    assert_eq!(claim(&journal).await, None);
    assert_eq!(retry(Retry::Refused).await, 1);
    assert_eq!(claim(&journal).await.expect("planned again").key, "A");
    assert_eq!(claim(&journal).await, None);
}

/// Plans a document whose steps have these bodies.
async fn plan_bodies(journal: &impl Journal, key: &str, mark: &str, bodies: &[&str]) -> Planned {
    let mut document = document(key, bodies);
    document.mark = Some(mark.to_owned());
    document.origin = format!("orders.csv with {mark}");
    let planned = journal.plan(vec![document], Plan::Once).await;
    planned.expect("the journal works").remove(0)
}

pub(crate) async fn a_corrected_document_replaces_the_refused_one(store: &impl Store) {
    let journal = store.open().await;
    plan_bodies(&journal, "A", "one", &["create", "line", "submit"]).await;
    plan_bodies(&journal, "B", "other", &["create"]).await;
    let stale = claim(&journal).await.expect("planned");
    only_record(&journal, &stale, refused()).await;

    let same = plan_bodies(&journal, "A", "two", &["create", "line", "submit"]).await;
    assert!(
        matches!(
            same,
            Planned::AlreadyThere {
                is_same: Some(true),
                ..
            }
        ),
        "{same:?}"
    );
    let taken = plan_bodies(&journal, "A", "other", &["create!"]).await;
    assert_eq!(taken, Planned::MarkInUse { key: "B".to_owned() });
    let open = plan_bodies(&journal, "B", "other", &["create!"]).await;
    assert!(
        matches!(
            open,
            Planned::AlreadyThere {
                is_same: Some(false),
                ..
            }
        ),
        "{open:?}"
    );
    assert_eq!(
        plan_bodies(&journal, "A", "two", &["create!", "submit"]).await,
        Planned::Replaced
    );

    let entry = find(&journal, "A").await.expect("it is there");
    assert_eq!((entry.id, entry.state, entry.message), (1, State::Planned, None));
    assert_eq!(
        (entry.mark.as_deref(), entry.origin.as_str()),
        (Some("two"), "orders.csv with two")
    );
    let task = claim(&journal).await.expect("the corrected document is planned");
    assert_eq!(
        (task.body.as_slice(), task.mark.as_deref()),
        (&b"A: create!"[..], Some("two"))
    );
    let late = journal.record(&stale, created("late"), false).await;
    assert!(
        late.is_err(),
        "the outcome of the refused body is not that of the corrected one"
    );
    let task = record(&journal, &task, created("a1"))
        .await
        .expect("the next step follows");
    assert_eq!(task.body, b"A: submit");
    assert_eq!(record(&journal, &task, created("a2")).await.expect("planned").key, "B");
    assert_eq!(state(&journal, "A").await, (State::Created, "submit".to_owned()));
}

pub(crate) async fn a_correction_keeps_the_steps_that_were_carried_out(store: &impl Store) {
    let journal = store.open().await;
    plan_bodies(&journal, "A", "one", &["create", "line 1", "line 2"]).await;
    let task = claim(&journal).await.expect("planned");
    let task = record(&journal, &task, created("a1"))
        .await
        .expect("the next step follows");
    only_record(&journal, &task, failed()).await;

    for changed in [&["create!", "line 1", "line 2"][..], &[]] {
        let planned = plan_bodies(&journal, "A", "one", changed).await;
        assert!(
            matches!(
                planned,
                Planned::AlreadyThere {
                    is_same: Some(false),
                    ..
                }
            ),
            "{planned:?}"
        );
    }
    let corrected = ["create", "line 1!", "line 2", "line 3"];
    assert_eq!(plan_bodies(&journal, "A", "two", &corrected).await, Planned::Replaced);
    let entry = find(&journal, "A").await.expect("it is there");
    assert_eq!(entry.mark.as_deref(), Some("one"), "the service has this one");
    let mut sent = Vec::new();
    let mut task = claim(&journal).await;
    while let Some(open) = task {
        sent.push((open.name.clone(), open.attempt()));
        assert_eq!(open.ids[0].as_deref(), Some("a1"));
        task = record(&journal, &open, created("2")).await;
    }
    let expected = [("line 1!", 2), ("line 2", 1), ("line 3", 1)];
    assert_eq!(sent, expected.map(|(name, attempt)| (name.to_owned(), attempt)));
}

pub(crate) async fn a_correction_without_the_refused_step_is_done(store: &impl Store) {
    let journal = store.open().await;
    plan_bodies(&journal, "A", "one", &["create", "line 1"]).await;
    let task = claim(&journal).await.expect("planned");
    let task = record(&journal, &task, created("a1"))
        .await
        .expect("the next step follows");
    only_record(&journal, &task, refused()).await;
    assert_eq!(plan_bodies(&journal, "A", "one", &["create"]).await, Planned::Replaced);
    assert_eq!(state(&journal, "A").await, (State::Created, "create".to_owned()));
    assert_eq!(claim(&journal).await, None);
}

/// The newest document with a key.
pub(crate) async fn find(journal: &impl Journal, key: &str) -> Option<Entry> {
    let found = journal.find(vec![key.to_owned()]).await;
    found.expect("the journal works").remove(0)
}

pub(crate) async fn the_newest_document_of_each_key_is_found_with_its_steps(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A", "B"]).await;
    for outcome in [created("a1"), failed(), failed()] {
        let task = claim(&journal).await.expect("planned");
        only_record(&journal, &task, outcome).await;
    }
    let again = Document {
        mark: None,
        ..document("B", &["create"])
    };
    assert_eq!(
        journal.plan(vec![again], Plan::Again).await.expect("planned"),
        [Planned::Added]
    );

    let keys = ["B", "none", "A"].map(str::to_owned);
    let found = journal.find(keys.to_vec()).await.expect("the journal works");
    let [Some(newer), None, Some(entry)] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!((newer.id, newer.state, newer.attempts), (3, State::Planned, 0));
    assert_eq!((entry.id, entry.state, entry.attempts), (1, State::Failed, 1));
    assert_eq!((entry.step.as_str(), entry.message.as_deref()), ("submit", Some("503")));

    let steps = journal.steps(entry.id).await.expect("the journal works");
    let [create, submit] = &steps[..] else {
        panic!("{steps:?}")
    };
    assert_eq!(
        (create.name.as_str(), create.state, create.attempts),
        ("create", State::Created, 1)
    );
    assert_eq!(
        (create.remote_id.as_deref(), create.number.as_deref()),
        (Some("a1"), Some("PR-a1"))
    );
    assert_eq!(
        (submit.name.as_str(), submit.state, submit.message.as_deref()),
        ("submit", State::Failed, Some("503"))
    );
    assert!(journal.steps(99).await.expect("the journal works").is_empty());
}

async fn import(journal: &impl Journal, key: &str) -> i64 {
    let entry = find(journal, key).await.expect("it is there");
    entry.import.expect("the import is known").id
}

pub(crate) async fn entries_name_the_import_that_planned_them(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A"]).await;
    let task = claim(&journal).await.expect("planned");
    only_record(&journal, &task, refused()).await;
    let journal = store.reopen(journal).await;
    // An import that plans nothing has no number.
    let journal = store.reopen(journal).await;
    plan(&journal, &["B"]).await;
    plan(&journal, &["C"]).await;
    assert_eq!(import(&journal, "A").await, 1);
    assert_eq!((import(&journal, "B").await, import(&journal, "C").await), (2, 2));
    assert_eq!(plan_bodies(&journal, "A", "one", &["create!"]).await, Planned::Replaced);
    assert_eq!(import(&journal, "A").await, 2);
}

pub(crate) async fn retry_leaves_a_document_that_was_planned_again(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A"]).await;
    let task = claim(&journal).await.expect("planned");
    record(&journal, &task, failed()).await;
    let mut again = document("A", &["create"]);
    again.mark = None;
    let planned = journal.plan(vec![again], Plan::Again).await;
    assert_eq!(planned.expect("planned"), [Planned::Added]);
    assert_eq!(journal.retry(Retry::Failed).await.expect("the journal works"), 0);
    assert!(claim(&journal).await.is_some());
    assert_eq!(claim(&journal).await, None, "the same order would be sent twice");
}

pub(crate) async fn an_accepted_step_is_confirmed_and_never_sent_again(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A"]).await;
    let task = claim(&journal).await.expect("planned");
    let accepted = || Outcome::Accepted {
        id: Some("a1".to_owned()),
    };
    assert_eq!(record(&journal, &task, accepted()).await, None);
    assert_eq!(claim(&journal).await, None, "not in the same run");
    journal.begin().await.expect("the journal works");
    let confirm = claim(&journal).await.expect("the next run asks");
    assert_eq!(
        (&confirm.accepted, confirm.attempt()),
        (&Some(Some("a1".to_owned())), 1)
    );
    assert_eq!(record(&journal, &confirm, accepted()).await, None);
    let journal = store.reopen(journal).await;
    let confirm = claim(&journal).await.expect("the next program asks again");
    let outcome = Outcome::Created { id: None, number: None };
    let next = record(&journal, &confirm, outcome)
        .await
        .expect("the next step follows");
    assert_eq!(next.ids, [Some("a1".to_owned())], "the id of the acceptance stays");
}

pub(crate) async fn what_was_being_sent_is_uncertain_after_a_crash(store: &impl Store) {
    let journal = store.open().await;
    plan(&journal, &["A", "B"]).await;
    claim(&journal).await.expect("planned");
    let journal = store.reopen(journal).await;
    assert_eq!(state(&journal, "A").await, (State::Uncertain, "create".to_owned()));
    assert_eq!(claim(&journal).await.expect("planned").key, "B");
}

/// Makes a test of each rule, for a store that a function creates; `None` leaves the test out.
macro_rules! test_rules {
    ($store:path) => {
        crate::journal::rules::test_rules!($store;
            steps_are_sent_in_order_with_the_ids_before_them
            the_next_document_is_taken_with_the_outcome_of_the_one_before
            the_same_key_is_not_planned_twice
            two_documents_cannot_have_the_same_mark
            an_uncertain_step_is_sent_only_after_somebody_looked
            what_cannot_be_resolved_is_said
            failed_steps_are_planned_again_on_request_and_refused_ones_are_not
            refused_documents_and_single_ones_are_retried_on_request
            a_corrected_document_replaces_the_refused_one
            a_correction_keeps_the_steps_that_were_carried_out
            a_correction_without_the_refused_step_is_done
            the_newest_document_of_each_key_is_found_with_its_steps
            entries_name_the_import_that_planned_them
            retry_leaves_a_document_that_was_planned_again
            an_accepted_step_is_confirmed_and_never_sent_again
            what_was_being_sent_is_uncertain_after_a_crash
        );
    };
    ($store:path; $($rule:ident)*) => {
        $(
            #[tokio::test]
            async fn $rule() {
                if let Some(store) = $store(stringify!($rule)).await {
                    crate::journal::rules::$rule(&store).await;
                }
            }
        )*
    };
}
pub(crate) use test_rules;

//! The workers.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use crate::support::{document, folder};
use concur_import::{Journal, Outcome, Plan, Retry, Run, SqliteJournal, State, Stop, Target, Task};

/// A service that is down. After some failures in a row, there is no point in going on.
struct Down {
    failures: AtomicU64,
    stop: Stop,
}

const WORKERS: u64 = 4;
const ENOUGH: u64 = 10;

impl Target for Down {
    async fn send(&self, _: &Task) -> Outcome {
        if self.failures.fetch_add(1, SeqCst) + 1 >= ENOUGH {
            self.stop.request();
        }
        let message = "503".to_owned();
        Outcome::Failed { message }
    }

    async fn confirm(&self, task: &Task) -> Outcome {
        self.send(task).await
    }
}

#[tokio::test]
async fn a_target_stops_a_run_that_would_fail_every_document() {
    let journal = SqliteJournal::open(folder("down").join("journal.db")).expect("the journal is opened");
    let journal = Arc::new(journal);
    let documents = (0..100)
        .map(|number| document(&number.to_string(), &["create"]))
        .collect();
    journal.plan(documents, Plan::Once).await.expect("planned");
    let stop = Stop::default();
    let target = Down {
        failures: AtomicU64::new(0),
        stop: stop.clone(),
    };
    let run = Run::new(Arc::clone(&journal), Arc::new(target))
        .stopped_by(stop.clone())
        .workers(NonZeroUsize::new(WORKERS.try_into().expect("a small number")).expect("not zero"));
    run.run(|_| ()).await.expect("the run succeeds");
    assert!(stop.is_requested() && run.stop().is_requested());
    let tally = journal.tally().await.expect("the journal works");
    let failed = tally.of(State::Failed);
    assert!((ENOUGH..ENOUGH + WORKERS).contains(&failed), "{tally:?}");
    assert_eq!(
        tally.of(State::Planned),
        100 - failed,
        "the others are sent another time"
    );
    assert_eq!(journal.retry(Retry::Failed).await.expect("the journal works"), failed);
}

/// A service whose calls wait until the run is stopped.
struct Busy(Stop);

impl Target for Busy {
    async fn send(&self, task: &Task) -> Outcome {
        if task.key == "0" {
            self.0.request();
        }
        self.0.requested().await;
        Outcome::NotSent
    }

    async fn confirm(&self, task: &Task) -> Outcome {
        self.send(task).await
    }
}

#[tokio::test]
async fn steps_that_wait_when_a_run_is_stopped_stay_planned() {
    let journal = SqliteJournal::open(folder("busy").join("journal.db")).expect("the journal is opened");
    let journal = Arc::new(journal);
    let documents = ["1", "2", "0", "3"].map(|key| document(key, &["create"]));
    journal.plan(documents.to_vec(), Plan::Once).await.expect("planned");
    let stop = Stop::default();
    let run = Run::new(Arc::clone(&journal), Arc::new(Busy(stop.clone())))
        .stopped_by(stop)
        .workers(NonZeroUsize::new(3).expect("not zero"));
    run.run(|_| ()).await.expect("the run succeeds");
    for entry in journal.list(None, 0, 10).await.expect("the journal works") {
        assert_eq!((entry.state, entry.attempts), (State::Planned, 0), "{}", entry.key);
    }
    let next = journal
        .claim()
        .await
        .expect("the journal works")
        .expect("a step is planned");
    assert_eq!((next.key.as_str(), next.attempt()), ("1", 1));
}

//! A journal in PostgreSQL.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use concur_import::postgres::RateLimit;
use concur_import::{
    Journal, JournalError, Outcome, Plan, PostgresJournal, PostgresOptions, Resolution, Resolved, Run, State, Target,
    Task,
};
use concur_postgres::Database;

use super::rules::{claim, created, failed, only_record, plan, refused, state, test_rules};
use crate::server::{database, lose_workers, on_server, options};
use crate::support::document;

async fn open(database: &Database) -> PostgresJournal {
    open_as(database, options()).await
}

/// Opens a journal as another machine does, with a connection of its own.
async fn open_as(database: &Database, options: PostgresOptions) -> PostgresJournal {
    let journal = PostgresJournal::open(database.separate(), options).await;
    journal.expect("the journal is opened")
}

test_rules!(on_server);

#[tokio::test]
async fn each_document_is_taken_by_one_worker() {
    let Some(database) = database("each_document_is_taken_by_one_worker").await else {
        return;
    };
    let (one, other) = (open(&database).await, open(&database).await);
    plan(&one, &["A", "B", "C"]).await;
    let mut keys = BTreeSet::new();
    for journal in [&one, &other, &one] {
        assert!(keys.insert(claim(journal).await.expect("planned").key));
    }
    assert_eq!((claim(&one).await, claim(&other).await), (None, None));
}

#[tokio::test]
async fn only_what_a_lost_worker_was_sending_is_uncertain() {
    let Some(database) = database("only_what_a_lost_worker_was_sending_is_uncertain").await else {
        return;
    };
    let (one, other) = (open(&database).await, open(&database).await);
    plan(&one, &["A", "B", "C"]).await;
    let accepted = Outcome::Accepted {
        id: Some("a1".to_owned()),
    };
    let task = claim(&one).await.expect("planned");
    only_record(&one, &task, accepted).await;
    one.begin().await.expect("the journal works");
    let (sent, asked) = (
        claim(&one).await.expect("planned"),
        claim(&other).await.expect("planned"),
    );
    assert_eq!((sent.key.as_str(), asked.key.as_str()), ("B", "C"));
    let asked = claim(&one).await.expect("accepted");
    assert!(asked.accepted.is_some());

    lose_workers(&database).await;
    assert_eq!(other.sweep().await.expect("the journal works"), 3);
    let states = ["A", "B", "C"].map(|key| async { state(&other, key).await.0 });
    let [a, b, c] = states;
    assert_eq!(
        (a.await, b.await, c.await),
        (State::Accepted, State::Uncertain, State::Uncertain)
    );
    let entries = other
        .list(Some(State::Uncertain), 0, 10)
        .await
        .expect("the journal works");
    let message = entries[0].message.clone().expect("the reason");
    assert!(message.contains("was lost before the response came"), "{message}");
    assert_eq!(claim(&other).await.expect("somebody else asks").key, "A");
}

#[tokio::test]
async fn late_outcome_counts_unless_somebody_has_decided() {
    let Some(database) = database("late_outcome_counts_unless_somebody_has_decided").await else {
        return;
    };
    let (late, other) = (open(&database).await, open(&database).await);
    plan(&late, &["A", "B", "C"]).await;
    let mut tasks = Vec::new();
    for _ in 0..3 {
        tasks.push(claim(&late).await.expect("planned"));
    }
    lose_workers(&database).await;
    other.sweep().await.expect("the journal works");
    let created_by_hand = Resolution::Created { id: None, number: None };
    for (key, resolution) in [("B", Resolution::NotCreated), ("C", created_by_hand)] {
        let resolved = other.resolve(key, resolution).await;
        assert_eq!(resolved.expect("the journal works"), Resolved::Recorded);
    }
    let again = claim(&other).await.expect("B is sent again");
    assert_eq!((again.key.as_str(), again.attempt()), ("B", 2));

    only_record(&late, &tasks[0], created("a1")).await;
    assert_eq!(state(&other, "A").await, (State::Planned, "submit".to_owned()));
    let error = late
        .record(&tasks[1], created("b1"), false)
        .await
        .expect_err("it is sent again");
    assert!(
        matches!(&error, JournalError::Superseded { key, outcome, .. } if key == "B" && *outcome == created("b1")),
        "{error:?}"
    );
    assert_eq!(state(&other, "B").await.0, State::Sending);
    // Both say the same.
    only_record(&late, &tasks[2], created("c1")).await;
    only_record(&other, &again, created("b2")).await;
}

#[tokio::test]
async fn worker_that_lost_its_lease_sends_nothing_more_with_it() {
    let Some(database) = database("worker_that_lost_its_lease_sends_nothing_more_with_it").await else {
        return;
    };
    let journal = open_as(&database, options().lease(Duration::from_millis(900))).await;
    plan(&journal, &["A", "B"]).await;
    let task = claim(&journal).await.expect("planned");
    assert!(task.lease.is_held());
    lose_workers(&database).await;
    tokio::time::timeout(Duration::from_secs(3), task.lease.lost())
        .await
        .expect("the next sign of life fails");
    assert!(!task.lease.is_held());
    open(&database).await.sweep().await.expect("the journal works");
    // It was not sent, so it is planned again, and the program goes on as another worker.
    let next = journal
        .record(&task, Outcome::NotSent, true)
        .await
        .expect("it is recorded");
    let next = next.expect("it is planned again");
    assert_eq!((next.key.as_str(), next.attempt()), ("A", 1));
    assert!(next.lease.is_held() && !task.lease.is_held());
    assert_eq!(journal.workers().await.expect("the journal works").len(), 2);
}

#[tokio::test]
async fn living_worker_keeps_its_lease() {
    let Some(database) = database("living_worker_keeps_its_lease").await else {
        return;
    };
    let lease = Duration::from_millis(900);
    let (journal, other) = (
        open_as(&database, options().lease(lease).name("pod-1")).await,
        open(&database).await,
    );
    plan(&journal, &["A"]).await;
    let task = claim(&journal).await.expect("planned");
    for _ in 0..8 {
        tokio::time::sleep(lease / 4).await;
        assert!(task.lease.is_held());
        assert_eq!(other.sweep().await.expect("the journal works"), 0);
    }
    let workers = other.workers().await.expect("the journal works");
    assert_eq!((workers[0].name.as_str(), workers[0].documents), ("pod-1", 1));
    assert!(workers[0].lease.is_some_and(|left| left <= lease), "{workers:?}");
    only_record(&journal, &task, created("a1")).await;
    journal.close().await.expect("the journal works");
    let workers = other.workers().await.expect("the journal works");
    assert_eq!((workers[0].lease, workers[0].steps), (None, 1));
}

/// Asks for the same twice, as after a lost answer.
#[tokio::test]
async fn repeated_statement_takes_and_records_once() {
    let Some(database) = database("repeated_statement_takes_and_records_once").await else {
        return;
    };
    let journal = open(&database).await;
    plan(&journal, &["A", "B", "C"]).await;
    let session = database.session().await.expect("a connection");
    let worker: i64 = {
        journal.begin().await.expect("the journal works");
        session
            .query_one("SELECT id FROM concur_worker", &[])
            .await
            .expect("a worker")
            .get(0)
    };
    let claim = "SELECT document, token FROM concur_claim($1, 7, now())";
    let record = "SELECT verdict, document, position FROM concur_record(
        $1, 8, now(), $2, 0, $3, false, 'created', 'a1', NULL, NULL, 0, 0, true)";
    let (mut taken, mut next) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..2 {
        let row = session.query_one(claim, &[&worker]).await.expect("a task");
        taken.insert((row.get::<_, i64>(0), row.get::<_, i64>(1)));
    }
    let (document, token) = *taken.first().expect("a task");
    for _ in 0..2 {
        let row = session
            .query_one(record, &[&worker, &document, &token])
            .await
            .expect("a task");
        next.insert((row.get::<_, String>(0), row.get::<_, i64>(1), row.get::<_, i32>(2)));
    }
    assert_eq!(taken.len(), 1);
    assert_eq!(next, BTreeSet::from([("task".to_owned(), document, 1)]));
    let tally = journal.tally().await.expect("the journal works");
    assert_eq!((tally.of(State::Sending), tally.of(State::Planned)), (1, 2));
}

/// A service that counts what reaches it.
#[derive(Default)]
struct Service {
    sent: Mutex<Vec<String>>,
    count: AtomicU32,
    /// The connections that were cut.
    cuts: AtomicU32,
    /// The calls that a cut may have; later ones wait for the next, so that a fast machine sees as many. 0: none waits.
    calls_per_cut: u32,
}

impl Target for Service {
    async fn send(&self, task: &Task) -> Outcome {
        let count = self.count.fetch_add(1, SeqCst);
        self.sent
            .lock()
            .expect("no panic")
            .push(format!("{}/{}", task.key, task.name));
        tokio::time::sleep(Duration::from_millis(u64::from(count % 3))).await;
        while count.checked_div(self.calls_per_cut) > Some(self.cuts.load(SeqCst)) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        match count % 29 {
            7 => refused(),
            11 => failed(),
            _ => created("id"),
        }
    }

    async fn confirm(&self, _: &Task) -> Outcome {
        unreachable!("no step is accepted")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_connections_make_nothing_uncertain() {
    let Some(database) = database("cut_connections_make_nothing_uncertain").await else {
        return;
    };
    let documents: Vec<_> = (0..400)
        .map(|number| document(&format!("D{number:03}"), &["create", "submit"]))
        .collect();
    let over = AtomicBool::new(false);
    let service = Arc::new(Service {
        calls_per_cut: 50,
        ..Service::default()
    });
    let run = async {
        let mut runs = Vec::new();
        for _ in 0..3 {
            let journal = Arc::new(open(&database).await);
            let documents = documents.clone();
            let service = Arc::clone(&service);
            runs.push(tokio::spawn(async move {
                journal
                    .plan(documents, Plan::Once)
                    .await
                    .expect("the documents are planned");
                let run = Run::new(journal, service).workers(NonZeroUsize::new(4).expect("not zero"));
                run.run(|_| ()).await.expect("the run succeeds");
            }));
        }
        for run in runs {
            run.await.expect("no panic");
        }
        over.store(true, SeqCst);
    };
    let cuts = async {
        let admin = database.separate();
        while !over.load(SeqCst) {
            tokio::time::sleep(Duration::from_millis(fastrand::u64(20..120))).await;
            let session = admin.session().await.expect("a connection");
            let cut = session
                .query_one(
                    "SELECT count(pg_terminate_backend(pid)) FROM (
                         SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                         ORDER BY random() LIMIT 1) AS unlucky",
                    &[],
                )
                .await;
            service
                .cuts
                .fetch_add(cut.map_or(0, |row| row.get::<_, i64>(0) as u32), SeqCst);
        }
    };
    tokio::join!(run, cuts);
    let sent = service.sent.lock().expect("no panic").clone();
    let unique: BTreeSet<&String> = sent.iter().collect();
    assert_eq!(unique.len(), sent.len(), "a step was sent twice");
    let tally = open(&database).await.tally().await.expect("the journal works");
    eprintln!("{} cuts, {} steps: {tally:?}", service.cuts.load(SeqCst), sent.len());
    assert_eq!(tally.total(), 400);
    assert_eq!(
        tally.of(State::Uncertain) + tally.of(State::Sending) + tally.of(State::Planned),
        0,
        "{tally:?}"
    );
    assert!(service.cuts.load(SeqCst) > 5);
}

#[tokio::test]
async fn requests_of_all_workers_share_one_rate() {
    let Some(database) = database("requests_of_all_workers_share_one_rate").await else {
        return;
    };
    let (one, other) = (open(&database).await, open(&database).await);
    let limit = RateLimit {
        requests: 50,
        period: Duration::from_secs(1),
    };
    one.set_rate(Some(limit)).await.expect("the journal works");
    assert_eq!(other.rate().await.expect("the journal works"), Some(limit));
    let rates = [Arc::new(one.shared_rate()), Arc::new(other.shared_rate())];
    let began = Instant::now();
    let turns = (0..40).map(|number| {
        let rate = Arc::clone(&rates[number % 2]);
        tokio::spawn(async move { rate.turn().await.expect("the database works") })
    });
    for turn in turns.collect::<Vec<_>>() {
        turn.await.expect("no panic");
    }
    // 40 requests are 39 spaces of 20 ms.
    assert!(began.elapsed() >= Duration::from_millis(760), "{:?}", began.elapsed());
    rates[0]
        .pause(Duration::from_millis(300))
        .await
        .expect("the database works");
    let began = Instant::now();
    rates[1].turn().await.expect("the database works");
    assert!(began.elapsed() >= Duration::from_millis(250), "{:?}", began.elapsed());
}

#[tokio::test]
async fn without_a_limit_it_is_always_your_turn() {
    let Some(database) = database("without_a_limit_it_is_always_your_turn").await else {
        return;
    };
    let rate = open(&database).await.shared_rate();
    let began = Instant::now();
    for _ in 0..1000 {
        rate.turn().await.expect("the database works");
    }
    assert!(began.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn reader_creates_no_tables() {
    let Some(database) = database("reader_creates_no_tables").await else {
        return;
    };
    let read = || PostgresJournal::open_to_read(database.separate(), options());
    assert!(read().await.expect("the database works").is_none());
    open(&database).await;
    assert!(read().await.expect("the database works").is_some());
}

#[tokio::test]
async fn program_without_the_database_ends_with_its_patience() {
    let database = Database::new("postgres://concur@%2Fno%2Fsuch%2Ffolder/concur").expect("the URL is valid");
    let options = options().patience(Duration::from_millis(200));
    let error = PostgresJournal::open(database, options)
        .await
        .expect_err("there is no server");
    assert!(
        error.to_string().contains("no connection to the database `concur`"),
        "{error}"
    );
}

/// The statistics are those of a time at which all documents were planned.
#[tokio::test]
async fn taking_a_document_reads_no_created_ones() {
    let Some(database) = database("taking_a_document_reads_no_created_ones").await else {
        return;
    };
    let journal = open(&database).await;
    let documents = (0..2000)
        .map(|number| document(&format!("D{number:04}"), &["create"]))
        .collect();
    journal
        .plan(documents, Plan::Once)
        .await
        .expect("the documents are planned");
    journal.begin().await.expect("the journal works");
    let session = database.session().await.expect("a connection");
    session
        .batch(
            "ANALYZE; UPDATE concur_step SET state = 'created' WHERE document <= 1990;
             UPDATE concur_document SET state = 'created' WHERE id <= 1990",
        )
        .await
        .expect("they are created");
    // What a session has counted before may still be in its counts.
    let session = database.separate().session().await.expect("a connection");
    session
        .batch("BEGIN; SELECT concur_claim(id, 7, now()) FROM concur_worker")
        .await
        .expect("a document is taken");
    let read = session
        .query_one(
            "SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'concur_document'",
            &[],
        )
        .await;
    let read: i64 = read.expect("a row").get(0);
    assert!(read < 100, "{read} documents were read");
}

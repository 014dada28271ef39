//! A journal in PostgreSQL, which any number of machines share.
//!
//! Workers on all machines take documents from it. Each worker has a lease, in the clock of the server, which it extends
//! every few seconds. When a worker is lost, its lease runs out, and what it was sending becomes
//! [uncertain](State::Uncertain); nothing else of it is lost. A worker that finds that it has lost its lease sends nothing
//! more with it, see [`Lease`](crate::Lease). A late outcome still counts, unless somebody has decided on the document.
//!
//! Every change is one statement that commits by itself. A statement whose answer was lost is repeated on a new
//! connection, and finds out what became of the first one, so neither cut connections nor a restart of the server make a
//! document uncertain.
//!
//! The tables begin with `concur_` and have comments; operators may read them with any tool.

mod change;
mod error;
mod fleet;
mod planning;
mod purging;
mod rate;
mod reading;
mod schema;
mod sending;
mod worker;

use std::sync::Arc;
use std::time::Duration;

use concur_postgres::Database;
use tokio::sync::Mutex;

use crate::document::{Document, State};
use crate::journal::{Entry, Journal, JournalError, Plan, Planned, Resolution, Resolved, Retry, StepEntry, Tally};
use crate::target::{Outcome, Task};
use error::failed;
pub use fleet::{RateLimit, WorkerEntry};
pub use rate::SharedRate;
use sending::{Answer, Outgoing};
use worker::Worker;

/// How a journal in PostgreSQL is used.
#[derive(Clone, Debug)]
#[must_use]
pub struct PostgresOptions {
    name: String,
    lease: Duration,
    patience: Duration,
    pauses: (Duration, Duration),
}

impl Default for PostgresOptions {
    /// A lease of 30 seconds, 10 minutes of patience, and pauses between 0.5 and 15 seconds.
    fn default() -> Self {
        Self {
            name: format!("process {}", std::process::id()),
            lease: Duration::from_secs(30),
            patience: Duration::from_secs(600),
            pauses: (Duration::from_millis(500), Duration::from_secs(15)),
        }
    }
}

impl PostgresOptions {
    /// Sets the name of the worker, which operators see: its host and process.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets how long after its last sign of life a worker is taken for lost. It gives one three times as often.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Sets how long a database is waited for that cannot be reached.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Sets the first and the longest pause between two questions about a document that the service has accepted.
    pub fn ask_between(mut self, first: Duration, longest: Duration) -> Self {
        self.pauses = (first, longest);
        self
    }
}

/// A [`Journal`] in PostgreSQL.
///
/// ```no_run
/// use concur_import::postgres::{PostgresJournal, PostgresOptions};
/// use concur_postgres::Database;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let database = Database::new("postgres://importer@db.example.com/concur")?;
/// let journal = PostgresJournal::open(database, PostgresOptions::default().name("pod-3")).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct PostgresJournal {
    database: Database,
    options: PostgresOptions,
    worker: Mutex<Option<Arc<Worker>>>,
    /// The import of this program. Opening a journal without planning anything is none.
    import: Mutex<Option<i64>>,
}

impl PostgresJournal {
    /// Opens a journal, and creates or upgrades its tables. Takes over from workers that are lost.
    ///
    /// # Errors
    ///
    /// Returns an error if the tables are of a newer version, or if the database cannot be reached or used.
    pub async fn open(database: Database, options: PostgresOptions) -> Result<Self, JournalError> {
        let prepared = |_| database.prepare(schema::JOURNAL);
        database.persist(options.patience, prepared).await.map_err(failed)?;
        let journal = Self {
            database,
            options,
            worker: Mutex::default(),
            import: Mutex::default(),
        };
        journal.sweep().await?;
        Ok(journal)
    }

    /// Opens a journal to read it. Returns `None` if the database has none.
    ///
    /// # Errors
    ///
    /// Returns an error if the tables are of another version, or if the database cannot be reached or read.
    pub async fn open_to_read(database: Database, options: PostgresOptions) -> Result<Option<Self>, JournalError> {
        match database.check(schema::JOURNAL).await.map_err(failed)? {
            true => Ok(Some(Self {
                database,
                options,
                worker: Mutex::default(),
                import: Mutex::default(),
            })),
            false => Ok(None),
        }
    }

    /// Ends the worker in order, so that `status` does not show it as lost. Steps that are being sent become uncertain.
    ///
    /// # Errors
    ///
    /// Returns an error if the database cannot be reached. The lease runs out by itself then.
    pub async fn close(&self) -> Result<(), JournalError> {
        match self.worker.lock().await.take() {
            Some(worker) => worker.end(&self.database).await.map_err(failed),
            None => Ok(()),
        }
    }

    /// Takes over from workers whose lease has run out. Returns the number of documents. Every worker does so from time
    /// to time.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn sweep(&self) -> Result<i64, JournalError> {
        let swept = self.database.persist(self.options.patience, worker::sweep).await;
        swept.map_err(failed)
    }

    /// Returns the programs that send documents, or did within the last week.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn workers(&self) -> Result<Vec<WorkerEntry>, JournalError> {
        let workers = self.database.persist(self.options.patience, fleet::workers).await;
        workers.map_err(failed)
    }

    /// Returns the limit of requests of all workers together, if there is one.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn rate(&self) -> Result<Option<RateLimit>, JournalError> {
        let rate = self.database.persist(self.options.patience, fleet::rate).await;
        rate.map_err(failed)
    }

    /// Sets the limit of requests of all workers together, or removes it. It holds for those that run already, too.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn set_rate(&self, rate: Option<RateLimit>) -> Result<(), JournalError> {
        let set = |session| fleet::set_rate(session, rate);
        self.database.persist(self.options.patience, set).await.map_err(failed)
    }

    /// Returns what makes the requests of this program wait for their turn among those of all workers.
    #[must_use]
    pub fn shared_rate(&self) -> SharedRate {
        SharedRate::new(self.database.separate(), self.options.patience)
    }

    /// The worker of this program, which begins here if it has not or if it has lost its lease.
    async fn worker(&self) -> Result<Arc<Worker>, JournalError> {
        let mut worker = self.worker.lock().await;
        match &*worker {
            Some(worker) if worker.lease().is_held() => Ok(Arc::clone(worker)),
            _ => {
                let begun = Worker::begin(&self.database, &self.options).await.map_err(failed)?;
                Ok(Arc::clone(worker.insert(Arc::new(begun))))
            }
        }
    }

    async fn claim_as(&self, worker: &Worker) -> Result<Answer, JournalError> {
        let (call, round) = (sending::new_call(), worker.round());
        let claim = |session| sending::claim(session, worker.id(), call, round);
        self.database
            .persist(self.options.patience, claim)
            .await
            .map_err(failed)
    }
}

impl Journal for PostgresJournal {
    async fn plan(&self, documents: Vec<Document>, plan: Plan) -> Result<Vec<Planned>, JournalError> {
        let mut import = self.import.lock().await;
        let import = match *import {
            Some(import) => import,
            None => {
                let started = self
                    .database
                    .persist(self.options.patience, planning::start_import)
                    .await;
                *import.insert(started.map_err(failed)?)
            }
        };
        planning::plan(&self.database, self.options.patience, import, &documents, plan).await
    }

    async fn begin(&self) -> Result<(), JournalError> {
        let worker = self.worker().await?;
        let now = self.database.persist(self.options.patience, worker::now).await;
        worker.begin_round(now.map_err(failed)?);
        Ok(())
    }

    async fn claim(&self) -> Result<Option<Task>, JournalError> {
        loop {
            let worker = self.worker().await?;
            match self.claim_as(&worker).await? {
                Answer::Task(task) => return Ok(Some(worker.lend(*task))),
                Answer::Nothing | Answer::Superseded => return Ok(None),
                Answer::LeaseLost => worker.lose(),
            }
        }
    }

    async fn record(&self, task: &Task, outcome: Outcome, go_on: bool) -> Result<Option<Task>, JournalError> {
        let worker = self.worker().await?;
        let outgoing = Outgoing {
            worker: worker.id(),
            call: sending::new_call(),
            round: worker.round(),
            pauses: self.options.pauses,
            go_on,
        };
        let record = |session| sending::record(session, outgoing, task, &outcome);
        let answer = self.database.persist(self.options.patience, record).await;
        worker.count_step();
        match answer.map_err(failed)? {
            Answer::Task(task) => Ok(Some(worker.lend(*task))),
            Answer::Nothing => Ok(None),
            Answer::Superseded => Err(JournalError::Superseded {
                key: task.key.clone(),
                step: task.name.clone(),
                outcome,
            }),
            Answer::LeaseLost => {
                worker.lose();
                self.claim().await
            }
        }
    }

    async fn retry(&self, retry: Retry) -> Result<u64, JournalError> {
        let retried = change::retry(&self.database, self.options.patience, &retry).await;
        retried.map_err(failed)
    }

    async fn resolve(&self, key: &str, resolution: Resolution) -> Result<Resolved, JournalError> {
        let resolved = change::resolve(&self.database, self.options.patience, key, &resolution).await;
        resolved.map_err(failed)
    }

    async fn purge(&self, older_than: Duration) -> Result<u64, JournalError> {
        let purged = purging::purge(&self.database, self.options.patience, older_than).await;
        purged.map_err(failed)
    }

    async fn tally(&self) -> Result<Tally, JournalError> {
        let tally = self.database.persist(self.options.patience, reading::tally).await;
        tally.map_err(failed)
    }

    async fn list(&self, state: Option<State>, after: i64, limit: usize) -> Result<Vec<Entry>, JournalError> {
        let list = |session| reading::list(session, state, after, limit);
        self.database.persist(self.options.patience, list).await.map_err(failed)
    }

    async fn find(&self, keys: Vec<String>) -> Result<Vec<Option<Entry>>, JournalError> {
        let find = |session| reading::find(session, &keys);
        self.database.persist(self.options.patience, find).await.map_err(failed)
    }

    async fn steps(&self, document: i64) -> Result<Vec<StepEntry>, JournalError> {
        let steps = |session| reading::steps(session, document);
        self.database
            .persist(self.options.patience, steps)
            .await
            .map_err(failed)
    }
}

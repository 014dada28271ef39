//! A journal in one SQLite file.
//!
//! The file can be read with any tool for SQLite while an import runs. It has what was sent, so only its owner may read
//! it. Files with the same name and `-wal`, `-shm` and `.lock` at the end belong to it.
//!
//! # Formats
//!
//! Files have a version. [`SqliteJournal::open`] upgrades an older file, after it has copied it to `FILE.v1.bak` beside
//! it, which can be deleted when it is no longer needed: it has what was sent, and
//! [`purge`](crate::Journal::purge) does not reach it. The upgrade is one transaction, so a program that is killed leaves
//! either format, and the next one goes on. [`SqliteJournal::read`] changes nothing and refuses an older file. A newer
//! file is refused by both.

mod backup;
mod columns;
mod error;
mod file;
mod planning;
mod purging;
mod reading;
mod schema;
mod sending;
mod session;
mod writer;

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::document::{Document, State};
use crate::journal::{Entry, Journal, JournalError, Plan, Planned, Resolution, Resolved, Retry, StepEntry, Tally};
use crate::target::{Outcome, Task};
use error::failed;
use writer::{Reply, Request, Writer};

/// A [`Journal`] in a file.
///
/// One thread writes. What several workers ask for at the same time is committed, and synced to the disk, at once.
#[derive(Debug)]
pub struct SqliteJournal {
    requests: Option<std::sync::mpsc::Sender<Request>>,
    writer: Option<JoinHandle<()>>,
    backup: Option<PathBuf>,
}

impl SqliteJournal {
    /// Opens a journal for an import, creates it if it does not exist, and upgrades it if it is of an older version; see
    /// [`backup`](Self::backup). Steps that an interrupted program was sending become uncertain.
    ///
    /// # Errors
    ///
    /// Returns an error if another program is importing with the journal, if other users may read it, if it is of a newer
    /// version, or if it cannot be read and written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, JournalError> {
        let path = path.as_ref();
        let lock = file::lock(path)?;
        let (connection, backup) = schema::open_or_create(path)?;
        sending::interrupt(&connection).map_err(failed)?;
        let (requests, received) = std::sync::mpsc::channel();
        let writer = Writer::new(connection, lock);
        let writer = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || writer.run(&received))
            .map_err(file::failed(path, "opened"))?;
        Ok(Self {
            requests: Some(requests),
            writer: Some(writer),
            backup,
        })
    }

    /// Returns the copy of the file as it was, if it was of an older version and was upgraded when it was opened.
    #[must_use]
    pub fn backup(&self) -> Option<&Path> {
        self.backup.as_deref()
    }

    /// Returns a copy of the numbers and documents in a journal, also while another program imports with it.
    ///
    /// # Errors
    ///
    /// Returns an error if the file does not exist or is not a journal of this version:
    /// [`OlderFormat`](JournalError::OlderFormat) if opening it for an import would upgrade it.
    pub fn read(path: impl AsRef<Path>) -> Result<SqliteReader, JournalError> {
        schema::open_to_read(path.as_ref()).map(SqliteReader)
    }

    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> Request) -> Result<T, JournalError> {
        let (reply, replied) = oneshot::channel();
        let ended = || JournalError::Database {
            message: "its thread has ended".to_owned(),
        };
        let requests = self.requests.as_ref().ok_or_else(ended)?;
        requests.send(request(reply)).map_err(|_| ended())?;
        replied.await.map_err(|_| ended())?
    }
}

impl Drop for SqliteJournal {
    /// Waits until everything is written and the file is whole: a copy of it needs no other file.
    fn drop(&mut self) {
        self.requests.take();
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

impl Journal for SqliteJournal {
    async fn plan(&self, documents: Vec<Document>, plan: Plan) -> Result<Vec<Planned>, JournalError> {
        self.ask(|reply| Request::Plan(documents, plan, reply)).await
    }

    async fn begin(&self) -> Result<(), JournalError> {
        self.ask(Request::Begin).await
    }

    async fn claim(&self) -> Result<Option<Task>, JournalError> {
        self.ask(Request::Claim).await
    }

    async fn record(&self, task: &Task, outcome: Outcome, go_on: bool) -> Result<Option<Task>, JournalError> {
        let task = Box::new(task.clone());
        self.ask(|reply| Request::Record(task, outcome, go_on, reply)).await
    }

    async fn retry(&self, retry: Retry) -> Result<u64, JournalError> {
        self.ask(|reply| Request::Retry(retry, reply)).await
    }

    async fn resolve(&self, key: &str, resolution: Resolution) -> Result<Resolved, JournalError> {
        self.ask(|reply| Request::Resolve(key.to_owned(), resolution, reply))
            .await
    }

    async fn purge(&self, older_than: Duration) -> Result<u64, JournalError> {
        self.ask(|reply| Request::Purge(older_than, reply)).await
    }

    async fn tally(&self) -> Result<Tally, JournalError> {
        self.ask(Request::Tally).await
    }

    async fn list(&self, state: Option<State>, after: i64, limit: usize) -> Result<Vec<Entry>, JournalError> {
        self.ask(|reply| Request::List(state, after, limit, reply)).await
    }

    async fn find(&self, keys: Vec<String>) -> Result<Vec<Option<Entry>>, JournalError> {
        self.ask(|reply| Request::Find(keys, reply)).await
    }

    async fn steps(&self, document: i64) -> Result<Vec<StepEntry>, JournalError> {
        self.ask(|reply| Request::Steps(document, reply)).await
    }
}

/// Reads a journal that another program may be writing.
#[derive(Debug)]
pub struct SqliteReader(Connection);

impl SqliteReader {
    /// Counts the documents by state.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub fn tally(&self) -> Result<Tally, JournalError> {
        reading::tally(&self.0).map_err(failed)
    }

    /// Lists documents; see [`Journal::list`].
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub fn list(&self, state: Option<State>, after: i64, limit: usize) -> Result<Vec<Entry>, JournalError> {
        reading::list(&self.0, state, after, limit).map_err(failed)
    }

    /// Returns the newest document with each of these keys, in order; see [`Journal::find`].
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub fn find(&self, keys: &[String]) -> Result<Vec<Option<Entry>>, JournalError> {
        // One transaction instead of one for each key.
        let transaction = self.0.unchecked_transaction().map_err(failed)?;
        reading::find(&transaction, keys).map_err(failed)
    }

    /// Returns the steps of a document; see [`Journal::steps`].
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub fn steps(&self, document: i64) -> Result<Vec<StepEntry>, JournalError> {
        reading::steps(&self.0, document).map_err(failed)
    }
}

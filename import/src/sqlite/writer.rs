//! The thread that writes: it takes what has gathered, commits it at once, and replies.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::error::failed;
use super::file::Lock;
use super::session::Session;
use super::{planning, purging, reading, sending};
use crate::document::{Document, State};
use crate::journal::{Entry, JournalError, Plan, Planned, Resolution, Resolved, Retry, StepEntry, Tally};
use crate::target::{Outcome, Task};

/// The most requests in one commit, so that the first of them does not wait long.
const MAX_BATCH: usize = 256;

/// Where a result goes.
pub(super) type Reply<T> = oneshot::Sender<Result<T, JournalError>>;

/// What the thread is asked for, and where the reply goes.
pub(super) enum Request {
    Plan(Vec<Document>, Plan, Reply<Vec<Planned>>),
    Begin(Reply<()>),
    Claim(Reply<Option<Task>>),
    Record(Box<Task>, Outcome, bool, Reply<Option<Task>>),
    Retry(Retry, Reply<u64>),
    Resolve(String, Resolution, Reply<Resolved>),
    Purge(Duration, Reply<u64>),
    Tally(Reply<Tally>),
    List(Option<State>, i64, usize, Reply<Vec<Entry>>),
    Find(Vec<String>, Reply<Vec<Option<Entry>>>),
    Steps(i64, Reply<Vec<StepEntry>>),
}

/// Sends a reply when its commit is on the disk, or the error of the commit.
type Pending = Box<dyn FnOnce(Option<&JournalError>)>;

pub(super) struct Writer {
    connection: Connection,
    session: Session,
    /// Dropped last.
    _lock: Lock,
}

impl Writer {
    pub(super) fn new(connection: Connection, lock: Lock) -> Self {
        Self {
            connection,
            session: Session::default(),
            _lock: lock,
        }
    }

    /// Serves requests until the journal is dropped.
    pub(super) fn run(mut self, requests: &Receiver<Request>) {
        while let Ok(first) = requests.recv() {
            let gathered = std::iter::once(first).chain(requests.try_iter()).take(MAX_BATCH);
            let batch: Vec<Request> = gathered.collect();
            self.serve(batch);
        }
        // From now on the file is whole without its log.
        let _ = self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    fn serve(&mut self, batch: Vec<Request>) {
        let before = self.session.clone();
        let mut pending: Vec<Pending> = Vec::with_capacity(batch.len());
        let transaction = match self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
        {
            Ok(transaction) => transaction,
            Err(error) => {
                let error = failed(error);
                batch.into_iter().for_each(|request| request.refuse(&error));
                return;
            }
        };
        // An error of one request fails the others too: nobody may take for recorded what is not.
        let mut result = Ok(());
        for request in batch {
            result = result.and(request.run(&transaction, &mut self.session, &mut pending));
        }
        let error = result.and_then(|()| transaction.commit()).err().map(failed);
        if error.is_some() {
            self.session = before;
        }
        for reply in pending {
            reply(error.as_ref());
        }
    }
}

impl Request {
    /// Does what was asked for, as a part of a transaction.
    fn run(
        self,
        transaction: &Transaction<'_>,
        session: &mut Session,
        pending: &mut Vec<Pending>,
    ) -> rusqlite::Result<()> {
        match self {
            Self::Plan(documents, plan, reply) => {
                let planned = documents
                    .iter()
                    .map(|document| planning::plan(transaction, session, document, plan));
                finish(planned.collect(), reply, pending)
            }
            Self::Begin(reply) => {
                session.begin();
                finish(Ok(()), reply, pending)
            }
            Self::Claim(reply) => finish(sending::claim(transaction, session), reply, pending),
            Self::Record(task, outcome, go_on, reply) => {
                let recorded = sending::record(transaction, session, &task, &outcome, go_on);
                let recorded = recorded.map(|recorded| recorded.ok_or_else(|| not_sent(&task)));
                finish_with(recorded, reply, pending)
            }
            Self::Retry(retry, reply) => finish(sending::retry(transaction, session, &retry), reply, pending),
            Self::Resolve(key, resolution, reply) => {
                let resolved = sending::resolve(transaction, session, &key, &resolution);
                finish(resolved, reply, pending)
            }
            Self::Purge(older_than, reply) => finish(purging::purge(transaction, older_than), reply, pending),
            Self::Tally(reply) => finish(reading::tally(transaction), reply, pending),
            Self::List(state, after, limit, reply) => {
                finish(reading::list(transaction, state, after, limit), reply, pending)
            }
            Self::Find(keys, reply) => finish(reading::find(transaction, &keys), reply, pending),
            Self::Steps(document, reply) => finish(reading::steps(transaction, document), reply, pending),
        }
    }
}

impl Request {
    /// Replies with an error.
    fn refuse(self, error: &JournalError) {
        let error = error.clone();
        // Who asked may be gone.
        match self {
            Self::Plan(.., reply) => drop(reply.send(Err(error))),
            Self::Begin(reply) => drop(reply.send(Err(error))),
            Self::Claim(reply) | Self::Record(.., reply) => drop(reply.send(Err(error))),
            Self::Retry(_, reply) | Self::Purge(_, reply) => drop(reply.send(Err(error))),
            Self::Resolve(.., reply) => drop(reply.send(Err(error))),
            Self::Tally(reply) => drop(reply.send(Err(error))),
            Self::List(.., reply) => drop(reply.send(Err(error))),
            Self::Find(_, reply) => drop(reply.send(Err(error))),
            Self::Steps(_, reply) => drop(reply.send(Err(error))),
        }
    }
}

fn not_sent(task: &Task) -> JournalError {
    let (step, key) = (&task.name, &task.key);
    let message = format!("the step `{step}` of {key} is not being sent, so its outcome cannot be recorded");
    JournalError::Database { message }
}

fn finish<T: 'static>(
    result: rusqlite::Result<T>,
    reply: Reply<T>,
    pending: &mut Vec<Pending>,
) -> rusqlite::Result<()> {
    finish_with(result.map(Ok), reply, pending)
}

/// Keeps a result until it is committed. An error of the database is returned and replied; one of the request is only
/// replied.
fn finish_with<T: 'static>(
    result: rusqlite::Result<Result<T, JournalError>>,
    reply: Reply<T>,
    pending: &mut Vec<Pending>,
) -> rusqlite::Result<()> {
    let (result, failure) = match result {
        Ok(result) => (result, Ok(())),
        Err(error) => {
            let message = error.to_string();
            (Err(JournalError::Database { message }), Err(error))
        }
    };
    pending.push(Box::new(move |error| {
        // Who asked may be gone.
        let _ = reply.send(match error {
            Some(error) => Err(error.clone()),
            None => result,
        });
    }));
    failure
}

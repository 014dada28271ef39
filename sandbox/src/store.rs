//! Saves the state to disk: changes are in a file before they are answered.
//!
//! Changes are sent while the world is locked, so they reach the file in order. A background thread writes them.
//! Changes that are sent during a commit share the next one.

mod changes;
mod disk;
mod file;
mod mark;

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::watch;

pub(crate) use changes::{Change, Changes};
pub(crate) use file::{File, Saved, damaged};

/// The kind of the metadata of the file: its format, the company and the addresses.
pub(crate) const FILE: &str = "file";

/// How long the number of the last commit can be written without being synced.
const SYNC_AFTER: Duration = Duration::from_secs(1);

/// Writes changes to a file in the background.
#[derive(Debug)]
pub(crate) struct Store {
    queue: Mutex<Queue>,
    progress: watch::Sender<Progress>,
}

/// The queue of the background thread.
#[derive(Debug)]
struct Queue {
    /// `None` once the store is closed.
    sender: Option<Sender<Batch>>,
    /// The number of the last batch.
    sent: u64,
    thread: Option<JoinHandle<()>>,
}

/// The changes of one call.
#[derive(Debug)]
pub(crate) struct Batch {
    number: u64,
    changes: Changes,
}

/// The progress of the background thread.
#[derive(Debug, Clone, Default)]
struct Progress {
    /// The number of the last batch on disk.
    saved: u64,
    /// Why no more batches will be saved.
    failure: Option<String>,
}

/// Reports a failure when the thread ends for any reason, so that nobody waits forever.
struct Writer(watch::Sender<Progress>);

impl Store {
    /// Starts the background thread.
    pub(crate) fn start(file: File) -> std::io::Result<Self> {
        let (sender, batches) = channel();
        let progress = watch::Sender::new(Progress::default());
        let writer = Writer(progress.clone());
        let thread = std::thread::Builder::new().name("state".to_owned());
        let thread = thread.spawn(move || writer.run(&file, &batches))?;
        let queue = Queue {
            sender: Some(sender),
            sent: 0,
            thread: Some(thread),
        };
        Ok(Self {
            queue: Mutex::new(queue),
            progress,
        })
    }

    /// Queues changes. Call it while the world is locked, so that the order is that of the changes.
    pub(crate) fn send(&self, changes: Changes) {
        let mut queue = self.queue();
        queue.sent += 1;
        let number = queue.sent;
        // If the thread has ended, it has reported a failure.
        if let Some(sender) = &queue.sender {
            let _ = sender.send(Batch { number, changes });
        }
    }

    /// Waits until everything queued so far is on disk.
    ///
    /// # Errors
    ///
    /// Returns the reason if it cannot be saved.
    pub(crate) async fn saved(&self) -> Result<(), String> {
        let wanted = self.queue().sent;
        let mut progress = self.progress.subscribe();
        let is_settled = |progress: &Progress| progress.saved >= wanted || progress.failure.is_some();
        match progress.wait_for(is_settled).await {
            Ok(progress) if progress.saved >= wanted => Ok(()),
            Ok(progress) => Err(progress.failure.clone().unwrap_or_default()),
            Err(_) => Err(ENDED.to_owned()),
        }
    }

    /// Returns the reason if nothing is saved any more.
    pub(crate) fn failure(&self) -> Option<String> {
        self.progress.borrow().failure.clone()
    }

    /// Stops saving, because changes have been lost.
    pub(crate) fn fail(&self, why: &str) {
        fail(&self.progress, why);
    }

    /// Saves the queued changes and closes the file.
    pub(crate) fn close(&self) {
        let thread = {
            let mut queue = self.queue();
            queue.sender = None;
            queue.thread.take()
        };
        // A panic of the thread has already been reported.
        let _ = thread.map(JoinHandle::join);
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const ENDED: &str = "the sandbox is stopping";

impl Writer {
    fn run(self, file: &File, batches: &Receiver<Batch>) {
        if let Err(why) = self.write(file, batches) {
            fail(&self.0, &why);
        }
    }

    fn write(&self, file: &File, batches: &Receiver<Batch>) -> Result<(), String> {
        while let Ok(first) = batches.recv() {
            let until = Instant::now() + SYNC_AFTER;
            let mut next = Some(first);
            while let Some(batch) = next {
                self.commit(file, batch, batches)?;
                let left = until.saturating_duration_since(Instant::now());
                next = Some(left)
                    .filter(|left| !left.is_zero())
                    .and_then(|left| batches.recv_timeout(left).ok());
            }
            file.sync_mark().map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn commit(&self, file: &File, first: Batch, batches: &Receiver<Batch>) -> Result<(), String> {
        // Everything queued in the meantime shares the commit.
        let group: Vec<Batch> = std::iter::once(first).chain(batches.try_iter()).collect();
        let last = group.last().map_or(0, |batch| batch.number);
        if let Some(why) = self.0.borrow().failure.clone() {
            return Err(why);
        }
        let committed = file.commit(group.iter().map(|batch| &batch.changes));
        committed.map_err(|error| error.to_string())?;
        self.0.send_modify(|progress| progress.saved = last);
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        fail(&self.0, ENDED);
    }
}

/// Reports a failure. Only the first one is kept.
fn fail(progress: &watch::Sender<Progress>, why: &str) {
    progress.send_modify(|progress| {
        progress.failure.get_or_insert_with(|| why.to_owned());
    });
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

/// Opens the state file of a company, and creates it if it does not exist. It is not changed until it is accepted.
///
/// # Errors
///
/// Returns a sentence that explains the problem and how to fix it.
pub(crate) fn open(path: &Path, company: &str) -> Result<(File, Saved), String> {
    let path = path.to_owned();
    let company = company.to_owned();
    // A damaged file can make the database panic. The thread isolates the panic.
    let opened = std::thread::spawn(move || File::open(&path, &company)).join();
    opened.unwrap_or_else(|_| Err(damaged("the database panicked")))
}

#[cfg(test)]
mod tests;

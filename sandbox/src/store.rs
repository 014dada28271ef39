//! The state on disk: what changes in the world is in a file before an answer tells of it.
//!
//! Changes are taken under the lock of the world, so they reach the file in the order in which they were made. A thread
//! of its own writes them; whoever waits while it is busy shares its next commit.

mod changes;
mod disk;
mod file;

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::watch;

pub(crate) use changes::{Change, Changes};
pub(crate) use file::{File, Saved, damaged};

/// What the file knows of itself, beside the records of the world: the company and the addresses.
pub(crate) const FILE: &str = "file";

/// A file that is written to.
#[derive(Debug)]
pub(crate) struct Store {
    line: Mutex<Line>,
    progress: watch::Sender<Progress>,
}

/// What waits to be written.
#[derive(Debug)]
struct Line {
    /// None once it is closed.
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

/// How far the thread has come.
#[derive(Debug, Clone, Default)]
struct Progress {
    /// The number of the last batch that is on disk.
    saved: u64,
    /// Why no more will be.
    failure: Option<String>,
}

/// Sets a failure when the thread ends, however it ends: nobody waits for ever.
struct Writer(watch::Sender<Progress>);

impl Store {
    /// Writes to a file from now on.
    pub(crate) fn start(file: File) -> std::io::Result<Self> {
        let (sender, batches) = channel();
        let progress = watch::Sender::new(Progress::default());
        let writer = Writer(progress.clone());
        let thread = std::thread::Builder::new().name("state".to_owned());
        let thread = thread.spawn(move || writer.run(&file, &batches))?;
        let line = Line {
            sender: Some(sender),
            sent: 0,
            thread: Some(thread),
        };
        Ok(Self {
            line: Mutex::new(line),
            progress,
        })
    }

    /// Hands over changes. Call it under the lock of the world: the order is that of the changes.
    pub(crate) fn send(&self, changes: Changes) {
        let mut line = self.line();
        line.sent += 1;
        let number = line.sent;
        // A thread that has ended has left a failure behind.
        if let Some(sender) = &line.sender {
            let _ = sender.send(Batch { number, changes });
        }
    }

    /// Waits until everything that was handed over up to now is on disk.
    ///
    /// # Errors
    ///
    /// Why it never will be.
    pub(crate) async fn saved(&self) -> Result<(), String> {
        let wanted = self.line().sent;
        let mut progress = self.progress.subscribe();
        let is_settled = |progress: &Progress| progress.saved >= wanted || progress.failure.is_some();
        match progress.wait_for(is_settled).await {
            Ok(progress) if progress.saved >= wanted => Ok(()),
            Ok(progress) => Err(progress.failure.clone().unwrap_or_default()),
            Err(_) => Err(ENDED.to_owned()),
        }
    }

    /// Why nothing is written any more.
    pub(crate) fn failure(&self) -> Option<String> {
        self.progress.borrow().failure.clone()
    }

    /// Writes nothing any more: what was not written yet is not known.
    pub(crate) fn fail(&self, why: &str) {
        fail(&self.progress, why);
    }

    /// Writes what is left and lets go of the file.
    pub(crate) fn close(&self) {
        let thread = {
            let mut line = self.line();
            line.sender = None;
            line.thread.take()
        };
        // A thread that panicked has said so itself.
        let _ = thread.map(JoinHandle::join);
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const ENDED: &str = "the sandbox is stopping";

impl Writer {
    fn run(self, file: &File, batches: &Receiver<Batch>) {
        while let Ok(first) = batches.recv() {
            // All that has come meanwhile goes into one commit.
            let group: Vec<Batch> = std::iter::once(first).chain(batches.try_iter()).collect();
            let last = group.last().map_or(0, |batch| batch.number);
            if self.0.borrow().failure.is_some() {
                return;
            }
            if let Err(error) = file.commit(group.iter().map(|batch| &batch.changes)) {
                fail(&self.0, &error.to_string());
                return;
            }
            self.0.send_modify(|progress| progress.saved = last);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        fail(&self.0, ENDED);
    }
}

/// The first failure is the one that is told.
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

/// Opens the file at a path for a company, and makes it when there is none. It is left as it is until it is accepted.
///
/// # Errors
///
/// A sentence that says what is wrong and what to do.
pub(crate) fn open(path: &Path, company: &str) -> Result<(File, Saved), String> {
    let path = path.to_owned();
    let company = company.to_owned();
    // A file that is damaged in a way that the database did not think of may make it panic: that ends this thread only.
    let opened = std::thread::spawn(move || File::open(&path, &company)).join();
    opened.unwrap_or_else(|_| Err(damaged("it makes no sense")))
}

#[cfg(test)]
mod tests;

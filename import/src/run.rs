//! The workers of an import.

use std::num::NonZeroUsize;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::journal::{Journal, JournalError};
use crate::target::{Outcome, Target, Task};

/// Asks a [`Run`] to stop: no step is sent any more, and those that are being sent are waited for.
///
/// A [`Target`] that has one can end a run in which all further steps would fail, for the service is down or the token is
/// rejected; see [`Run::stopped_by`].
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Stop {
    /// Asks to stop.
    pub fn request(&self) {
        self.0.send_replace(true);
    }

    /// Returns whether this was asked for.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until this is asked for.
    pub async fn requested(&self) {
        // It has a sender as long as this is there.
        let _ = self.0.subscribe().wait_for(|is_requested| *is_requested).await;
    }
}

/// What a run did, for progress.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// The step.
    pub task: &'a Task,
    /// What became of it. It is in the journal.
    pub outcome: &'a Outcome,
}

/// Sends what a journal has planned.
pub struct Run<J, T> {
    journal: Arc<J>,
    target: Arc<T>,
    workers: NonZeroUsize,
    stop: Stop,
}

impl<J: Journal + 'static, T: Target + 'static> Run<J, T> {
    /// Creates a run with one worker.
    pub fn new(journal: Arc<J>, target: Arc<T>) -> Self {
        Self {
            journal,
            target,
            workers: NonZeroUsize::MIN,
            stop: Stop::default(),
        }
    }

    /// Sets the number of documents that are sent at the same time.
    #[must_use]
    pub fn workers(mut self, workers: NonZeroUsize) -> Self {
        self.workers = workers;
        self
    }

    /// Sets what stops the run, to share it with the target or with other runs.
    #[must_use]
    pub fn stopped_by(mut self, stop: Stop) -> Self {
        self.stop = stop;
        self
    }

    /// Returns what stops the run.
    #[must_use]
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Sends until nothing is left to send, or until the run is stopped. `progress` is called for each step that was
    /// sent, after it was recorded.
    ///
    /// # Errors
    ///
    /// Returns an error of the journal. No further step is sent after one, for its outcome could not be recorded.
    ///
    /// # Panics
    ///
    /// If the target panics, when all other workers are done.
    pub async fn run(&self, progress: impl Fn(Event<'_>) + Send + Sync + 'static) -> Result<(), JournalError> {
        self.journal.begin().await?;
        let progress = Arc::new(progress);
        let mut workers = JoinSet::new();
        for _ in 0..self.workers.get() {
            let (journal, target) = (Arc::clone(&self.journal), Arc::clone(&self.target));
            let (stop, progress) = (self.stop.clone(), Arc::clone(&progress));
            workers.spawn(async move { work(&*journal, &*target, &stop, &*progress).await });
        }
        let mut result = Ok(());
        let mut panicked = None;
        while let Some(worker) = workers.join_next().await {
            match worker {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    self.stop.request();
                    result = result.and(Err(error));
                }
                Err(error) => {
                    self.stop.request();
                    panicked = error.try_into_panic().ok().or(panicked);
                }
            }
        }
        match panicked {
            Some(panic) => std::panic::resume_unwind(panic),
            None => result,
        }
    }
}

async fn work(
    journal: &impl Journal,
    target: &impl Target,
    stop: &Stop,
    progress: &(impl Fn(Event<'_>) + Sync),
) -> Result<(), JournalError> {
    let mut next = match stop.is_requested() {
        true => None,
        false => journal.claim().await?,
    };
    while let Some(task) = next {
        let outcome = match task.accepted {
            _ if !task.lease.is_held() => Outcome::NotSent,
            Some(_) => target.confirm(&task).await,
            None => target.send(&task).await,
        };
        next = journal.record(&task, outcome.clone(), !stop.is_requested()).await?;
        progress(Event {
            task: &task,
            outcome: &outcome,
        });
    }
    Ok(())
}

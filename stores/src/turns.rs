//! Turns of the tasks of one program, which share a lease.
//!
//! A hundred tasks that wait for the same renewal do not take a hundred leases: the lease of the program passes from one
//! task to the next without a statement.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::{self, Either};
use sap_concur_runtime::{BoxFuture, Clock, StoreError, StoreLock};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use crate::lease::Lease;
use crate::table::Table;

/// How many tasks have a turn before other programs have one.
const TURNS: usize = 100;

/// The queues of all keys.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<HashMap<String, Arc<Queue>>>);

/// The tasks that want to renew the same token.
#[derive(Debug, Default)]
struct Queue {
    seat: Arc<AsyncMutex<Seat>>,
    waiting: AtomicUsize,
}

/// Where the task sits whose turn it is.
#[derive(Debug, Default)]
struct Seat {
    /// The lease that it has, or that the task before it has left.
    lease: Option<Lease>,
    /// How many tasks have had this lease.
    turns: usize,
}

impl Turns {
    fn queue(&self, key: &str) -> Arc<Queue> {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(queues.entry(key.to_owned()).or_default())
    }

    /// Waits for a turn, at most for `timeout` on the clock.
    pub(crate) async fn wait(
        &self,
        table: &Arc<Table>,
        key: &str,
        length: Duration,
        clock: &dyn Clock,
        timeout: Duration,
    ) -> Result<Turn, StoreError> {
        let deadline = clock.elapsed().saturating_add(timeout);
        let queue = self.queue(key);
        let mut turn = Turn {
            seat: Some(queue.sit_down(clock, timeout).await?),
            queue,
        };
        if let Some(seat) = &mut turn.seat {
            seat.turns += 1;
            if seat.lease.as_ref().is_none_or(Lease::is_lost) {
                seat.lease = None;
                seat.lease = Some(Lease::take(table, key, length, clock, deadline).await?);
                seat.turns = 1;
            }
        }
        Ok(turn)
    }
}

impl Queue {
    async fn sit_down(&self, clock: &dyn Clock, timeout: Duration) -> Result<OwnedMutexGuard<Seat>, StoreError> {
        let _waiting = Waiting::new(self);
        let seat = Box::pin(Arc::clone(&self.seat).lock_owned());
        match future::select(seat, clock.sleep(timeout)).await {
            Either::Left((seat, _)) => Ok(seat),
            Either::Right(_) => Err(StoreError::other(format!(
                "other tasks of this program have been renewing the token for {} s",
                timeout.as_secs()
            ))),
        }
    }
}

/// A task that waits.
struct Waiting<'a>(&'a Queue);

impl<'a> Waiting<'a> {
    fn new(queue: &'a Queue) -> Self {
        queue.waiting.fetch_add(1, SeqCst);
        Self(queue)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let was_last = self.0.waiting.fetch_sub(1, SeqCst) == 1;
        // A lease may have been left to it, and it does not wait any more.
        if was_last && let Ok(mut seat) = self.0.seat.try_lock() {
            seat.lease = None;
        }
    }
}

/// The turn of a task.
pub(crate) struct Turn {
    queue: Arc<Queue>,
    /// `None` when it is over.
    seat: Option<OwnedMutexGuard<Seat>>,
}

impl Turn {
    /// Ends the turn. Returns the lease unless it is left to the next task.
    fn end(seat: &mut Seat, queue: &Queue) -> Option<Lease> {
        let is_left = queue.waiting.load(SeqCst) > 0
            && seat.turns < TURNS
            && seat.lease.as_ref().is_some_and(|lease| !lease.is_lost());
        match is_left {
            true => None,
            false => seat.lease.take(),
        }
    }
}

impl StoreLock for Turn {
    fn check(&mut self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            match self.seat.as_ref().and_then(|seat| seat.lease.as_ref()) {
                Some(lease) => lease.check().await,
                None => Err(StoreError::LockLost),
            }
        })
    }

    fn release(mut self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            let Some(mut seat) = self.seat.take() else {
                return;
            };
            if let Some(lease) = Self::end(&mut seat, &self.queue) {
                // Still seated, so that the next task finds the lease free.
                lease.release().await;
            }
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(mut seat) = self.seat.take() {
            drop(Self::end(&mut seat, &self.queue));
        }
    }
}

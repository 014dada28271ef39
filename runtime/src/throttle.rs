//! Limits on how fast all calls of a client together send requests.

mod cooldown;
mod rate;

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) use cooldown::Cooldown;
pub(crate) use rate::{Rate, Turn};

use crate::Clock;

/// What each request of a client waits for before it is sent.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    pub(crate) cooldown: Cooldown,
    in_flight: Option<Arc<Semaphore>>,
    rate: Option<Rate>,
}

/// One of the requests that may be in flight; another may be sent when it is dropped.
pub(crate) type Permit = OwnedSemaphorePermit;

impl Throttle {
    pub(crate) fn new(max_in_flight: Option<usize>, rate: Option<Rate>) -> Self {
        let semaphore = |permits: usize| Arc::new(Semaphore::new(permits.min(Semaphore::MAX_PERMITS)));
        Self {
            cooldown: Cooldown::default(),
            in_flight: max_in_flight.map(semaphore),
            rate,
        }
    }

    /// Whether a request has to wait for nothing. Most clients have no limits, and no service that has asked for a pause.
    pub(crate) fn is_open(&self) -> bool {
        self.in_flight.is_none() && self.rate.is_none() && !self.cooldown.has_begun()
    }

    /// Waits until one request less than the limit is in flight, first come, first served.
    pub(crate) async fn permit(&self) -> Option<Permit> {
        let semaphore = Arc::clone(self.in_flight.as_ref()?);
        // It is never closed.
        semaphore.acquire_owned().await.ok()
    }

    /// Waits until the rate lets another request go, first come, first served.
    pub(crate) async fn turn(&self, clock: &dyn Clock) -> Option<Turn<'_>> {
        Some(self.rate.as_ref()?.turn(clock).await)
    }
}

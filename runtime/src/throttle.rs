//! Client-wide limits on requests.

mod cooldown;
mod rate;

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) use cooldown::Cooldown;
pub(crate) use rate::{Rate, Turn};

use crate::Clock;

/// What every request of a client waits for before it is sent.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    pub(crate) cooldown: Cooldown,
    in_flight: Option<Arc<Semaphore>>,
    rate: Option<Rate>,
}

/// A slot for one request in flight, released on drop.
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

    /// Whether a request can be sent without waiting: no limits are set, and the service has never asked for a
    /// cooldown.
    pub(crate) fn is_open(&self) -> bool {
        self.in_flight.is_none() && self.rate.is_none() && !self.cooldown.has_begun()
    }

    /// Waits for a slot, first come, first served.
    pub(crate) async fn permit(&self) -> Option<Permit> {
        let semaphore = Arc::clone(self.in_flight.as_ref()?);
        // The semaphore is never closed.
        semaphore.acquire_owned().await.ok()
    }

    /// Waits until the rate limit allows another request, first come, first served.
    pub(crate) async fn turn(&self, clock: &dyn Clock) -> Option<Turn<'_>> {
        Some(self.rate.as_ref()?.turn(clock).await)
    }
}

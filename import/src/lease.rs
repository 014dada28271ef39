//! How long a worker may send what it has taken.

use std::pin::pin;

use tokio::sync::watch;
use tokio::time::Instant;

/// How long a worker may send a [`Task`](crate::Task).
///
/// A journal that several machines share lends tasks. A worker that cannot reach the journal, or that was suspended, loses
/// its lease: others take its tasks to be [uncertain](crate::State::Uncertain), so it must not send any more what it has
/// not sent yet. A lease that was lost is never held again. A journal of one program lends without an end.
#[derive(Clone, Debug, Default)]
pub struct Lease(Option<watch::Receiver<Instant>>);

impl Lease {
    /// A lease without an end.
    #[must_use]
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// A lease that ends at a time, which can be moved.
    #[cfg(any(feature = "postgres", test))]
    pub(crate) fn until(end: watch::Receiver<Instant>) -> Self {
        Self(Some(end))
    }

    /// Returns whether the worker may send now.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.0.as_ref().is_none_or(|end| Instant::now() < *end.borrow())
    }

    /// Waits until the lease is lost. An unlimited one never is.
    pub async fn lost(&self) {
        let Some(mut end) = self.0.clone() else {
            return std::future::pending().await;
        };
        while self.is_held() {
            let until = *end.borrow_and_update();
            let mut sleep = pin!(tokio::time::sleep_until(until));
            let mut moved = pin!(end.changed());
            // Each poll looks at the clock: after a suspension, another timer may wake the task first.
            std::future::poll_fn(|context| {
                if !self.is_held() || sleep.as_mut().poll(context).is_ready() {
                    return std::task::Poll::Ready(());
                }
                match moved.as_mut().poll(context) {
                    // Nobody moves it any more.
                    std::task::Poll::Ready(Err(_)) => std::task::Poll::Pending,
                    other => other.map(drop),
                }
            })
            .await;
        }
    }
}

/// All leases are equal: a task is the same task under another one.
impl PartialEq for Lease {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Lease {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn lease_is_lost_when_nobody_moves_its_end() {
        let (end, ends) = watch::channel(Instant::now() + Duration::from_secs(10));
        let lease = Lease::until(ends);
        tokio::time::sleep(Duration::from_secs(9)).await;
        assert!(lease.is_held());
        end.send_replace(Instant::now() + Duration::from_secs(10));
        let lost = tokio::time::timeout(Duration::from_secs(9), lease.lost()).await;
        assert!(lost.is_err() && lease.is_held());
        drop(end);
        tokio::time::timeout(Duration::from_secs(2), lease.lost())
            .await
            .unwrap();
        assert!(!lease.is_held());
    }

    #[tokio::test(start_paused = true)]
    async fn unlimited_lease_is_never_lost() {
        let lost = tokio::time::timeout(Duration::from_secs(1_000_000), Lease::unlimited().lost()).await;
        assert!(lost.is_err() && Lease::unlimited().is_held());
    }
}

//! The retry budget of a client.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// A token bucket: each retry takes one token, and each call that succeeds on the first attempt returns a tenth of one.
///
/// When a service is down, every call fails and would be retried. The bucket then runs empty, and each call is sent
/// only once until some succeed.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    /// In tenths.
    left: AtomicU32,
    most: u32,
}

const TENTHS: u32 = 10;

impl RetryBudget {
    /// Creates a full bucket of this size.
    pub(crate) fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(TENTHS);
        Self {
            left: AtomicU32::new(most),
            most,
        }
    }

    /// Takes one retry if there is one.
    pub(crate) fn take(&self) -> bool {
        self.left
            .fetch_update(Relaxed, Relaxed, |left| left.checked_sub(TENTHS))
            .is_ok()
    }

    /// Returns a tenth of a retry.
    pub(crate) fn succeeded(&self) {
        // In normal operation the bucket is full, and there is nothing to write.
        let _ = self
            .left
            .fetch_update(Relaxed, Relaxed, |left| (left < self.most).then(|| left + 1));
    }
}

#[cfg(test)]
mod tests;

//! How many retries all calls of a client may take together.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// A bucket of retries: each takes one out, and a call that succeeds at once puts a tenth of one back.
///
/// When a service is down, every call fails, and would be sent several times; the bucket runs dry, and they are sent once
/// until some succeed.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    /// In tenths.
    left: AtomicU32,
    most: u32,
}

const TENTHS: u32 = 10;

impl RetryBudget {
    /// A bucket of this many, full.
    pub(crate) fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(TENTHS);
        Self {
            left: AtomicU32::new(most),
            most,
        }
    }

    /// Takes a retry out, if there is one.
    pub(crate) fn take(&self) -> bool {
        self.left
            .fetch_update(Relaxed, Relaxed, |left| left.checked_sub(TENTHS))
            .is_ok()
    }

    /// Puts a tenth of a retry back.
    pub(crate) fn succeeded(&self) {
        // It is full, in a program where all is well; then there is nothing to write.
        let _ = self
            .left
            .fetch_update(Relaxed, Relaxed, |left| (left < self.most).then(|| left + 1));
    }
}

#[cfg(test)]
mod tests;

//! Time on the processor.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The time that this thread has had on a processor.
pub(crate) fn on_processor() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

//! The memory usage of this process.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A task that samples the memory until it is stopped.
pub(crate) struct Sampler {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Vec<u64>>,
}

/// Starts sampling, first immediately and then at the interval.
pub(crate) fn sample(interval: Duration) -> Sampler {
    let (stop, mut stopped) = oneshot::channel();
    let task = tokio::spawn(async move {
        let mut samples = Vec::new();
        loop {
            samples.extend(resident());
            tokio::select! {
                _ = &mut stopped => return samples,
                () = tokio::time::sleep(interval) => {}
            }
        }
    });
    Sampler { stop, task }
}

impl Sampler {
    /// Stops sampling and returns the samples in KiB, oldest first.
    pub(crate) async fn stop(self) -> Vec<u64> {
        let _ = self.stop.send(());
        self.task.await.unwrap_or_default()
    }
}

/// Returns the resident memory of this process in KiB, or `None` where the system has no `/proc`.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

//! The memory of this process.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Looks at the memory until it is told to end.
pub(crate) struct Watch {
    end: oneshot::Sender<()>,
    looking: JoinHandle<Vec<u64>>,
}

/// Looks at once, and then again and again.
pub(crate) fn watch(every: Duration) -> Watch {
    let (end, mut ended) = oneshot::channel();
    let looking = tokio::spawn(async move {
        let mut samples = Vec::new();
        loop {
            samples.extend(resident());
            tokio::select! {
                _ = &mut ended => return samples,
                () = tokio::time::sleep(every) => {}
            }
        }
    });
    Watch { end, looking }
}

impl Watch {
    /// What was there, in KiB, in the order of time.
    pub(crate) async fn end(self) -> Vec<u64> {
        let _ = self.end.send(());
        self.looking.await.unwrap_or_default()
    }
}

/// The memory of this process in KiB, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

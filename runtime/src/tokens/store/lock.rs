//! A lock between processes.

use std::{
    fs::{File, TryLockError},
    path::Path,
    sync::Arc,
    time::Duration,
};

use super::StoreError;
use crate::Clock;

/// The delay between attempts to lock.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Locks an open file, waiting at most `timeout`.
///
/// The file is not deleted afterwards: two programs could then lock two different files of the same name.
pub(super) async fn lock(file: File, path: &Path, clock: &dyn Clock, timeout: Duration) -> Result<File, StoreError> {
    let started = clock.elapsed();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => {
                return Err(StoreError::Io {
                    path: path.to_owned(),
                    action: "locked",
                    error: Arc::new(error),
                });
            }
        }
        let after = clock.elapsed().saturating_sub(started);
        if after >= timeout {
            let path = path.to_owned();
            return Err(StoreError::Locked { path, after });
        }
        clock.sleep(POLL_INTERVAL).await;
    }
}

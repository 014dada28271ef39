//! A lock that other processes see.

use std::{
    fs::{File, TryLockError},
    path::Path,
    sync::Arc,
    time::Duration,
};

use super::StoreError;
use crate::Clock;

/// How long to pause before the lock is tried again.
const PAUSE: Duration = Duration::from_millis(50);

/// Locks a file that is open, and waits for it at most this long.
///
/// The file stays when the lock is gone: one that is deleted could be locked twice, as two files of one name.
pub(super) async fn lock(file: File, path: &Path, clock: &dyn Clock, patience: Duration) -> Result<File, StoreError> {
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
        if after >= patience {
            let path = path.to_owned();
            return Err(StoreError::Locked { path, after });
        }
        clock.sleep(PAUSE).await;
    }
}

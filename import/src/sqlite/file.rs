//! The files of a journal: who may read them, and who may write.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::journal::JournalError;

/// Creates the file if it does not exist, readable by its owner alone, and makes sure that its folder keeps it.
pub(super) fn create(path: &Path) -> Result<(), JournalError> {
    match private().create_new(true).open(path) {
        Ok(_) => sync_folder(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => check(path),
        Err(error) => Err(failed(path, "created")(error)),
    }
}

/// Creates an empty file that does not exist yet, readable by its owner alone.
pub(super) fn create_new(path: &Path) -> Result<(), JournalError> {
    let created = private().create_new(true).open(path);
    created.map(drop).map_err(failed(path, "created"))
}

/// What opens a file to write it, and creates it for its owner alone.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Checks that the file is a regular one that nobody else may read.
pub(super) fn check(path: &Path) -> Result<(), JournalError> {
    let found = fs::symlink_metadata(path).map_err(failed(path, "read"))?;
    if !found.is_file() {
        return Err(JournalError::NotAJournal { path: path.to_owned() });
    }
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o777;
        if mode & 0o077 != 0 {
            let path = path.to_owned();
            return Err(JournalError::Permissions { path, mode });
        }
    }
    Ok(())
}

/// Keeps other imports out until it is dropped. The system unlocks the file when the program ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    /// Unlocks the file rather than only closing it: a process that is being spawned has a copy of every open file until
    /// it runs its own program, and closing one of several copies does not unlock.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// Locks a journal, or returns an error if another import has locked it.
pub(super) fn lock(path: &Path) -> Result<Lock, JournalError> {
    let lock = beside(path, ".lock");
    let file = private().create(true).truncate(false).open(&lock);
    let file = file.map_err(failed(&lock, "created"))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(error)) => Err(failed(&lock, "locked")(error)),
    }
}

pub(super) fn failed(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> JournalError {
    let path = path.to_owned();
    move |error| JournalError::Io {
        path,
        action,
        error: Arc::new(error),
    }
}

pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

/// Writes the entry of a new file to the disk. Only Unix has folders that can be synced.
pub(super) fn sync_folder(path: &Path) -> Result<(), JournalError> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(failed(folder, "synced"))
}

#[cfg(test)]
mod tests {
    use super::lock;

    #[test]
    fn a_closed_journal_is_unlocked_while_a_process_is_spawned() {
        let path = std::env::temp_dir().join(format!("journal-{}.db", std::process::id()));
        let held = lock(&path).expect("nobody has locked it");
        let in_child = held.0.try_clone().expect("the descriptor is copied");
        lock(&path).expect_err("it is locked");

        drop(held);

        lock(&path).expect("it is unlocked");
        drop(in_child);
        std::fs::remove_file(super::beside(&path, ".lock")).expect("the file is deleted");
    }
}

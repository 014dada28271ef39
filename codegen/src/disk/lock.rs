//! The lock that makes two runs wait for each other.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::entry::with_path;
use crate::SDK;

/// Held as long as files of a workspace are read or written. The system releases it when the program ends, however it
/// ends. The lock's file is empty and stays.
#[derive(Debug)]
pub struct Lock {
    _held: Option<File>,
}

impl Lock {
    /// Waits until no other run writes or reads, and keeps others out. `waiting` is called if there is one.
    ///
    /// # Errors
    ///
    /// Returns an error if the lock's file cannot be created.
    pub fn exclusive(root: &Path, waiting: impl FnOnce()) -> io::Result<Self> {
        let path = path(root);
        let opened = match is_link(&path) {
            true => Err(io::Error::new(io::ErrorKind::InvalidInput, "is a link")),
            false => fs::create_dir_all(root.join(SDK)).and_then(|()| {
                let mut options = File::options();
                options.create(true).truncate(false).write(true).open(&path)
            }),
        };
        let file = opened.map_err(|error| with_path(&path, &error))?;
        let locked = acquire(&file, File::try_lock, File::lock, waiting);
        locked.map_err(|error| with_path(&path, &error))?;
        Ok(Self { _held: Some(file) })
    }

    /// Waits until no other run writes, and keeps those out. Creates nothing: where no run has written yet, there is
    /// nothing to wait for.
    ///
    /// # Errors
    ///
    /// Returns an error if the lock's file cannot be opened.
    pub fn shared(root: &Path, waiting: impl FnOnce()) -> io::Result<Self> {
        let path = path(root);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self { _held: None }),
            Err(error) => return Err(with_path(&path, &error)),
        };
        let locked = acquire(&file, File::try_lock_shared, File::lock_shared, waiting);
        locked.map_err(|error| with_path(&path, &error))?;
        Ok(Self { _held: Some(file) })
    }
}

fn acquire(
    file: &File,
    try_lock: fn(&File) -> Result<(), TryLockError>,
    lock: fn(&File) -> io::Result<()>,
    waiting: impl FnOnce(),
) -> io::Result<()> {
    let locked = match try_lock(file) {
        Err(TryLockError::WouldBlock) => {
            waiting();
            lock(file)
        }
        Err(TryLockError::Error(error)) => Err(error),
        Ok(()) => Ok(()),
    };
    match locked {
        // Some network file systems have no locks. Working without is better than not at all.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
        locked => locked,
    }
}

fn path(root: &Path) -> PathBuf {
    root.join(SDK).join(".regenerate.lock")
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

//! The copy of a journal that is kept when its format is upgraded.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::file;
use crate::journal::JournalError;

/// Copies a journal to `FILE.v1.bak`, or to `FILE.v1.2.bak` if that exists. The copy has its name when it is complete and
/// on the disk.
pub(super) fn write(connection: &Connection, path: &Path, format: i64) -> Result<PathBuf, JournalError> {
    // What a program left that was killed. No other is writing it now: the journal is locked.
    let partial = file::beside(path, ".bak.partial");
    remove_database(&partial)?;
    let copied = file::create_new(&partial).and_then(|()| copy(connection, &partial));
    if let Err(error) = copied {
        let _ = remove_database(&partial);
        return Err(error);
    }
    let backup = free_name(path, format);
    fs::rename(&partial, &backup).map_err(file::failed(&backup, "created"))?;
    file::sync_folder(&backup)?;
    Ok(backup)
}

/// Removes a file with the journal beside it, which SQLite would play back into the next one of this name.
fn remove_database(path: &Path) -> Result<(), JournalError> {
    remove(path)?;
    remove(&file::beside(path, "-journal"))
}

fn remove(path: &Path) -> Result<(), JournalError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file::failed(path, "removed")(error)),
        _ => Ok(()),
    }
}

/// Has SQLite copy everything that is committed, also what is still in the log, to an empty file, and syncs it.
fn copy(connection: &Connection, to: &Path) -> Result<(), JournalError> {
    let failed = |error: &dyn std::fmt::Display| JournalError::Database {
        message: format!("it could not be copied to {}: {error}", to.display()),
    };
    let name = to.to_str().ok_or_else(|| failed(&"its path is not UTF-8"))?;
    connection
        .execute("VACUUM INTO ?1", [name])
        .map_err(|error| failed(&error))?;
    let synced = OpenOptions::new().write(true).open(to).and_then(|file| file.sync_all());
    synced.map_err(file::failed(to, "synced"))
}

fn free_name(path: &Path, format: i64) -> PathBuf {
    let first = file::beside(path, &format!(".v{format}.bak"));
    let numbered = (2_u64..).map(|number| file::beside(path, &format!(".v{format}.{number}.bak")));
    let mut names = std::iter::once(first.clone()).chain(numbered);
    let free = names.find(|name| fs::symlink_metadata(name).is_err());
    free.unwrap_or(first)
}

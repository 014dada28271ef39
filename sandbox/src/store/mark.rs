//! The file beside the state file, `STATE.commit`: the number of the last acknowledged commit.
//!
//! It is written after a commit is on disk and before the commit is acknowledged. A crash in between leaves it older
//! than the state file; it is newer only if the state file has lost commits that were acknowledged.
//!
//! It is written for every commit, which survives the end of the program, and synced once per second: a sync per commit
//! would halve the number of changes per second. After a power failure it can therefore be a second too old.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The version of the format.
const FORMAT: u64 = 1;

/// Longer files were not written by the sandbox.
const MAX_LENGTH: u64 = 4096;

/// A commit of a database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Commit {
    /// The random id of the database.
    pub(super) database: String,
    #[serde(rename = "commit")]
    pub(super) number: u64,
}

/// Writes the number of the last acknowledged commit.
#[derive(Debug)]
pub(super) struct Mark(File);

impl Mark {
    /// Reads the file beside a state file. `None` if it does not exist or is empty.
    ///
    /// # Errors
    ///
    /// Returns a sentence that explains the problem and how to fix it.
    pub(super) fn read(state: &Path) -> Result<Option<Commit>, String> {
        let path = beside(state);
        let unreadable = |error: io::Error| format!("{}: {error}; make it readable, or delete it", path.display());
        match path.metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error)),
            Ok(found) if !found.is_file() || found.len() > MAX_LENGTH => return Err(strange(&path)),
            Ok(found) if found.len() == 0 => return Ok(None),
            Ok(_) => {}
        }
        let mut text = String::new();
        let file = File::open(&path).map_err(unreadable)?;
        let read = file.take(MAX_LENGTH).read_to_string(&mut text);
        read.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => strange(&path),
            _ => unreadable(error),
        })?;
        parse(&path, &text).map(Some)
    }

    /// Opens the file beside a state file for writing, and creates it if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns a sentence that explains the problem and how to fix it.
    pub(super) fn open(state: &Path) -> Result<Self, String> {
        let path = beside(state);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let opened = options.open(&path).map(Self);
        opened.map_err(|error| format!("{}: {error}; make it and its directory writable", path.display()))
    }

    /// Writes a commit, without a sync. The text always has the same length and is shorter than a
    /// sector, so that it is replaced as a whole, without another file and without a change of the directory.
    pub(super) fn write(&self, Commit { database, number }: &Commit) -> io::Result<()> {
        let text = format!("{{\"format\":{FORMAT},\"database\":\"{database}\",\"commit\":{number:>20}}}\n");
        let mut file = &self.0;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(text.as_bytes())?;
        if file.metadata()?.len() != text.len() as u64 {
            file.set_len(text.len() as u64)?;
        }
        Ok(())
    }

    /// Waits until it is on disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}

fn parse(path: &Path, text: &str) -> Result<Commit, String> {
    #[derive(Deserialize)]
    struct Format {
        format: u64,
    }
    let format: Format = serde_json::from_str(text).map_err(|_| strange(path))?;
    match format.format {
        FORMAT => serde_json::from_str(text).map_err(|_| strange(path)),
        newer if newer > FORMAT => Err(format!(
            "{} has format {newer} of a later version of the sandbox; update the sandbox, or delete that file",
            path.display()
        )),
        _ => Err(strange(path)),
    }
}

/// Returns the path of the file beside a state file.
pub(super) fn beside(state: &Path) -> PathBuf {
    let mut name = state.as_os_str().to_owned();
    name.push(".commit");
    name.into()
}

fn strange(path: &Path) -> String {
    let path = path.display();
    format!(
        "the sandbox keeps the number of the last commit in {path}, which it did not write; move or delete that file"
    )
}

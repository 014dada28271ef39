//! The file: one table of texts. A key consists of the kind and the key of a record, `request/0A1B…`; a value is JSON.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, StorageBackend, StorageError, TableDefinition};

use super::Changes;
use super::FILE;
use super::disk::Disk;
use super::mark::{Commit, Mark};

const TABLE: TableDefinition<'_, &str, &str> = TableDefinition::new("sandbox");
/// The metadata key of the company that the file belongs to.
const COMPANY: &str = "company";
/// The metadata key of the format version.
const FORMAT: &str = "format";
/// The version that is written, and the only one that is read. Version 1 may lack the two keys below: it is as old as
/// the first sandbox that had a state file.
const VERSION: u64 = 1;
/// The metadata key of the random id of the database.
const DATABASE: &str = "database";
/// The metadata key of the number of the last commit.
const LAST_COMMIT: &str = "commit";

/// An open state file.
#[derive(Debug)]
pub(crate) struct File {
    database: Database,
    /// The id of the database.
    id: String,
    /// The number of the last commit.
    commits: AtomicU64,
    /// The file on disk. `None` in tests with a memory backend.
    disk: Option<OnDisk>,
    /// The file beside it. `None` until the file is accepted.
    mark: Option<Mark>,
}

#[derive(Debug)]
struct OnDisk {
    path: PathBuf,
    disk: Disk,
}

/// The contents of a file when it was opened.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// Kind, key and text of each record, without the metadata.
    pub(crate) records: Vec<(String, String, String)>,
    /// The metadata, by key.
    metadata: Vec<(String, String)>,
    /// What is wrong with the file, although it can be used.
    pub(crate) warning: Option<String>,
}

impl Saved {
    /// Returns a metadata value.
    pub(crate) fn metadata(&self, key: &str) -> Option<&str> {
        let (_, text) = self.metadata.iter().find(|(known, _)| known == key)?;
        Some(text)
    }
}

impl File {
    /// Opens the file of a company, and creates it if it does not exist. It is not changed until it is accepted.
    pub(super) fn open(path: &Path, company: &str) -> Result<(Self, Saved), String> {
        let is_new = match path.metadata() {
            Ok(found) if !found.is_file() => return Err("it is not a regular file; choose another file".to_owned()),
            Ok(found) => found.len() == 0,
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(unusable(&error)),
        };
        if is_new {
            make(path, company).map_err(|error| unusable(&error))?;
        }
        let file = std::fs::OpenOptions::new().read(true).write(true).open(path);
        let file = file.map_err(|error| unusable(&error))?;
        let metadata = file.metadata().map_err(|error| unusable(&error))?;
        let disk = Disk::new(FileBackend::new(file).map_err(|error| refused(&error))?);
        let (mut file, mut saved) = Self::of(disk.clone(), company)?;
        // Whether others can read it matters only if it is a state file.
        private(&metadata)?;
        saved.warning = file.missing(Mark::read(path)?);
        let path = path.to_owned();
        file.disk = Some(OnDisk { path, disk });
        Ok((file, saved))
    }

    /// Accepts the file, so that it can be written to.
    ///
    /// # Errors
    ///
    /// Returns a sentence that explains why it is not writable.
    pub(crate) fn accept(mut self) -> Result<Self, String> {
        if let Some(OnDisk { path, disk }) = &self.disk {
            disk.accept().map_err(|error| unusable(&error))?;
            self.mark = Some(Mark::open(path)?);
        }
        Ok(self)
    }

    /// Returns a warning if a later commit of this database than its last one was acknowledged.
    fn missing(&self, acknowledged: Option<Commit>) -> Option<String> {
        let last = self.commits.load(Ordering::Relaxed);
        let acknowledged = acknowledged.filter(|commit| commit.database == self.id)?.number;
        let missing = acknowledged.checked_sub(last).filter(|missing| *missing > 0)?;
        Some(format!(
            "it is older than the last acknowledged change: its last commit is {last}, but commit {acknowledged} was \
             acknowledged; the changes of {missing} commits are missing, because a copy was restored or writes were lost"
        ))
    }

    /// Opens the database of a backend, and checks that it is intact and belongs to the company.
    pub(super) fn of(backend: impl StorageBackend, company: &str) -> Result<(Self, Saved), String> {
        let opened = Database::builder().create_with_backend(backend);
        let mut database = opened.map_err(|error| refused(&error))?;
        if !database.check_integrity().map_err(|error| refused(&error))? {
            return Err(damaged("the integrity check failed"));
        }
        let saved = read(&database).map_err(|error| match error {
            redb::Error::TableDoesNotExist(_) | redb::Error::TableTypeMismatch { .. } => strange(),
            error => damaged(&error.to_string()),
        })?;
        check(&saved, company)?;
        let id = saved.metadata(DATABASE).map(str::to_owned);
        let commits = saved.metadata(LAST_COMMIT).map_or(Ok(0), str::parse);
        let file = Self {
            database,
            id: id.unwrap_or_else(|| format!("{:032x}", fastrand::u128(..))),
            commits: AtomicU64::new(commits.map_err(|_| damaged("the number of the last commit"))?),
            disk: None,
            mark: None,
        };
        Ok((file, saved))
    }
    /// Commits changes in order, all or none. They are on disk when it returns, and the number of the commit is written.
    pub(super) fn commit<'a>(&self, groups: impl Iterator<Item = &'a Changes>) -> Result<(), redb::Error> {
        let number = self.commits.load(Ordering::Relaxed) + 1;
        let transaction = self.database.begin_write()?;
        {
            let mut table = transaction.open_table(TABLE)?;
            for (key, text) in [(DATABASE, self.id.as_str()), (LAST_COMMIT, &number.to_string())] {
                table.insert(metadata_key(key).as_str(), text)?;
            }
            for group in groups {
                if group.replaces_all {
                    let about_itself = format!("{FILE}/");
                    table.retain(|key, _| key.starts_with(&about_itself))?;
                }
                for change in &group.list {
                    let key = format!("{}/{}", change.kind, change.key);
                    match &change.text {
                        Some(text) => table.insert(key.as_str(), text.as_str())?,
                        None => table.remove(key.as_str())?,
                    };
                }
            }
        }
        transaction.commit()?;
        self.commits.store(number, Ordering::Relaxed);
        if let Some(mark) = &self.mark {
            let database = self.id.clone();
            mark.write(&Commit { database, number }).map_err(redb::Error::Io)?;
        }
        Ok(())
    }

    /// Waits until the number of the last commit is on disk.
    pub(super) fn sync_mark(&self) -> io::Result<()> {
        self.mark.as_ref().map_or(Ok(()), Mark::sync)
    }
}

fn metadata_key(key: &str) -> String {
    format!("{FILE}/{key}")
}

/// Reads everything.
fn read(database: &Database) -> Result<Saved, redb::Error> {
    let table = database.begin_read()?.open_table(TABLE)?;
    let mut saved = Saved::default();
    for entry in table.iter()? {
        let (key, text) = entry?;
        let (kind, key) = key.value().split_once('/').unwrap_or_default();
        let (key, text) = (key.to_owned(), text.value().to_owned());
        match kind {
            FILE => saved.metadata.push((key, text)),
            kind => saved.records.push((kind.to_owned(), key, text)),
        }
    }
    Ok(saved)
}

/// Checks the format and the company.
fn check(saved: &Saved, company: &str) -> Result<(), String> {
    let version = saved.metadata(FORMAT).and_then(|version| version.parse::<u64>().ok());
    match (version, saved.metadata(COMPANY)) {
        (Some(VERSION), Some(owner)) if owner == company => Ok(()),
        (Some(VERSION), Some(owner)) => Err(format!(
            "it belongs to the company {owner}, not to {company}; use the seed that it was created with, or choose \
             another file"
        )),
        (Some(newer), _) if newer > VERSION => Err(format!(
            "it has format {newer} of a later version of the sandbox; update the sandbox, or choose another file"
        )),
        _ => Err(strange()),
    }
}

/// Refuses a file that other users can access, since it contains tokens.
#[cfg(unix)]
fn private(metadata: &std::fs::Metadata) -> Result<(), String> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(format!(
        "other users can access it (mode {mode:o}), so its tokens may be compromised; run `chmod 600` on it, or delete \
         it to start over"
    ))
}

#[cfg(not(unix))]
fn private(_: &std::fs::Metadata) -> Result<(), String> {
    Ok(())
}

/// Creates a file under a temporary name first, so that an incomplete file never has the final name.
fn make(path: &Path, company: &str) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let draft = path.with_file_name(name);
    let _ = std::fs::remove_file(&draft);
    let made = fill(&draft, company)
        .map_err(io::Error::other)
        .and_then(|()| put_in_place(&draft, path));
    let _ = std::fs::remove_file(&draft);
    made
}

fn fill(draft: &Path, company: &str) -> Result<(), redb::Error> {
    let mut options = std::fs::OpenOptions::new();
    // A new file: one that is there could be open to others.
    options.read(true).write(true).create_new(true);
    // The file contains tokens, so only its owner may read it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    begin(&Database::builder().create_file(options.open(draft)?)?, company)
}

/// Writes the metadata that identifies a state file.
pub(super) fn begin(database: &Database, company: &str) -> Result<(), redb::Error> {
    let transaction = database.begin_write()?;
    {
        let mut table = transaction.open_table(TABLE)?;
        for (key, text) in [(FORMAT, VERSION.to_string().as_str()), (COMPANY, company)] {
            table.insert(metadata_key(key).as_str(), text)?;
        }
    }
    Ok(transaction.commit()?)
}

/// Renames the file. If another sandbox has created it in the meantime, that one is kept.
fn put_in_place(draft: &Path, path: &Path) -> io::Result<()> {
    if path.exists() {
        // The existing file is empty.
        return std::fs::rename(draft, path);
    }
    match std::fs::hard_link(draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // Not all file systems support hard links.
        Err(_) => std::fs::rename(draft, path),
        Ok(()) => Ok(()),
    }
}

fn refused(error: &DatabaseError) -> String {
    match error {
        DatabaseError::DatabaseAlreadyOpen => {
            "another sandbox is using it; stop that one, or choose another file".to_owned()
        }
        DatabaseError::UpgradeRequired(version) => format!(
            "its database has format {version}, which this version of the sandbox does not read; use the version that \
             wrote it, or choose another file"
        ),
        DatabaseError::Storage(StorageError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => strange(),
        DatabaseError::Storage(StorageError::Io(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
            unusable(error)
        }
        error => damaged(&error.to_string()),
    }
}

fn strange() -> String {
    "it was not created by this version of the sandbox; choose another file, or a new one".to_owned()
}

fn unusable(error: &io::Error) -> String {
    format!("{error}; make it readable and writable, or choose another file")
}

/// Describes a damaged file.
pub(crate) fn damaged(why: &str) -> String {
    format!("it is damaged ({why}); restore a backup, or delete it to start over")
}

//! The file: one table of texts. A key consists of the kind and the key of a record, `request/0A1B…`; a value is JSON.

use std::io;
use std::path::Path;

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, StorageBackend, StorageError, TableDefinition};

use super::Changes;
use super::FILE;
use super::disk::Disk;

const TABLE: TableDefinition<'_, &str, &str> = TableDefinition::new("sandbox");
/// The metadata key of the company that the file belongs to.
const COMPANY: &str = "company";
/// The metadata key and the only value of the format version.
const FORMAT: (&str, &str) = ("format", "1");

/// An open state file.
#[derive(Debug)]
pub(crate) struct File {
    database: Database,
    /// The file on disk. `None` in tests with a memory backend.
    disk: Option<Disk>,
}

/// The contents of a file when it was opened.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// Kind, key and text of each record, without the metadata.
    pub(crate) records: Vec<(String, String, String)>,
    /// The metadata, by key.
    metadata: Vec<(String, String)>,
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
        let backend = FileBackend::new(file.map_err(|error| unusable(&error))?).map_err(|error| refused(&error))?;
        let disk = Disk::new(backend);
        let (mut file, saved) = Self::of(disk.clone(), company)?;
        file.disk = Some(disk);
        Ok((file, saved))
    }

    /// Accepts the file, so that it can be written to.
    ///
    /// # Errors
    ///
    /// Returns a sentence that explains why it is not writable.
    pub(crate) fn accept(&self) -> Result<(), String> {
        let accepted = self.disk.as_ref().map_or(Ok(()), Disk::accept);
        accepted.map_err(|error| unusable(&error))
    }

    /// Opens the database of a backend, and checks that it is intact and belongs to the company.
    pub(super) fn of(backend: impl StorageBackend, company: &str) -> Result<(Self, Saved), String> {
        let opened = Database::builder().create_with_backend(backend);
        let mut database = opened.map_err(|error| refused(&error))?;
        if !database.check_integrity().map_err(|error| refused(&error))? {
            return Err(damaged("the integrity check failed"));
        }
        let file = Self { database, disk: None };
        let saved = file.read().map_err(|error| match error {
            redb::Error::TableDoesNotExist(_) | redb::Error::TableTypeMismatch { .. } => strange(),
            error => damaged(&error.to_string()),
        })?;
        match (saved.metadata(FORMAT.0), saved.metadata(COMPANY)) {
            (Some(format), Some(owner)) if format == FORMAT.1 && owner == company => Ok((file, saved)),
            (Some(format), Some(owner)) if format == FORMAT.1 => Err(format!(
                "it belongs to the company {owner}, not to {company}; use the seed that it was created with, or choose \
                another file"
            )),
            _ => Err(strange()),
        }
    }

    fn read(&self) -> Result<Saved, redb::Error> {
        let table = self.database.begin_read()?.open_table(TABLE)?;
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

    /// Commits changes in order, all or none. They are on disk when it returns.
    pub(super) fn commit<'a>(&self, groups: impl Iterator<Item = &'a Changes>) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        {
            let mut table = transaction.open_table(TABLE)?;
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
        Ok(transaction.commit()?)
    }
}

/// Creates a file under a temporary name first, so that an incomplete file never has the final name.
fn make(path: &Path, company: &str) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let draft = path.with_file_name(name);
    let made = fill(&draft, company)
        .map_err(io::Error::other)
        .and_then(|()| put_in_place(&draft, path));
    let _ = std::fs::remove_file(&draft);
    made
}

fn fill(draft: &Path, company: &str) -> Result<(), redb::Error> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(true);
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
        for (key, text) in [FORMAT, (COMPANY, company)] {
            table.insert(format!("{FILE}/{key}").as_str(), text)?;
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

//! The file: one table of texts. A key is a kind and the key of a record, `request/0A1B…`; a value is its JSON.

use std::io;
use std::path::Path;

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, StorageBackend, StorageError, TableDefinition};

use super::Changes;
use super::FILE;
use super::disk::Disk;

const TABLE: TableDefinition<'_, &str, &str> = TableDefinition::new("sandbox");
/// The key of the company that a file belongs to.
const COMPANY: &str = "company";
/// The key of the way it is written, and the only one there is.
const FORMAT: (&str, &str) = ("format", "1");

/// An open file.
#[derive(Debug)]
pub(crate) struct File {
    database: Database,
    /// Where it is; none in tests, where it is nowhere.
    disk: Option<Disk>,
}

/// What a file had when it was opened.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// Kind, key and text of each record, those of the file itself left out.
    pub(crate) records: Vec<(String, String, String)>,
    /// What the file says of itself, by key.
    facts: Vec<(String, String)>,
}

impl Saved {
    /// What the file says of itself.
    pub(crate) fn fact(&self, key: &str) -> Option<&str> {
        let (_, text) = self.facts.iter().find(|(known, _)| known == key)?;
        Some(text)
    }
}

impl File {
    /// Opens a file for a company, and makes it when there is none. It stays as it is until it is accepted.
    pub(super) fn open(path: &Path, company: &str) -> Result<(Self, Saved), String> {
        let is_new = match path.metadata() {
            Ok(found) if !found.is_file() => return Err("it is no file: name another".to_owned()),
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

    /// From now on it is written to.
    ///
    /// # Errors
    ///
    /// A sentence that says why it cannot be.
    pub(crate) fn accept(&self) -> Result<(), String> {
        let accepted = self.disk.as_ref().map_or(Ok(()), Disk::accept);
        accepted.map_err(|error| unusable(&error))
    }

    /// Opens what a backend holds, and makes sure that it is whole and of the company.
    pub(super) fn of(backend: impl StorageBackend, company: &str) -> Result<(Self, Saved), String> {
        let opened = Database::builder().create_with_backend(backend);
        let mut database = opened.map_err(|error| refused(&error))?;
        if !database.check_integrity().map_err(|error| refused(&error))? {
            return Err(damaged("its parts contradict each other"));
        }
        let file = Self { database, disk: None };
        let saved = file.read().map_err(|error| match error {
            redb::Error::TableDoesNotExist(_) | redb::Error::TableTypeMismatch { .. } => strange(),
            error => damaged(&error.to_string()),
        })?;
        match (saved.fact(FORMAT.0), saved.fact(COMPANY)) {
            (Some(format), Some(owner)) if format == FORMAT.1 && owner == company => Ok((file, saved)),
            (Some(format), Some(owner)) if format == FORMAT.1 => Err(format!(
                "it belongs to the company {owner}, and this one is {company}: start with the seed that it was made \
                 with, or name another file"
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
                FILE => saved.facts.push((key, text)),
                kind => saved.records.push((kind.to_owned(), key, text)),
            }
        }
        Ok(saved)
    }

    /// Writes changes in their order, all or none. They are on disk when it returns.
    pub(super) fn commit<'a>(&self, groups: impl Iterator<Item = &'a Changes>) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        {
            let mut table = transaction.open_table(TABLE)?;
            for group in groups {
                if group.from_nothing {
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

/// Makes a file under another name first: there never is half of one under its own.
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
    // It holds tokens: for the eyes of its owner.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    begin(&Database::builder().create_file(options.open(draft)?)?, company)
}

/// What makes a database a file of ours.
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

/// Another sandbox may be making the same file: the first one stays.
fn put_in_place(draft: &Path, path: &Path) -> io::Result<()> {
    if path.exists() {
        // It is empty.
        return std::fs::rename(draft, path);
    }
    match std::fs::hard_link(draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // Not every file system has links.
        Err(_) => std::fs::rename(draft, path),
        Ok(()) => Ok(()),
    }
}

fn refused(error: &DatabaseError) -> String {
    match error {
        DatabaseError::DatabaseAlreadyOpen => {
            "another sandbox is using it: stop that one, or name another file".to_owned()
        }
        DatabaseError::Storage(StorageError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => strange(),
        DatabaseError::Storage(StorageError::Io(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
            unusable(error)
        }
        error => damaged(&error.to_string()),
    }
}

fn strange() -> String {
    "it was not made by this version of the sandbox: name another file, or one that does not exist yet".to_owned()
}

fn unusable(error: &io::Error) -> String {
    format!("{error}: make it readable and writable, or name another file")
}

/// What is said of a file that cannot be right.
pub(crate) fn damaged(why: &str) -> String {
    format!("it is damaged ({why}): put back a copy of it, or delete it to start anew")
}

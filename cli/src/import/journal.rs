//! The journal: a file of the profile, or a database that machines share.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Arg, ArgMatches};
use concur_import::sqlite::SqliteReader;
use concur_import::{
    Document, Entry, Journal, JournalError, Outcome, Plan, Planned, Resolution, Resolved, Retry, SqliteJournal, State,
    StepEntry, Tally, Task,
};

pub(super) use super::error::failed;
use super::shared::{self, Shared};
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{database_url, files, terminal};

/// The option.
pub(super) fn argument() -> Arg {
    Arg::new("journal")
        .long("journal")
        .value_name("FILE|URL")
        .help("The journal, a file or postgres://…; default: a file for each profile [env: CONCUR_JOURNAL]")
}

/// Where a journal is.
pub(super) enum Place {
    File(PathBuf),
    /// The URL of a database.
    Shared(String),
}

/// Where the journal is: what the command line says, or the profile, or beside the profiles.
pub(super) fn place(matches: &ArgMatches, settings: &Settings) -> Place {
    let given = matches.get_one::<String>("journal").map(String::as_str);
    match given.or_else(|| settings.text("journal")) {
        Some(url) if database_url::is_url(url) => Place::Shared(url.to_owned()),
        Some(path) => Place::File(path.into()),
        None => Place::File(settings.folder.journal(&settings.profile.value)),
    }
}

/// A journal that is open to be changed.
pub(super) enum AnyJournal {
    File(SqliteJournal),
    Shared(Shared),
}

/// Opens the journal to change it.
pub(super) async fn open(matches: &ArgMatches, settings: &Settings) -> Result<AnyJournal, Failure> {
    match place(matches, settings) {
        Place::File(path) => open_file(&path).map(AnyJournal::File),
        Place::Shared(url) => shared::open(&url, matches).await.map(AnyJournal::Shared),
    }
}

fn open_file(path: &Path) -> Result<SqliteJournal, Failure> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        files::create_private_folder(folder)?;
    }
    let journal = SqliteJournal::open(path).map_err(failed)?;
    if let Some(backup) = journal.backup() {
        terminal::note(&format!(
            "The journal was upgraded. The old one is in {}; delete it when you no longer need it.",
            backup.display()
        ));
    }
    Ok(journal)
}

/// A journal that is open to be read.
pub(super) enum Reader {
    File(SqliteReader),
    Shared(Shared),
}

/// Opens the journal to read it, also while an import is running. Nothing if there is none.
pub(super) async fn read(matches: &ArgMatches, settings: &Settings) -> Result<Option<Reader>, Failure> {
    match place(matches, settings) {
        Place::File(path) if !path.exists() => Ok(None),
        Place::File(path) => read_file(&path).map(|reader| Some(Reader::File(reader))),
        Place::Shared(url) => {
            let shared = shared::open_to_read(&url, matches).await?;
            Ok(shared.map(Reader::Shared))
        }
    }
}

fn read_file(path: &Path) -> Result<SqliteReader, Failure> {
    match SqliteJournal::read(path) {
        // Opening it upgrades it.
        Err(JournalError::OlderFormat { .. }) => {
            drop(open_file(path)?);
            SqliteJournal::read(path).map_err(failed)
        }
        other => other.map_err(failed),
    }
}

impl Reader {
    pub(super) async fn tally(&self) -> Result<Tally, Failure> {
        match self {
            Self::File(reader) => reader.tally(),
            Self::Shared(journal) => journal.tally().await,
        }
        .map_err(failed)
    }

    pub(super) async fn list(&self, state: Option<State>, after: i64, limit: usize) -> Result<Vec<Entry>, Failure> {
        match self {
            Self::File(reader) => reader.list(state, after, limit),
            Self::Shared(journal) => journal.list(state, after, limit).await,
        }
        .map_err(failed)
    }

    pub(super) async fn find(&self, keys: Vec<String>) -> Result<Vec<Option<Entry>>, Failure> {
        match self {
            Self::File(reader) => reader.find(&keys),
            Self::Shared(journal) => journal.find(keys).await,
        }
        .map_err(failed)
    }
}

/// Does the same on either journal.
macro_rules! on_either {
    ($journal:expr, $name:ident($($argument:expr),*)) => {
        match $journal {
            Self::File(journal) => journal.$name($($argument),*).await,
            Self::Shared(journal) => journal.$name($($argument),*).await,
        }
    };
}

impl AnyJournal {
    /// How many workers of the journal are alive; `None` if it is not known.
    pub(super) async fn living_workers(&self) -> Option<usize> {
        match self {
            // It has one program at a time: this one.
            Self::File(_) => Some(1),
            Self::Shared(journal) => {
                let workers = journal.workers().await.ok()?;
                Some(workers.iter().filter(|worker| worker.lease.is_some()).count())
            }
        }
    }

    /// Ends the work in order.
    pub(super) async fn close(&self) {
        if let Self::Shared(journal) = self {
            // If the database cannot be reached, the lease runs out by itself.
            let _ = journal.close().await;
        }
    }
}

impl Journal for AnyJournal {
    async fn plan(&self, documents: Vec<Document>, plan: Plan) -> Result<Vec<Planned>, JournalError> {
        on_either!(self, plan(documents, plan))
    }

    async fn begin(&self) -> Result<(), JournalError> {
        on_either!(self, begin())
    }

    async fn claim(&self) -> Result<Option<Task>, JournalError> {
        on_either!(self, claim())
    }

    async fn record(&self, task: &Task, outcome: Outcome, go_on: bool) -> Result<Option<Task>, JournalError> {
        on_either!(self, record(task, outcome, go_on))
    }

    async fn retry(&self, retry: Retry) -> Result<u64, JournalError> {
        on_either!(self, retry(retry))
    }

    async fn resolve(&self, key: &str, resolution: Resolution) -> Result<Resolved, JournalError> {
        on_either!(self, resolve(key, resolution))
    }

    async fn purge(&self, older_than: Duration) -> Result<u64, JournalError> {
        on_either!(self, purge(older_than))
    }

    async fn tally(&self) -> Result<Tally, JournalError> {
        on_either!(self, tally())
    }

    async fn list(&self, state: Option<State>, after: i64, limit: usize) -> Result<Vec<Entry>, JournalError> {
        on_either!(self, list(state, after, limit))
    }

    async fn find(&self, keys: Vec<String>) -> Result<Vec<Option<Entry>>, JournalError> {
        on_either!(self, find(keys))
    }

    async fn steps(&self, document: i64) -> Result<Vec<StepEntry>, JournalError> {
        on_either!(self, steps(document))
    }
}

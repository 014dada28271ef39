//! What a journal does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{fmt, io};

use crate::document::{Document, State};
use crate::target::{Outcome, Task};

/// A durable record of documents and of what happened to them.
///
/// Every method that changes something returns when the change is on the disk.
pub trait Journal: Send + Sync {
    /// Adds documents that are not in the journal yet, and replaces those that were corrected; see [`Plan`]. Returns what
    /// happened to each, in order.
    fn plan(
        &self,
        documents: Vec<Document>,
        plan: Plan,
    ) -> impl Future<Output = Result<Vec<Planned>, JournalError>> + Send;

    /// Begins a run: documents that the service has accepted and not decided on are [claimed](Self::claim) once more, to
    /// ask what became of them.
    fn begin(&self) -> impl Future<Output = Result<(), JournalError>> + Send;

    /// Takes the next step to send or to confirm, and records that it is being sent. Returns `None` if there is none.
    fn claim(&self) -> impl Future<Output = Result<Option<Task>, JournalError>> + Send;

    /// Records what became of a step. With `go_on`, also takes the next step, of the same document if it can be sent
    /// now, else as [`claim`](Self::claim) does; both are on the disk at once.
    fn record(
        &self,
        task: &Task,
        outcome: Outcome,
        go_on: bool,
    ) -> impl Future<Output = Result<Option<Task>, JournalError>> + Send;

    /// Plans documents again as they are. Returns their number. Uncertain ones stay as they are, and so do those of which
    /// a newer document has the key.
    fn retry(&self, retry: Retry) -> impl Future<Output = Result<u64, JournalError>> + Send;

    /// Records what somebody found out about the uncertain step of the newest document with this key.
    fn resolve(&self, key: &str, resolution: Resolution)
    -> impl Future<Output = Result<Resolved, JournalError>> + Send;

    /// Erases the bodies of documents that were created so long ago. Keys, marks and numbers stay, so that the documents
    /// are not sent again. Returns the number of documents.
    fn purge(&self, older_than: Duration) -> impl Future<Output = Result<u64, JournalError>> + Send;

    /// Counts the documents by state.
    fn tally(&self) -> impl Future<Output = Result<Tally, JournalError>> + Send;

    /// Lists documents in the order in which they were planned: those in this state, or all, after the one with this
    /// [id](Entry::id).
    fn list(
        &self,
        state: Option<State>,
        after: i64,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Entry>, JournalError>> + Send;

    /// Returns the newest document with each of these keys, in order. A report asks for the keys of its input in chunks.
    fn find(&self, keys: Vec<String>) -> impl Future<Output = Result<Vec<Option<Entry>>, JournalError>> + Send;

    /// Returns the steps of the document with this [id](Entry::id), in order.
    fn steps(&self, document: i64) -> impl Future<Output = Result<Vec<StepEntry>, JournalError>> + Send;
}

/// Whether documents with a known key are planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// A key that is in the journal is not planned, unless its newest document failed or was refused, and this one has
    /// other steps: it was corrected, and takes the place of that one. Steps that were carried out must be the same.
    /// Bodies are compared byte by byte, so they should not contain what differs between imports, such as a time.
    Once,
    /// A key that is in the journal is planned once more, if its document is not open.
    Again,
}

/// What happened to a document that was to be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    /// It is in the journal now.
    Added,
    /// It is in the journal now, in place of a document with its key that failed or was refused. If steps of that one
    /// were carried out, they are not sent again, and its mark stays.
    Replaced,
    /// A document with its key was there already, and stays as it is. If that one failed or was refused and this one is
    /// not the same, they differ in a step that was carried out.
    AlreadyThere {
        /// The state of that document.
        state: State,
        /// Where it came from.
        origin: String,
        /// Whether it has the same steps; unknown if its bodies were erased.
        is_same: Option<bool>,
    },
    /// Another document has its mark.
    MarkInUse {
        /// The key of that document.
        key: String,
    },
}

/// Which documents are planned again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Those that [failed](State::Failed).
    Failed,
    /// Those that were [refused](State::Refused), after the settings of the service were corrected. Corrected documents
    /// are [planned](Journal::plan) instead.
    Refused,
    /// The one with this key, if it failed or was refused.
    Key(String),
}

/// What somebody found out about an uncertain step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The service carried it out. The document goes on with its next step.
    Created {
        /// The id that later steps need.
        id: Option<String>,
        /// The number that people see.
        number: Option<String>,
    },
    /// The service did not carry it out: it is planned again.
    NotCreated,
}

/// What became of a [`Resolution`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Resolved {
    /// It is in the journal.
    Recorded,
    /// The document is not uncertain, so nothing was recorded.
    NotUncertain {
        /// The state of the document.
        state: State,
    },
    /// There is no document with the key.
    NotFound,
}

/// The number of documents in each state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(pub BTreeMap<State, u64>);

impl Tally {
    /// Returns the number of documents in a state.
    #[must_use]
    pub fn of(&self, state: State) -> u64 {
        self.0.get(&state).copied().unwrap_or_default()
    }

    /// Returns the number of all documents.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }
}

/// A document in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The id of the document in the journal.
    pub id: i64,
    /// The key.
    pub key: String,
    /// The text by which the document can be found in the service.
    pub mark: Option<String>,
    /// Where the document comes from.
    pub origin: String,
    /// The state of the document.
    pub state: State,
    /// The import that planned the document, or corrected it. `None` if a version that did not record it did.
    pub import: Option<Import>,
    /// The name of the step that the state is of.
    pub step: String,
    /// How often that step was sent.
    pub attempts: u32,
    /// The id of the document in the service: of its first step.
    pub remote_id: Option<String>,
    /// The number that people see: of its first step.
    pub number: Option<String>,
    /// The reason for the state.
    pub message: Option<String>,
    /// When the state changed.
    pub changed_at: SystemTime,
}

/// A program that opened a journal and planned documents in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import {
    /// The number of the import in the journal, from 1.
    pub id: i64,
    /// When it planned its first document.
    pub started_at: SystemTime,
}

/// A step of a document in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepEntry {
    /// The name.
    pub name: String,
    /// The state.
    pub state: State,
    /// How often the step was sent.
    pub attempts: u32,
    /// The id that the service returned.
    pub remote_id: Option<String>,
    /// The number that people see.
    pub number: Option<String>,
    /// The reason for the state.
    pub message: Option<String>,
}

/// An error of a journal.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum JournalError {
    /// A file could not be read, written or created.
    Io {
        /// The path.
        path: PathBuf,
        /// What failed: `created`, `locked`.
        action: &'static str,
        /// The error.
        error: Arc<io::Error>,
    },
    /// Other users may read the file.
    Permissions {
        /// The path.
        path: PathBuf,
        /// The permissions.
        mode: u32,
    },
    /// Another program is importing with this journal.
    InUse {
        /// The path.
        path: PathBuf,
    },
    /// The file is not a journal.
    NotAJournal {
        /// The path.
        path: PathBuf,
    },
    /// A newer version of this program wrote the journal.
    NewerFormat {
        /// The path.
        path: PathBuf,
        /// The version of its format.
        found: i64,
        /// The newest version that is known here.
        known: i64,
    },
    /// An older version of this program wrote the journal, and it was opened to be read. Opening it for an import upgrades
    /// it.
    OlderFormat {
        /// The path.
        path: PathBuf,
        /// The version of its format.
        found: i64,
        /// The version that is read here.
        known: i64,
    },
    /// Somebody decided what became of a step, or had it sent again, before its outcome came. The outcome is not in the
    /// journal: look at the document in the service.
    Superseded {
        /// The key of the document.
        key: String,
        /// The name of the step.
        step: String,
        /// What became of it.
        outcome: Outcome,
    },
    /// The database failed.
    Database {
        /// The error.
        message: String,
    },
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, action, error } => write!(f, "{} could not be {action}: {error}", path.display()),
            Self::Permissions { path, mode } => write!(
                f,
                "other users may read {} (mode {mode:o}), which has what was sent: run `chmod 600` on it",
                path.display()
            ),
            Self::InUse { path } => write!(f, "another program is importing with {}", path.display()),
            Self::NotAJournal { path } => write!(f, "{} is not a journal", path.display()),
            Self::NewerFormat { path, found, known } => write!(
                f,
                "{} has format {found} of a newer version; this one knows formats up to {known}",
                path.display()
            ),
            Self::OlderFormat { path, found, known } => write!(
                f,
                "{} has format {found} of an older version; it is upgraded to format {known} when it is opened for an import",
                path.display()
            ),
            Self::Superseded { key, step, outcome } => write!(
                f,
                "somebody decided on the step `{step}` of {key} before its outcome came, which is now only here: {outcome:?}"
            ),
            Self::Database { message } => write!(f, "the journal failed: {message}"),
        }
    }
}

impl std::error::Error for JournalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

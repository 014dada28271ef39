//! Where the journal of a test is.

use std::path::PathBuf;

use concur_import::{Journal, SqliteJournal};

use crate::support::folder;

/// A place for the journal of a test.
pub(crate) trait Store {
    type Journal: Journal;

    /// Opens it, and creates it if there is none.
    async fn open(&self) -> Self::Journal;

    /// What another program finds after this one has ended, however that was.
    async fn reopen(&self, journal: Self::Journal) -> Self::Journal;
}

/// A journal in a file.
pub(crate) struct InFile(pub(crate) PathBuf);

/// A journal in a file of its own.
pub(crate) async fn in_file(test: &str) -> Option<InFile> {
    Some(InFile(folder(test).join("journal.db")))
}

impl Store for InFile {
    type Journal = SqliteJournal;

    async fn open(&self) -> SqliteJournal {
        SqliteJournal::open(&self.0).expect("the journal is opened")
    }

    async fn reopen(&self, journal: SqliteJournal) -> SqliteJournal {
        drop(journal);
        self.open().await
    }
}

//! The tables, and how a file is opened.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::failed;
use super::{backup, file};
use crate::journal::JournalError;

/// Marks the file as a journal, in its header: `Conc`.
const APPLICATION_ID: i64 = 0x436f_6e63;

/// The version of the tables.
const FORMAT: i64 = 2;

/// What makes a file of each format from one of the format before; the first, from an empty file. Files of users have
/// them, so they are never changed: a new format is one more.
const FORMATS: [&str; FORMAT as usize] = [FIRST, SECOND];

/// The oldest SQLite that does not lose commits when a checkpoint and a writer meet in a certain way.
const MIN_SQLITE: i32 = 3_051_003;

const FIRST: &str = "
CREATE TABLE document(
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    -- How often a document with this key was planned before, on purpose.
    again INTEGER NOT NULL,
    mark TEXT UNIQUE,
    origin TEXT NOT NULL,
    -- The state of its first step that is not created; `created` if there is none.
    state TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    is_erased INTEGER NOT NULL DEFAULT 0,
    UNIQUE(key, again)
) STRICT;

CREATE INDEX document_open ON document(state, id) WHERE state <> 'created';

CREATE TABLE step(
    document INTEGER NOT NULL REFERENCES document(id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    remote_id TEXT,
    number TEXT,
    message TEXT,
    PRIMARY KEY(document, position)
) STRICT, WITHOUT ROWID;

-- Documents by state. Counting a million takes half a second; this takes none.
CREATE TABLE tally(state TEXT PRIMARY KEY, documents INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TRIGGER document_added AFTER INSERT ON document BEGIN
    INSERT INTO tally VALUES(new.state, 1) ON CONFLICT DO UPDATE SET documents = documents + 1;
END;

CREATE TRIGGER document_changed AFTER UPDATE OF state ON document WHEN old.state <> new.state BEGIN
    UPDATE tally SET documents = documents - 1 WHERE state = old.state;
    INSERT INTO tally VALUES(new.state, 1) ON CONFLICT DO UPDATE SET documents = documents + 1;
END;
";

const SECOND: &str = "
-- Programs that planned documents.
CREATE TABLE import(id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL) STRICT;

ALTER TABLE document ADD COLUMN import INTEGER REFERENCES import(id);
";

/// Opens a journal to write it, and upgrades it if it is older. Returns also the backup that was made then.
pub(super) fn open_or_create(path: &Path) -> Result<(Connection, Option<PathBuf>), JournalError> {
    if rusqlite::version_number() < MIN_SQLITE {
        let message = format!("SQLite {} can lose commits", rusqlite::version());
        return Err(JournalError::Database { message });
    }
    file::create(path)?;
    let mut connection = connect(path)?;
    let found = check_format(&connection, path)?;
    settings(&connection).map_err(failed)?;
    let backup = match found {
        0 | FORMAT => None,
        older => Some(backup::write(&connection, path, older)?),
    };
    upgrade(&mut connection, found).map_err(failed)?;
    Ok((connection, backup))
}

/// Opens a journal to read it.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, JournalError> {
    file::check(path)?;
    // Not read-only: a reader of a file that nobody has open must be able to create its `-shm`.
    let connection = connect(path)?;
    let (path, known) = (path.to_owned(), FORMAT);
    match check_format(&connection, &path)? {
        FORMAT => connection.pragma_update(None, "query_only", true).map_err(failed)?,
        0 => return Err(JournalError::NotAJournal { path }),
        found => return Err(JournalError::OlderFormat { path, found, known }),
    }
    Ok(connection)
}

fn connect(path: &Path) -> Result<Connection, JournalError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(failed)?;
    Ok(connection)
}

/// Returns the format of a file, which is 0 for an empty one.
fn check_format(connection: &Connection, path: &Path) -> Result<i64, JournalError> {
    let not_a_journal = || JournalError::NotAJournal { path: path.to_owned() };
    // The first statement reads the file; what is no database fails here.
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let tables = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    let tables = match tables {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(not_a_journal());
        }
        tables => tables.map_err(failed)?,
    };
    if tables == 0 {
        return Ok(0);
    }
    let found = number("user_version").map_err(failed)?;
    if number("application_id").map_err(failed)? != APPLICATION_ID || found < 1 {
        return Err(not_a_journal());
    }
    if found > FORMAT {
        let path = path.to_owned();
        return Err(JournalError::NewerFormat {
            path,
            found,
            known: FORMAT,
        });
    }
    Ok(found)
}

/// Without FULL, a power cut loses commits that were acknowledged. Some network file systems have no write-ahead log;
/// the rollback journal that SQLite stays with then is slower and as safe.
fn settings(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)
}

/// Brings the tables from a format to the newest, all at once.
fn upgrade(connection: &mut Connection, from: i64) -> rusqlite::Result<()> {
    if from == FORMAT {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for (_, format) in (0_i64..).zip(FORMATS).skip_while(|(before, _)| *before < from) {
        transaction.execute_batch(format)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()
}

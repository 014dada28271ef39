//! Files of older formats: how they are upgraded, and that nothing is lost on the way.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::support::{document, folder};
use concur_import::{Journal, JournalError, Plan, Planned, SqliteJournal, State};
use rusqlite::Connection;

/// A journal of format 1 with a document in each state, as the version that wrote this format left it.
const FORMAT_1: &str = include_str!("files/format-1.sql");
const DOCUMENTS: i64 = 9;

/// Creates a journal of format 1. What the statements change besides is only in its log, as after a kill.
fn format_1(path: &Path, more: &str) {
    let writer = path.with_extension("writer");
    let connection = Connection::open(&writer).expect("the file is created");
    connection
        .execute_batch(&format!(
            "{FORMAT_1} PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; {more}"
        ))
        .expect("the journal is written");
    let log = |of: &Path| PathBuf::from(format!("{}-wal", of.display()));
    for (from, to) in [(&writer, path), (&log(&writer), &log(path))] {
        fs::copy(from, to).expect("the file is copied");
        #[cfg(unix)]
        fs::set_permissions(to, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("it is its owner's");
    }
    drop(connection);
    fs::remove_file(writer).expect("the file is removed");
}

/// Renames a document, so that it is seen whether the log was read.
const RENAMED: &str = "UPDATE document SET key = 'renamed in the log' WHERE key = 'G';";

/// Opens a file without the code that is tested. It must be a whole database.
fn database(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("the file is a database");
    let check: String = one(&connection, "PRAGMA integrity_check");
    assert_eq!(check, "ok", "{}", path.display());
    connection
}

fn one<T: rusqlite::types::FromSql>(connection: &Connection, query: &str) -> T {
    let value = connection.query_row(query, [], |row| row.get(0));
    value.unwrap_or_else(|error| panic!("{query}: {error}"))
}

fn format(connection: &Connection) -> i64 {
    one(connection, "PRAGMA user_version")
}

fn documents(connection: &Connection) -> i64 {
    one(connection, "SELECT count(*) FROM document")
}

/// The files beside a journal that are backups, complete or not.
fn backups(path: &Path) -> Vec<PathBuf> {
    let folder = fs::read_dir(path.parent().expect("it is in a folder")).expect("the folder is readable");
    let paths = folder.map(|entry| entry.expect("the entry is readable").path());
    let mut found: Vec<PathBuf> = paths
        .filter(|path| path.display().to_string().contains(".bak"))
        .collect();
    found.sort();
    found
}

fn open(path: &Path) -> SqliteJournal {
    SqliteJournal::open(path).expect("the journal is opened")
}

#[tokio::test]
async fn an_older_file_is_upgraded_with_a_backup() {
    let path = folder("upgraded").join("journal.db");
    format_1(&path, RENAMED);
    let journal = open(&path);
    let backup = journal.backup().expect("there is a backup").to_owned();
    assert_eq!(backup, path.with_extension("db.v1.bak"));
    assert_eq!(backups(&path), [backup.as_path()], "nothing else is left");

    let entries = journal.list(None, 0, 100).await.expect("the journal works");
    let states = [
        "created",
        "created",
        "failed",
        "refused",
        "uncertain",
        "accepted",
        "uncertain",
        "planned",
        "planned",
    ];
    assert!(
        entries.iter().map(|entry| entry.state.as_str()).eq(states),
        "{entries:?}"
    );
    assert!(entries.iter().all(|entry| entry.import.is_none()));
    assert_eq!(entries[7].key, "renamed in the log");
    let planned = journal.plan(vec![document("new", &["create"])], Plan::Once).await;
    assert_eq!(planned.expect("planned"), [Planned::Added]);
    let new = journal.find(vec!["new".to_owned()]).await.expect("the journal works");
    assert!(
        new[0]
            .as_ref()
            .is_some_and(|entry| entry.import.is_some_and(|import| import.id == 1)),
        "{new:?}"
    );
    drop(journal);

    // What was being sent is uncertain in the journal, and as it was in the backup.
    let connection = database(&backup);
    assert_eq!((format(&connection), documents(&connection)), (1, DOCUMENTS));
    assert_eq!(
        one::<String>(&connection, "SELECT state FROM document WHERE key = 'F'"),
        "sending"
    );
    assert_eq!(
        one::<i64>(
            &connection,
            "SELECT count(*) FROM document WHERE key = 'renamed in the log'"
        ),
        1
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&backup).expect("the file is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(open(&path).backup(), None, "once");
}

#[test]
fn an_upgraded_file_has_the_tables_of_a_new_one() {
    let folder = folder("tables");
    let (old, new) = (folder.join("old.db"), folder.join("new.db"));
    format_1(&old, RENAMED);
    let tables = |path: &Path| {
        drop(open(path));
        let connection = database(path);
        assert_eq!(format(&connection), 2);
        one::<String>(
            &connection,
            "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)",
        )
    };
    assert_eq!(tables(&old), tables(&new));
}

#[test]
fn an_existing_backup_is_not_overwritten() {
    let path = folder("numbered").join("journal.db");
    for name in ["db.v1.bak", "db.v1.2.bak"] {
        fs::write(path.with_extension(name), "precious").expect("the file is written");
    }
    format_1(&path, RENAMED);
    let journal = open(&path);
    assert_eq!(journal.backup(), Some(path.with_extension("db.v1.3.bak").as_path()));
    for name in ["db.v1.bak", "db.v1.2.bak"] {
        assert_eq!(
            fs::read(path.with_extension(name)).expect("the file is readable"),
            b"precious"
        );
    }
}

#[test]
fn reading_an_older_file_is_refused_and_changes_nothing() {
    let path = folder("read").join("journal.db");
    format_1(&path, RENAMED);
    let error = SqliteJournal::read(&path).expect_err("the file is older");
    assert!(
        matches!(error, JournalError::OlderFormat { found: 1, known: 2, .. }),
        "{error:?}"
    );
    let message = "has format 1 of an older version; it is upgraded to format 2 when it is opened for an import";
    assert!(error.to_string().ends_with(message), "{error}");
    let connection = database(&path);
    assert_eq!((format(&connection), backups(&path).len()), (1, 0));
    drop(connection);
    drop(open(&path));
    let tally = SqliteJournal::read(&path).expect("the journal can be read").tally();
    assert_eq!(tally.expect("the journal works").of(State::Uncertain), 2);
}

const PATH: &str = "UPGRADED_JOURNAL";

/// The program that is killed, or has no room. It does nothing when it runs as a test.
#[test]
fn program() {
    let Ok(path) = env::var(PATH) else {
        return;
    };
    if let Err(error) = SqliteJournal::open(path) {
        panic!("{error}");
    }
}

fn this_program() -> PathBuf {
    env::current_exe().expect("this program")
}

const ARGUMENTS: [&str; 3] = ["--exact", "formats::program", "--nocapture"];

/// Upgrades a file in another program, and kills that after a time if there is one. Returns how long it took.
fn upgrade(path: &Path, killed_after: Option<Duration>) -> Duration {
    let start = Instant::now();
    let mut program = Command::new(this_program())
        .args(ARGUMENTS)
        .env(PATH, path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    if let Some(time) = killed_after {
        thread::sleep(time);
        program.kill().expect("the program is killed or over");
    }
    program.wait().expect("the program is over");
    start.elapsed()
}

/// Adds many documents, so that there is time to kill.
const MANY: &str = "
    WITH RECURSIVE n(n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM n WHERE n < 20099)
    INSERT INTO document(id, key, again, origin, state, changed_at) SELECT n, 'many-' || n, 0, '', 'planned', 0 FROM n;
    INSERT INTO step(document, position, name, body, state)
    SELECT id, 0, 'create', zeroblob(200), 'planned' FROM document WHERE id >= 100;";
const OF_MANY: i64 = DOCUMENTS + 20_000;

#[test]
fn a_killed_upgrade_leaves_one_format_or_the_other() {
    let folder = folder("killed-upgrade");
    let template = folder.join("template.db");
    format_1(&template, MANY);
    let fresh = |name: &str| {
        let path = folder.join(name).join("journal.db");
        fs::create_dir(folder.join(name)).expect("the folder is created");
        for end in ["", "-wal"] {
            let (from, to) = (
                format!("{}{end}", template.display()),
                format!("{}{end}", path.display()),
            );
            fs::copy(from, to).expect("the file is copied");
        }
        path
    };
    let whole = upgrade(&fresh("whole"), None);
    let kills = env::var("IMPORT_KILLS").map_or(12, |kills| kills.parse().expect("a number"));
    let (mut left, mut partial) = ([0; 2], 0);
    for kill in 0..=kills {
        let path = fresh(&kill.to_string());
        upgrade(&path, Some(whole * kill / kills));
        let found = check(&path);
        left[usize::from(found == 2)] += 1;
        partial += backups(&path)
            .iter()
            .filter(|path| path.extension().is_some_and(|end| end == "partial"))
            .count();
        // Killed or not, the next program upgrades it, and clears up.
        upgrade(&path, None);
        assert_eq!(check(&path), 2);
        assert!(
            backups(&path)
                .iter()
                .all(|path| path.extension().is_some_and(|end| end == "bak"))
        );
        let journal = open(&path);
        assert_eq!(journal.backup(), None);
        drop(journal);
        fs::remove_dir_all(path.parent().expect("it is in a folder")).expect("the folder is removed");
    }
    eprintln!("{whole:?} for an upgrade; after a kill {left:?} of format 1 and 2, {partial} partial backups");
    assert!(left[0] > 0, "no program was killed before it was through: {left:?}");
}

/// Checks that a journal and its backups are whole, and returns its format.
fn check(path: &Path) -> i64 {
    let connection = database(path);
    assert_eq!(documents(&connection), OF_MANY);
    let found = format(&connection);
    let columns: i64 = one(
        &connection,
        "SELECT count(*) FROM pragma_table_info('document') WHERE name = 'import'",
    );
    assert_eq!(columns, found - 1);
    let complete = backups(path)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "bak"));
    let complete: Vec<Connection> = complete.map(|path| database(&path)).collect();
    assert!(found == 1 || !complete.is_empty(), "upgraded without a backup");
    for backup in complete {
        assert_eq!((format(&backup), documents(&backup)), (1, OF_MANY));
    }
    found
}

/// A program that may write files of this size at most, in blocks of 512 bytes: 1 MiB, less than the backup.
#[cfg(unix)]
#[test]
fn an_upgrade_without_room_changes_nothing() {
    let path = folder("full").join("journal.db");
    format_1(&path, MANY);
    // Its log is as large. Where it is read into the file, that must have room.
    database(&path)
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("the log is emptied");
    // A write beyond the limit fails. Without the trap, the signal would end the program.
    let line = "trap '' XFSZ; ulimit -f 2048; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", line])
        .arg(this_program())
        .args(ARGUMENTS)
        .env(PATH, &path);
    let output = command.output().expect("the program runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "the limit has no effect");
    assert!(error.contains("it could not be copied to"), "{error}");
    assert_eq!(check(&path), 1);
    assert_eq!(backups(&path), [] as [PathBuf; 0]);
    drop(open(&path));
    assert_eq!(check(&path), 2);
}

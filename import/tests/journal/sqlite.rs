//! A journal in a file.

use std::fs;
use std::path::Path;
use std::time::Duration;

use concur_import::{Journal, JournalError, Plan, Planned, SqliteJournal, State};

use super::rules::{claim, created, find, only_record, plan, record, test_rules};
use crate::store::in_file;
use crate::support::{document, folder};

fn open(path: &Path) -> SqliteJournal {
    SqliteJournal::open(path).expect("the journal is opened")
}

test_rules!(in_file);

#[tokio::test]
async fn outcome_of_an_ended_program_is_refused() {
    let path = folder("late").join("journal.db");
    let journal = open(&path);
    plan(&journal, &["A"]).await;
    let task = claim(&journal).await.expect("planned");
    drop(journal);
    let late = open(&path).record(&task, created("a1"), true).await;
    assert!(matches!(late, Err(JournalError::Database { .. })), "{late:?}");
}

#[tokio::test]
async fn readers_see_what_the_journal_has() {
    let path = folder("reader").join("journal.db");
    let journal = open(&path);
    plan(&journal, &["A", "B"]).await;
    let task = claim(&journal).await.expect("planned");
    only_record(&journal, &task, created("a1")).await;
    let reader = SqliteJournal::read(&path).expect("the journal can be read");
    let entry = find(&journal, "A").await.expect("it is there");
    assert_eq!(
        reader.find(&["A".to_owned()]).expect("the journal works"),
        [Some(entry.clone())]
    );
    let steps = journal.steps(entry.id).await.expect("the journal works");
    assert_eq!(reader.steps(entry.id).expect("the journal works"), steps);
    assert_eq!(reader.tally().expect("the journal works").of(State::Planned), 2);
}

#[tokio::test]
async fn a_second_import_is_kept_out_and_readers_are_not() {
    let path = folder("lock").join("journal.db");
    let journal = open(&path);
    plan(&journal, &["A"]).await;
    let second = SqliteJournal::open(&path);
    assert!(matches!(second, Err(JournalError::InUse { .. })), "{second:?}");
    let reader = SqliteJournal::read(&path).expect("the journal can be read");
    assert_eq!(reader.tally().expect("the journal works").of(State::Planned), 1);
    assert_eq!(reader.list(None, 0, 10).expect("the journal works").len(), 1);
    drop(journal);
    open(&path);
}

#[tokio::test]
async fn erased_bodies_are_not_in_the_file() {
    let path = folder("purge").join("journal.db");
    let journal = open(&path);
    plan(&journal, &["A", "B"]).await;
    let mut task = claim(&journal).await;
    while let Some(open) = task.filter(|task| task.key == "A") {
        task = record(&journal, &open, created("1")).await;
    }
    assert_eq!(
        journal.purge(Duration::from_secs(60)).await.expect("the journal works"),
        0
    );
    assert_eq!(journal.purge(Duration::ZERO).await.expect("the journal works"), 1);
    assert_eq!(journal.purge(Duration::ZERO).await.expect("the journal works"), 0);
    let again = journal
        .plan(vec![document("A", &["create", "submit"])], Plan::Once)
        .await
        .expect("planned");
    assert!(
        matches!(again[..], [Planned::AlreadyThere { is_same: None, .. }]),
        "{again:?}"
    );
    drop(journal);
    let bytes = fs::read(&path).expect("the file is readable");
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("B: create") && !has("A: create") && !has("A: submit"));
    assert!(!path.with_extension("db-wal").exists(), "the file is whole");
}

#[test]
fn a_file_of_a_newer_version_is_refused() {
    let path = folder("newer").join("journal.db");
    drop(open(&path));
    rusqlite::Connection::open(&path)
        .and_then(|connection| connection.pragma_update(None, "user_version", 3))
        .expect("the version is changed");
    let error = SqliteJournal::open(&path).expect_err("the file is newer");
    assert!(
        error
            .to_string()
            .ends_with("has format 3 of a newer version; this one knows formats up to 2"),
        "{error}"
    );
}

#[test]
fn files_that_are_no_journals_are_refused_and_not_changed() {
    let folder = folder("foreign");
    let (text, database) = (folder.join("text"), folder.join("database"));
    fs::write(
        &text,
        "a letter, which is longer than the header of a database: ".repeat(20),
    )
    .expect("written");
    let connection = rusqlite::Connection::open(&database).expect("created");
    connection.execute_batch("CREATE TABLE t(a)").expect("written");
    drop(connection);
    for path in [text, database] {
        restrict(&path, 0o600);
        let before = fs::read(&path).expect("readable");
        let error = SqliteJournal::open(&path).expect_err("it is no journal");
        assert!(matches!(error, JournalError::NotAJournal { .. }), "{error}");
        let error = SqliteJournal::read(&path).expect_err("it is no journal");
        assert!(matches!(error, JournalError::NotAJournal { .. }), "{error}");
        assert!(fs::read(&path).expect("readable") == before);
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_a_journal() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("permissions");
    let path = folder.join("journal.db");
    let journal = open(&path);
    for entry in fs::read_dir(&folder).expect("readable") {
        let entry = entry.expect("readable");
        let mode = entry.metadata().expect("readable").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", entry.file_name());
    }
    drop(journal);
    restrict(&path, 0o644);
    let error = SqliteJournal::open(&path).expect_err("others may read it");
    assert!(error.to_string().contains("mode 644"), "{error}");
}

fn restrict(path: &Path, mode: u32) {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).expect("the permissions are set");
    #[cfg(not(unix))]
    let _ = (path, mode);
}

/// The statements that run for each step, or at each start, over a million documents.
#[test]
fn no_statement_of_a_run_scans_all_documents() {
    let path = folder("plans").join("journal.db");
    drop(open(&path));
    let connection = rusqlite::Connection::open(&path).expect("the file is a database");
    let source = [
        include_str!("../../src/sqlite/planning.rs"),
        include_str!("../../src/sqlite/sending.rs"),
    ]
    .concat();
    let mut checked = 0;
    for statement in source
        .split('"')
        .filter(|text| text.contains("document") && text.contains("state = "))
    {
        if !statement.trim_start().starts_with(['S', 'U']) || statement.contains('{') {
            continue;
        }
        let explain = format!("EXPLAIN QUERY PLAN {statement}");
        let mut plan = connection
            .prepare(&explain)
            .unwrap_or_else(|error| panic!("{error}: {statement}"));
        let count = plan.parameter_count();
        let parameters = rusqlite::params_from_iter((0..count).map(|_| "planned"));
        let steps = plan
            .query_map(parameters, |row| row.get::<_, String>(3))
            .expect("the plan is read");
        for step in steps {
            let step = step.expect("the plan is read");
            assert!(!step.starts_with("SCAN document"), "{step}: {statement}");
        }
        checked += 1;
    }
    assert!(checked > 5, "{checked}");
}

//! The number of the last acknowledged commit, and the versions of both formats.

use std::path::{Path, PathBuf};

use redb::{Database, TableDefinition};

use super::{COMPANY, Folder, opened, put};
use crate::store::mark::{Commit, Mark, beside};
use crate::store::open;
use crate::store::tests::backend::Memory;

/// Commits some changes and returns the number of the last commit.
fn commit(path: &Path, changes: usize) -> u64 {
    let file = open(path, COMPANY).unwrap().0.accept().unwrap();
    for number in 0..changes {
        file.commit([put(&number.to_string(), "1")].iter()).unwrap();
    }
    Mark::read(path).unwrap().unwrap().number
}

fn warning(path: &Path) -> Option<String> {
    open(path, COMPANY).unwrap().1.warning
}

fn state(folder: &Folder) -> PathBuf {
    folder.file("state")
}

#[test]
fn a_copy_older_than_the_last_acknowledged_commit_is_reported() {
    let folder = Folder::new("mark-copy");
    let (path, copy) = (state(&folder), folder.file("copy"));
    assert_eq!(commit(&path, 3), 3);
    std::fs::copy(&path, &copy).unwrap();
    assert_eq!(commit(&path, 4), 7);
    assert_eq!(warning(&path), None);
    std::fs::copy(&copy, &path).unwrap();
    let reported = warning(&path).unwrap();
    assert!(
        reported.contains("its last commit is 3, but commit 7 was acknowledged; the changes of 4 commits are missing"),
        "{reported}"
    );
    // It is reported once: from then on, the restored commits count.
    assert_eq!(commit(&path, 1), 4);
    assert_eq!(warning(&path), None);
}

#[test]
fn a_missing_empty_or_older_commit_file_is_no_error() {
    let folder = Folder::new("mark-missing");
    let path = state(&folder);
    commit(&path, 3);
    let before = std::fs::read(beside(&path)).unwrap();
    // The program was killed after the commit and before the commit file was written.
    commit(&path, 1);
    std::fs::write(beside(&path), before).unwrap();
    assert_eq!(warning(&path), None);
    std::fs::write(beside(&path), "").unwrap();
    assert_eq!(warning(&path), None);
    std::fs::remove_file(beside(&path)).unwrap();
    assert_eq!(warning(&path), None);
    assert_eq!(commit(&path, 1), 5);
}

#[test]
fn the_commit_file_of_another_database_is_no_error() {
    let folder = Folder::new("mark-other");
    let path = state(&folder);
    commit(&path, 9);
    std::fs::remove_file(&path).unwrap();
    drop(open(&path, COMPANY).unwrap());
    assert_eq!(warning(&path), None);
    assert_eq!(commit(&path, 1), 1);
}

#[test]
fn foreign_and_newer_commit_files_are_refused_and_kept() {
    let folder = Folder::new("mark-foreign");
    let path = state(&folder);
    commit(&path, 1);
    for (text, expected) in [
        (
            r#"{"format":2,"epoch":7}"#,
            "has format 2 of a later version of the sandbox; update the sandbox",
        ),
        (r#"{"format":1}"#, "which it did not write; move or delete that file"),
        (
            "Fix the commit hook.",
            "which it did not write; move or delete that file",
        ),
        (&"x".repeat(9000), "which it did not write; move or delete that file"),
    ] {
        std::fs::write(beside(&path), text).unwrap();
        let error = open(&path, COMPANY).unwrap_err();
        assert!(error.contains(expected) && error.contains("state.commit"), "{error}");
        assert_eq!(std::fs::read_to_string(beside(&path)).unwrap(), text);
    }
}

#[test]
fn a_state_file_of_a_newer_format_is_refused() {
    let folder = Folder::new("newer-format");
    let path = state(&folder);
    commit(&path, 1);
    let table: TableDefinition<'_, &str, &str> = TableDefinition::new("sandbox");
    let database = Database::open(&path).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction
        .open_table(table)
        .unwrap()
        .insert("file/format", "2")
        .unwrap();
    transaction.commit().unwrap();
    drop(database);
    let error = open(&path, COMPANY).unwrap_err();
    assert!(
        error.contains("it has format 2 of a later version of the sandbox"),
        "{error}"
    );
}

#[test]
fn files_without_commit_numbers_get_them_with_the_next_commit() {
    let memory = Memory::with_company(COMPANY);
    let (file, saved) = opened(&memory);
    assert_eq!((saved.metadata("commit"), saved.metadata("database")), (None, None));
    file.commit([put("a", "1")].iter()).unwrap();
    drop(file);
    let (_, saved) = opened(&memory);
    assert_eq!(saved.metadata("commit"), Some("1"));
    assert!(saved.metadata("database").is_some());
}

#[test]
fn the_commit_file_is_overwritten_as_a_whole() {
    let folder = Folder::new("mark-whole");
    let path = state(&folder);
    let mark = Mark::open(&path).unwrap();
    for number in [u64::MAX, 1, 10] {
        let commit = Commit {
            database: "0".repeat(32),
            number,
        };
        mark.write(&commit).unwrap();
        assert_eq!(Mark::read(&path).unwrap(), Some(commit));
    }
}

#[cfg(unix)]
#[test]
fn state_files_that_others_may_access_are_refused() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("exposed");
    let path = state(&folder);
    commit(&path, 1);
    let set = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
    for mode in [0o644, 0o640, 0o602, 0o610] {
        set(mode);
        let error = open(&path, COMPANY).unwrap_err();
        assert!(
            error.contains(&format!("(mode {mode:o})")) && error.contains("`chmod 600`"),
            "{error}"
        );
    }
    set(0o600);
    open(&path, COMPANY).unwrap();
}

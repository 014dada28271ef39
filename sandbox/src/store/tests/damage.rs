//! Invalid files: each is refused with an explanation and stays unchanged.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;

use super::{COMPANY, Folder, put};
use crate::store::open;

fn refused(path: &Path, company: &str) -> String {
    let before = std::fs::read(path).unwrap();
    let error = open(path, company).unwrap_err();
    assert!(before == std::fs::read(path).unwrap(), "the file was changed");
    error
}

fn whole(path: &Path) -> Vec<u8> {
    let (file, _) = open(path, COMPANY).unwrap();
    let file = file.accept().unwrap();
    for number in 0..50 {
        let text = format!("{{\"text\":\"{}\"}}", "x".repeat(200));
        file.commit([put(&number.to_string(), &text)].iter()).unwrap();
    }
    drop(file);
    std::fs::read(path).unwrap()
}

#[test]
fn files_that_are_not_state_files_are_refused() {
    let folder = Folder::new("strange");
    let path = folder.file("notes.txt");
    std::fs::write(&path, "to do: buy milk\n".repeat(5000)).unwrap();
    let error = refused(&path, COMPANY);
    assert!(
        error.contains("was not created by this version of the sandbox; choose another"),
        "{error}"
    );
    assert!(
        open(&folder.0, COMPANY)
            .unwrap_err()
            .starts_with("it is not a regular file")
    );
}

#[test]
fn other_databases_are_refused() {
    let folder = Folder::new("foreign");
    let path = folder.file("other.redb");
    drop(redb::Database::create(&path).unwrap());
    let error = refused(&path, COMPANY);
    assert!(
        error.contains("was not created by this version of the sandbox"),
        "{error}"
    );
}

#[test]
fn files_of_another_company_are_refused_with_its_id() {
    let folder = Folder::new("company");
    let path = folder.file("state");
    whole(&path);
    let error = refused(&path, "another");
    assert!(
        error.contains(&format!("it belongs to the company {COMPANY}, not to another")),
        "{error}"
    );
}

#[test]
fn missing_directories_are_reported() {
    let folder = Folder::new("nowhere");
    let error = open(&folder.file("a/b"), COMPANY).unwrap_err();
    assert!(
        error.ends_with("make it readable and writable, or choose another file"),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// A damaged file opens with its records, or is refused and stays unchanged.
    #[test]
    fn damaged_files_are_refused_or_complete(
        flips in proptest::collection::vec((any::<Index>(), 1..=255_u8), 1..20),
        end in proptest::option::of(any::<Index>()),
    ) {
        let folder = Folder::new("damage");
        let path = folder.file("state");
        let _ = std::fs::remove_file(&path);
        let mut bytes = whole(&path);
        for (place, flip) in &flips {
            let place = place.index(bytes.len());
            bytes[place] ^= flip;
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()).max(1));
        }
        std::fs::write(&path, &bytes).unwrap();
        match open(&path, COMPANY) {
            // The damage is in unused space, or in the last commit, which is then rolled back.
            Ok((_, saved)) => prop_assert!(saved.records.len() >= 49, "{} records", saved.records.len()),
            Err(error) => prop_assert!(error.contains("file") || error.contains("start over"), "{}", error),
        }
        prop_assert!(std::fs::read(&path).unwrap() == bytes, "the file was changed");
    }
}

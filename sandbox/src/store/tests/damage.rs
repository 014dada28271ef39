//! Files that are not what they should be: each is refused with a sentence and stays as it was.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;

use super::{COMPANY, Folder, put};
use crate::store::open;

fn refused(path: &Path, company: &str) -> String {
    let before = std::fs::read(path).unwrap();
    let error = open(path, company).unwrap_err();
    assert!(before == std::fs::read(path).unwrap(), "it was written to");
    error
}

fn whole(path: &Path) -> Vec<u8> {
    let (file, _) = open(path, COMPANY).unwrap();
    file.accept().unwrap();
    for number in 0..50 {
        let text = format!("{{\"text\":\"{}\"}}", "x".repeat(200));
        file.commit([put(&number.to_string(), &text)].iter()).unwrap();
    }
    drop(file);
    std::fs::read(path).unwrap()
}

#[test]
fn a_file_that_is_not_ours_is_refused() {
    let folder = Folder::new("strange");
    let path = folder.file("notes.txt");
    std::fs::write(&path, "to do: buy milk\n".repeat(5000)).unwrap();
    let error = refused(&path, COMPANY);
    assert!(
        error.contains("was not made by this version of the sandbox: name another"),
        "{error}"
    );
    assert!(open(&folder.0, COMPANY).unwrap_err().starts_with("it is no file"));
}

#[test]
fn a_database_of_somebody_else_is_refused() {
    let folder = Folder::new("foreign");
    let path = folder.file("other.redb");
    drop(redb::Database::create(&path).unwrap());
    let error = refused(&path, COMPANY);
    assert!(error.contains("was not made by this version of the sandbox"), "{error}");
}

#[test]
fn a_file_of_another_company_is_refused_by_name() {
    let folder = Folder::new("company");
    let path = folder.file("state");
    whole(&path);
    let error = refused(&path, "another");
    assert!(
        error.contains(&format!("it belongs to the company {COMPANY}, and this one is another")),
        "{error}"
    );
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let folder = Folder::new("nowhere");
    let error = open(&folder.file("a/b"), COMPANY).unwrap_err();
    assert!(
        error.ends_with("make it readable and writable, or name another file"),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens to a file: it opens with what it had, or is refused and stays as it is.
    #[test]
    fn a_file_with_damage_is_refused_or_whole(
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
            // Damage in a place that holds nothing, or in the last commit, which then counts as broken off.
            Ok((_, saved)) => prop_assert!(saved.records.len() >= 49, "{} records", saved.records.len()),
            Err(error) => prop_assert!(error.contains("file") || error.contains("anew"), "{}", error),
        }
        prop_assert!(std::fs::read(&path).unwrap() == bytes, "it was written to");
    }
}

//! What is committed is what the specification gives.

use std::path::Path;

use concur_codegen::{Files, disk};
use concur_spec::Sources;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

fn generated() -> Files {
    let sources = Sources::read(root().join("spec")).expect("the specification can be read");
    let contract = concur_spec::contract(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    let mut files = concur_codegen::generate(&contract).unwrap_or_else(|fault| panic!("{fault}"));
    files.insert("spec/schema.json", concur_spec::schema());
    files
}

#[test]
fn the_committed_files_are_those_that_regenerate_writes() {
    let differences = disk::compare(&generated(), root()).expect("the workspace can be read");
    assert_eq!(differences, [], "run `cargo xtask regenerate`");
}

#[test]
fn an_empty_disk_is_restored_to_the_same_bytes_and_orphans_go() {
    let files = generated();
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("restored");
    let orphan = root.join("generated/src/orphans/orphan.rs");
    std::fs::create_dir_all(orphan.parent().expect("it has a directory")).expect("directories are made");
    std::fs::write(&orphan, "").expect("the orphan is written");
    let differences = disk::compare(&files, &root).expect("the directory can be read");
    assert!(
        differences
            .iter()
            .any(|one| one.path() == "generated/src/orphans/orphan.rs")
    );
    disk::apply(&files, &root, &differences).expect("the files are written");
    assert_eq!(disk::compare(&files, &root).expect("the directory can be read"), []);
    assert!(!orphan.exists() && !root.join("generated/src/orphans").exists());
}

#[test]
fn a_changed_file_is_shown_with_a_diff_and_a_missing_one_by_name() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("changed");
    let mut files = Files::default();
    files.insert("generated/src/a.rs", "one\ntwo\n");
    files.insert("generated/src/b.rs", "three\n");
    let nothing = disk::compare(&files, &root).expect("the directory can be read");
    disk::apply(&files, &root, &nothing).expect("the files are written");
    std::fs::write(root.join("generated/src/a.rs"), "one\n2\n").expect("the file is changed");
    std::fs::remove_file(root.join("generated/src/b.rs")).expect("the file is removed");
    let differences = disk::compare(&files, &root).expect("the directory can be read");
    let [
        disk::Difference::Changed(changed, diff),
        disk::Difference::Missing(missing),
    ] = &differences[..]
    else {
        panic!("{differences:?}")
    };
    assert_eq!(
        (changed.as_str(), missing.as_str()),
        ("generated/src/a.rs", "generated/src/b.rs")
    );
    assert!(diff.contains("-2\n+two"), "{diff}");
}

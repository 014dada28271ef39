//! The committed files match those generated from the specification.

use std::path::Path;

use concur_codegen::{Files, disk};
use concur_spec::Sources;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

fn generated() -> Files {
    let sources = Sources::read(root().join("spec")).expect("the specification is readable");
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let mut files = concur_codegen::generate(&contract).unwrap_or_else(|error| panic!("{error}"));
    files.insert("spec/schema.json", concur_spec::schema());
    files
}

#[test]
fn committed_files_match_regenerate() {
    let differences = disk::compare(&generated(), root()).expect("the workspace is readable");
    assert_eq!(differences, [], "run `cargo xtask regenerate`");
}

#[test]
fn regenerate_restores_all_files_and_removes_orphans() {
    let files = generated();
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("restored");
    let orphan = "generated/src/orphans/orphan.rs";
    let mut former = files.clone();
    former.insert(orphan, "");
    let differences = disk::compare(&former, &root).expect("the directory is readable");
    disk::apply(&former, &root, &differences).expect("the files are written");
    assert!(root.join(orphan).exists());
    std::fs::remove_file(root.join("generated/src/lib.rs")).expect("the file is removed");

    let differences = disk::compare(&files, &root).expect("the directory is readable");
    let paths: Vec<&str> = differences.iter().map(disk::Difference::path).collect();
    assert_eq!(paths, ["generated/generated-files.txt", "generated/src/lib.rs", orphan]);
    disk::apply(&files, &root, &differences).expect("the files are written");
    assert_eq!(disk::compare(&files, &root).expect("the directory is readable"), []);
    assert!(!root.join("generated/src/orphans").exists());
}

#[test]
fn changed_files_have_a_diff_and_missing_files_a_name() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("changed");
    let mut files = Files::default();
    files.insert("generated/src/a.rs", "one\ntwo\n");
    files.insert("generated/src/b.rs", "three\n");
    let nothing = disk::compare(&files, &root).expect("the directory is readable");
    disk::apply(&files, &root, &nothing).expect("the files are written");
    std::fs::write(root.join("generated/src/a.rs"), "one\n2\n").expect("the file is changed");
    std::fs::remove_file(root.join("generated/src/b.rs")).expect("the file is removed");
    let differences = disk::compare(&files, &root).expect("the directory is readable");
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

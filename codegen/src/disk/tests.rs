use std::fs;
use std::path::{Path, PathBuf};

use super::{Difference, apply, compare, list, listed, steps};
use crate::Files;
use crate::disk::staging::Staging;

/// A folder of the system that is removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(test: &str) -> Self {
        let root = std::env::temp_dir().join(format!("codegen-disk-{test}-{}", std::process::id()));
        fs::create_dir_all(&root).expect("the folder is created");
        Self(root)
    }

    fn write(&self, path: &str, text: &str) {
        let full = self.0.join(path);
        fs::create_dir_all(full.parent().expect("it is in a folder")).expect("the folder is created");
        fs::write(full, text).expect("the file is written");
    }

    /// All files but the list and the lock, with their content.
    fn files(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        walk(&self.0, &self.0, &mut found);
        found.sort();
        found
    }

    fn regenerate(&self, files: &Files) {
        let differences = compare(files, &self.0).expect("the folder is readable");
        apply(files, &self.0, &differences).expect("the files are written");
        assert_eq!(compare(files, &self.0).expect("the folder is readable"), []);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the folder is readable").path();
        if path.is_dir() {
            walk(root, &path, found);
        } else {
            let relative = path.strip_prefix(root).expect("it is below the root");
            let text = fs::read_to_string(&path).expect("the file is readable");
            let names: Vec<_> = relative.iter().map(|name| name.to_string_lossy()).collect();
            found.push((names.join("/"), text));
        }
    }
}

fn files(pairs: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    files.extend(
        pairs
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned())),
    );
    files
}

const FORMER: [(&str, &str); 4] = [
    ("generated/src/a.rs", "old a"),
    ("generated/src/gone/b.rs", "old b"),
    ("generated/src/same.rs", "same"),
    ("spec/schema.json", "old schema"),
];

const NEW: [(&str, &str); 4] = [
    ("generated/src/a.rs", "new a"),
    ("generated/src/new/c.rs", "new c"),
    ("generated/src/same.rs", "same"),
    ("spec/schema.json", "new schema"),
];

/// The files of a run, and its list.
fn written(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = list::with_list(&files(pairs)).into_iter().collect();
    all.sort();
    all
}

#[test]
fn files_that_no_run_wrote_stay() {
    let scratch = Scratch::new("foreign");
    scratch.regenerate(&files(&FORMER));
    let foreign = [
        ("generated/src/.a.rs.swp", "swap"),
        ("generated/src/gone/mine.rs", "mine"),
        ("contract/embedded/notes.md", "notes"),
    ];
    for (path, text) in foreign {
        scratch.write(path, text);
    }
    assert_eq!(compare(&files(&FORMER), &scratch.0).expect("readable"), []);
    scratch.regenerate(&files(&NEW));
    let mut expected = written(&NEW);
    expected.extend(foreign.map(|(path, text)| (path.to_owned(), text.to_owned())));
    expected.sort();
    assert_eq!(scratch.files(), expected);
}

#[test]
fn a_list_that_was_tampered_with_removes_nothing_outside() {
    let scratch = Scratch::new("tampered");
    let victim = Scratch::new("tampered-victim");
    victim.write("file", "precious");
    let workspace = scratch.0.file_name().expect("it has a name").to_string_lossy();
    let outside = victim.0.join("file");
    let up = format!(
        "../{}/file",
        victim.0.file_name().expect("it has a name").to_string_lossy()
    );
    scratch.regenerate(&files(&FORMER));
    scratch.write(
        list::PATH,
        &format!("<<<<<<< HEAD\n{}\n{up}\n../{workspace}/x\n=======\n", outside.display()),
    );
    scratch.regenerate(&files(&NEW));
    assert_eq!(victim.files(), [("file".to_owned(), "precious".to_owned())]);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_tree_are_not_followed() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::new("links");
    let elsewhere = Scratch::new("links-elsewhere");
    elsewhere.write("b.rs", "precious");
    scratch.regenerate(&files(&FORMER));
    // A folder of a former run is a link now: its files are not ours.
    fs::remove_dir_all(scratch.0.join("generated/src/gone")).expect("the folder is removed");
    symlink(&elsewhere.0, scratch.0.join("generated/src/gone")).expect("the link is made");
    // A file is a link now: it is replaced, and its target stays.
    fs::remove_file(scratch.0.join("generated/src/a.rs")).expect("the file is removed");
    symlink(elsewhere.0.join("b.rs"), scratch.0.join("generated/src/a.rs")).expect("the link is made");
    // So is the folder for new files.
    symlink(&elsewhere.0, scratch.0.join("generated/.regenerate")).expect("the link is made");
    scratch.regenerate(&files(&NEW));
    assert_eq!(elsewhere.files(), [("b.rs".to_owned(), "precious".to_owned())]);
    let read = fs::read_to_string(scratch.0.join("generated/src/a.rs")).expect("readable");
    assert_eq!(read, "new a");

    // A folder that is needed is refused before anything is written.
    fs::remove_dir_all(scratch.0.join("spec")).expect("the folder is removed");
    symlink(&elsewhere.0, scratch.0.join("spec")).expect("the link is made");
    let error = compare(&files(&NEW), &scratch.0).expect_err("the link is refused");
    assert_eq!(
        error.to_string(),
        "spec is a link, and links are not followed: make it a folder"
    );
    assert_eq!(elsewhere.files(), [("b.rs".to_owned(), "precious".to_owned())]);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_refused() {
    let scratch = Scratch::new("folder");
    scratch.write("generated/src/a.rs/mine.rs", "mine");
    let error = compare(&files(&NEW), &scratch.0).expect_err("the folder is refused");
    assert_eq!(
        error.to_string(),
        "generated/src/a.rs is a folder, but a file is generated there"
    );
    scratch.write("generated/src/new", "mine");
    fs::remove_dir_all(scratch.0.join("generated/src/a.rs")).expect("the folder is removed");
    let error = compare(&files(&NEW), &scratch.0).expect_err("the file is refused");
    assert_eq!(
        error.to_string(),
        "generated/src/new is not a folder, but files are generated in it"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_replaced() {
    let scratch = Scratch::new("pipe");
    fs::create_dir_all(scratch.0.join("generated/src")).expect("the folder is created");
    let made = std::process::Command::new("mkfifo")
        .arg(scratch.0.join("generated/src/a.rs"))
        .status();
    assert!(made.expect("mkfifo runs").success());
    scratch.regenerate(&files(&NEW));
    assert_eq!(scratch.files(), written(&NEW));
}

#[test]
fn a_failed_run_leaves_no_files_of_its_own() {
    let scratch = Scratch::new("failed");
    let differences = compare(&files(&NEW), &scratch.0).expect("readable");
    // It was not there when the two were compared.
    scratch.write("spec/schema.json/mine.txt", "mine");
    let error = apply(&files(&NEW), &scratch.0, &differences).expect_err("a folder is in the way");
    assert!(error.to_string().contains("schema.json"), "{error}");
    assert!(!scratch.0.join("generated/.regenerate").exists());
    let mine = scratch.files().into_iter().find(|(path, _)| path.ends_with("mine.txt"));
    assert!(mine.is_some());
}

/// A run that is killed has done the first so many steps. The next one, for the new state or back to the former,
/// leaves nothing of it.
#[test]
fn a_run_killed_at_any_step_leaves_nothing_behind() {
    let former = list::with_list(&files(&FORMER));
    let mut kills = 0;
    for killed_after in 0.. {
        let mut is_done = false;
        for next in [&FORMER, &NEW] {
            let scratch = Scratch::new(&format!("killed-{killed_after}"));
            scratch.regenerate(&files(&FORMER));
            let differences = compare(&files(&NEW), &scratch.0).expect("readable");
            assert!(differences.contains(&Difference::Orphan("generated/src/gone/b.rs".to_owned())));
            let new = list::with_list(&files(&NEW));
            let listed = listed(&scratch.0).expect("readable");
            let steps = steps(&new, &listed, &differences);
            is_done = killed_after == steps.len();
            let staging = Staging::of(&scratch.0);
            for step in &steps[..killed_after] {
                step.run(&scratch.0, &staging).expect("the step is done");
            }
            for (path, text) in scratch.files() {
                let is_whole = |files: &Files| files.get(&path) == Some(&text);
                let is_ours = path == list::PATH || path.contains(".regenerate");
                assert!(is_ours || is_whole(&former) || is_whole(&new), "{path}: {text}");
            }
            scratch.regenerate(&files(next));
            assert_eq!(scratch.files(), written(next), "killed after {killed_after} steps");
            kills += 1;
        }
        if is_done {
            break;
        }
    }
    assert!(kills > 20, "{kills}");
}

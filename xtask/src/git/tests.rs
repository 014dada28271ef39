#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{files, is_shallow, newest_release};

/// A temporary repository, removed on drop; `None` if git is not installed.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("skipped: git is not installed");
            return None;
        }
        let root = std::env::temp_dir().join(format!("xtask-git-{name}-{}", std::process::id()));
        fs::create_dir_all(&root).expect("the directory is created");
        let repository = Self(root);
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        Some(repository)
    }

    fn git(&self, arguments: &[&str]) {
        let settings = [
            "user.name=A",
            "user.email=a@example.com",
            "commit.gpgsign=false",
            "tag.gpgsign=false",
            "core.autocrlf=false",
        ];
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.0)
            .args(settings.iter().flat_map(|setting| ["-c", setting]))
            .args(arguments)
            .output()
            .expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn write(&self, path: &str, content: &[u8]) {
        let place = self.0.join(path);
        fs::create_dir_all(place.parent().expect("the path has a parent")).expect("the directory is created");
        fs::write(place, content).expect("the file is written");
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "A step"]);
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn error_message<T>(result: Result<T, crate::workspace::Failure>) -> String {
    result.err().map(|failure| failure.to_string()).unwrap_or_default()
}

#[test]
fn files_of_a_revision_keep_their_content() {
    let Some(repository) = Repository::new("files") else {
        return;
    };
    repository.write("spec/a.yaml", b"a: 1\n\nblob 7\n");
    repository.write("spec/errata/a b.yaml", b"");
    repository.write("spec/binary.yaml", b"no text: \xff");
    repository.write("other/b.yaml", b"b: 1\n");
    repository.commit();
    repository.write("spec/a.yaml", b"a: 2\n");
    repository.commit();
    let before = files(&repository.0, "HEAD~1", &["spec", "missing"]).unwrap_or_else(|failure| panic!("{failure}"));
    let paths: Vec<&str> = before.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["spec/a.yaml", "spec/binary.yaml", "spec/errata/a b.yaml"]);
    assert_eq!(before.get("spec/a.yaml"), Some("a: 1\n\nblob 7\n"));
    assert_eq!(before.get("spec/errata/a b.yaml"), Some(""));
    assert_eq!(before.get("spec/binary.yaml"), Some("no text: \u{fffd}"));
}

#[test]
fn many_files_do_not_fill_a_pipe() {
    let Some(repository) = Repository::new("many") else {
        return;
    };
    for number in 0..3000 {
        repository.write(&format!("spec/{number}.yaml"), "x".repeat(100).as_bytes());
    }
    repository.commit();
    let files = files(&repository.0, "main", &["spec"]).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(files.len(), 3000);
}

#[test]
fn an_unknown_revision_fails_with_the_message_of_git() {
    let Some(repository) = Repository::new("revision") else {
        return;
    };
    repository.write("other/b.yaml", b"b: 1\n");
    repository.commit();
    let message = error_message(files(&repository.0, "v9.9.9", &["spec"]));
    assert_eq!(message, "error: git: Not a valid object name v9.9.9");
    let message = error_message(files(&repository.0, "HEAD", &["spec"]));
    assert_eq!(
        message,
        "error: HEAD has no directory `spec`, so it is not a revision of this workspace"
    );
}

#[test]
fn a_missing_repository_fails_with_the_message_of_git() {
    let Some(repository) = Repository::new("none") else {
        return;
    };
    fs::remove_dir_all(repository.0.join(".git")).expect("the directory is removed");
    let message = error_message(newest_release(&repository.0));
    assert!(message.starts_with("error: git: not a git repository"), "{message}");
    let message = error_message(newest_release(Path::new("/no/such/directory")));
    assert!(message.starts_with("error: git: "), "{message}");
}

#[test]
fn the_newest_release_is_the_highest_ancestor_tag() {
    let Some(repository) = Repository::new("tags") else {
        return;
    };
    let newest = || newest_release(&repository.0).unwrap_or_else(|failure| panic!("{failure}"));
    repository.commit();
    assert_eq!(newest(), None);
    repository.git(&["tag", "vintage"]);
    repository.git(&["tag", "1.0.0"]);
    assert_eq!(newest(), None);
    repository.git(&["tag", "v0.9.0"]);
    repository.git(&["tag", "--annotate", "--message", "A release", "v0.10.0"]);
    repository.git(&["tag", "v0.10.0-rc.1"]);
    repository.git(&["checkout", "--quiet", "-b", "other"]);
    repository.commit();
    repository.git(&["tag", "v1.0.0"]);
    repository.git(&["checkout", "--quiet", "main"]);
    assert_eq!(newest().as_deref(), Some("v0.10.0"));
    assert!(!is_shallow(&repository.0).unwrap_or_else(|failure| panic!("{failure}")));
}

#[test]
fn a_shallow_clone_is_detected() {
    let Some(repository) = Repository::new("shallow") else {
        return;
    };
    repository.commit();
    repository.commit();
    let from = format!("file://{}", repository.0.display());
    repository.git(&["clone", "--quiet", "--depth", "1", &from, "copy"]);
    let copy = repository.0.join("copy");
    assert!(is_shallow(&copy).unwrap_or_else(|failure| panic!("{failure}")));
    assert!(newest_release(&copy).is_ok_and(|release| release.is_none()));
}

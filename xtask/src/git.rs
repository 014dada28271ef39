//! Reads tags and files from git. Errors quote git's own message.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use concur_codegen::Files;
use semver::Version;

use crate::workspace::Failure;

/// Returns the highest release tag, `v1.2.3`, among the ancestors of HEAD.
pub(crate) fn newest_release(root: &Path) -> Result<Option<String>, Failure> {
    let tags = run(root, &["tag", "--list", "v*", "--merged", "HEAD"], b"")?;
    let tags = String::from_utf8_lossy(&tags).into_owned();
    let releases = tags.lines().filter_map(|tag| {
        let version = Version::parse(tag.strip_prefix('v')?).ok()?;
        Some((version, tag))
    });
    Ok(releases.max().map(|(_, tag)| tag.to_owned()))
}

/// Returns whether the repository is a shallow clone.
pub(crate) fn is_shallow(root: &Path) -> Result<bool, Failure> {
    Ok(run(root, &["rev-parse", "--is-shallow-repository"], b"")?.starts_with(b"true"))
}

/// Returns the files of a revision below some paths.
pub(crate) fn files(root: &Path, revision: &str, paths: &[&str]) -> Result<Files, Failure> {
    let mut list = vec!["ls-tree", "-r", "-z", revision, "--"];
    list.extend(paths);
    let listed = run(root, &list, b"")?;
    let entries: Vec<(String, String)> = String::from_utf8_lossy(&listed).split('\0').filter_map(entry).collect();
    if !entries.iter().any(|(_, path)| path.starts_with("spec/")) {
        return Err(Failure::new(format!(
            "{revision} has no directory `spec`, so it is not a revision of this workspace"
        )));
    }
    let objects: String = entries.iter().map(|(object, _)| format!("{object}\n")).collect();
    let contents = run(root, &["cat-file", "--batch"], objects.as_bytes())?;
    let mut files = Files::default();
    let mut rest = contents.as_slice();
    for (_, path) in entries {
        let (content, after) = blob(rest).ok_or_else(|| Failure::new(format!("git printed no content for {path}")))?;
        files.insert(path, String::from_utf8_lossy(content));
        rest = after;
    }
    Ok(files)
}

/// Parses the object and the path from a line of `ls-tree`, `100644 blob 4f5c… TAB spec/concur.yaml`. Returns `None`
/// for symbolic links and submodules.
fn entry(line: &str) -> Option<(String, String)> {
    let (about, path) = line.split_once('\t')?;
    let mut words = about.split(' ');
    let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
    (kind == "blob" && mode != "120000").then(|| (object.to_owned(), path.to_owned()))
}

/// Splits the first object off the output of `cat-file --batch`: `4f5c… blob 12 LF CONTENT LF`.
fn blob(from: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = from.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&from[..end]).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let content = from.get(end + 1..)?.get(..size)?;
    Some((content, from.get(end + 2 + size..)?))
}

/// Runs git in the workspace with the given stdin and returns its stdout.
fn run(root: &Path, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("running git failed: {error}"));
    let mut child = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let stdin = child.stdin.take();
    // git writes while it reads, so stdin and stdout must be served at the same time.
    let output = std::thread::scope(|scope| {
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    });
    let output = output.map_err(failed)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(format!(
        "git: {}",
        stderr.trim().trim_start_matches("fatal: ")
    )))
}

#[cfg(test)]
mod tests;

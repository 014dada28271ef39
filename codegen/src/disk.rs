//! Compares the output set with the disk, and writes it.
//!
//! `regenerate`, `regenerate --check` and the test all call [`compare`]. A file is removed only if the committed list
//! of generated files names it, and no link is followed below the root. A run that is killed leaves files that are
//! old or new, never partly written, and nothing that the next run does not clear away.

mod entry;
mod list;
mod lock;
mod staging;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use similar::TextDiff;

use crate::Files;
use entry::{Entry, with_path};
use staging::Staging;

pub use lock::Lock;

/// A difference between the disk and the output set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The file does not exist.
    Missing(String),
    /// The file has another content; the diff leads from the disk to the output set.
    Changed(String, String),
    /// A former run wrote the file, and it is not in the output set.
    Orphan(String),
}

impl Difference {
    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Missing(path) | Self::Changed(path, _) | Self::Orphan(path) => path,
        }
    }
}

/// Compares the output set and the list of its files with the disk, in the order of paths.
///
/// # Errors
///
/// Returns an error if a file or folder cannot be read, or if something that is no file is in the place of one.
pub fn compare(files: &Files, root: &Path) -> io::Result<Vec<Difference>> {
    let files = list::with_list(files);
    let mut differences = Vec::new();
    for (path, text) in files.iter() {
        let changed = match entry::read(root, path)? {
            Entry::Missing => {
                differences.push(Difference::Missing(path.clone()));
                continue;
            }
            Entry::File(found) if found == text.as_bytes() => continue,
            Entry::File(found) => diff(path, &found, text),
            Entry::Other(what) => format!("{path} is {what}; a file is generated there\n"),
        };
        differences.push(Difference::Changed(path.clone(), changed));
    }
    differences.extend(orphans(&files, root)?.into_iter().map(Difference::Orphan));
    differences.sort_by(|left, right| left.path().cmp(right.path()));
    Ok(differences)
}

/// Makes the disk equal to the output set. All files are written in a folder of their own first, then moved to their
/// places, so that no file is ever partly written. Equal files are not touched.
///
/// # Errors
///
/// Returns an error if a file cannot be written, moved or removed. What was done before it stays.
pub fn apply(files: &Files, root: &Path, differences: &[Difference]) -> io::Result<()> {
    let files = list::with_list(files);
    let staging = Staging::of(root);
    staging.clear()?;
    let listed = listed(root)?;
    let mut steps = steps(&files, &listed, differences).into_iter();
    let applied = steps.try_for_each(|step| step.run(root, &staging));
    applied.and(staging.clear())
}

/// Creates a file.
///
/// # Errors
///
/// Returns an error if the file exists, without changing it, or if it cannot be written.
pub fn create(root: &Path, path: &str, text: &str) -> io::Result<()> {
    let full = root.join(path);
    let file = fs::File::create_new(&full);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| with_path(&full, &error))
}

/// Replaces the content of a file atomically.
///
/// # Errors
///
/// Returns an error if the file cannot be written.
pub fn replace(root: &Path, path: &str, text: &str) -> io::Result<()> {
    let staging = Staging::of(root);
    staging.write(0, text)?;
    staging.put(0, path)?;
    staging.clear()
}

/// A change of the file system that [`apply`] makes. A run may be killed between any two.
#[derive(Debug)]
enum Step<'a> {
    Write(usize, Cow<'a, str>),
    Put(usize, &'a str),
    Remove(&'a str),
    /// Removes the folders that were for this file, if they are empty.
    Prune(&'a str),
}

impl Step<'_> {
    fn run(&self, root: &Path, staging: &Staging<'_>) -> io::Result<()> {
        match self {
            Self::Write(number, text) => staging.write(*number, text),
            Self::Put(number, path) => staging.put(*number, path),
            Self::Remove(path) => {
                let full = root.join(path);
                fs::remove_file(&full).map_err(|error| with_path(&full, &error))
            }
            Self::Prune(path) => {
                prune(root, path);
                Ok(())
            }
        }
    }
}

/// Returns what to do, in order. From the first file on that is put in its place or removed until the last, the list
/// names the files of both the former run and this one, so that whatever a killed run leaves is found again. Files are
/// removed first: in a file system that does not tell upper from lower case, one of them may be a new file.
fn steps<'a>(files: &'a Files, listed: &'a BTreeSet<String>, differences: &'a [Difference]) -> Vec<Step<'a>> {
    let (mut steps, mut puts, mut last) = (Vec::new(), Vec::new(), None);
    for (number, difference) in (1..).zip(differences) {
        let (Difference::Missing(path) | Difference::Changed(path, _)) = difference else {
            continue;
        };
        steps.push(Step::Write(number, files.get(path).unwrap_or_default().into()));
        match path.as_str() {
            list::PATH => last = Some(Step::Put(number, path)),
            path => puts.push(Step::Put(number, path)),
        }
    }
    if last.is_some() {
        let new = files.iter().map(|(path, _)| path.as_str());
        let both: BTreeSet<&str> = listed.iter().map(String::as_str).chain(new).collect();
        steps.push(Step::Write(0, list::text(both).into()));
        steps.push(Step::Put(0, list::PATH));
    }
    let orphans = differences.iter().filter_map(|difference| match difference {
        Difference::Orphan(path) => Some(Step::Remove(path)),
        Difference::Missing(_) | Difference::Changed(..) => None,
    });
    steps.extend(orphans);
    // A killed run may have made a folder and no file in it.
    let gone = listed.iter().filter(|path| files.get(path).is_none());
    steps.extend(gone.map(|path| Step::Prune(path)));
    steps.extend(puts);
    steps.extend(last);
    steps
}

/// Returns the files that a former run wrote, by the list on the disk.
fn listed(root: &Path) -> io::Result<BTreeSet<String>> {
    match entry::read(root, list::PATH)? {
        Entry::File(text) => Ok(list::parse(&String::from_utf8_lossy(&text))),
        Entry::Missing | Entry::Other(_) => Ok(BTreeSet::new()),
    }
}

/// Returns the files of a former run that are still there and not in the output set.
fn orphans(files: &Files, root: &Path) -> io::Result<Vec<String>> {
    let mut orphans: Vec<String> = listed(root)?
        .into_iter()
        .filter(|path| files.get(path).is_none())
        .collect();
    // What took the place of a file, or lies behind a link, is not what the former run wrote.
    orphans.retain(|path| matches!(entry::read(root, path), Ok(Entry::File(_))));
    Ok(orphans)
}

/// Removes the folders of a file from the innermost on, as long as they are empty. Behind a link, none is ours.
fn prune(root: &Path, path: &str) {
    if entry::read(root, path).is_err() {
        return;
    }
    for (end, _) in path.rmatch_indices('/') {
        match fs::remove_dir(root.join(&path[..end])) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return,
            _ => {}
        }
    }
}

fn diff(path: &str, found: &[u8], text: &str) -> String {
    let found = String::from_utf8_lossy(found);
    let diff = TextDiff::from_lines(&*found, text);
    diff.unified_diff()
        .context_radius(2)
        .header(&format!("{path} (on disk)"), &format!("{path} (generated)"))
        .to_string()
}

#[cfg(test)]
mod tests;

//! Compares the output set with the disk, and writes it.
//!
//! `regenerate`, `regenerate --check` and the test all call [`compare`].

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::Files;

/// Directories with generated files only. Other files in them are orphans.
const OWNED: &[&str] = &["generated/src", "generated/tests", "spec/embedded"];

/// A difference between the disk and the output set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The file does not exist.
    Missing(String),
    /// The file has another content; the diff leads from the disk to the output set.
    Changed(String, String),
    /// The file is not in the output set.
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

/// Compares the output set with the disk, in the order of paths.
///
/// # Errors
///
/// Returns an error if a file or directory cannot be read.
pub fn compare(files: &Files, root: &Path) -> io::Result<Vec<Difference>> {
    let mut differences = Vec::new();
    for (path, text) in files.iter() {
        match read(&root.join(path))? {
            None => differences.push(Difference::Missing(path.clone())),
            Some(found) if found != text.as_bytes() => {
                differences.push(Difference::Changed(path.clone(), diff(path, &found, text)))
            }
            Some(_) => {}
        }
    }
    differences.extend(orphans(files, root)?.into_iter().map(Difference::Orphan));
    differences.sort_by(|left, right| left.path().cmp(right.path()));
    Ok(differences)
}

/// Makes the disk equal to the output set. Each file is written under a temporary name and renamed, so that no file is
/// ever partly written. Equal files are not touched.
///
/// # Errors
///
/// Returns an error if a file cannot be written or removed. Differences before it are already applied.
pub fn apply(files: &Files, root: &Path, differences: &[Difference]) -> io::Result<()> {
    for difference in differences {
        let full = root.join(difference.path());
        match difference {
            Difference::Orphan(_) => remove(&full, root)?,
            Difference::Missing(path) | Difference::Changed(path, _) => {
                let text = files.get(path).unwrap_or_default();
                write(&full, text).map_err(|error| with_path(&full, &error))?;
            }
        }
    }
    Ok(())
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
    let full = root.join(path);
    write(&full, text).map_err(|error| with_path(&full, &error))
}

fn read(full: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(full) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(with_path(full, &error)),
    }
}

fn write(full: &Path, text: &str) -> io::Result<()> {
    let directory = full.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    let name = full.file_name().unwrap_or_default().to_string_lossy();
    let temporary = directory.join(format!(".{name}.{}.new", std::process::id()));
    let result = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, full));
    if result.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    result
}

/// Removes a file and the directories that are empty without it.
fn remove(full: &Path, root: &Path) -> io::Result<()> {
    fs::remove_file(full).map_err(|error| with_path(full, &error))?;
    let mut directory = full.parent();
    while let Some(empty) = directory.filter(|directory| *directory != root && fs::remove_dir(directory).is_ok()) {
        directory = empty.parent();
    }
    Ok(())
}

fn orphans(files: &Files, root: &Path) -> io::Result<Vec<String>> {
    let mut found = BTreeSet::new();
    for owned in OWNED {
        walk(&root.join(owned), &mut found)?;
    }
    let relative = found.into_iter().filter_map(|path| {
        let path = path.strip_prefix(root).ok()?;
        Some(
            path.components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/"),
        )
    });
    Ok(relative.filter(|path| files.get(path).is_none()).collect())
}

fn walk(directory: &Path, found: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(with_path(directory, &error)),
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), found)?;
        } else {
            found.insert(entry.path());
        }
    }
    Ok(())
}

fn diff(path: &str, found: &[u8], text: &str) -> String {
    let found = String::from_utf8_lossy(found);
    let diff = TextDiff::from_lines(&*found, text);
    diff.unified_diff()
        .context_radius(2)
        .header(&format!("{path} (on disk)"), &format!("{path} (generated)"))
        .to_string()
}

fn with_path(full: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", full.display()))
}

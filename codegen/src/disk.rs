//! The output set against the disk: what differs, and writing it.
//!
//! One function answers what should be on disk; `regenerate`, `regenerate --check` and the test all call it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::Files;

/// Directories in which every file is generated: a file there that is not in the output set is an orphan.
const OWNED: &[&str] = &["generated/src", "generated/tests", "spec/embedded"];

/// How the disk differs from the output set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The file is not there.
    Missing(String),
    /// The file has another text; the diff goes from the disk to what should be there.
    Changed(String, String),
    /// The file is there and should not.
    Orphan(String),
}

impl Difference {
    /// The file.
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
/// A file or directory that cannot be read.
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

/// Makes the disk equal to the output set. A file is written beside its place and moved there, so that none is ever half
/// there; files that are equal are not touched.
///
/// # Errors
///
/// A file that cannot be written or removed; files before it, in the order of paths, are done.
pub fn apply(files: &Files, root: &Path, differences: &[Difference]) -> io::Result<()> {
    for difference in differences {
        let place = root.join(difference.path());
        match difference {
            Difference::Orphan(_) => remove(&place, root)?,
            Difference::Missing(path) | Difference::Changed(path, _) => {
                let text = files.get(path).unwrap_or_default();
                write(&place, text).map_err(|error| named(&place, &error))?;
            }
        }
    }
    Ok(())
}

/// Writes a file that must not be there yet.
///
/// # Errors
///
/// A file that is there, which is left as it is, and one that cannot be written.
pub fn create(root: &Path, path: &str, text: &str) -> io::Result<()> {
    let place = root.join(path);
    let file = fs::File::create_new(&place);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| named(&place, &error))
}

/// Replaces the text of one file, whole or not at all.
///
/// # Errors
///
/// A file that cannot be written.
pub fn replace(root: &Path, path: &str, text: &str) -> io::Result<()> {
    let place = root.join(path);
    write(&place, text).map_err(|error| named(&place, &error))
}

fn read(place: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(place) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(named(place, &error)),
    }
}

fn write(place: &Path, text: &str) -> io::Result<()> {
    let directory = place.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let temporary = directory.join(format!(".{name}.{}.new", std::process::id()));
    let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, place));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Removes a file, and the directories that it leaves empty.
fn remove(place: &Path, root: &Path) -> io::Result<()> {
    fs::remove_file(place).map_err(|error| named(place, &error))?;
    let mut directory = place.parent();
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
        Err(error) => return Err(named(directory, &error)),
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

fn named(place: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", place.display()))
}

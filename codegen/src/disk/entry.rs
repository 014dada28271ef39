//! What is on the disk at a path of the output set. No link is followed below the root.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// What is at a path.
pub(super) enum Entry {
    Missing,
    /// A regular file and its content.
    File(Vec<u8>),
    /// A link, a pipe or something else that is neither a file nor a folder, and its name.
    Other(&'static str),
}

/// Reads what is at a path below the root.
///
/// # Errors
///
/// Returns an error if there is a folder, if a folder on the way is a link or a file, or if the file cannot be read.
pub(super) fn read(root: &Path, path: &str) -> io::Result<Entry> {
    let Some(full) = below(root, path)? else {
        return Ok(Entry::Missing);
    };
    let Some(found) = metadata(&full)? else {
        return Ok(Entry::Missing);
    };
    if found.is_dir() {
        return Err(refused(path, "is a folder, but a file is generated there"));
    }
    if !found.is_file() {
        return Ok(Entry::Other(if found.is_symlink() {
            "a link"
        } else {
            "no regular file"
        }));
    }
    fs::read(&full)
        .map(Entry::File)
        .map_err(|error| with_path(&full, &error))
}

/// Returns the path in the file system, or `None` if one of its folders does not exist.
fn below(root: &Path, path: &str) -> io::Result<Option<PathBuf>> {
    for (end, _) in path.match_indices('/') {
        let folder = &path[..end];
        match metadata(&root.join(folder))? {
            None => return Ok(None),
            Some(found) if found.is_symlink() => {
                return Err(refused(
                    folder,
                    "is a link, and links are not followed: make it a folder",
                ));
            }
            Some(found) if !found.is_dir() => {
                return Err(refused(folder, "is not a folder, but files are generated in it"));
            }
            Some(_) => {}
        }
    }
    Ok(Some(root.join(path)))
}

fn metadata(full: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(full) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(with_path(full, &error)),
    }
}

fn refused(path: &str, why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{path} {why}"))
}

pub(super) fn with_path(full: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", full.display()))
}

//! The folder in which files are written before they are moved to their places.
//!
//! It is removed at the end of a run. What a killed run left in it is removed by the next.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::entry::with_path;
use crate::SDK;

/// A run's new files, by number.
pub(super) struct Staging<'a> {
    root: &'a Path,
    folder: PathBuf,
}

impl<'a> Staging<'a> {
    /// Returns the folder of a workspace, which may not exist.
    pub(super) fn of(root: &'a Path) -> Self {
        let folder = root.join(SDK).join(".regenerate");
        Self { root, folder }
    }

    /// Writes a file that [`put`](Self::put) then moves.
    pub(super) fn write(&self, number: usize, text: &str) -> io::Result<()> {
        fs::create_dir_all(&self.folder).map_err(|error| with_path(&self.folder, &error))?;
        let staged = self.file(number);
        fs::write(&staged, text).map_err(|error| with_path(&staged, &error))
    }

    /// Moves a file to its place, over what is there.
    pub(super) fn put(&self, number: usize, path: &str) -> io::Result<()> {
        let full = self.root.join(path);
        let folder = full.parent().unwrap_or(self.root);
        let moved = fs::create_dir_all(folder).and_then(|()| fs::rename(self.file(number), &full));
        moved.map_err(|error| with_path(&full, &error))
    }

    /// Removes the folder, if there is one. A link in its place is removed, not followed.
    pub(super) fn clear(&self) -> io::Result<()> {
        let removed = match fs::symlink_metadata(&self.folder) {
            Ok(found) if found.is_dir() => fs::remove_dir_all(&self.folder),
            Ok(_) => fs::remove_file(&self.folder),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        };
        removed.map_err(|error| with_path(&self.folder, &error))
    }

    fn file(&self, number: usize) -> PathBuf {
        self.folder.join(number.to_string())
    }
}

//! Where and how a table is written.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::WriteError;
use crate::sheet::table::{Delimiter, Dialect, Table};

/// How many rows are looked at for the widths of columns.
const SAMPLE: usize = 200;

/// How a table is written.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(super) format: Format,
    pub(super) sheet: Option<String>,
    /// The widths of the first columns, in characters; those of others follow from their names.
    pub(super) widths: Vec<usize>,
    pub(super) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Csv(Dialect),
    Xlsx,
}

impl Target {
    /// As the name of the file says: a workbook if it ends in `.xlsx`, CSV otherwise, with tabs if it ends in `.tsv`.
    pub(crate) fn new(path: &Path) -> Self {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let format = match extension.unwrap_or_default().to_ascii_lowercase().as_str() {
            "xlsx" => Format::Xlsx,
            "tsv" => Format::Csv(Dialect {
                delimiter: Delimiter::Tab,
                ..Dialect::default()
            }),
            _ => Format::Csv(Dialect::default()),
        };
        Self {
            format,
            sheet: None,
            widths: Vec::new(),
            force: false,
        }
    }

    /// For a copy of a table, perhaps with further columns: the name of its sheet, or its delimiter and its byte order
    /// mark.
    pub(crate) fn for_copy(path: &Path, table: &Table) -> Self {
        let mut target = Self::new(path);
        if target.format == Format::Csv(Dialect::default()) {
            target.format = Format::Csv(table.dialect);
        }
        target.sheet.clone_from(&table.sheet);
        target.widths = widths(table);
        target
    }

    /// Whether an existing file is replaced.
    pub(crate) fn force(self, force: bool) -> Self {
        Self { force, ..self }
    }
}

/// The longest text in each column of the first rows.
fn widths(table: &Table) -> Vec<usize> {
    let mut widths: Vec<usize> = table.header.iter().map(|name| name.chars().count()).collect();
    for row in table.rows.iter().take(SAMPLE) {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(cell.to_text().chars().count());
        }
    }
    widths
}

/// A file that gets its name when it is complete. Without [`NewFile::finish`], it is removed.
pub(super) struct NewFile {
    temporary: NamedTempFile,
    path: PathBuf,
    force: bool,
}

impl NewFile {
    /// A file in the folder of `path`, which only this user can read.
    pub(super) fn create(path: &Path, force: bool) -> Result<Self, WriteError> {
        if !force && path.symlink_metadata().is_ok() {
            return Err(WriteError::Exists(path.to_owned()));
        }
        Ok(Self {
            temporary: tempfile::Builder::new().prefix(".concur-").tempfile_in(folder(path))?,
            path: path.to_owned(),
            force,
        })
    }

    pub(super) fn handle(&self) -> Result<File, WriteError> {
        Ok(self.temporary.as_file().try_clone()?)
    }

    pub(super) fn folder(&self) -> &Path {
        folder(&self.path)
    }

    /// Gives the file its name once its content is on disk.
    pub(super) fn finish(self) -> Result<(), WriteError> {
        self.temporary.as_file().sync_all()?;
        let named = match self.force {
            true => self.temporary.persist(&self.path),
            false => self.temporary.persist_noclobber(&self.path),
        };
        match named.map_err(|error| error.error) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(WriteError::Exists(self.path)),
            Err(error) => Err(error.into()),
        }
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

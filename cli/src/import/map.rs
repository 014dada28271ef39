//! The map file: what the columns of a file are for.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::failure::Failure;
use crate::files;

/// A map file, as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Map {
    /// The column with the key of a document.
    pub(crate) key: Option<String>,
    /// The field that carries the mark.
    pub(crate) mark: Option<String>,
    /// Fields that are connected to lists: only codes of the list are allowed in them, so they carry no mark.
    pub(crate) lists: Vec<String>,
    /// The field of each column; nothing (`~`) if the column is not imported.
    pub(crate) columns: BTreeMap<String, Option<String>>,
    /// Fields that have the same value in each document or line.
    pub(crate) values: BTreeMap<String, String>,
    /// Parameters of the calls, such as `userId`.
    pub(crate) parameters: BTreeMap<String, String>,
    /// How numbers are written: `.` or `,`.
    pub(crate) decimal: Option<String>,
    /// How dates are written, such as `dd.mm.yyyy`.
    pub(crate) date: Option<String>,
    /// The character encoding of a CSV file.
    pub(crate) encoding: Option<String>,
    /// The character between the columns of a CSV file.
    pub(crate) delimiter: Option<String>,
    /// The sheet of a workbook.
    pub(crate) sheet: Option<String>,
}

impl Map {
    /// Reads a map file.
    pub(crate) fn read(path: &str) -> Result<Self, Failure> {
        let text = files::read_or_stdin(path)?;
        serde_yaml::from_str(&text).map_err(|error| {
            let name = Path::new(path).display();
            Failure::usage(format!("{name} is not a map file: {error}")).with_remedy("`concur import --help` shows one")
        })
    }
}

//! Reading a CSV file or a workbook.

mod csv;
mod delimiter;
mod encoding;
mod error;
mod grid;
mod limits;
mod options;
mod package;
mod records;
mod value;
mod xlsx;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

pub(crate) use error::ReadError;
pub(crate) use options::{Encoding, ReadOptions};

use super::quiet;
use super::table::Table;

/// The first bytes of a zip archive, which an XLSX workbook is.
const ZIP: &[u8] = b"PK\x03\x04";
/// The first bytes of the format of old workbooks, and of new ones that are protected by a password.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";

/// Reads a table from a CSV file (`.csv`, `.tsv`, `.txt`) or from a sheet of a workbook (`.xlsx`, `.xlsm`). Which of both
/// it is, the content says.
///
/// The first row that is not empty is the header. Rows and columns that are hidden are read as well. What is wrong with the table itself, such as two columns of one name,
/// is in [`Table::faults`], so that all faults of a file can be reported together; an error means that there is no table.
pub(crate) fn read(path: &Path, options: &ReadOptions) -> Result<Table, ReadError> {
    let mut file = BufReader::new(File::open(path)?);
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start)?;
    file.rewind()?;
    let mut table = if start == ZIP {
        limits::check_file(file.get_ref(), limits::WORKBOOK_FILE)?;
        // The library is sound, yet nobody has proved it for each file that it may be given.
        quiet::catch(|| xlsx::read(file, options))
            .unwrap_or_else(|| Err(ReadError::damaged("its content is invalid")))?
    } else if start == OLE {
        return Err(ReadError::Unsupported("an old workbook (.xls) or one with a password"));
    } else if let Some(claimed) = claimed_workbook(path) {
        return Err(ReadError::NotAWorkbook(claimed));
    } else {
        limits::check_file(file.get_ref(), limits::CSV_FILE)?;
        csv::read(file, delimiter::of_name(path), options)?
    };
    table.source = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(table)
}

/// The extension of a file whose name says that it is a workbook.
fn claimed_workbook(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    ["xlsx", "xlsm", "xls", "xlsb", "ods"]
        .into_iter()
        .find(|name| *name == extension)
}

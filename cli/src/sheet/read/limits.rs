//! How much is read, so that a hostile file costs neither memory nor time.

use std::fs::File;

use super::error::ReadError;

const MIB: u64 = 1 << 20;

/// The size of a workbook's file.
pub(super) const WORKBOOK_FILE: u64 = 128 * MIB;
/// The size of a CSV file.
pub(super) const CSV_FILE: u64 = 128 * MIB;
/// The parts of a workbook: their number, the size of each and of all together when they are unpacked.
pub(super) const PARTS: usize = 10_000;
pub(super) const PART: u64 = 256 * MIB;
pub(super) const ALL_PARTS: u64 = 512 * MIB;
/// The list of sheets, the styles and what links parts, which take memory many times as large as the part.
pub(super) const SMALL_PART: u64 = 8 * MIB;
/// The rows, which are those of Excel.
pub(super) const ROWS: u64 = 1_048_576;
/// The columns; Excel has 16,384.
pub(super) const COLUMNS: usize = 1_000;
/// The cells of a row of a CSV file, empty ones included: those of Excel.
pub(super) const CSV_COLUMNS: usize = 16_384;
/// The cells of all rows, empty ones up to the last column of the header included; also the shared strings.
pub(super) const CELLS: usize = 5_000_000;
/// The cells that a sheet stores, be they empty: each takes time to read.
pub(super) const STORED_CELLS: usize = 20_000_000;
/// The text of all cells, in bytes. Cells can share a text, so that a small workbook can have much of it.
pub(super) const TEXT: usize = 256 << 20;

pub(super) fn check_file(file: &File, most: u64) -> Result<(), ReadError> {
    check("the file", file.metadata()?.len(), most)
}

/// Whether something is no larger than it may be, in bytes.
pub(super) fn check(what: &str, size: u64, most: u64) -> Result<(), ReadError> {
    if size <= most {
        return Ok(());
    }
    let (size, most) = (size.div_ceil(MIB), most / MIB);
    Err(ReadError::TooLarge(format!(
        "{what} has {size} MiB; the most are {most}"
    )))
}

//! CSV files.

use std::io::Read;

use super::delimiter;
use super::encoding::decode;
use super::error::ReadError;
use super::grid::Grid;
use super::limits;
use super::options::ReadOptions;
use super::records::Records;
use crate::sheet::cell::Cell;
use crate::sheet::table::{Delimiter, Dialect, Table};

pub(super) fn read(file: impl Read, named: Option<Delimiter>, options: &ReadOptions) -> Result<Table, ReadError> {
    if options.sheet.is_some() {
        return Err(ReadError::NoSheets);
    }
    let mut bytes = Vec::new();
    // The file may have grown since its size was looked at.
    file.take(limits::CSV_FILE).read_to_end(&mut bytes)?;
    let (text, byte_order_mark) = decode(bytes, options.encoding)?;
    let said = delimiter::of_first_line(&text);
    let start = said.map_or(0, |(_, length)| length);
    let delimiter = match options.delimiter.or(said.map(|(delimiter, _)| delimiter)).or(named) {
        Some(delimiter) => delimiter,
        None => delimiter::of_header(&text)?,
    };
    let mut records = Records::new(text, start, delimiter);
    let mut grid = Grid::new();
    while let Some((line, cells)) = records.next()? {
        grid.add(line, cells.into_iter().map(Cell::text))?;
    }
    let mut table = grid.finish(None)?;
    table.dialect = Dialect {
        delimiter,
        byte_order_mark,
    };
    Ok(table)
}

//! CSV files.

use std::io::{self, Read};

use super::delimiter;
use super::encoding::{decode, line_ends};
use super::error::ReadError;
use super::grid::Grid;
use super::limits;
use super::options::ReadOptions;
use crate::sheet::cell::Cell;
use crate::sheet::table::{Delimiter, Dialect, Table};

/// A row behind the last one. If it does not come out as a row, a quote is still open before it.
const END: &str = "\n\u{1}\n";

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
    let mut table = read_rows(text, start, delimiter)?.finish(None)?;
    table.dialect = Dialect {
        delimiter,
        byte_order_mark,
    };
    Ok(table)
}

/// Reads the rows of a text from `start` on, which is the end of a line if it is not 0.
fn read_rows(mut text: String, start: usize, delimiter: Delimiter) -> Result<Grid, ReadError> {
    let end = text.len();
    text.push_str(END);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .from_reader(&text.as_bytes()[start..]);
    let mut lines = Lines::new(&text);
    let mut grid = Grid::new();
    let mut record = csv::StringRecord::new();
    loop {
        let position = start + usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        if !reader.read_record(&mut record).map_err(io::Error::from)? {
            return Err(ReadError::OpenQuote { line: lines.line });
        }
        let number = lines.of_row(position);
        if lines.position > end {
            return Ok(grid);
        }
        grid.add(number, record.iter().map(Cell::text))?;
    }
}

/// Counts lines up to ascending positions of a text.
struct Lines<'a> {
    text: &'a str,
    position: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            position: 0,
            line: 1,
        }
    }

    /// The line of the first row from a position on, which is a boundary between rows: empty lines are passed over.
    fn of_row(&mut self, position: usize) -> u64 {
        let Some(rest) = self.text.get(position..) else {
            return self.line;
        };
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let passed = self.text.get(self.position..position + blank).unwrap_or_default();
        self.line += line_ends(passed);
        self.position = position + blank;
        self.line
    }
}

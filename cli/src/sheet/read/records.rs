//! The rows of a CSV text.

use std::str;

use csv_core::ReadRecordResult;

use super::encoding::line_ends;
use super::error::ReadError;
use super::limits;
use crate::sheet::table::Delimiter;

/// What is put behind a text. If it does not come out as the last row, a quote is still open before it.
const END: &str = "\n\u{1}\n";

/// Reads the rows of a text one by one.
pub(super) struct Records {
    parser: csv_core::Reader,
    /// The text, with [`END`] behind it, and how much of it is read.
    text: String,
    read: usize,
    /// The line of a position in the text, up to which lines are counted.
    line: u64,
    counted: usize,
    /// The cells of the row one after the other, and where each ends.
    cells: Vec<u8>,
    ends: Vec<usize>,
}

/// A row: its line, and its cells.
pub(super) type Record<'a> = (u64, Vec<&'a str>);

impl Records {
    /// Reads from `start` on, where a line begins or ends.
    pub(super) fn new(mut text: String, start: usize, delimiter: Delimiter) -> Self {
        text.push_str(END);
        Self {
            parser: csv_core::ReaderBuilder::new().delimiter(delimiter.byte()).build(),
            text,
            read: start,
            line: 1,
            counted: 0,
            cells: vec![0; 1024],
            ends: vec![0; limits::CSV_COLUMNS],
        }
    }

    /// The next row that is not an empty line.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, ReadError> {
        let last = self.line;
        let line = self.count_lines();
        let (mut length, mut count) = (0, 0);
        loop {
            let input = &self.text.as_bytes()[self.read..];
            let (cells, ends) = (&mut self.cells[length..], &mut self.ends[count..]);
            let (result, read, written, ended) = self.parser.read_record(input, cells, ends);
            self.read += read;
            length += written;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(2 * self.cells.len(), 0),
                ReadRecordResult::OutputEndsFull => {
                    let most = limits::CSV_COLUMNS;
                    return Err(ReadError::TooLarge(format!("line {line}: more than {most} cells")));
                }
                ReadRecordResult::Record if self.counted > self.text.len() - END.len() => return Ok(None),
                ReadRecordResult::Record => return Ok(Some((line, self.cells(count)?))),
                ReadRecordResult::End => return Err(ReadError::OpenQuote { line: last }),
            }
        }
    }

    /// The line of the next row: empty lines before it are passed over.
    fn count_lines(&mut self) -> u64 {
        let rest = &self.text.as_bytes()[self.read..];
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let position = self.read + blank;
        self.line += line_ends(&self.text.as_bytes()[self.counted..position]);
        self.counted = position;
        self.line
    }

    fn cells(&self, count: usize) -> Result<Vec<&str>, ReadError> {
        let mut start = 0;
        let cell = |end: &usize| {
            let cell = str::from_utf8(&self.cells[start..*end]);
            start = *end;
            cell.map_err(ReadError::damaged)
        };
        self.ends[..count].iter().map(cell).collect()
    }
}

//! CSV files, in UTF-8.

use std::fs::File;
use std::io::Write;

use super::error::WriteError;
use crate::sheet::cell::Cell;
use crate::sheet::table::Dialect;

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

pub(super) struct CsvBody {
    writer: csv::Writer<File>,
    columns: usize,
}

impl CsvBody {
    pub(super) fn new(mut file: File, dialect: Dialect, header: &[&str]) -> Result<Self, WriteError> {
        if dialect.byte_order_mark {
            file.write_all(BYTE_ORDER_MARK)?;
        }
        let mut writer = csv::WriterBuilder::new()
            .delimiter(dialect.delimiter.byte())
            .flexible(true)
            .from_writer(file);
        writer.write_record(header).map_err(WriteError::csv)?;
        Ok(Self {
            writer,
            columns: header.len(),
        })
    }

    pub(super) fn write<'a>(&mut self, cells: impl Iterator<Item = &'a Cell>) -> Result<(), WriteError> {
        let mut written = 0;
        for cell in cells {
            self.writer
                .write_field(cell.to_text().as_bytes())
                .map_err(WriteError::csv)?;
            written += 1;
        }
        for _ in written..self.columns {
            self.writer.write_field("").map_err(WriteError::csv)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(WriteError::csv)
    }

    pub(super) fn finish(mut self) -> Result<(), WriteError> {
        Ok(self.writer.flush()?)
    }
}

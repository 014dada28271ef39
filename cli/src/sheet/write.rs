//! Writing CSV files and workbooks.
//!
//! A file is written under another name in the same folder and renamed when it is complete, so that there is never half a
//! file under its name.

mod csv;
mod error;
mod target;
mod template;
mod xlsx;

#[cfg(test)]
mod tests;

pub(crate) use error::WriteError;
pub(crate) use target::Target;
pub(crate) use template::{TemplateColumn, write_template};

use std::path::Path;

use self::csv::CsvBody;
use self::target::{Format, NewFile};
use self::xlsx::XlsxBody;
use super::cell::Cell;

/// Writes a table row by row, in little memory.
pub(crate) struct Writer {
    file: NewFile,
    body: Body,
}

enum Body {
    Csv(Box<CsvBody>),
    Xlsx(Box<XlsxBody>),
}

impl Writer {
    /// Begins a file with its header.
    pub(crate) fn create(path: &Path, target: &Target, header: &[&str]) -> Result<Self, WriteError> {
        let file = NewFile::create(path, target.force)?;
        let body = match target.format {
            Format::Csv(dialect) => Body::Csv(Box::new(CsvBody::new(file.handle()?, dialect, header)?)),
            Format::Xlsx => Body::Xlsx(Box::new(XlsxBody::new(target, file.folder(), header)?)),
        };
        Ok(Self { file, body })
    }

    /// Writes the next row. What is not a value, such as `#N/A`, becomes text.
    ///
    /// A CSV file has each text as it is, also if it begins with `=`, which a spreadsheet program takes for a formula when
    /// it opens the file; a workbook has it as text. Numbers of more than 15 digits become text in a workbook.
    pub(crate) fn write<'a>(&mut self, cells: impl IntoIterator<Item = &'a Cell>) -> Result<(), WriteError> {
        match &mut self.body {
            Body::Csv(body) => body.write(cells.into_iter()),
            Body::Xlsx(body) => body.write(cells.into_iter()),
        }
    }

    /// Completes the file and gives it its name. Without this, there is no file.
    pub(crate) fn finish(self) -> Result<(), WriteError> {
        match self.body {
            Body::Csv(body) => body.finish()?,
            Body::Xlsx(body) => body.finish(self.file.handle()?)?,
        }
        self.file.finish()
    }
}

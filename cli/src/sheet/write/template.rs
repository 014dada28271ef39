//! Templates: files to start from.

use std::io::BufWriter;
use std::path::Path;

use rust_xlsxwriter::Workbook;

use super::Writer;
use super::error::WriteError;
use super::target::{Format, NewFile, Target};
use super::xlsx::{Formats, column_number, write_cell, write_header, write_text};
use crate::sheet::cell::Cell;

/// A column of a template.
#[derive(Clone, Debug)]
pub(crate) struct TemplateColumn {
    pub(crate) name: String,
    pub(crate) meaning: String,
    pub(crate) required: bool,
    pub(crate) example: Cell,
}

/// Writes a file to start from: the header and a row of examples. In a workbook, a second sheet, `Columns`, explains each
/// column.
pub(crate) fn write_template(path: &Path, target: &Target, columns: &[TemplateColumn]) -> Result<(), WriteError> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    match target.format {
        Format::Csv(_) => {
            let mut writer = Writer::create(path, target, &names)?;
            writer.write(columns.iter().map(|column| &column.example))?;
            writer.finish()
        }
        Format::Xlsx => {
            let file = NewFile::create(path, target.force)?;
            let mut workbook = workbook(target, &names, columns)?;
            workbook.save_to_writer(BufWriter::new(file.handle()?))?;
            file.finish()
        }
    }
}

fn workbook(target: &Target, names: &[&str], columns: &[TemplateColumn]) -> Result<Workbook, WriteError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(target.sheet.as_deref().unwrap_or("Template"))?;
    let widths: Vec<usize> = columns
        .iter()
        .map(|column| column.example.to_text().chars().count())
        .collect();
    write_header(sheet, names, &widths, &formats.header)?;
    for (index, column) in columns.iter().enumerate() {
        write_cell(sheet, 1, column_number(index)?, &column.example, &formats)?;
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name("Columns")?;
    let longest = |text: fn(&TemplateColumn) -> &str| columns.iter().map(|column| text(column).chars().count()).max();
    let widths = [
        longest(|column| &column.name),
        Some(0),
        longest(|column| &column.meaning),
        Some(20),
    ];
    let widths = widths.map(Option::unwrap_or_default);
    write_header(
        sheet,
        &["Column", "Required", "Meaning", "Example"],
        &widths,
        &formats.header,
    )?;
    for (row, column) in (1..).zip(columns) {
        let required = if column.required { "yes" } else { "no" };
        for (index, text) in (0..).zip([column.name.as_str(), required, &column.meaning]) {
            write_text(sheet, row, index, text, &formats.text)?;
        }
        write_cell(sheet, row, 3, &column.example, &formats)?;
    }
    Ok(workbook)
}

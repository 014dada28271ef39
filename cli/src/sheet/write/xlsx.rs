//! XLSX workbooks.

use std::borrow::Cow;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use jiff::civil::DateTime;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::error::WriteError;
use super::target::Target;
use crate::sheet::cell::{self, Cell};
use crate::sheet::serial::{self, DAY_ZERO};

/// The longest text of a cell, in characters as a workbook counts them, which is by UTF-16.
const LONGEST: usize = 32_767;
/// The narrowest and the widest column, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;

pub(super) struct XlsxBody {
    workbook: Workbook,
    formats: Formats,
    row: u32,
}

/// How cells are shown.
pub(super) struct Formats {
    pub(super) header: Format,
    pub(super) text: Format,
    date: Format,
    time: Format,
    date_time: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let shown_as = |format: &str| Format::new().set_num_format(format);
        Self {
            header: Format::new().set_bold(),
            text: Format::new(),
            date: shown_as("yyyy-mm-dd"),
            time: shown_as("hh:mm:ss"),
            date_time: shown_as("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

impl XlsxBody {
    pub(super) fn new(target: &Target, folder: &Path, header: &[&str]) -> Result<Self, WriteError> {
        let formats = Formats::new();
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder)?;
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        if let Some(name) = &target.sheet {
            // The name of a sheet that another program let pass. This sheet keeps its default name then.
            let _ = sheet.set_name(name);
        }
        write_header(sheet, header, &target.widths, &formats.header)?;
        Ok(Self {
            workbook,
            formats,
            row: 0,
        })
    }

    pub(super) fn write<'a>(&mut self, cells: impl Iterator<Item = &'a Cell>) -> Result<(), WriteError> {
        self.row += 1;
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in cells.enumerate() {
            write_cell(sheet, self.row, column_number(column)?, cell, &self.formats)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self, file: File) -> Result<(), WriteError> {
        Ok(self.workbook.save_to_writer(BufWriter::new(file))?)
    }
}

/// Writes the header, bold and always in view, and sets the widths of its columns.
pub(super) fn write_header(
    sheet: &mut Worksheet,
    names: &[&str],
    widths: &[usize],
    format: &Format,
) -> Result<(), WriteError> {
    sheet.set_freeze_panes(1, 0)?;
    for (index, name) in names.iter().enumerate() {
        let column = column_number(index)?;
        let width = widths.get(index).copied().unwrap_or_default().max(name.chars().count());
        let width = u32::try_from(width.clamp(NARROWEST, WIDEST)).unwrap_or_default();
        sheet.set_column_width(column, width + 2)?;
        write_text(sheet, 0, column, name, format)?;
    }
    Ok(())
}

pub(super) fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), WriteError> {
    match cell {
        Cell::Empty | Cell::NoValue => return Ok(()),
        Cell::Number(text) => match text.parse::<f64>() {
            Ok(number) if cell::fits_number(text) => sheet.write_number(row, column, number)?,
            _ => return write_text(sheet, row, column, text, &formats.text),
        },
        Cell::Boolean(value) => sheet.write_boolean(row, column, *value)?,
        Cell::DateTime(value) => match excel_date_time(*value) {
            Ok(excel) => sheet.write_datetime_with_format(row, column, excel, formats.of(*value))?,
            Err(_) => sheet.write_string(row, column, cell.to_text())?,
        },
        Cell::Text(text) | Cell::Error(text) => return write_text(sheet, row, column, text, &formats.text),
    };
    Ok(())
}

/// Writes a text that reads back as it is, cut if it is too long.
pub(super) fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), WriteError> {
    let text = shortened(text);
    if completes_an_escape(&text) {
        // The library escapes no underscores in a rich text, so these are escaped here.
        let escaped = text.replace("_x", "_x005F_x");
        let runs = [(&Format::default(), escaped.as_str())];
        sheet.write_rich_string_with_format(row, column, &runs, format)?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

/// Whether a character that a workbook holds as `_xHHHH_` makes an escape of the `_xHHHH` before it. The library escapes
/// the underscore of `_xHHHH_` only where the text itself has the whole of it.
fn completes_an_escape(text: &str) -> bool {
    text.match_indices("_x").any(|(start, _)| {
        let mut rest = text[start + 2..].chars();
        rest.by_ref().take(4).filter(char::is_ascii_hexdigit).count() == 4 && rest.next().is_some_and(is_escaped)
    })
}

/// Whether XML has no such character, or changes it.
fn is_escaped(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

impl Formats {
    fn of(&self, value: DateTime) -> &Format {
        if value.date() == DAY_ZERO {
            &self.time
        } else if serial::is_date(value) {
            &self.date
        } else {
            &self.date_time
        }
    }
}

fn excel_date_time(value: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let (date, time) = (value.date(), value.time());
    let unsigned = |number: i8| u8::try_from(number).unwrap_or_default();
    let hour = u16::try_from(time.hour()).unwrap_or_default();
    let milli = u16::try_from(time.millisecond()).unwrap_or_default();
    if date == DAY_ZERO {
        return ExcelDateTime::from_hms_milli(hour, unsigned(time.minute()), unsigned(time.second()), milli);
    }
    let year = u16::try_from(date.year()).unwrap_or_default();
    let day = ExcelDateTime::from_ymd(year, unsigned(date.month()), unsigned(date.day()))?;
    day.and_hms_milli(hour, unsigned(time.minute()), unsigned(time.second()), milli)
}

/// A text as a cell can hold it: cut, with a sign of it, if it is too long.
fn shortened(text: &str) -> Cow<'_, str> {
    // No text has more units of UTF-16 than bytes of UTF-8.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units >= LONGEST
    });
    let end = end.map_or(text.len(), |(end, _)| end);
    Cow::Owned(format!("{}…", &text[..end]))
}

pub(super) fn column_number(column: usize) -> Result<u16, WriteError> {
    u16::try_from(column).map_err(|_| WriteError::Workbook("too many columns".to_owned()))
}

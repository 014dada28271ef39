//! XLSX workbooks.

use std::fmt;
use std::io::{Read, Seek};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader};
use jiff::civil::{Date, DateTime, Time};

use super::error::ReadError;
use super::grid::{Grid, too_many_columns};
use super::options::ReadOptions;
use super::{limits, package};
use crate::sheet::cell::Cell;
use crate::sheet::serial::{self, DAY_ZERO, Epoch};
use crate::sheet::table::{Table, letters};

pub(super) fn read(mut file: impl Read + Seek, options: &ReadOptions) -> Result<Table, ReadError> {
    package::check(&mut file)?;
    file.rewind()?;
    let mut workbook = Xlsx::new(file).map_err(ReadError::damaged)?;
    let sheet = choose_sheet(&workbook, options.sheet.as_deref())?;
    let epoch = match workbook.has_1904_epoch() {
        true => Epoch::Year1904,
        false => Epoch::Year1900,
    };
    let cells = workbook.worksheet_cells_reader(&sheet).map_err(ReadError::damaged)?;
    let mut table = Rows::new(epoch).read(cells)?.finish(Some(sheet))?;
    table.epoch = epoch;
    Ok(table)
}

/// The sheet of this name, or the first one that is visible. Charts are no sheets here.
fn choose_sheet<F: Read + Seek>(workbook: &Xlsx<F>, name: Option<&str>) -> Result<String, ReadError> {
    let sheets = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names = || sheets.clone().map(|sheet| sheet.name.clone()).collect::<Vec<_>>();
    match name {
        Some(name) if sheets.clone().any(|sheet| sheet.name == name) => Ok(name.to_owned()),
        Some(name) => Err(ReadError::NoSuchSheet {
            name: name.to_owned(),
            nearest: nearest(name, &names()),
            sheets: names(),
        }),
        None => {
            let visible = sheets.clone().find(|sheet| sheet.visible == SheetVisible::Visible);
            visible
                .map(|sheet| sheet.name.clone())
                .ok_or_else(|| ReadError::NoVisibleSheet { sheets: names() })
        }
    }
}

/// The most similar name, if one is similar at all.
fn nearest(name: &str, names: &[String]) -> Option<String> {
    let similarity = |other: &&String| strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
    let best = names.iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
    (similarity(&best) > 0.8).then(|| best.clone())
}

/// Puts cells together to rows.
struct Rows {
    epoch: Epoch,
    grid: Grid,
    /// The row that the next cells belong to, counted from 0, and its cells.
    row: u32,
    cells: Vec<Cell>,
}

impl Rows {
    fn new(epoch: Epoch) -> Self {
        Self {
            epoch,
            grid: Grid::new(),
            row: 0,
            cells: Vec::new(),
        }
    }

    fn read<F: Read + Seek>(mut self, mut reader: XlsxCellReader<'_, F>) -> Result<Grid, ReadError> {
        loop {
            let cell = reader
                .next_cell_with_formula_metadata()
                .map_err(|error| self.damaged(error))?;
            let Some(cell) = cell else {
                self.end_row()?;
                return Ok(self.grid);
            };
            let has_formula = cell.formula.is_some();
            match self.cell(cell.value, has_formula) {
                Cell::Empty => {}
                filled => self.add(cell.pos, filled)?,
            }
        }
    }

    fn add(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<(), ReadError> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= limits::COLUMNS {
            return Err(too_many_columns(u64::from(row) + 1, column));
        }
        if u64::from(row) >= limits::ROWS {
            return Err(ReadError::TooLarge(format!(
                "row {}: the most are {} rows",
                u64::from(row) + 1,
                limits::ROWS
            )));
        }
        if row < self.row {
            return Err(self.damaged("the rows are not in order"));
        }
        if row > self.row {
            self.end_row()?;
            self.row = row;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        match std::mem::replace(&mut self.cells[column], cell) {
            Cell::Empty => Ok(()),
            _ => Err(self.damaged(format_args!("there are two cells {}{}", letters(column), row + 1))),
        }
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        self.grid.add(u64::from(self.row) + 1, self.cells.drain(..))
    }

    fn damaged(&self, detail: impl fmt::Display) -> ReadError {
        ReadError::damaged(format_args!("in or after row {}: {detail}", self.row + 1))
    }

    fn cell(&self, value: DataRef<'_>, has_formula: bool) -> Cell {
        match value {
            DataRef::Empty if has_formula => Cell::NoValue,
            DataRef::Empty => Cell::Empty,
            DataRef::String(text) => Cell::text(text),
            DataRef::SharedString(text) => Cell::text(text),
            DataRef::Float(value) => Cell::number(value),
            DataRef::Int(value) => Cell::Number(value.to_string()),
            DataRef::Bool(value) => Cell::Boolean(value),
            DataRef::DateTime(value) => self.date_time(value),
            DataRef::DateTimeIso(text) => iso_date_time(&text).map_or(Cell::Error(text), Cell::DateTime),
            DataRef::DurationIso(text) => Cell::Error(text),
            DataRef::Error(error) => Cell::Error(Data::Error(error).to_string()),
        }
    }

    fn date_time(&self, value: ExcelDateTime) -> Cell {
        let serial = value.as_f64();
        let is_long = value.is_duration() && serial >= 1.0;
        match serial::to_date_time(serial, self.epoch) {
            Some(date_time) if !is_long => Cell::DateTime(date_time),
            Some(_) => Cell::Error(format!("{serial} days, a duration")),
            None => Cell::Error(format!("{serial}, which is no date")),
        }
    }
}

/// A date, a time or both, without an offset: there are no time zones in a workbook.
fn iso_date_time(text: &str) -> Option<DateTime> {
    let date = |text: &str| text.parse::<Date>().ok();
    let is_plain = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
    };
    let time = |text: &str| text.parse::<Time>().ok().filter(|_| is_plain(text));
    match text.split_once('T') {
        Some((day, rest)) => Some(date(day)?.to_datetime(time(rest)?)),
        None if text.contains(':') => Some(DAY_ZERO.to_datetime(time(text)?)),
        None => Some(date(text)?.to_datetime(Time::midnight())),
    }
}

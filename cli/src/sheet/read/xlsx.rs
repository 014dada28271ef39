//! XLSX workbooks.

use std::fmt;
use std::io::{Read, Seek};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader};

use super::error::ReadError;
use super::grid::{Grid, too_many_columns};
use super::options::ReadOptions;
use super::{limits, package, value};
use crate::sheet::cell::Cell;
use crate::sheet::serial::Epoch;
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
    stored: usize,
    text: usize,
}

impl Rows {
    fn new(epoch: Epoch) -> Self {
        Self {
            epoch,
            grid: Grid::new(),
            row: 0,
            cells: Vec::new(),
            stored: 0,
            text: 0,
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
            self.count(&cell.value)?;
            match value::to_cell(cell.value, cell.formula.is_some(), self.epoch) {
                Cell::Empty => {}
                filled => self.add(cell.pos, filled)?,
            }
        }
    }

    /// Counts a cell and the text that it shares with others, of which it gets a copy.
    fn count(&mut self, value: &DataRef<'_>) -> Result<(), ReadError> {
        self.stored += 1;
        if let DataRef::SharedString(text) = value {
            self.text += text.len();
        }
        let row = self.row + 1;
        if self.stored > limits::STORED_CELLS {
            let most = limits::STORED_CELLS;
            return Err(ReadError::TooLarge(format!(
                "row {row}: more than {most} cells, empty ones included"
            )));
        }
        if self.text > limits::TEXT {
            let most = limits::TEXT >> 20;
            return Err(ReadError::TooLarge(format!("row {row}: more than {most} MiB of text")));
        }
        Ok(())
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
}

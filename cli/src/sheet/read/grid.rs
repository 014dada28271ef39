//! From rows of cells to a table with a header.

use super::error::ReadError;
use super::limits;
use crate::sheet::cell::Cell;
use crate::sheet::excerpt;
use crate::sheet::table::{Fault, Row, Table, letters};

/// The rows of a file, added from the first to the last.
pub(super) struct Grid {
    table: Table,
    /// For each column without a name, the first cell in it that is not empty: its row and what it is.
    nameless: Vec<Option<(u64, String)>>,
    /// The cells in rows that have more of them than the header.
    surplus: Vec<(u64, usize, String)>,
    cells: usize,
}

impl Grid {
    pub(super) fn new() -> Self {
        Self {
            table: Table::default(),
            nameless: Vec::new(),
            surplus: Vec::new(),
            cells: 0,
        }
    }

    /// Adds a row. The first that is not empty is the header; those that are empty are passed over.
    pub(super) fn add(&mut self, number: u64, cells: impl Iterator<Item = Cell>) -> Result<(), ReadError> {
        let mut cells: Vec<Cell> = cells.collect();
        let filled = cells
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |last| last + 1);
        cells.truncate(filled);
        if cells.is_empty() {
            return Ok(());
        }
        if filled > limits::COLUMNS {
            return Err(too_many_columns(number, filled - 1));
        }
        match self.table.header.is_empty() {
            true => self.set_header(number, &cells),
            false => self.add_below(number, cells)?,
        }
        Ok(())
    }

    fn set_header(&mut self, number: u64, cells: &[Cell]) {
        self.table.header_row = number;
        self.table.header = cells.iter().map(|cell| cell.to_text().trim().to_owned()).collect();
        self.nameless = vec![None; cells.len()];
    }

    fn add_below(&mut self, number: u64, mut cells: Vec<Cell>) -> Result<(), ReadError> {
        let columns = self.table.header.len();
        if let Some(cell) = cells
            .get(columns..)
            .and_then(|beyond| beyond.iter().position(|cell| !cell.is_empty()))
        {
            let column = columns + cell;
            self.surplus.push((number, column, cells[column].describe()));
        }
        for (column, cell) in cells.iter().enumerate().take(columns) {
            if !cell.is_empty() && self.table.header[column].is_empty() && self.nameless[column].is_none() {
                self.nameless[column] = Some((number, cell.describe()));
            }
        }
        self.cells += columns;
        if self.cells > limits::CELLS {
            return Err(ReadError::TooLarge(format!(
                "row {number}: more than {} cells",
                limits::CELLS
            )));
        }
        if self.table.rows.len() as u64 >= limits::ROWS {
            return Err(ReadError::TooLarge(format!(
                "row {number}: more than {} rows",
                limits::ROWS
            )));
        }
        cells.resize(columns, Cell::Empty);
        cells.shrink_to_fit();
        self.table.rows.push(Row { number, cells });
        Ok(())
    }

    /// The table, with the faults of its header and of its rows.
    pub(super) fn finish(mut self, sheet: Option<String>) -> Result<Table, ReadError> {
        if self.table.header.is_empty() {
            return Err(ReadError::NoHeader);
        }
        self.table.sheet = sheet;
        let faults = self
            .repeated()
            .chain(self.without_name())
            .chain(self.beyond_header())
            .collect();
        self.table.faults = faults;
        Ok(self.table)
    }

    /// Columns with a name that a column before them has.
    fn repeated(&self) -> impl Iterator<Item = Fault> {
        let header = &self.table.header;
        header.iter().enumerate().filter_map(|(column, name)| {
            let first = header.iter().position(|other| other == name)?;
            (first < column && !name.is_empty()).then(|| Fault {
                place: self.table.place(self.table.header_row, column),
                found: excerpt::quoted(name),
                expected: format!("a name of its own: {} has it already", self.column_name(first)),
            })
        })
    }

    /// Columns without a name, with cells in them.
    fn without_name(&self) -> impl Iterator<Item = Fault> {
        self.nameless.iter().enumerate().filter_map(|(column, first)| {
            let (row, found) = first.as_ref()?;
            Some(Fault {
                place: self.table.place(self.table.header_row, column),
                found: "no name".to_owned(),
                expected: format!("the name of the column, which has {found} in row {row}"),
            })
        })
    }

    /// Rows with cells behind the last column of the header.
    fn beyond_header(&self) -> impl Iterator<Item = Fault> {
        let last = self.table.header.len() - 1;
        self.surplus.iter().map(move |(row, column, found)| Fault {
            place: self.table.place(*row, *column),
            found: found.clone(),
            expected: format!(
                "nothing: the header in row {} ends with {}",
                self.table.header_row,
                self.column_name(last)
            ),
        })
    }

    /// A column in a sentence.
    fn column_name(&self, column: usize) -> String {
        match self.table.sheet {
            Some(_) => format!("column {}", letters(column)),
            None => format!("column {}", column + 1),
        }
    }
}

/// The error of a row that goes beyond the last column which is read.
pub(super) fn too_many_columns(row: u64, column: usize) -> ReadError {
    ReadError::TooLarge(format!(
        "row {row}: a cell in column {} ({}); the most are {} columns",
        letters(column),
        column + 1,
        limits::COLUMNS
    ))
}

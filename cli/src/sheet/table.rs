//! A table: a header row and the rows below it.

use std::fmt;

use super::cell::Cell;
use super::excerpt;
use super::serial::Epoch;

/// A table as it was read from a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// The name of the file, without its folder.
    pub(crate) source: String,
    /// The name of the sheet; a CSV file has none.
    pub(crate) sheet: Option<String>,
    /// The number of the header row.
    pub(crate) header_row: u64,
    /// The names of the columns from the first on, without white space around them. A name is empty if the column has
    /// none, and then its cells are empty or it has a fault.
    pub(crate) header: Vec<String>,
    /// The rows that are not empty, each with as many cells as the header.
    pub(crate) rows: Vec<Row>,
    /// What is wrong with the table itself; the cells are in `rows` all the same.
    pub(crate) faults: Vec<Fault>,
    /// What plain numbers count days from if they are said to be dates.
    pub(crate) epoch: Epoch,
    /// How a CSV file is written; that of a workbook is the default.
    pub(crate) dialect: Dialect,
}

impl Table {
    /// The column with this name.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|header| header == name)
    }

    /// Where a cell is. Columns count from 0; `row` is the number of the row.
    pub(crate) fn place(&self, row: u64, column: usize) -> Place {
        let name = self.header.get(column).cloned().unwrap_or_default();
        Place {
            column: Some((column, name)),
            ..self.row_place(row)
        }
    }

    /// Where a row is.
    pub(crate) fn row_place(&self, row: u64) -> Place {
        Place {
            sheet: self.sheet.clone(),
            row,
            column: None,
        }
    }
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The number that a person sees: the row of the sheet, or the line of a CSV file in which the row begins.
    pub(crate) number: u64,
    pub(crate) cells: Vec<Cell>,
}

/// Where in a file a cell or a row is. Displayed as `Sheet1!C7 (quantity)` or `line 7, column 3 (quantity)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) sheet: Option<String>,
    pub(crate) row: u64,
    /// The column, counted from 0, and its name in the header.
    pub(crate) column: Option<(usize, String)>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.sheet, &self.column) {
            (Some(sheet), Some((column, _))) => write!(f, "{}!{}{}", sheet_name(sheet), letters(*column), self.row)?,
            (Some(sheet), None) => write!(f, "{}, row {}", sheet_name(sheet), self.row)?,
            (None, Some((column, _))) => write!(f, "line {}, column {}", self.row, column + 1)?,
            (None, None) => write!(f, "line {}", self.row)?,
        }
        match &self.column {
            Some((_, name)) if !name.is_empty() => write!(f, " ({})", excerpt::plain(name)),
            _ => Ok(()),
        }
    }
}

/// The name of a sheet as formulas have it: in quotes if it is more than a word.
fn sheet_name(name: &str) -> String {
    let shown = excerpt::plain(name);
    let is_word = name
        .chars()
        .all(|character| character.is_alphanumeric() || character == '_');
    if is_word {
        shown
    } else {
        format!("'{}'", shown.replace('\'', "''"))
    }
}

/// The letters of a column, counted from 0: `A`, …, `Z`, `AA`, …
pub(crate) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Something wrong at a place: what was found there, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) place: Place,
    pub(crate) found: String,
    pub(crate) expected: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: found {}, expected {}", self.place, self.found, self.expected)
    }
}

/// What separates the cells of a CSV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Delimiter {
    #[default]
    Comma,
    Semicolon,
    Tab,
}

impl Delimiter {
    pub(crate) const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    pub(crate) fn character(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
        }
    }

    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }
}

impl std::str::FromStr for Delimiter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let same = |delimiter: &Self| text == delimiter.name() || text.chars().eq([delimiter.character()]);
        let found = Self::ALL.into_iter().find(same);
        found.ok_or_else(|| "expected `,`, `;`, `comma`, `semicolon` or `tab`".to_owned())
    }
}

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: Delimiter,
    /// Whether the file begins with a byte order mark, by which Excel knows UTF-8.
    pub(crate) byte_order_mark: bool,
}

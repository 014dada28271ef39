//! Why a file has no table.

use std::{fmt, io};

use super::options::Encoding;
use crate::sheet::excerpt;
use crate::sheet::table::Delimiter;

/// Why no table could be read from a file. The message does not name the file.
#[derive(Debug)]
pub(crate) enum ReadError {
    Io(io::Error),
    /// A kind of file that is not read.
    Unsupported(&'static str),
    /// The extension says that it is a workbook, the content that it is none.
    NotAWorkbook(&'static str),
    /// The workbook is damaged, or made up to do harm.
    Damaged(String),
    /// More than this program reads.
    TooLarge(String),
    /// Bytes that are no text in this encoding, at a line and a column, counted from 1.
    InvalidText {
        encoding: Encoding,
        line: u64,
        column: u64,
    },
    /// NUL characters in what should be text.
    Binary,
    /// The header row has several characters that can be the delimiter.
    AmbiguousDelimiter(Vec<Delimiter>),
    /// A quoted cell that begins in the row of this line and never ends.
    OpenQuote {
        line: u64,
    },
    NoSuchSheet {
        name: String,
        sheets: Vec<String>,
        nearest: Option<String>,
    },
    NoVisibleSheet {
        sheets: Vec<String>,
    },
    /// A sheet is named, but the file is no workbook.
    NoSheets,
    /// No row with a cell that is not empty.
    NoHeader,
}

impl ReadError {
    /// Damage, with what the library says about it.
    pub(super) fn damaged(detail: impl fmt::Display) -> Self {
        Self::Damaged(excerpt::plain(&detail.to_string()))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::Unsupported(found) => {
                write!(
                    f,
                    "this is {found}; supported are CSV (.csv, .tsv, .txt) and Excel workbooks (.xlsx, .xlsm)"
                )
            }
            Self::NotAWorkbook(extension) => {
                write!(
                    f,
                    "the name ends in .{extension}, but this is no workbook; if it is text, rename it to .csv"
                )
            }
            Self::Damaged(detail) => write!(f, "the workbook is damaged: {detail}"),
            Self::TooLarge(detail) => write!(f, "{detail}"),
            Self::InvalidText { encoding, line, column } => {
                write!(f, "line {line}, column {column}: no valid {} text", encoding.name())?;
                write!(f, "; give the encoding, such as `--encoding windows-1252`")
            }
            Self::Binary => write!(
                f,
                "this is no text, or it is UTF-16 without a byte order mark; if so, give `--encoding utf-16le` or `--encoding utf-16be`"
            ),
            Self::AmbiguousDelimiter(found) => {
                let found: Vec<&str> = found.iter().map(|delimiter| delimiter.name()).collect();
                write!(f, "the header row has each of {}", found.join(", "))?;
                write!(
                    f,
                    "; give the delimiter, such as `--delimiter {}`",
                    found.last().unwrap_or(&"comma")
                )
            }
            Self::OpenQuote { line } => write!(f, "line {line}: a quote begins in this row and never ends"),
            Self::NoSuchSheet { name, sheets, nearest } => {
                write!(
                    f,
                    "there is no sheet {}; there are {}",
                    excerpt::quoted(name),
                    list(sheets)
                )?;
                match nearest {
                    Some(nearest) => write!(f, "; did you mean {}?", excerpt::quoted(nearest)),
                    None => Ok(()),
                }
            }
            Self::NoVisibleSheet { sheets } if sheets.is_empty() => write!(f, "the workbook has no worksheet"),
            Self::NoVisibleSheet { sheets } => {
                write!(f, "all sheets are hidden; give one of {} by `--sheet`", list(sheets))
            }
            Self::NoSheets => write!(f, "this is a CSV file, which has no sheets; leave out `--sheet`"),
            Self::NoHeader => write!(f, "there is no header row: all cells are empty"),
        }
    }
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| excerpt::quoted(name)).collect();
    names.join(", ")
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

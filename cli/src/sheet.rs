//! Spreadsheets: CSV and XLSX files, read into a [`Table`] of cells, and written.
//!
//! Reading decides nothing about what a cell means: that is said by [`Formats`](convert::Formats), and [`convert`] turns a cell into a
//! value by it or says what is wrong. Nothing is guessed: a cell that can be read in two ways is an error that names
//! the option which decides.

mod cell;
pub(crate) mod convert;
mod excerpt;
mod quiet;
mod read;
mod serial;
mod table;
#[cfg(test)]
mod testing;
mod write;

pub(crate) use cell::Cell;
pub(crate) use read::{Encoding, ReadOptions, read};
pub(crate) use table::{Delimiter, Row, Table};
pub(crate) use write::{Target, TemplateColumn, WriteError, Writer, write_template};

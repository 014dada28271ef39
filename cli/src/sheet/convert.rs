//! From cells to values.
//!
//! A cell that is empty is an error here as well: what may be left out, the caller knows. White space around the text of
//! numbers, dates and booleans is passed over; a text is taken as it is.

mod date;
mod decimal;
mod formats;
mod mismatch;
mod pattern;

#[cfg(test)]
mod tests;

pub(crate) use date::{date, date_time, time, timestamp};
pub(crate) use decimal::{decimal, integer};
pub(crate) use formats::{DateFormat, DecimalMark, Formats};
pub(crate) use mismatch::Mismatch;

use super::cell::{self, Cell};

/// A text, as it is. A number, such as an order number, is taken as its digits if they are all there: a spreadsheet keeps
/// 15. Dates and booleans are shown in many ways, so they must be formatted as text to be one.
pub(crate) fn text(cell: &Cell) -> Result<&str, Mismatch> {
    match cell {
        Cell::Text(text) => Ok(text),
        Cell::Number(number) if cell::fits_number(number) => Ok(number),
        Cell::Number(_) => Err(Mismatch::new(cell, decimal::TOO_MANY_DIGITS)),
        Cell::DateTime(_) | Cell::Boolean(_) => Err(Mismatch::new(cell, "a text; format the column as text")),
        Cell::Empty | Cell::Error(_) | Cell::NoValue => Err(Mismatch::new(cell, "a text")),
    }
}

/// A boolean: a cell of this kind, or one of the texts `true`, `false`, `yes` and `no`, in upper or lower case.
pub(crate) fn boolean(cell: &Cell) -> Result<bool, Mismatch> {
    let is = |text: &str, names: [&str; 3]| names.iter().any(|name| text.trim().eq_ignore_ascii_case(name));
    match cell {
        Cell::Boolean(value) => Ok(*value),
        Cell::Text(text) if is(text, ["true", "yes", "y"]) => Ok(true),
        Cell::Text(text) if is(text, ["false", "no", "n"]) => Ok(false),
        _ => Err(Mismatch::new(cell, "true, false, yes or no")),
    }
}

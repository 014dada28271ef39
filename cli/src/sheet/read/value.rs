//! The values of a workbook's cells.

use calamine::{Data, DataRef, ExcelDateTime};
use jiff::civil::{Date, DateTime, Time};

use crate::sheet::cell::Cell;
use crate::sheet::serial::{self, DAY_ZERO, Epoch};

/// The cell with this value. One with a formula and without a value is not empty.
pub(super) fn to_cell(value: DataRef<'_>, has_formula: bool, epoch: Epoch) -> Cell {
    match value {
        DataRef::Empty if has_formula => Cell::NoValue,
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Float(value) => Cell::number(value),
        DataRef::Int(value) => Cell::Number(value.to_string()),
        DataRef::Bool(value) => Cell::Boolean(value),
        DataRef::DateTime(value) => date_time(value, epoch),
        DataRef::DateTimeIso(text) => iso_date_time(&text).map_or(Cell::Error(text), Cell::DateTime),
        DataRef::DurationIso(text) => Cell::Error(text),
        DataRef::Error(error) => Cell::Error(Data::Error(error).to_string()),
    }
}

fn date_time(value: ExcelDateTime, epoch: Epoch) -> Cell {
    let serial = value.as_f64();
    let is_long = value.is_duration() && serial >= 1.0;
    match serial::to_date_time(serial, epoch) {
        Some(date_time) if !is_long => Cell::DateTime(date_time),
        Some(_) => Cell::Error(format!("{serial} days, a duration")),
        None => Cell::Error(format!("{serial}, which is no date")),
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

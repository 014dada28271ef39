//! Dates and times.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::formats::{DateFormat, Formats};
use super::mismatch::Mismatch;
use super::pattern;
use crate::sheet::cell::Cell;
use crate::sheet::serial::{self, DAY_ZERO};

/// The years that a date may have, so that a slip such as 0206 is noticed.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=9999;

/// A date without a time: a cell that is formatted as one, or a text that is written as was said.
pub(crate) fn date(cell: &Cell, formats: &Formats) -> Result<Date, Mismatch> {
    let date = match cell {
        Cell::DateTime(value) => serial::is_date(*value).then(|| value.date()),
        Cell::Text(text) => read_date(text.trim(), formats),
        Cell::Number(number) if takes_numbers(&formats.date) => read_date(number, formats),
        _ => None,
    };
    let date = date.filter(|date| YEARS.contains(&date.year()));
    date.ok_or_else(|| Mismatch::new(cell, expected(cell, formats)))
}

/// A time of day: a cell that is formatted as one and has no date, or a text such as `9:30`, `09:30` or `09:30:15`.
pub(crate) fn time(cell: &Cell) -> Result<Time, Mismatch> {
    let time = match cell {
        Cell::DateTime(value) if value.date() == DAY_ZERO => Some(value.time()),
        Cell::Text(text) => read_time(text.trim()),
        _ => None,
    };
    time.ok_or_else(|| Mismatch::new(cell, "a time such as 09:30 or 09:30:15"))
}

/// A moment, which RFC 3339 writes as `2026-04-03T09:30:00Z`.
///
/// A date alone is the start of that day. A text can be a date as was said and a time, with a space or `T` between them;
/// or ISO 8601 with an offset, such as `2026-04-03T09:30:00+02:00`. Whatever has no offset is UTC.
pub(crate) fn timestamp(cell: &Cell, formats: &Formats) -> Result<Timestamp, Mismatch> {
    let with_offset = match cell {
        Cell::Text(text) => text.trim().parse::<Timestamp>().ok(),
        _ => None,
    };
    let moment = with_offset.or_else(|| {
        let date_time = civil(cell, formats)?;
        Some(date_time.to_zoned(TimeZone::UTC).ok()?.timestamp())
    });
    let moment = moment.filter(|moment| YEARS.contains(&moment.to_zoned(TimeZone::UTC).year()));
    moment.ok_or_else(|| {
        Mismatch::new(
            cell,
            format!("{}, with or without a time such as 09:30", expected(cell, formats)),
        )
    })
}

/// A date with a time, without an offset; a date alone is its midnight.
pub(crate) fn date_time(cell: &Cell, formats: &Formats) -> Result<DateTime, Mismatch> {
    let moment = civil(cell, formats).filter(|moment| YEARS.contains(&moment.year()));
    moment.ok_or_else(|| {
        Mismatch::new(
            cell,
            format!("{}, with or without a time such as 09:30", expected(cell, formats)),
        )
    })
}

/// A date and a time without an offset.
fn civil(cell: &Cell, formats: &Formats) -> Option<DateTime> {
    match cell {
        Cell::DateTime(value) => (value.date() != DAY_ZERO).then_some(*value),
        Cell::Text(text) => {
            let both = text
                .trim()
                .rsplit_once([' ', 'T'])
                .filter(|(_, time)| time.contains(':'));
            let (date, time) = match both {
                Some((date, time)) => (date, read_time(time)?),
                None => (text.trim(), Time::midnight()),
            };
            Some(read_date(date.trim_end(), formats)?.to_datetime(time))
        }
        Cell::Number(number) if formats.date == DateFormat::Serial => {
            let value = serial::to_date_time(number.parse().ok()?, formats.epoch)?;
            (value.date() != DAY_ZERO).then_some(value)
        }
        Cell::Number(_) => date(cell, formats).ok().map(|date| date.to_datetime(Time::midnight())),
        _ => None,
    }
}

fn read_date(text: &str, formats: &Formats) -> Option<Date> {
    match &formats.date {
        DateFormat::Iso => pattern::ISO.read(text),
        DateFormat::Pattern(pattern) => pattern.read(text),
        DateFormat::Serial => {
            let value = serial::to_date_time(text.parse().ok()?, formats.epoch)?;
            serial::is_date(value).then(|| value.date())
        }
    }
}

fn takes_numbers(format: &DateFormat) -> bool {
    match format {
        DateFormat::Iso => false,
        DateFormat::Serial => true,
        DateFormat::Pattern(pattern) => pattern.is_digits(),
    }
}

/// A time of 24 hours, of which the seconds can be left out.
fn read_time(text: &str) -> Option<Time> {
    let (hour, rest) = text.split_once(':')?;
    let is_short = hour.len() == 1 && hour.bytes().all(|byte| byte.is_ascii_digit());
    let padded = if is_short { format!("0{text}") } else { text.to_owned() };
    // The parser also takes `0930`, `09` and `T09:30`, passes over an offset and makes 59 of the second 60.
    let plain = rest
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    let is_whole = hour.len() <= 2 && rest.len() >= 2 && plain && !rest.contains(":60");
    padded.parse::<Time>().ok().filter(|_| is_whole)
}

fn expected(cell: &Cell, formats: &Formats) -> Cow<'static, str> {
    match (cell, &formats.date) {
        (Cell::Number(_), DateFormat::Iso | DateFormat::Pattern(_)) => {
            "a date; format the cell as a date, or give `--date serial` if numbers are days as the spreadsheet counts them".into()
        }
        (Cell::Text(_), DateFormat::Iso) => {
            "a date as yyyy-mm-dd; if dates are written in another way, say so, such as `--date dd.mm.yyyy`".into()
        }
        (Cell::Text(_), DateFormat::Serial) => "a number of days, for `--date serial` was given".into(),
        (Cell::Text(_), DateFormat::Pattern(pattern)) => {
            format!("a date as {pattern} from 1900 to 9999, for this was given with `--date`").into()
        }
        _ => "a date from 1900 to 9999".into(),
    }
}

//! Dates as spreadsheets store them: the number of days since an epoch.

use calamine::{ExcelDateTime, ExcelDateTimeType};
use jiff::civil::{Date, DateTime, date};

/// The date of a time of day alone: spreadsheet programs count it as day 0.
pub(crate) const DAY_ZERO: Date = date(1899, 12, 31);

/// The day after the last one, 9999-12-31.
const END: f64 = 2_958_466.0;
const END_1904: f64 = 2_957_004.0;

/// Which day the dates of a workbook are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Epoch {
    #[default]
    Year1900,
    /// The one of workbooks that were made on a Mac.
    Year1904,
}

/// The date and time of a serial number. There is none before the epoch, after the year 9999 and for 1900-02-29, which
/// the epoch of 1900 counts although the day never was.
pub(crate) fn to_date_time(serial: f64, epoch: Epoch) -> Option<DateTime> {
    let is_1904 = epoch == Epoch::Year1904;
    let end = if is_1904 { END_1904 } else { END };
    if !(0.0..end).contains(&serial) {
        return None;
    }
    // Less than a day is a time, in both epochs.
    let is_1904 = is_1904 && serial >= 1.0;
    let excel = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
    let (year, month, day, hour, minute, second, milli) = excel.to_ymd_hms_milli();
    let narrow = |number: u8| i8::try_from(number).ok();
    DateTime::new(
        i16::try_from(year).ok()?,
        narrow(month)?,
        narrow(day)?,
        narrow(hour)?,
        narrow(minute)?,
        narrow(second)?,
        i32::from(milli) * 1_000_000,
    )
    .ok()
}

/// ISO 8601: a date without a time at midnight, a time without a date on day 0.
pub(crate) fn to_text(value: DateTime) -> String {
    if value.date() == DAY_ZERO {
        value.time().to_string()
    } else if is_date(value) {
        value.date().to_string()
    } else {
        value.to_string()
    }
}

/// Whether this is a date without a time.
pub(crate) fn is_date(value: DateTime) -> bool {
    value.date() != DAY_ZERO && value.time() == jiff::civil::Time::midnight()
}

//! A cell of a spreadsheet.

use std::borrow::Cow;

use jiff::civil::DateTime;

use super::excerpt;

/// The number of significant digits that spreadsheet programs store and show.
pub(crate) const DIGITS: usize = 15;

/// A cell, as the file has it. In a CSV file, each cell is empty or text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing, or white space only.
    #[default]
    Empty,
    Text(String),
    /// A number as plain decimal text without an exponent, such as `346.2`, rounded to 15 significant digits.
    Number(String),
    Boolean(bool),
    /// A date and a time. A time of day alone has the date of [`serial::DAY_ZERO`](super::serial::DAY_ZERO).
    DateTime(DateTime),
    /// The error that the spreadsheet program shows, such as `#N/A`, or a value that is none, such as a date out of range.
    Error(String),
    /// A formula whose result is not stored in the file.
    NoValue,
}

impl Cell {
    /// A cell with text, which is empty if the text is empty or white space only.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        match text.trim().is_empty() {
            true => Self::Empty,
            false => Self::Text(text),
        }
    }

    /// A cell with a number, rounded to the 15 significant digits that spreadsheet programs show.
    pub(crate) fn number(value: f64) -> Self {
        match value.is_finite() {
            true => Self::Number(plain_decimal(value)),
            false => Self::Error(value.to_string()),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// The content as text, as a CSV file has it: dates as ISO 8601, booleans as `true` and `false`.
    pub(crate) fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty | Self::NoValue => Cow::Borrowed(""),
            Self::Text(text) | Self::Number(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Boolean(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Self::DateTime(value) => Cow::Owned(super::serial::to_text(*value)),
        }
    }

    /// What is in the cell, for messages: its content, escaped and shortened.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Empty => "nothing".to_owned(),
            Self::Text(text) => excerpt::quoted(text),
            Self::Number(text) => format!("the number {}", excerpt::plain(text)),
            Self::Boolean(value) => format!("the boolean {value}"),
            Self::DateTime(_) => format!("the date or time {}", self.to_text()),
            Self::Error(text) => format!("the error {}", excerpt::plain(text)),
            Self::NoValue => "a formula without a stored value".to_owned(),
        }
    }
}

/// Whether a plain decimal text has at most the digits that a number of a spreadsheet keeps. Leading zeros of a fraction
/// do not count, trailing zeros of an integer do.
pub(crate) fn fits_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit);
    digits.skip_while(|digit| *digit == b'0').count() <= DIGITS
}

/// The shortest plain decimal text of a finite number, after rounding it to 15 significant digits.
fn plain_decimal(value: f64) -> String {
    let scientific = format!("{:.*e}", DIGITS - 1, value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", place_point(digits, exponent))
}

/// Significant digits, the first of which stands for 10 to the power of `exponent`, as a plain decimal text.
fn place_point(digits: &str, exponent: i32) -> String {
    let Ok(before) = usize::try_from(exponent) else {
        let zeros = usize::try_from(-1 - exponent).unwrap_or(0);
        return format!("0.{}{digits}", "0".repeat(zeros));
    };
    match digits.split_at_checked(before + 1) {
        Some((whole, "")) => whole.to_owned(),
        Some((whole, fraction)) => format!("{whole}.{fraction}"),
        None => format!("{digits:0<width$}", width = before + 1),
    }
}

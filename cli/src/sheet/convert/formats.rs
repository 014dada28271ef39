//! How numbers and dates are written in a file.

use std::str::FromStr;

use super::pattern::Pattern;
use crate::sheet::serial::Epoch;

/// How numbers and dates are written in a file. This holds for text; cells of a workbook that are numbers or dates are
/// taken as such.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Formats {
    pub(crate) decimal: DecimalMark,
    pub(crate) date: DateFormat,
    /// What [`DateFormat::Serial`] counts from: [`Table::epoch`](crate::sheet::Table::epoch).
    pub(crate) epoch: Epoch,
}

/// What is before the decimals of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DecimalMark {
    /// Not said: a point, and no grouping. `1.234`, which could be a thousand and more, is an error then.
    #[default]
    Unsaid,
    /// A point, as in `1,234.56`.
    Point,
    /// A comma, as in `1.234,56`.
    Comma,
}

impl FromStr for DecimalMark {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "." => Ok(Self::Point),
            "," => Ok(Self::Comma),
            _ => Err("expected `.` or `,`".to_owned()),
        }
    }
}

/// How dates are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum DateFormat {
    /// `yyyy-mm-dd`, which is what is read if nothing is said.
    #[default]
    Iso,
    /// The number of days that a spreadsheet stores, in a cell that is not formatted as a date.
    Serial,
    /// Another order, or other separators.
    Pattern(Pattern),
}

impl FromStr for DateFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "iso" | "yyyy-mm-dd" => Ok(Self::Iso),
            "serial" => Ok(Self::Serial),
            pattern => pattern.parse().map(Self::Pattern),
        }
    }
}

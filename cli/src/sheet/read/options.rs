//! What is said about a file that it does not say itself.

use std::str::FromStr;

use crate::sheet::table::Delimiter;

/// How to read a file, where the file leaves it open.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReadOptions {
    /// The sheet of a workbook; the first visible one if none is given.
    pub(crate) sheet: Option<String>,
    /// What separates the cells of a CSV file; found from its header row if it is not given.
    pub(crate) delimiter: Option<Delimiter>,
    /// The encoding of a CSV file without a byte order mark; UTF-8 if it is not given.
    pub(crate) encoding: Option<Encoding>,
}

/// The encoding of a CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }
}

impl FromStr for Encoding {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let same = |encoding: &Self| text.eq_ignore_ascii_case(encoding.name());
        let found = Self::ALL.into_iter().find(same);
        found.ok_or_else(|| format!("expected one of {}", Self::ALL.map(Self::name).join(", ")))
    }
}

//! Why a file was not written.

use std::path::PathBuf;
use std::{fmt, io};

use crate::sheet::excerpt;

/// Why a file was not written.
#[derive(Debug)]
pub(crate) enum WriteError {
    Exists(PathBuf),
    Io(io::Error),
    /// What a workbook cannot have, such as more than 1,048,576 rows.
    Workbook(String),
}

impl WriteError {
    pub(super) fn csv(error: csv::Error) -> Self {
        Self::Io(error.into())
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(path) => {
                let path = excerpt::plain(&path.display().to_string());
                write!(f, "{path} exists; give `--force` to replace it")
            }
            Self::Io(error) => write!(f, "{error}"),
            Self::Workbook(detail) => write!(f, "{detail}"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rust_xlsxwriter::XlsxError> for WriteError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        match error {
            rust_xlsxwriter::XlsxError::IoError(error) => Self::Io(error),
            other => Self::Workbook(other.to_string()),
        }
    }
}

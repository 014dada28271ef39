//! The scalar types of the language.

use serde::{Deserialize, Serialize};

/// The scalar types of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scalar {
    /// A string.
    String,
    /// `true` or `false`.
    Boolean,
    /// A 64-bit integer.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// A calendar date: `2026-11-20`.
    Date,
    /// A time of day: `09:30`.
    Time,
    /// An instant in RFC 3339 format.
    Timestamp,
    /// A URI, kept as a string.
    Uri,
    /// An ISO 4217 currency code.
    Currency,
}

impl Scalar {
    /// Returns the scalar as written in the specification.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Date => "date",
            Self::Time => "time",
            Self::Timestamp => "timestamp",
            Self::Uri => "uri",
            Self::Currency => "currency",
        }
    }
}

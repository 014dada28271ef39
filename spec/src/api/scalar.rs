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
    /// A date with a time of day and no time zone: `2026-11-20T09:30:00.000`.
    DateTime,
    /// A URI, kept as a string.
    Uri,
    /// An ISO 4217 currency code.
    Currency,
    /// A JSON value of any shape.
    Json,
}

impl Scalar {
    /// All scalars, in the order in which messages list them.
    pub const ALL: [Self; 11] = [
        Self::String,
        Self::Boolean,
        Self::Integer,
        Self::Decimal,
        Self::Date,
        Self::Time,
        Self::Timestamp,
        Self::DateTime,
        Self::Uri,
        Self::Currency,
        Self::Json,
    ];

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
            Self::DateTime => "datetime",
            Self::Uri => "uri",
            Self::Currency => "currency",
            Self::Json => "json",
        }
    }
}

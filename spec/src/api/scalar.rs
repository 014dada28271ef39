//! The scalar types of the language.

use serde::{Deserialize, Serialize};

/// The scalar types of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scalar {
    /// Text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A whole number of 64 bits.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// A calendar date, `2026-11-20`.
    Date,
    /// A time of day, `09:30`.
    Time,
    /// An instant, RFC 3339.
    Timestamp,
    /// A URI, kept as text.
    Uri,
    /// An ISO 4217 currency code.
    Currency,
}

//! Values that callers have as text.

use std::fmt;

use crate::{CivilDateTime, Date, Decimal, DecimalError, TimeError, TimeOfDay, Timestamp, text};

/// A text is not a value of the field or parameter that it was given for.
///
/// It names both: `` `unitPrice`: `812,40` is not a decimal number ``.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidValueError {
    name: &'static str,
    value: String,
    reason: Reason,
}

/// Why a text is not a value.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    Decimal(DecimalError),
    Time(TimeError),
}

impl InvalidValueError {
    /// Returns the wire name of the field or parameter.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the text.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for InvalidValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, value) = (self.name, text::one_line(&self.value, 60));
        match &self.reason {
            Reason::Decimal(error) => write!(f, "`{name}`: `{value}` {error}"),
            Reason::Time(error) => write!(f, "`{name}`: `{value}`: {error}"),
        }
    }
}

impl std::error::Error for InvalidValueError {}

impl From<DecimalError> for Reason {
    fn from(error: DecimalError) -> Self {
        Self::Decimal(error)
    }
}

impl From<TimeError> for Reason {
    fn from(error: TimeError) -> Self {
        Self::Time(error)
    }
}

/// Values that setters take as text.
#[doc(hidden)]
pub trait FromText: Sized {
    /// Parses a text.
    fn from_text(text: &str) -> Result<Self, Reason>;
}

macro_rules! from_str {
    ($($value:ty),*) => {
        $(impl FromText for $value {
            fn from_text(text: &str) -> Result<Self, Reason> {
                text.parse().map_err(Reason::from)
            }
        })*
    };
}

from_str!(Decimal, Date, TimeOfDay);

/// A date is midnight in UTC.
impl FromText for Timestamp {
    fn from_text(text: &str) -> Result<Self, Reason> {
        match text.len() {
            // `2027-03-01`
            10 => Ok(text.parse::<Date>()?.into()),
            _ => Ok(text.parse::<Self>()?),
        }
    }
}

/// A date is its midnight.
impl FromText for CivilDateTime {
    fn from_text(text: &str) -> Result<Self, Reason> {
        match text.len() {
            // `2027-03-01`
            10 => Ok(text.parse::<Date>()?.into()),
            _ => Ok(text.parse::<Self>()?),
        }
    }
}

/// Parses the text for a field or parameter. For generated code.
///
/// # Errors
///
/// Returns an error with the name and the text.
#[doc(hidden)]
pub fn parse<T: FromText>(name: &'static str, text: &str) -> Result<T, InvalidValueError> {
    T::from_text(text).map_err(|reason| InvalidValueError {
        name,
        value: text.to_owned(),
        reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dec;

    fn error<T: FromText + fmt::Debug>(text: &str) -> String {
        parse::<T>("unitPrice", text).unwrap_err().to_string()
    }

    #[test]
    fn an_error_names_the_field_and_the_value() {
        assert_eq!(
            error::<Decimal>("812,40"),
            "`unitPrice`: `812,40` is not a decimal number"
        );
        assert_eq!(
            error::<Date>("1.3.2027"),
            "`unitPrice`: `1.3.2027`: not of the form YYYY-MM-DD"
        );
        assert_eq!(
            error::<TimeOfDay>("25:00"),
            "`unitPrice`: `25:00`: there is no such time"
        );
        assert_eq!(
            error::<Timestamp>("2027-02-30"),
            "`unitPrice`: `2027-02-30`: there is no such day"
        );
        let long = error::<Decimal>(&"x\n".repeat(1000));
        assert!(long.len() < 200 && !long.contains('\n'), "{long}");
    }

    #[test]
    fn a_moment_may_be_a_date() {
        assert_eq!(
            parse("transactionDate", "2027-03-01"),
            Ok(Timestamp::from(Date::new(2027, 3, 1).unwrap()))
        );
        assert_eq!(
            parse::<Timestamp>("transactionDate", "2027-03-01T01:00+01:00"),
            parse("transactionDate", "2027-03-01")
        );
        assert_eq!(parse("unitPrice", "812.40"), Ok(dec!(812.40)));
    }
}

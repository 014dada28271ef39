//! Operators in the values of query parameters: `sw:Travel`.

use serde::{Deserialize, Serialize};

use super::{FieldName, Scalar};

/// The operators that the value of a query parameter can start with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparisons {
    /// What is between an operator and the value: `:`.
    pub separator: String,
    /// The operators, one of which is [`Comparison::Equal`]: that of a value without an operator.
    pub operators: Vec<Operator>,
}

/// An operator in front of a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operator {
    /// The operator on the wire: `sw`.
    pub wire: String,
    /// What it means.
    pub comparison: Comparison,
    /// The setter: `value_starts_with`. That of [`Comparison::Equal`] is the parameter's own.
    pub method: FieldName,
}

/// How a value is compared with that of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Comparison {
    Equal,
    NotEqual,
    StartsWith,
    EndsWith,
    Contains,
    GreaterThan,
    AtLeast,
    LessThan,
    AtMost,
}

impl Comparison {
    /// All comparisons.
    pub const ALL: [Self; 9] = [
        Self::Equal,
        Self::NotEqual,
        Self::StartsWith,
        Self::EndsWith,
        Self::Contains,
        Self::GreaterThan,
        Self::AtLeast,
        Self::LessThan,
        Self::AtMost,
    ];

    /// Returns the word of the specification: `starts_with`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::NotEqual => "not_equal",
            Self::StartsWith => "starts_with",
            Self::EndsWith => "ends_with",
            Self::Contains => "contains",
            Self::GreaterThan => "greater_than",
            Self::AtLeast => "at_least",
            Self::LessThan => "less_than",
            Self::AtMost => "at_most",
        }
    }

    /// Returns the operator of filter expressions: `sw`.
    #[must_use]
    pub fn in_filters(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::NotEqual => "ne",
            Self::StartsWith => "sw",
            Self::EndsWith => "ew",
            Self::Contains => "co",
            Self::GreaterThan => "gt",
            Self::AtLeast => "ge",
            Self::LessThan => "lt",
            Self::AtMost => "le",
        }
    }

    /// Returns what it selects, to be completed by a value: `starts with`.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Equal => "is equal to",
            Self::NotEqual => "is not equal to",
            Self::StartsWith => "starts with",
            Self::EndsWith => "ends with",
            Self::Contains => "contains",
            Self::GreaterThan => "is greater than",
            Self::AtLeast => "is at least",
            Self::LessThan => "is less than",
            Self::AtMost => "is at most",
        }
    }

    /// Returns true if it compares with a part of a text.
    #[must_use]
    pub fn is_of_part(self) -> bool {
        matches!(self, Self::StartsWith | Self::EndsWith | Self::Contains)
    }

    /// Returns true if it compares which of two values is greater.
    #[must_use]
    pub fn is_order(self) -> bool {
        matches!(self, Self::GreaterThan | Self::AtLeast | Self::LessThan | Self::AtMost)
    }

    /// Returns true if values of a type can be compared so; `None` is a value of a value set.
    #[must_use]
    pub fn applies_to(self, scalar: Option<Scalar>) -> bool {
        use Scalar::{Date, DateTime, Decimal, Integer, String, Time, Timestamp, Uri};
        if self.is_of_part() {
            return matches!(scalar, None | Some(String | Uri));
        }
        let has_order = matches!(scalar, Some(Integer | Decimal | Date | Time | Timestamp | DateTime));
        has_order || !self.is_order()
    }
}

impl Comparisons {
    /// Splits a value into its comparison and what is compared. Without a known operator, it is all compared for
    /// equality.
    #[must_use]
    pub fn split<'a>(&self, text: &'a str) -> (Comparison, &'a str) {
        let (operator, rest) = text.split_once(self.separator.as_str()).unwrap_or(("", text));
        let mut operators = self.operators.iter();
        match operators.find(|known| known.wire == operator) {
            Some(known) => (known.comparison, rest),
            None => (Comparison::Equal, text),
        }
    }

    /// Returns an operator with the separator, as it is in front of a value.
    #[must_use]
    pub fn prefix(&self, operator: &Operator) -> String {
        format!("{}{}", operator.wire, self.separator)
    }
}

//! Values that fields are compared with.

use crate::decimal::Decimal;
use crate::time::{CivilDateTime, Date, Timestamp};

/// A value with an order, by which a [`FilterField`](crate::FilterField) selects: a number or a time.
pub trait FilterOrdered: sealed::Literal {}

pub(super) mod sealed {
    pub trait Literal {
        /// Returns the value as it is written.
        fn literal(&self) -> String;
    }
}

use sealed::Literal;

/// Returns a text in quotes, escaped as in JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

macro_rules! ordered {
    ($($name:ty => $literal:expr,)*) => {$(
        impl Literal for $name {
            fn literal(&self) -> String {
                let literal: fn(&Self) -> String = $literal;
                literal(self)
            }
        }

        impl FilterOrdered for $name {}
    )*};
}

ordered! {
    i64 => ToString::to_string,
    Decimal => ToString::to_string,
    Date => |date| quoted(&date.to_string()),
    Timestamp => |time| quoted(&time.to_string()),
    CivilDateTime => |time| quoted(&time.to_string()),
}

//! Filter expressions of RFC 7644, section 3.4.2.2, which select objects by their fields.

mod expression;
mod field;
mod tree;
mod value;

pub use expression::{Filter, FilterCondition, FilterOperand};
pub use field::{FilterField, FilterList};
pub use value::FilterOrdered;

//! Explains diagnostic codes and items: what a code means, where an item is defined and what it resolves to.

mod codes;
mod examples;
mod facts;
mod find;
mod items;
mod spans;

pub use codes::{UnknownCode, code, codes, find_code, is_code};
pub use examples::{Audit, Example};
pub use find::{Found, find};
pub use items::{Item, Subject, items};
pub use spans::{Spans, WrittenErratum};

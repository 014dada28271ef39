//! What a code means, and where an item stands and what is resolved of it.

mod codes;
mod examples;
mod facts;
mod find;
mod items;
mod spans;

pub use codes::{UnknownCode, code, codes, find_code, is_code};
pub use find::{Found, find};
pub use items::{Item, Subject, items};
pub use spans::{Spans, WrittenErratum};

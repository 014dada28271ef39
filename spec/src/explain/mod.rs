//! What a code means, and where an item stands and what is resolved of it.

mod codes;

pub use codes::{UnknownCode, code, codes, find_code, is_code};

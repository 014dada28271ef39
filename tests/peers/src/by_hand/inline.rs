//! The optional objects stand in the struct.

#[path = "requests.rs"]
mod requests;

pub use requests::*;

/// An object that may be absent.
pub type Object<T> = Option<T>;

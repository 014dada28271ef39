//! The optional objects stand behind a pointer.

#[path = "requests.rs"]
mod requests;

pub use requests::*;

/// An object that may be absent.
pub type Object<T> = Option<Box<T>>;

//! Types with inline optional objects.

#[path = "requests.rs"]
mod requests;

pub use requests::*;

/// An optional object.
pub type Object<T> = Option<T>;

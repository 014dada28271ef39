//! Types with boxed optional objects.

#[path = "requests.rs"]
mod requests;

pub use requests::*;

/// An optional object.
pub type Object<T> = Option<Box<T>>;

//! Boxed futures and errors.

use std::pin::Pin;

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Any error, in a box.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

//! Boxed futures and errors.

use std::pin::Pin;

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

//! Types as a developer would write them quickly: every field, strings and floats, unknown fields dropped.

pub mod boxed;
pub mod inline;
pub mod purchase_request;

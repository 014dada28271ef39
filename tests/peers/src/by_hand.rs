//! Types as a developer writes them who wants to get on: every field, texts and floats, nothing kept that is unknown.

pub mod boxed;
pub mod inline;
pub mod purchase_request;

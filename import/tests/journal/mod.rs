//! What a journal keeps, and what it refuses.

#[cfg(all(feature = "postgres", unix))]
mod postgres;
mod rules;
mod sqlite;

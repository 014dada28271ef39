//! Costs of the SDK and its generator, beside those of others.
//!
//! This library has the documents that tests and benchmarks share.

pub mod fixtures;

//! Tests of the SDK as its users have it: over real HTTP against a server on loopback, from generated code down to bytes.
//! Here is what they share with the programs that measure.

pub mod fixtures;

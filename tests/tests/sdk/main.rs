//! The SDK over real HTTP, and what it promises at compile time.

mod compile_fail;
mod drift;
mod errors;
mod expenses;
mod models;
mod purchase_requests;
mod requests;
mod server;
mod surface;
mod updates;

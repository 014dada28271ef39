//! What a user would take instead of the SDK, for the same documents: types written by hand, and types made by other
//! generators out of the SDK's OpenAPI document.

#![allow(clippy::all, unused, reason = "most of it is made by others, or speaks for itself")]

pub mod by_hand;

/// What progenitor makes.
pub mod progenitor {
    include!(concat!(env!("OUT_DIR"), "/progenitor.rs"));
}

/// What openapi-generator makes, where it is installed.
#[cfg(openapi_generator)]
pub mod models {
    include!(concat!(env!("OUT_DIR"), "/openapi_generator.rs"));
}

/// Code that is there where the models of openapi-generator are.
#[cfg(openapi_generator)]
#[macro_export]
macro_rules! with_openapi_generator {
    ($($code:tt)*) => { $($code)* };
}

/// Code that is there where the models of openapi-generator are.
#[cfg(not(openapi_generator))]
#[macro_export]
macro_rules! with_openapi_generator {
    ($($code:tt)*) => {};
}

pub use sonic_rs;

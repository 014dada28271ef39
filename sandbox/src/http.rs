//! HTTP: what comes in, what goes out, and the sockets.

pub(crate) mod answer;
pub(crate) mod incoming;
pub(crate) mod server;

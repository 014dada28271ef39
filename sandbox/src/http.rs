//! HTTP: requests, answers and sockets.

pub(crate) mod answer;
pub(crate) mod host;
pub(crate) mod incoming;
pub(crate) mod server;

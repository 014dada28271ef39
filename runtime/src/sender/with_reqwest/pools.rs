//! Connection pools.

use std::time::Duration;

use reqwest::{Client, redirect};

use crate::Limits;

/// The maximum idle time of a connection that is reused for a request that is not idempotent. If the server closes the
/// connection at that moment, the request may be lost without a way to find out. Servers and load balancers close idle
/// connections after seconds, the fastest after one.
const MAX_IDLE: Duration = Duration::from_millis(300);

/// The clients for idempotent and other requests, each with a connection pool.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    /// For idempotent requests. Keeps connections for reqwest's default time.
    idempotent: Client,
    /// For other requests. The idle time is checked when a connection is taken, so it also holds after the process was
    /// suspended and has not noticed that the server has closed the connection.
    non_idempotent: Client,
}

impl Pools {
    pub(super) fn build(builder: impl Fn() -> reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        let builder = || {
            builder()
                // Decompressed by this crate.
                .no_gzip()
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
        };
        Ok(Self {
            idempotent: builder().build()?,
            non_idempotent: builder().pool_idle_timeout(MAX_IDLE).build()?,
        })
    }

    pub(super) fn client(&self, limits: Limits) -> &Client {
        match limits.idempotent {
            true => &self.idempotent,
            false => &self.non_idempotent,
        }
    }
}

//! The connections that are kept.

use std::time::Duration;

use reqwest::{Client, redirect};

use crate::Limits;

/// How long a connection may have been idle that is to carry what must not be sent twice. When the other side is about to
/// close it, the request may be lost, and nobody can tell whether it was. Servers and load balancers close what was idle
/// for seconds, the most hurried of them after one.
const MAX_IDLE: Duration = Duration::from_millis(300);

/// The clients that requests go through. Each has connections of its own.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    /// For what can be sent again. It keeps connections for as long as reqwest does.
    idempotent: Client,
    /// For what cannot. The time a connection has been idle is looked at when it is taken, so it also holds after a
    /// standstill, in which nobody has noticed that the other side has closed it.
    once: Client,
}

impl Pools {
    pub(super) fn build(builder: impl Fn() -> reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        let builder = || {
            builder()
                // It is decompressed here.
                .no_gzip()
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
        };
        Ok(Self {
            idempotent: builder().build()?,
            once: builder().pool_idle_timeout(MAX_IDLE).build()?,
        })
    }

    pub(super) fn client(&self, limits: Limits) -> &Client {
        match limits.idempotent {
            true => &self.idempotent,
            false => &self.once,
        }
    }
}

//! The built-in sender.

mod connect;
mod error;
mod exchange;
mod gzip;
mod pools;
mod proxy;
mod runtimes;

use std::sync::Arc;

use reqwest::Client;

pub(crate) use self::connect::{ConnectOptions, Destination};
use self::{
    exchange::{checked, exchange, exchange_streamed},
    runtimes::Runtimes,
};
use super::{Body, BoxFuture, Limits, SendError, Sender};
use crate::BuildError;

/// A sender based on `reqwest`, for any tokio runtime.
///
/// It keeps a connection pool per runtime. A request that is not [idempotent](Limits::idempotent) reuses a connection
/// only if it was idle for less than 300 milliseconds.
#[derive(Debug, Clone)]
pub struct ReqwestSender {
    clients: Clients,
}

#[derive(Debug, Clone)]
enum Clients {
    /// A connection is driven by the runtime that has opened it, which may have ended by the next call, or may be
    /// blocked by a blocking call that waits for the response.
    PerRuntime(Arc<Runtimes>),
    Custom(Client),
}

impl ReqwestSender {
    /// Creates a sender that follows no redirects, does not retry, decompresses gzip, and honors the proxy environment
    /// variables and the system's proxy.
    ///
    /// # Errors
    ///
    /// Returns an error if a proxy variable is invalid, or TLS cannot be set up.
    pub fn new() -> Result<Self, BuildError> {
        Self::connecting(&ConnectOptions::default(), Destination::Https)
    }

    /// Creates a sender with these connection options.
    pub(crate) fn connecting(options: &ConnectOptions, destination: Destination) -> Result<Self, BuildError> {
        let connector = options.connector(destination)?;
        Ok(Self {
            clients: Clients::PerRuntime(Runtimes::new(move || connector.pools())?),
        })
    }

    /// Creates a sender with a custom reqwest client. Build it with `redirect(Policy::none())` and
    /// `retry(retry::never())`: responses from another address than that of the request are rejected, and retries would
    /// not be counted.
    ///
    /// All requests share its connections, including blocking ones, so use it on one runtime. It keeps idle connections
    /// for its `pool_idle_timeout`, 90 seconds by default. If a load balancer closes them earlier, a request that is
    /// not idempotent can be lost; a shorter `pool_idle_timeout` prevents that.
    pub fn from_client(client: Client) -> Self {
        Self {
            clients: Clients::Custom(client),
        }
    }

    /// Returns the client for a request on the current runtime.
    fn client(&self, limits: Limits) -> Result<Client, SendError> {
        match &self.clients {
            Clients::PerRuntime(runtimes) => runtimes.client(limits),
            Clients::Custom(client) => Ok(client.clone()),
        }
    }
}

impl Sender for ReqwestSender {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        if limits.streamed || request.body().is_stream() {
            return Box::pin(async move {
                let request = checked(request).await?;
                let sent = match limits.streamed {
                    true => exchange_streamed(&self.client(limits)?, request, limits).await,
                    false => exchange(&self.client(limits)?, request, limits).await,
                };
                sent.map_err(|failure| failure.into_send_error(limits))
            });
        }
        Box::pin(async move {
            exchange(&self.client(limits)?, request, limits)
                .await
                .map_err(|failure| failure.into_send_error(limits))
        })
    }
}

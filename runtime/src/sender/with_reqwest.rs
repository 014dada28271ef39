//! The sender that comes with the crate.

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

/// Sends with `reqwest`, in whatever tokio runtime a call is made.
///
/// It keeps connections that are idle, for each runtime its own, and takes one for a request that is not
/// [idempotent](Limits::idempotent) only when it was idle for less than 300 milliseconds.
#[derive(Debug, Clone)]
pub struct ReqwestSender {
    clients: Clients,
}

#[derive(Debug, Clone)]
enum Clients {
    /// A connection is served by the runtime that has opened it. That may be gone when the next call is made, or be the
    /// very one that a blocking call blocks until the answer is there.
    OfEachRuntime(Arc<Runtimes>),
    OfTheUser(Client),
}

impl ReqwestSender {
    /// A client that follows no redirects, does not retry, decompresses gzip, and honors the proxy variables of the
    /// environment and the proxy of the system.
    ///
    /// # Errors
    ///
    /// When a proxy variable makes no sense, or TLS cannot be set up.
    pub fn new() -> Result<Self, BuildError> {
        Self::connecting(&ConnectOptions::default(), Destination::Https)
    }

    /// The same, connecting in this way.
    pub(crate) fn connecting(options: &ConnectOptions, destination: Destination) -> Result<Self, BuildError> {
        let connector = options.connector(destination)?;
        Ok(Self {
            clients: Clients::OfEachRuntime(Runtimes::new(move || connector.pools())?),
        })
    }

    /// A client of your own. Build it with `redirect(Policy::none())` and `retry(retry::never())`: an answer that comes
    /// from another address than the request was sent to is refused, and a retry would go uncounted.
    ///
    /// All requests share its connections, blocking ones too, so use it in one runtime. It keeps idle connections for
    /// its `pool_idle_timeout`, 90 seconds by default. When a load balancer closes them sooner, a request that must not be
    /// sent again can be lost; a shorter `pool_idle_timeout` prevents that.
    pub fn from_client(client: Client) -> Self {
        Self {
            clients: Clients::OfTheUser(client),
        }
    }

    /// The client for this request in this runtime.
    fn client(&self, limits: Limits) -> Result<Client, SendError> {
        match &self.clients {
            Clients::OfEachRuntime(runtimes) => runtimes.client(limits),
            Clients::OfTheUser(client) => Ok(client.clone()),
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

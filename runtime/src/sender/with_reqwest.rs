//! The sender that comes with the crate.

mod error;
mod exchange;
mod pools;

use reqwest::Client;

use self::{
    exchange::{checked, exchange, exchange_streamed},
    pools::Pools,
};
use super::{Body, BoxFuture, Limits, SendError, Sender};

/// Sends with `reqwest`.
///
/// It keeps connections that are idle, and takes one for a request that is not [idempotent](Limits::idempotent) only when
/// it was idle for less than 300 milliseconds. With the feature `blocking` it has connections of its own for blocking calls.
#[derive(Debug, Clone)]
pub struct ReqwestSender {
    pools: Pools,
    /// What blocking calls are sent with, in the background. A connection is served by the runtime that has opened it,
    /// and that of an asynchronous call may be the very one that is blocked until the answer is there.
    #[cfg(feature = "blocking")]
    in_background: Pools,
}

impl ReqwestSender {
    /// A client that follows no redirects, does not retry, unpacks gzip and honours the proxy variables of the
    /// environment.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::built(Client::builder)
    }

    /// The same, but past every proxy: what is sent to loopback without TLS is for no other machine to see.
    pub(crate) fn direct() -> Result<Self, reqwest::Error> {
        Self::built(|| Client::builder().no_proxy())
    }

    /// A client of your own. Build it with `redirect(Policy::none())` and `retry(retry::never())`: an answer that comes
    /// from another address than the request was sent to is refused, and a retry would go uncounted.
    ///
    /// All requests share its connections, blocking ones too. It keeps idle ones as long as it was told, 90 seconds
    /// unless it was; when the service or a load balancer closes them sooner, a request can be lost that must not be sent
    /// again. A `pool_idle_timeout` that is shorter than theirs prevents that.
    pub fn from_client(client: Client) -> Self {
        let pools = Pools::of(client);
        Self {
            #[cfg(feature = "blocking")]
            in_background: pools.clone(),
            pools,
        }
    }

    fn built(builder: impl Fn() -> reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        Ok(Self {
            pools: Pools::build(&builder)?,
            #[cfg(feature = "blocking")]
            in_background: Pools::build(&builder)?,
        })
    }

    /// The client for this request on this thread.
    fn client(&self, limits: Limits) -> &Client {
        #[cfg(feature = "blocking")]
        if crate::blocking::is_background() {
            return self.in_background.client(limits);
        }
        self.pools.client(limits)
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
                    true => exchange_streamed(self.client(limits), request, limits).await,
                    false => exchange(self.client(limits), request, limits).await,
                };
                sent.map_err(|failure| failure.into_send_error(limits))
            });
        }
        Box::pin(async move {
            exchange(self.client(limits), request, limits)
                .await
                .map_err(|failure| failure.into_send_error(limits))
        })
    }
}

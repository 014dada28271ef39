//! The sender that comes with the crate.

mod error;
mod exchange;

use std::time::Duration;

use reqwest::{Client, redirect};

use self::exchange::{checked, exchange, exchange_streamed};
use super::{Body, BoxFuture, Limits, SendError, Sender};

/// How long to wait for a connection, apart from the time that the whole attempt may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);

/// Sends with `reqwest`.
///
/// With the feature `blocking` it has connections of its own for blocking calls.
#[derive(Debug, Clone)]
pub struct ReqwestSender {
    client: Client,
    /// What blocking calls are sent with, in the background. A connection is served by the runtime that has opened it,
    /// and that of an asynchronous call may be the very one that is blocked until the answer is there.
    #[cfg(feature = "blocking")]
    in_background: Client,
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
    /// from another address than the request was sent to is refused, and a retry would go uncounted. Blocking calls share
    /// its connections with all others.
    pub fn from_client(client: Client) -> Self {
        Self {
            #[cfg(feature = "blocking")]
            in_background: client.clone(),
            client,
        }
    }

    fn built(builder: impl Fn() -> reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        let build = || {
            builder()
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .connect_timeout(CONNECT_TIMEOUT)
                .build()
        };
        Ok(Self {
            client: build()?,
            #[cfg(feature = "blocking")]
            in_background: build()?,
        })
    }

    /// The client for this thread.
    fn client(&self) -> &Client {
        #[cfg(feature = "blocking")]
        if crate::blocking::is_background() {
            return &self.in_background;
        }
        &self.client
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
                    true => exchange_streamed(self.client(), request, limits).await,
                    false => exchange(self.client(), request, limits).await,
                };
                sent.map_err(|failure| failure.into_send_error(limits))
            });
        }
        Box::pin(async move {
            exchange(self.client(), request, limits)
                .await
                .map_err(|failure| failure.into_send_error(limits))
        })
    }
}

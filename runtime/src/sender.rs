//! Transport: one small trait, so that the HTTP client can be configured, wrapped or replaced.

mod error;
#[cfg(feature = "reqwest")]
mod with_reqwest;

use std::{sync::Arc, time::Duration};

pub use error::SendError;
#[cfg(feature = "reqwest")]
pub(crate) use error::UnusableRuntime;
#[cfg(feature = "reqwest")]
pub use with_reqwest::ReqwestSender;
#[cfg(feature = "reqwest")]
pub(crate) use with_reqwest::{ConnectOptions, Destination};

use crate::{Body, BoxFuture};

/// Sends a request once and reads its response.
///
/// A sender must not follow redirects and must not retry: both are handled by the layers above. It decompresses the
/// body if it asked for compression.
///
/// The [`Body`] of a request is bytes or a stream of known length, which is sent as `Content-Length`: SAP Concur does
/// not accept chunked transfer encoding. An error of the stream fails the request with [`SendError::NoResponse`],
/// unless nothing was sent. The body of the response is bytes, or a stream if [`Limits::streamed`] is set.
pub trait Sender: Send + Sync {
    /// Sends `request`. Its URI is absolute, and its headers are complete except for those of the connection (`Host`,
    /// `Content-Length`).
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>>;
}

impl<S: Sender + ?Sized> Sender for Arc<S> {
    fn send(
        &self,
        request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        (**self).send(request, limits)
    }
}

/// Limits that a sender must enforce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The timeout, from connecting to the last byte of the response. If the response is [`streamed`](Self::streamed),
    /// it applies to the response head, and then to each chunk of the body.
    pub timeout: Duration,
    /// The maximum size of a response body in bytes after decompression. Does not apply to a
    /// [`streamed`](Self::streamed) one.
    pub max_body: usize,
    /// Whether to return the response body as a stream rather than in memory. A stream that is truncated or whose next
    /// chunk times out ends with a boxed [`SendError`].
    pub streamed: bool,
    /// Whether the request is idempotent. One that is not should not be sent over a connection that was idle for so
    /// long that the server may be about to close it.
    pub idempotent: bool,
}

impl Limits {
    /// Creates limits for a request that is not idempotent, with the response in memory.
    pub const fn new(timeout: Duration, max_body: usize) -> Self {
        Self {
            timeout,
            max_body,
            streamed: false,
            idempotent: false,
        }
    }
}

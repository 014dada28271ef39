//! The way to the network: one small trait, so that the HTTP client can be configured, wrapped or replaced.

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

/// Sends one request and reads its answer, once and as it is.
///
/// A sender does not follow redirects and does not send again: both are for the layers above. It decompresses the body
/// if it asked for compression.
///
/// The [`Body`] of a request is bytes or a stream of known length, which is announced as `Content-Length`: SAP Concur does
/// not accept chunked transfer encoding. An error of the stream ends the request, with [`SendError::NoResponse`] unless
/// nothing was sent. The body of the answer is bytes, or a stream when [`Limits::streamed`] asks for one.
pub trait Sender: Send + Sync {
    /// Sends `request`, whose URI is absolute and whose headers are complete but for those of the connection
    /// (`Host`, `Content-Length`).
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

/// What a sender must keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long it may take, from connecting to the last byte read. When the answer is [`streamed`](Self::streamed): to the
    /// end of its head, and then again for each piece of its body.
    pub timeout: Duration,
    /// How long the body of an answer may be, in bytes after decompression. It does not apply to one that is
    /// [`streamed`](Self::streamed).
    pub max_body: usize,
    /// Whether the body of the answer is wanted as a stream, piece by piece as it comes, rather than in memory. A stream
    /// that is cut off, or whose next piece does not come within the time-out, ends with a [`SendError`] in a box.
    pub streamed: bool,
    /// Whether the request can be sent twice without doing more. One that cannot should not be sent over a connection that
    /// was idle so long that the other side may be about to close it.
    pub idempotent: bool,
}

impl Limits {
    /// Limits of this time and of this many bytes, for an answer in memory to a request that is not idempotent.
    pub const fn new(timeout: Duration, max_body: usize) -> Self {
        Self {
            timeout,
            max_body,
            streamed: false,
            idempotent: false,
        }
    }
}

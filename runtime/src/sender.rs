//! The way to the network: one small trait, so that the HTTP client can be configured, wrapped or replaced.

#[cfg(feature = "reqwest")]
mod with_reqwest;

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;

#[cfg(feature = "reqwest")]
pub use with_reqwest::ReqwestSender;

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Any error, in a box.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Sends one request and reads its answer, once and as it is.
///
/// A sender does not follow redirects and does not send again: both are for the layers above. It decompresses the body
/// if it asked for compression.
pub trait Sender: Send + Sync {
    /// Sends `request`, whose URI is absolute and whose headers are complete but for those of the connection
    /// (`Host`, `Content-Length`).
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, SendError>>;
}

impl<S: Sender + ?Sized> Sender for Arc<S> {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, SendError>> {
        (**self).send(request, limits)
    }
}

/// What a sender must keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long it may take, from connecting to the last byte read.
    pub timeout: Duration,
    /// How long a body may be, in bytes after decompression.
    pub max_body: usize,
}

impl Limits {
    /// Limits of this time and of this many bytes.
    pub const fn new(timeout: Duration, max_body: usize) -> Self {
        Self { timeout, max_body }
    }
}

/// Why there is no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum SendError {
    /// The request surely never left: no address, no connection, no TLS. Sending again cannot do anything twice.
    NotSent(BoxError),
    /// The request may have arrived, but no complete answer has.
    NoAnswer(BoxError),
    /// The request may have arrived, but there was no complete answer in time.
    TimedOut {
        /// How long was waited.
        after: Duration,
    },
    /// There was an answer, with a body longer than is allowed.
    TooLarge {
        /// How many bytes are allowed.
        limit: usize,
    },
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) | Self::NoAnswer(error) => error.fmt(f),
            Self::TimedOut { after } => write!(f, "no complete answer within {after:?}"),
            Self::TooLarge { limit } => write!(f, "the body of the answer is longer than {limit} bytes"),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotSent(error) | Self::NoAnswer(error) => error.source(),
            Self::TimedOut { .. } | Self::TooLarge { .. } => None,
        }
    }
}

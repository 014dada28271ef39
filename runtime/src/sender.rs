//! The way to the network: one small trait, so that the HTTP client can be configured, wrapped or replaced.

#[cfg(feature = "reqwest")]
mod with_reqwest;

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use crate::Body;
#[cfg(feature = "reqwest")]
pub use with_reqwest::ReqwestSender;
#[cfg(feature = "reqwest")]
pub(crate) use with_reqwest::{ConnectOptions, Destination};

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Any error, in a box.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

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

/// Why there is no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum SendError {
    /// The request surely was not taken: there was no address, no connection or no TLS, the connection ended before the
    /// request was written, or the server says that it has not looked at it (`REFUSED_STREAM`, `GOAWAY`). Sending again
    /// cannot do anything twice.
    NotSent(BoxError),
    /// The request may have arrived, but no complete answer has.
    NoResponse(BoxError),
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

impl SendError {
    /// The error of a body that was being read.
    pub(crate) fn from_stream(error: BoxError) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => *error,
            Err(error) => Self::NoResponse(error),
        }
    }

    /// Whether it would be the same again, at once and later.
    pub(crate) fn is_lasting(&self) -> bool {
        #[cfg(feature = "reqwest")]
        if let Self::NotSent(error) = self {
            return error.is::<UnusableRuntime>();
        }
        false
    }

    /// The same error, of a request whose body was a stream: it says why there was no second attempt.
    pub(crate) fn of_stream(self) -> Self {
        match self {
            Self::NotSent(error) => Self::NotSent(SentOnce(error).into()),
            Self::NoResponse(error) => Self::NoResponse(SentOnce(error).into()),
            error => error,
        }
    }
}

/// Nothing can be sent here, however often it is tried.
#[cfg(feature = "reqwest")]
#[derive(Debug)]
pub(crate) struct UnusableRuntime(pub(crate) &'static str);

#[cfg(feature = "reqwest")]
impl fmt::Display for UnusableRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(feature = "reqwest")]
impl std::error::Error for UnusableRuntime {}

#[cfg(feature = "reqwest")]
impl From<UnusableRuntime> for SendError {
    fn from(error: UnusableRuntime) -> Self {
        Self::NotSent(error.into())
    }
}

/// An error of a request whose body was a stream.
#[derive(Debug)]
struct SentOnce(BoxError);

impl fmt::Display for SentOnce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The one at the bottom says what happened.
        let mut root: &(dyn std::error::Error + 'static) = &*self.0;
        while let Some(source) = root.source() {
            root = source;
        }
        write!(f, "{root}; a body that is a stream is sent only once")
    }
}

/// It has said its cause already.
impl std::error::Error for SentOnce {}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) | Self::NoResponse(error) => error.fmt(f),
            Self::TimedOut { after } => write!(f, "no complete answer within {after:?}"),
            Self::TooLarge { limit } => write!(f, "the body of the answer is longer than {limit} bytes"),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotSent(error) | Self::NoResponse(error) => error.source(),
            Self::TimedOut { .. } | Self::TooLarge { .. } => None,
        }
    }
}

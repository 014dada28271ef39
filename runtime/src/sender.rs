//! Transport: one small trait, so that the HTTP client can be configured, wrapped or replaced.

#[cfg(feature = "reqwest")]
mod with_reqwest;

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use crate::Body;
#[cfg(feature = "reqwest")]
pub use with_reqwest::ReqwestSender;
#[cfg(feature = "reqwest")]
pub(crate) use with_reqwest::{ConnectOptions, Destination};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

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

/// The reason there is no response.
#[derive(Debug)]
#[non_exhaustive]
pub enum SendError {
    /// The request was certainly not processed: DNS, connection or TLS failed, the connection was closed before the
    /// request was written, or the server reports that it has not processed it (`REFUSED_STREAM`, `GOAWAY`). A retry
    /// cannot do anything twice.
    NotSent(BoxError),
    /// The request may have arrived, but no complete response was received.
    NoResponse(BoxError),
    /// The request may have arrived, but no complete response was received in time.
    TimedOut {
        /// The elapsed time.
        after: Duration,
    },
    /// The body of the response exceeds the limit.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
}

impl SendError {
    /// Converts the error of a body stream.
    pub(crate) fn from_stream(error: BoxError) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => *error,
            Err(error) => Self::NoResponse(error),
        }
    }

    /// Whether a retry would always fail in the same way.
    pub(crate) fn is_permanent(&self) -> bool {
        #[cfg(feature = "reqwest")]
        if let Self::NotSent(error) = self {
            return error.is::<UnusableRuntime>();
        }
        false
    }

    /// Adds to the error of a request with a streamed body why it was not retried.
    pub(crate) fn of_stream(self) -> Self {
        match self {
            Self::NotSent(error) => Self::NotSent(SentOnce(error).into()),
            Self::NoResponse(error) => Self::NoResponse(SentOnce(error).into()),
            error => error,
        }
    }
}

/// Nothing can be sent on this runtime.
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

/// An error of a request with a streamed body.
#[derive(Debug)]
struct SentOnce(BoxError);

impl fmt::Display for SentOnce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The innermost error says what happened.
        let mut root: &(dyn std::error::Error + 'static) = &*self.0;
        while let Some(source) = root.source() {
            root = source;
        }
        write!(f, "{root}; a streamed body is not sent again")
    }
}

/// `Display` includes the cause.
impl std::error::Error for SentOnce {}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) | Self::NoResponse(error) => error.fmt(f),
            Self::TimedOut { after } => write!(f, "no complete response within {after:?}"),
            Self::TooLarge { limit } => write!(f, "the response body is larger than {limit} bytes"),
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

//! Why a request has no response.

use std::{fmt, time::Duration};

use crate::BoxError;

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

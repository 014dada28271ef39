//! Why a request has no response.

use std::{fmt, time::Duration};

use crate::BoxError;

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

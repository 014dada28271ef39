//! Request and response bodies.

mod exact;

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Mutex,
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use futures_core::{FusedStream, Stream};

use crate::{BoxError, SendError, throttle::Permit};
use exact::Exact;

/// The body of a request or a response: bytes in memory, or a stream of bytes.
///
/// Create in-memory bodies with `From`. A stream can be read only once, so a call that sends one is not retried. A
/// `Body` is a [`Stream`] of chunks; [`chunk`](Self::chunk) and [`collect`](Self::collect) read it without further
/// crates.
///
/// # Examples
///
/// ```
/// use sap_concur_runtime::{Body, bytes::Bytes};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let body = Body::from("in memory");
/// assert_eq!(body.as_bytes().unwrap(), "in memory");
///
/// let chunks = ["two ", "chunks"].map(|chunk| Ok(Bytes::from(chunk)));
/// let mut body = Body::stream(10, futures_util::stream::iter(chunks));
/// assert_eq!(body.length(), Some(10));
/// while let Some(chunk) = body.chunk().await? {
///     println!("{} bytes", chunk.len());
/// }
/// # Ok(())
/// # }
/// ```
pub struct Body(Kind);

enum Kind {
    Bytes(Bytes),
    Stream(Box<Streamed>),
}

struct Streamed {
    /// Remaining bytes, if known.
    left: Option<u64>,
    /// The end or an error has been returned.
    over: bool,
    /// Only accessed with `get_mut`: the mutex makes the body `Sync`, which streams need not be.
    stream: Mutex<ByteStream>,
    /// Released at the end of the stream.
    permit: Option<Permit>,
}

pub(crate) type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

impl Body {
    /// Creates an empty body.
    pub const fn empty() -> Self {
        Self(Kind::Bytes(Bytes::new()))
    }

    /// Creates a stream of exactly `length` bytes.
    ///
    /// Requests need to know the length, because SAP Concur does not accept chunked transfer encoding. The body returns
    /// an error if `stream` is shorter or longer, so a request is never completed with a wrong length. To detect excess
    /// bytes, the last chunk is held back until `stream` has ended.
    pub fn stream(length: u64, stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static) -> Self {
        Self::of_stream(Some(length), Box::pin(Exact::new(stream, length)))
    }

    /// Creates a stream of unknown length. For responses: as a request body it is rejected.
    pub fn stream_of_unknown_length(stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static) -> Self {
        Self::of_stream(None, Box::pin(stream))
    }

    /// Creates a stream whose length, if known, has been verified.
    pub(crate) fn of_stream(left: Option<u64>, stream: ByteStream) -> Self {
        Self(Kind::Stream(Box::new(Streamed {
            left,
            over: false,
            stream: Mutex::new(stream),
            permit: None,
        })))
    }

    /// Attaches a permit, which is released when the stream has been read.
    pub(crate) fn holding(mut self, permit: Permit) -> Self {
        if let Kind::Stream(stream) = &mut self.0 {
            stream.permit = Some(permit);
        }
        self
    }

    /// Returns the number of remaining bytes; `None` if it is unknown, as for a decompressed response.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes.len() as u64),
            Kind::Stream(stream) => stream.left,
        }
    }

    /// Returns `true` if it is a stream.
    pub fn is_stream(&self) -> bool {
        matches!(self.0, Kind::Stream(_))
    }

    /// Returns the bytes if they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Stream(_) => None,
        }
    }

    /// Converts into bytes if they are in memory.
    ///
    /// # Errors
    ///
    /// Returns the body itself if it is a stream.
    pub fn try_into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Kind::Bytes(bytes) => Ok(bytes),
            Kind::Stream(_) => Err(self),
        }
    }

    /// Returns the next chunk, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns the error of the stream. For the response to a call it is a boxed [`SendError`]: the connection was
    /// lost, or the next chunk timed out. After an error the stream ends.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BoxError> {
        poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    /// Reads the rest into memory, at most `max` bytes.
    ///
    /// # Errors
    ///
    /// Returns [`SendError::TooLarge`] if there is more, and otherwise the error of the stream: unchanged if it is a
    /// `SendError`, or else as [`SendError::NoResponse`].
    pub async fn collect(mut self, max: usize) -> Result<Bytes, SendError> {
        let mut all = BytesMut::new();
        let mut first = Bytes::new();
        while let Some(chunk) = self.chunk().await.map_err(SendError::from_stream)? {
            if chunk.len() > max - first.len() - all.len() {
                return Err(SendError::TooLarge { limit: max });
            }
            // A single chunk is not copied.
            if first.is_empty() && all.is_empty() {
                first = chunk;
            } else {
                all.extend_from_slice(&std::mem::take(&mut first));
                all.extend_from_slice(&chunk);
            }
        }
        Ok(if all.is_empty() { first } else { all.freeze() })
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        match &mut self.0 {
            Kind::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Kind::Stream(stream) => stream.poll_chunk(cx),
        }
    }
}

impl Streamed {
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        if self.over {
            return Poll::Ready(None);
        }
        let stream = match self.stream.get_mut() {
            Ok(stream) => stream,
            Err(poisoned) => poisoned.into_inner(),
        };
        let chunk = std::task::ready!(stream.as_mut().poll_next(cx));
        match &chunk {
            Some(Ok(chunk)) => self.left = self.left.map(|left| left.saturating_sub(chunk.len() as u64)),
            Some(Err(_)) | None => {
                self.over = true;
                self.permit = None;
            }
        }
        Poll::Ready(chunk)
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(cx)
    }
}

impl FusedStream for Body {
    fn is_terminated(&self) -> bool {
        match &self.0 {
            Kind::Bytes(bytes) => bytes.is_empty(),
            Kind::Stream(stream) => stream.over,
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

/// Shows only the length: the content may be secret or personal.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.length()) {
            (Kind::Bytes(bytes), _) => write!(f, "Body({} bytes)", bytes.len()),
            (Kind::Stream(_), Some(left)) => write!(f, "Body(a stream of {left} bytes)"),
            (Kind::Stream(_), None) => f.write_str("Body(a stream)"),
        }
    }
}

#[cfg(test)]
mod tests;

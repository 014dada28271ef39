//! Bodies of requests and of answers.

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

/// The body of a request or of an answer: bytes in memory, or a stream of them.
///
/// Bodies in memory are made with `From`. A stream is read once and then gone, so a call that sends one is not retried.
/// A `Body` is itself a [`Stream`] of pieces; [`chunk`](Self::chunk) and [`collect`](Self::collect) read it without
/// further crates.
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
/// let pieces = ["two ", "pieces"].map(|piece| Ok(Bytes::from(piece)));
/// let mut body = Body::stream(10, futures_util::stream::iter(pieces));
/// assert_eq!(body.length(), Some(10));
/// while let Some(piece) = body.chunk().await? {
///     println!("{} bytes", piece.len());
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
    /// The bytes still to come, when that is known.
    left: Option<u64>,
    /// It has given its end or an error.
    over: bool,
    /// Only ever borrowed by `get_mut`: the mutex makes the body `Sync`, which streams need not be.
    stream: Mutex<Pieces>,
    /// Dropped with the stream, or at its end.
    permit: Option<Permit>,
}

pub(crate) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

impl Body {
    /// A body of no bytes.
    pub const fn empty() -> Self {
        Self(Kind::Bytes(Bytes::new()))
    }

    /// A stream of exactly `length` bytes.
    ///
    /// Requests need the length beforehand, because SAP Concur does not accept chunked transfer encoding. The body gives
    /// an error when `stream` ends early or has more to give, so a request is never completed with a wrong length. To
    /// tell that nothing more follows, the last piece is held back until `stream` has ended.
    pub fn stream(length: u64, stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static) -> Self {
        Self::of_stream(Some(length), Box::pin(Exact::new(stream, length)))
    }

    /// A stream that says by itself when it ends. For answers: as the body of a request it is refused.
    pub fn stream_of_unknown_length(stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static) -> Self {
        Self::of_stream(None, Box::pin(stream))
    }

    /// A stream that is known to keep to its length, when there is one.
    pub(crate) fn of_stream(left: Option<u64>, stream: Pieces) -> Self {
        Self(Kind::Stream(Box::new(Streamed {
            left,
            over: false,
            stream: Mutex::new(stream),
            permit: None,
        })))
    }

    /// The same, which gives the permit back when it has been read.
    pub(crate) fn holding(mut self, permit: Permit) -> Self {
        if let Kind::Stream(stream) = &mut self.0 {
            stream.permit = Some(permit);
        }
        self
    }

    /// The number of bytes still to be read; `None` when nobody knows, as with an answer that is decompressed.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes.len() as u64),
            Kind::Stream(stream) => stream.left,
        }
    }

    /// Whether it is a stream rather than bytes in memory.
    pub fn is_stream(&self) -> bool {
        matches!(self.0, Kind::Stream(_))
    }

    /// The bytes, when they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Stream(_) => None,
        }
    }

    /// The bytes when they are in memory, and the body itself when it is a stream.
    ///
    /// # Errors
    ///
    /// The body, when it is a stream.
    pub fn try_into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Kind::Bytes(bytes) => Ok(bytes),
            Kind::Stream(_) => Err(self),
        }
    }

    /// The next piece, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Those of the stream. For the answer of a call that is a [`SendError`] in a box: the connection was lost before
    /// the end, or the next piece did not come in time. After an error there is nothing more.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BoxError> {
        poll_fn(|cx| self.poll_piece(cx)).await.transpose()
    }

    /// Reads all that is left into memory, at most `max` bytes.
    ///
    /// # Errors
    ///
    /// [`SendError::TooLarge`] when there is more; otherwise the error of the stream, as it is when it is a `SendError`,
    /// and as [`SendError::NoResponse`] when it is not.
    pub async fn collect(mut self, max: usize) -> Result<Bytes, SendError> {
        let mut all = BytesMut::new();
        let mut first = Bytes::new();
        while let Some(piece) = self.chunk().await.map_err(SendError::from_stream)? {
            if piece.len() > max - first.len() - all.len() {
                return Err(SendError::TooLarge { limit: max });
            }
            // A single piece is not copied.
            if first.is_empty() && all.is_empty() {
                first = piece;
            } else {
                all.extend_from_slice(&std::mem::take(&mut first));
                all.extend_from_slice(&piece);
            }
        }
        Ok(if all.is_empty() { first } else { all.freeze() })
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        match &mut self.0 {
            Kind::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Kind::Stream(stream) => stream.poll_piece(cx),
        }
    }
}

impl Streamed {
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        if self.over {
            return Poll::Ready(None);
        }
        let stream = match self.stream.get_mut() {
            Ok(stream) => stream,
            Err(poisoned) => poisoned.into_inner(),
        };
        let piece = std::task::ready!(stream.as_mut().poll_next(cx));
        match &piece {
            Some(Ok(piece)) => self.left = self.left.map(|left| left.saturating_sub(piece.len() as u64)),
            Some(Err(_)) | None => {
                self.over = true;
                self.permit = None;
            }
        }
        Poll::Ready(piece)
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(cx)
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

/// Its length alone: what is in it may be secret or personal.
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

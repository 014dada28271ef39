//! The body of an answer, which can be cut short.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// The body of an answer.
#[derive(Debug)]
pub(super) struct Outgoing {
    /// The bytes still to send.
    rest: Bytes,
    /// The number of announced bytes that are never sent.
    lost: usize,
    flushed: bool,
}

/// The error that closes a connection on purpose.
#[derive(Debug, Clone, Copy)]
pub(super) struct Broken;

impl Outgoing {
    /// Sends the whole text.
    pub(super) fn whole(text: String) -> Self {
        Self {
            rest: text.into(),
            lost: 0,
            flushed: false,
        }
    }

    /// Sends only the first bytes, always at least one byte less than the whole.
    pub(super) fn cut(text: String, after: usize) -> Self {
        let mut whole = Bytes::from(text);
        let rest = whole.split_to(after.min(whole.len().saturating_sub(1)));
        Self {
            rest,
            lost: whole.len(),
            flushed: false,
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if !self.rest.is_empty() {
            let rest = std::mem::take(&mut self.rest);
            return Poll::Ready(Some(Ok(Frame::data(rest))));
        }
        if self.lost == 0 {
            return Poll::Ready(None);
        }
        // An error discards hyper's write buffer. Being polled again means that the buffer has been flushed.
        if !self.flushed {
            self.flushed = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(Broken)))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.lost == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact((self.rest.len() + self.lost) as u64)
    }
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("connection closed by a fault")
    }
}

impl std::error::Error for Broken {}

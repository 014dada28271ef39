//! Streams whose length is checked.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

use crate::BoxError;

/// Returns the chunks of `stream`, and an error if it does not have the announced length.
pub(super) struct Exact<S> {
    stream: Pin<Box<S>>,
    announced: u64,
    received: u64,
    /// The chunk that completes the announced length. It is held back until `stream` has ended, because the reader
    /// would stop after it.
    last: Option<Bytes>,
    over: bool,
}

impl<S> Exact<S> {
    pub(super) fn new(stream: S, announced: u64) -> Self {
        Self {
            stream: Box::pin(stream),
            announced,
            received: 0,
            last: None,
            over: false,
        }
    }

    fn wrong_length(&mut self, is_longer: bool) -> Poll<Option<Result<Bytes, BoxError>>> {
        self.over = true;
        let (announced, received) = (self.announced, (!is_longer).then_some(self.received));
        Poll::Ready(Some(Err(WrongLength { announced, received }.into())))
    }
}

impl<S: Stream<Item = Result<Bytes, BoxError>>> Stream for Exact<S> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while !self.over {
            match ready!(self.stream.as_mut().poll_next(cx)) {
                Some(Ok(chunk)) if chunk.is_empty() => {}
                Some(Ok(chunk)) => {
                    let length = chunk.len() as u64;
                    let left = self.announced - self.received;
                    if length > left {
                        return self.wrong_length(true);
                    }
                    self.received += length;
                    if length < left {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    self.last = Some(chunk);
                }
                Some(Err(error)) => {
                    self.over = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None if self.received < self.announced => return self.wrong_length(false),
                None => {
                    self.over = true;
                    return Poll::Ready(self.last.take().map(Ok));
                }
            }
        }
        Poll::Ready(None)
    }
}

/// A stream does not have the announced length.
#[derive(Debug)]
struct WrongLength {
    announced: u64,
    /// The number of bytes; `None` if it exceeds the announced length.
    received: Option<u64>,
}

impl fmt::Display for WrongLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let announced = self.announced;
        match self.received {
            Some(received) => write!(f, "the stream ended after {received} of {announced} bytes"),
            None => write!(f, "the stream has more than the announced {announced} bytes"),
        }
    }
}

impl std::error::Error for WrongLength {}

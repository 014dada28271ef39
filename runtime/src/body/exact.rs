//! Streams of a length that was announced.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

use crate::BoxError;

/// Gives what `stream` gives, and an error where that is not as long as was announced.
pub(super) struct Exact<S> {
    stream: Pin<Box<S>>,
    announced: u64,
    given: u64,
    /// The piece with which it is complete: it is not given before `stream` has ended, for who has sent as many bytes as
    /// were announced looks for no more.
    last: Option<Bytes>,
    over: bool,
}

impl<S> Exact<S> {
    pub(super) fn new(stream: S, announced: u64) -> Self {
        Self {
            stream: Box::pin(stream),
            announced,
            given: 0,
            last: None,
            over: false,
        }
    }

    fn wrong(&mut self, longer: bool) -> Poll<Option<Result<Bytes, BoxError>>> {
        self.over = true;
        let (announced, given) = (self.announced, (!longer).then_some(self.given));
        Poll::Ready(Some(Err(WrongLength { announced, given }.into())))
    }
}

impl<S: Stream<Item = Result<Bytes, BoxError>>> Stream for Exact<S> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while !self.over {
            match ready!(self.stream.as_mut().poll_next(cx)) {
                Some(Ok(piece)) if piece.is_empty() => {}
                Some(Ok(piece)) => {
                    let length = piece.len() as u64;
                    let left = self.announced - self.given;
                    if length > left {
                        return self.wrong(true);
                    }
                    self.given += length;
                    if length < left {
                        return Poll::Ready(Some(Ok(piece)));
                    }
                    self.last = Some(piece);
                }
                Some(Err(error)) => {
                    self.over = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None if self.given < self.announced => return self.wrong(false),
                None => {
                    self.over = true;
                    return Poll::Ready(self.last.take().map(Ok));
                }
            }
        }
        Poll::Ready(None)
    }
}

/// A stream has not the length that was announced.
#[derive(Debug)]
struct WrongLength {
    announced: u64,
    /// How many there were; `None` when there were more than were announced.
    given: Option<u64>,
}

impl fmt::Display for WrongLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let announced = self.announced;
        match self.given {
            Some(given) => write!(f, "the stream ended after {given} of {announced} bytes"),
            None => write!(f, "the stream has more than the {announced} bytes that were announced"),
        }
    }
}

impl std::error::Error for WrongLength {}

//! Blocking iterators.

use std::{future::poll_fn, iter::FusedIterator, pin::Pin};

use futures_core::FusedStream;

use super::{BlockingError, thread};
use crate::{Body, Items, OperationError, Page, Pages};

/// A blocking iterator over the pages or items of a list, or the chunks of a body.
///
/// Returned by [`Pages::blocking`], [`Items::blocking`] and [`Body::blocking`]. After an error or the end it returns
/// `None`.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is read"]
pub struct Iter<S> {
    /// Moved to the background thread while an item is fetched.
    stream: Option<S>,
}

impl<S> Iter<S> {
    /// Returns the underlying stream, for example for its `total_count`; `None` if it was lost because waiting failed.
    pub fn stream(&self) -> Option<&S> {
        self.stream.as_ref()
    }

    /// Converts back into the stream, to read the rest asynchronously.
    pub fn into_stream(self) -> Option<S> {
        self.stream
    }
}

impl<S, T, X> Iterator for Iter<S>
where
    S: FusedStream<Item = Result<T, X>> + Unpin + Send + 'static,
    T: Send + 'static,
    X: From<BlockingError> + Send + 'static,
{
    type Item = Result<T, X>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.stream.take_if(|stream| !stream.is_terminated())?;
        let next = async move {
            let next = poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await;
            (stream, next)
        };
        match thread::run(next) {
            Ok((stream, next)) => {
                self.stream = Some(stream);
                next
            }
            Err(error) => Some(Err(error.into())),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.stream {
            Some(stream) => stream.size_hint(),
            None => (0, Some(0)),
        }
    }
}

impl<S> FusedIterator for Iter<S> where Self: Iterator {}

impl<P: Page, E: OperationError> Pages<P, E> {
    /// Converts into a blocking iterator over the pages.
    pub fn blocking(self) -> Iter<Self> {
        Iter { stream: Some(self) }
    }
}

impl<P: Page, E: OperationError> Items<P, E> {
    /// Converts into a blocking iterator over the items: `for item in list.stream().blocking() { … }`.
    pub fn blocking(self) -> Iter<Self> {
        Iter { stream: Some(self) }
    }
}

impl Body {
    /// Converts into a blocking iterator over the chunks.
    pub fn blocking(self) -> Iter<Self> {
        Iter { stream: Some(self) }
    }
}

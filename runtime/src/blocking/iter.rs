//! Lists as iterators.

use std::{future::poll_fn, iter::FusedIterator, pin::Pin};

use futures_core::FusedStream;

use super::{BlockingError, thread};
use crate::{Body, Items, OperationError, Page, Pages};

/// The pages or the items of a list, or the pieces of a body, each of which blocks the thread until it is there.
///
/// Made by [`Pages::blocking`], [`Items::blocking`] and [`Body::blocking`]. After an error, as at the end, there is nothing more.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is read"]
pub struct Iter<S> {
    /// It is lent to the thread in the background while an item is fetched.
    stream: Option<S>,
}

impl<S> Iter<S> {
    /// The stream that it reads, for its `total_count`; `None` once it has been lost by an error of waiting.
    pub fn stream(&self) -> Option<&S> {
        self.stream.as_ref()
    }

    /// The stream, to be read on asynchronously.
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
        match thread::carry_out(next) {
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
    /// The pages as an iterator, for programs that are not asynchronous.
    pub fn blocking(self) -> Iter<Self> {
        Iter { stream: Some(self) }
    }
}

impl<P: Page, E: OperationError> Items<P, E> {
    /// The items as an iterator, for programs that are not asynchronous: `for item in list.stream().blocking() { … }`.
    pub fn blocking(self) -> Iter<Self> {
        Iter { stream: Some(self) }
    }
}

impl Body {
    /// The pieces as an iterator, for programs that are not asynchronous.
    pub fn blocking(self) -> Iter<Self> {
        Iter { stream: Some(self) }
    }
}

//! Lists that come in pages.
//!
//! A page has a link to the next one, of which no more is taken than the position: such links have been seen to name
//! other hosts, other schemes and other paths than those that they are asked for at. Everything else of a call is as the
//! caller made it, so no token and no filter ever goes to a host that stands in a body.

mod items;
mod link;
mod walk;

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::{FusedStream, Stream};
use serde::de::DeserializeOwned;

pub use items::Items;

use crate::{Call, Error, OperationError, Paging, Response};
use walk::Walk;

/// The type of a page. For generated code.
pub trait Page: DeserializeOwned + Send + 'static {
    /// What the list is a list of.
    type Item: Send + 'static;

    /// Where the link to the next page leads; `None` when the page has no such link, for it is the last one. A link that
    /// leads nowhere is to be `Some("")`: it is a fault then, and not the end.
    fn next_link(&self) -> Option<&str>;

    /// How many items there are on all pages together, if the page says so.
    fn total_count(&self) -> Option<u64>;

    /// Whether there are no items on the page. A page that does not tell is taken for one that has some.
    fn is_empty(&self) -> bool {
        false
    }

    /// The items, in the order of the page.
    fn into_items(self) -> Vec<Self::Item>;
}

/// The pages of a list, one after the other, as a [`Stream`].
///
/// Nothing is sent until the stream is read, and a page is asked for when it is wanted; see [`prefetch`](Self::prefetch)
/// for sooner. Every page is a call of its own, with the parameters and the options of the first one: a time-out or a
/// deadline is that of a page. The one exception is a correlation id that was given: it is sent with the first page, and
/// the others have random ones.
///
/// Only the position, and the size of a page unless the caller has set one, is taken from the link to the next page.
/// A link without a position, one that leads back or to the same page, links that are not understood, and a third page in a
/// row that has no items but a link are [`Error::Decode`], after the pages before it. An error ends the stream.
///
/// The stream can be dropped at any time, with all that is under way.
#[must_use = "a stream does nothing until it is read"]
pub struct Pages<P, E> {
    walk: Walk<Response<P>, E>,
}

impl<P: Page, E: OperationError> Pages<P, E> {
    /// The pages from that which `call` asks for.
    pub fn new(call: Call, paging: &'static Paging) -> Self {
        Self {
            walk: Walk::new(call, paging, walk::page),
        }
    }

    /// Asks for the next page as soon as a page has come, so that it is there when it is wanted.
    ///
    /// The call is carried on while the stream is read and not otherwise: nothing is spawned. If it fails for having been
    /// left alone, by a time-out or before it left, the page is asked for once more when it is wanted.
    pub fn prefetch(mut self) -> Self {
        self.walk.prefetch();
        self
    }

    /// The next page; `None` after the last one, and after an error. A future that is dropped before it is ready loses
    /// nothing.
    pub async fn next(&mut self) -> Option<Result<Response<P>, Error<E>>> {
        poll_fn(|cx| self.walk.poll_page(cx)).await
    }

    /// The next page, for loops: `while let Some(page) = pages.try_next().await? { … }`.
    ///
    /// # Errors
    ///
    /// When the call of the page fails, or the link to it is none. The stream has ended then.
    pub async fn try_next(&mut self) -> Result<Option<Response<P>>, Error<E>> {
        self.next().await.transpose()
    }
}

impl<P, E> Pages<P, E> {
    /// How many items there are on all pages together, as the latest page to say so has it. `None` until there is one.
    pub fn total_count(&self) -> Option<u64> {
        self.walk.total_count()
    }
}

impl<P: Page, E: OperationError> Stream for Pages<P, E> {
    type Item = Result<Response<P>, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.walk.poll_page(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, self.walk.is_over().then_some(0))
    }
}

impl<P: Page, E: OperationError> FusedStream for Pages<P, E> {
    fn is_terminated(&self) -> bool {
        self.walk.is_over()
    }
}

/// Nothing in it is pinned in place.
impl<P, E> Unpin for Pages<P, E> {}

impl<P, E> fmt::Debug for Pages<P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.walk.debug(&mut f.debug_struct("Pages")).finish_non_exhaustive()
    }
}

//! Paginated lists.
//!
//! Only the position is taken from the link or URI of the next page: these have been seen to name other hosts, schemes
//! and paths than those of the request. Everything else of the call stays as the caller made it, so no token and no
//! filter is ever sent to a host named in a body.

mod items;
mod link;
mod one;
mod one_error;
mod read;
mod walk;

use std::{
    borrow::Cow,
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::{FusedStream, Stream};
use serde::de::DeserializeOwned;

pub use items::Items;
pub use one_error::OneError;

use crate::{Call, Error, OperationError, Paging, Response};
use walk::{Fetcher, Walk};

/// The type of a page. Implemented by generated code.
pub trait Page: DeserializeOwned + Send + 'static {
    /// The type of the items.
    type Item: Send + 'static;

    /// Returns what tells the position of the next page, as [`NextPage`](crate::NextPage) says: a URL, a cursor or a page
    /// number. `None` on the last page. A link without a target must be `Some("")`: it is an error and not the end.
    fn next_page(&self) -> Option<Cow<'_, str>>;

    /// Returns the number of items on all pages, if the page contains it.
    fn total_count(&self) -> Option<u64>;

    /// Returns whether the page has no items. By default a page counts as not empty.
    fn is_empty(&self) -> bool {
        false
    }

    /// Returns the items in the order of the page.
    fn into_items(self) -> Vec<Self::Item>;
}

/// What has to be known of a page to get the next one, for pages whose type does not implement [`Page`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSummary {
    /// What tells the position of the next page, as [`NextPage`](crate::NextPage) says: a URL, a cursor or a page number.
    /// `None` on the last page. A link without a target must be `Some("")`: it is an error and not the end.
    pub next: Option<String>,
    /// The number of items on all pages, if the page contains it.
    pub total: Option<u64>,
    /// Whether the page has no items.
    pub is_empty: bool,
}

/// The pages of a list as a [`Stream`].
///
/// Nothing is sent until the stream is polled, and each page is requested when it is needed;
/// [`prefetch`](Self::prefetch) requests it earlier. Every page is a separate call with the parameters and options of
/// the first one, so a timeout or a deadline applies to one page. The only exception is an explicit correlation id: it
/// is sent with the first page, and the others have random ones.
///
/// Only the position, and the page size unless the caller has set one, is taken from the link or URI of the next page.
/// These are [`Error::Decode`], returned after the pages before: a link without a position, a position that leads to a page
/// that was read before, links that cannot be parsed, and a third page in a row that has no items but a next page. An error
/// ends the stream.
///
/// The stream can be dropped at any time, which cancels its requests.
#[must_use = "a stream does nothing until it is read"]
pub struct Pages<P, E> {
    walk: Walk<Response<P>, E>,
}

impl<P: Page, E: OperationError> Pages<P, E> {
    /// Creates the stream of pages, starting with the page that `call` requests.
    pub fn new(call: Call, paging: &'static Paging) -> Self {
        Self {
            walk: Walk::new(call, paging, Fetcher::Function(walk::page)),
        }
    }
}

impl<P: DeserializeOwned + Send + 'static, E: OperationError> Pages<P, E> {
    /// Creates the stream of pages of any type, such as [`Json`](crate::Json), starting with the page that `call`
    /// requests. `summarize` reads a page.
    pub fn summarized(
        call: Call,
        paging: &'static Paging,
        summarize: impl Fn(&P) -> PageSummary + Clone + Send + Sync + 'static,
    ) -> Self {
        let fetch = move |call, paging| walk::summarized_page(call, paging, summarize.clone());
        Self {
            walk: Walk::new(call, paging, Fetcher::Closure(Box::new(fetch))),
        }
    }

    /// Requests the next page as soon as a page has arrived.
    ///
    /// The request makes progress only while the stream is polled: nothing is spawned. If it times out or is not sent
    /// because the stream was not polled, the page is requested again when it is needed.
    pub fn prefetch(mut self) -> Self {
        self.walk.prefetch();
        self
    }

    /// Returns the next page, or `None` after the last one or an error. Cancel safe.
    pub async fn next(&mut self) -> Option<Result<Response<P>, Error<E>>> {
        poll_fn(|cx| self.walk.poll_page(cx)).await
    }

    /// Returns the next page, for loops: `while let Some(page) = pages.try_next().await? { … }`.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails or the link to the page is invalid. The stream then ends.
    pub async fn try_next(&mut self) -> Result<Option<Response<P>>, Error<E>> {
        self.next().await.transpose()
    }
}

impl<P, E> Pages<P, E> {
    /// Returns the number of items on all pages according to the latest page that contains it.
    pub fn total_count(&self) -> Option<u64> {
        self.walk.total_count()
    }
}

impl<P, E: OperationError> Stream for Pages<P, E> {
    type Item = Result<Response<P>, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.walk.poll_page(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, self.walk.is_over().then_some(0))
    }
}

impl<P, E: OperationError> FusedStream for Pages<P, E> {
    fn is_terminated(&self) -> bool {
        self.walk.is_over()
    }
}

/// No field is structurally pinned.
impl<P, E> Unpin for Pages<P, E> {}

impl<P, E> fmt::Debug for Pages<P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.walk.debug(&mut f.debug_struct("Pages")).finish_non_exhaustive()
    }
}

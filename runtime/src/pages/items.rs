//! The items of a paginated list.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::{FusedStream, Stream};

use super::{
    Page, Walk,
    walk::{self, Fetcher},
};
use crate::{Call, Error, OperationError, Paging};

/// The items of a list, page after page, as a [`Stream`].
///
/// It reads the list like [`Pages`](super::Pages): nothing is sent until it is polled, the next page is requested when
/// the items of the previous one are used up, and an error is returned after all preceding items and ends the stream.
/// Skipped values are only reported to `tracing`; use [`Pages`](super::Pages) to get their
/// [warnings](crate::Response::warnings).
#[must_use = "a stream does nothing until it is read"]
pub struct Items<P: Page, E> {
    walk: Walk<Vec<P::Item>, E>,
    /// The remaining items of the current page.
    here: vec::IntoIter<P::Item>,
}

impl<P: Page, E: OperationError> Items<P, E> {
    /// Creates the stream of items, starting with the page that `call` requests.
    pub fn new(call: Call, paging: &'static Paging) -> Self {
        Self {
            walk: Walk::new(call, paging, Fetcher::Function(walk::items::<P, E>)),
            here: Vec::new().into_iter(),
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

    /// Returns the next item, or `None` after the last one or an error. Cancel safe.
    pub async fn next(&mut self) -> Option<Result<P::Item, Error<E>>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// Returns the next item, for loops: `while let Some(item) = items.try_next().await? { … }`.
    ///
    /// # Errors
    ///
    /// Returns an error if the call of a page fails or the link to it is invalid. The stream then ends.
    pub async fn try_next(&mut self) -> Result<Option<P::Item>, Error<E>> {
        self.next().await.transpose()
    }

    /// Returns the next items, up to `most`. No more pages are requested than needed, and the stream can be continued
    /// afterwards.
    ///
    /// # Errors
    ///
    /// Returns an error if the call of a page fails or the link to it is invalid. The stream then ends, and the items
    /// that this call had already read are lost; use [`next`](Self::next) if they matter.
    pub async fn collect_up_to(&mut self, most: usize) -> Result<Vec<P::Item>, Error<E>> {
        let mut items = Vec::new();
        while items.len() < most {
            match self.try_next().await? {
                Some(item) => items.push(item),
                None => break,
            }
        }
        Ok(items)
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error<E>>>> {
        loop {
            if let Some(item) = self.here.next() {
                self.walk.poll_ahead(cx);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.walk.poll_page(cx)) {
                Some(Ok(items)) => self.here = items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P: Page, E> Items<P, E> {
    /// Returns the number of items on all pages according to the latest page that contains it.
    pub fn total_count(&self) -> Option<u64> {
        self.walk.total_count()
    }
}

impl<P: Page, E: OperationError> Stream for Items<P, E> {
    type Item = Result<P::Item, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let here = self.here.len();
        (here, self.walk.is_over().then_some(here))
    }
}

impl<P: Page, E: OperationError> FusedStream for Items<P, E> {
    fn is_terminated(&self) -> bool {
        self.here.len() == 0 && self.walk.is_over()
    }
}

/// No field is structurally pinned.
impl<P: Page, E> Unpin for Items<P, E> {}

impl<P: Page, E> fmt::Debug for Items<P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.walk
            .debug(&mut f.debug_struct("Items"))
            .field("items_here", &self.here.len())
            .finish_non_exhaustive()
    }
}

//! The items of all pages.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::{FusedStream, Stream};

use super::{Page, Walk, walk};
use crate::{Call, Error, OperationError, Paging};

/// The items of a list, page after page, as a [`Stream`].
///
/// It reads the list as [`Pages`](super::Pages) does: nothing is sent until it is read, the next page is asked for when
/// the items of the one before are used up, and an error comes after all items that came before it and ends the stream.
/// What was left out of a page is told to `tracing` alone; [`Pages`](super::Pages) have the
/// [warnings](crate::Response::warnings).
#[must_use = "a stream does nothing until it is read"]
pub struct Items<P: Page, E> {
    walk: Walk<Vec<P::Item>, E>,
    /// Those of the page that is being read.
    here: vec::IntoIter<P::Item>,
}

impl<P: Page, E: OperationError> Items<P, E> {
    /// The items from the page on that `call` asks for.
    pub fn new(call: Call, paging: &'static Paging) -> Self {
        Self {
            walk: Walk::new(call, paging, walk::items::<P, E>),
            here: Vec::new().into_iter(),
        }
    }

    /// Asks for the next page as soon as a page has come, so that it is there when its items are wanted.
    ///
    /// The call is carried on while the stream is read and not otherwise: nothing is spawned. If it fails for having been
    /// left alone, by a time-out or before it left, the page is asked for once more when it is wanted.
    pub fn prefetch(mut self) -> Self {
        self.walk.prefetch();
        self
    }

    /// The next item; `None` after the last one, and after an error. A future that is dropped before it is ready loses
    /// nothing.
    pub async fn next(&mut self) -> Option<Result<P::Item, Error<E>>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next item, for loops: `while let Some(item) = items.try_next().await? { … }`.
    ///
    /// # Errors
    ///
    /// When the call of a page fails, or the link to it is none. The stream has ended then.
    pub async fn try_next(&mut self) -> Result<Option<P::Item>, Error<E>> {
        self.next().await.transpose()
    }

    /// The next items, `most` of them unless the list ends before. No page is asked for that is not needed, and the
    /// stream goes on after them.
    ///
    /// # Errors
    ///
    /// When the call of a page fails, or the link to it is none. The stream has ended then, and the items that this call
    /// had read already are lost; read them one by one if they matter.
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
    /// How many items there are on all pages together, as the latest page to say so has it. `None` until there is one.
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

/// Nothing in it is pinned in place.
impl<P: Page, E> Unpin for Items<P, E> {}

impl<P: Page, E> fmt::Debug for Items<P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.walk
            .debug(&mut f.debug_struct("Items"))
            .field("items_here", &self.here.len())
            .finish_non_exhaustive()
    }
}

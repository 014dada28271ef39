//! The state machine behind `Pages` and `Items`.

use std::{
    borrow::Cow,
    fmt, mem,
    task::{Context, Poll},
};

use serde::de::DeserializeOwned;

use super::{
    Page, PageSummary,
    link::{self, Place, Target},
    read::ReadPages,
};
use crate::{
    BoxFuture, Call, DecodeError, Error, OperationError, Paging, RawBody, Response, TokenError, response::Head,
};

/// A list that is read page by page, each of which is converted to a `T`.
pub(super) struct Walk<T, E> {
    /// The call as the caller made it.
    call: Call,
    paging: &'static Paging,
    fetch: Fetcher<T, E>,
    state: State<T, E>,
    prefetch: bool,
    total: Option<u64>,
    /// Number of pages read.
    pages: u64,
    read: ReadPages,
}

/// What requests a page. Types that know how to read their pages need no allocation.
pub(super) enum Fetcher<T, E> {
    Function(fn(Call, &'static Paging) -> Fetch<T, E>),
    Closure(Box<dyn Fn(Call, &'static Paging) -> Fetch<T, E> + Send + Sync>),
}

/// The request of a page.
pub(super) type Fetch<T, E> = BoxFuture<'static, Result<Arrived<T>, Error<E>>>;

/// A page that has arrived.
pub(super) struct Arrived<T> {
    value: T,
    total: Option<u64>,
    empty: bool,
    next: Option<Next>,
}

/// A link to the next page, and the response that contains it.
struct Next {
    /// The link, or why it is unknown whether there is one.
    link: Result<String, String>,
    head: Head,
    body: RawBody,
}

/// The position of a page; `None` for the first one, which the caller's parameters determine.
type Position = Option<Target>;

enum State<T, E> {
    /// This page is next.
    Before(Position),
    /// This page is being fetched; `ahead` if before it is needed.
    Fetching {
        place: Position,
        ahead: bool,
        page: Fetch<T, E>,
    },
    /// This page has been fetched but not returned.
    Fetched {
        place: Position,
        ahead: bool,
        page: Box<Result<Arrived<T>, Error<E>>>,
    },
    /// The link to the next page is invalid, which has not been returned yet.
    Lost(Error<E>),
    /// Everything has been returned.
    Over,
}

/// Fetches a page.
pub(super) fn page<P: Page, E: OperationError>(call: Call, paging: &'static Paging) -> Fetch<Response<P>, E> {
    summarized_page(call, paging, |page: &P| PageSummary {
        next: page.next_page().map(Cow::into_owned),
        total: page.total_count(),
        is_empty: page.is_empty(),
    })
}

/// Fetches a page, of which `summarize` tells what the walk has to know.
pub(super) fn summarized_page<P: DeserializeOwned, E: OperationError>(
    call: Call,
    paging: &'static Paging,
    summarize: impl Fn(&P) -> PageSummary + Send + 'static,
) -> Fetch<Response<P>, E> {
    Box::pin(async move {
        let (page, body) = call.send_keeping_body::<P, E>().await?;
        let PageSummary { next, total, is_empty } = summarize(&page);
        Ok(Arrived {
            total,
            empty: is_empty,
            next: Next::of(&page, next, body, paging),
            value: page,
        })
    })
}

/// Fetches the items of a page.
pub(super) fn items<P: Page, E: OperationError>(call: Call, paging: &'static Paging) -> Fetch<Vec<P::Item>, E> {
    Box::pin(async move {
        let (page, body) = call.send_keeping_body::<P, E>().await?;
        let link = page.next_page().map(Cow::into_owned);
        let (total, next) = (page.total_count(), Next::of(&page, link, body, paging));
        let items = page.into_inner().into_items();
        Ok(Arrived {
            total,
            empty: items.is_empty(),
            next,
            value: items,
        })
    })
}

impl Next {
    fn of<P>(page: &Response<P>, link: Option<String>, body: RawBody, paging: &Paging) -> Option<Self> {
        let link = match link {
            Some(link) => Ok(link),
            None => Err(link::skipped(page.warnings(), paging)?),
        };
        Some(Self {
            link,
            head: page.head().clone(),
            body,
        })
    }
}

impl<T, E> Walk<T, E> {
    pub(super) fn new(call: Call, paging: &'static Paging, fetch: Fetcher<T, E>) -> Self {
        Self {
            call,
            paging,
            fetch,
            state: State::Before(None),
            prefetch: false,
            total: None,
            pages: 0,
            read: ReadPages::default(),
        }
    }

    pub(super) fn prefetch(&mut self) {
        self.prefetch = true;
    }

    pub(super) fn total_count(&self) -> Option<u64> {
        self.total
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Over)
    }

    /// Polls the next page; `None` after the last page or an error.
    pub(super) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        loop {
            match mem::replace(&mut self.state, State::Over) {
                State::Before(place) => self.start(place, false),
                State::Fetching { place, ahead, mut page } => match page.as_mut().poll(cx) {
                    Poll::Ready(page) => self.fetched(place, ahead, page),
                    Poll::Pending => {
                        self.state = State::Fetching { place, ahead, page };
                        return Poll::Pending;
                    }
                },
                State::Fetched { place, ahead, page } => match *page {
                    Ok(arrived) => {
                        let value = self.arrived(place, arrived);
                        self.poll_ahead(cx);
                        return Poll::Ready(Some(Ok(value)));
                    }
                    Err(error) if ahead && may_lack_polling(&error) => self.state = State::Before(place),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Lost(error) => return Poll::Ready(Some(Err(error))),
                State::Over => return Poll::Ready(None),
            }
        }
    }

    /// Polls the request of the following page if it is prefetched.
    pub(super) fn poll_ahead(&mut self, cx: &mut Context<'_>) {
        if !self.prefetch {
            return;
        }
        if let State::Before(place) = &mut self.state {
            let place = place.take();
            self.start(place, true);
        }
        if let State::Fetching { place, ahead, page } = &mut self.state
            && let Poll::Ready(page) = page.as_mut().poll(cx)
        {
            let (place, ahead) = (place.take(), *ahead);
            self.fetched(place, ahead, page);
        }
    }

    fn start(&mut self, place: Position, ahead: bool) {
        let mut call = self.call.taking_id();
        if let Some(Target { start, limit }) = &place {
            let paging = self.paging;
            call = call.for_a_later_page(paging);
            call = match start {
                Place::Number(number) => call.paged(paging, paging.start, *number),
                Place::Text(text) => call.paged(paging, paging.start, text),
            };
            // The caller's value takes precedence: the link only contains what the service made of it.
            if let (Some(limit), Some(name)) = (*limit, paging.limit)
                && self.call.paging_value(paging, name).is_none()
            {
                call = call.paged(paging, name, limit);
            }
        }
        let page = match &self.fetch {
            Fetcher::Function(fetch) => fetch(call, self.paging),
            Fetcher::Closure(fetch) => fetch(call, self.paging),
        };
        self.state = State::Fetching { place, ahead, page };
    }

    fn fetched(&mut self, place: Position, ahead: bool, page: Result<Arrived<T>, Error<E>>) {
        let page = Box::new(page);
        self.state = State::Fetched { place, ahead, page };
    }

    /// Records the metadata of a page and returns its value.
    fn arrived(&mut self, place: Position, page: Arrived<T>) -> T {
        self.pages += 1;
        self.total = page.total.or(self.total);
        self.read.add(page.empty);
        self.state = match page.next {
            None => State::Over,
            Some(next) => match next
                .link
                .and_then(|link| self.read.next(&self.call, self.paging, place, &link))
            {
                Ok(target) => State::Before(Some(target)),
                Err(problem) => {
                    let fault = (self.paging.next.field().to_owned(), problem);
                    let error = DecodeError::new(self.call.operation().clone(), next.head, fault, next.body);
                    State::Lost(Error::Decode(error))
                }
            },
        };
        page.value
    }

    /// Adds the fields for `Debug`, without parameter values.
    pub(super) fn debug<'a, 'f, 'g>(&self, f: &'a mut fmt::DebugStruct<'f, 'g>) -> &'a mut fmt::DebugStruct<'f, 'g> {
        let state = match &self.state {
            State::Before(_) => "waiting to be polled",
            State::Fetching { .. } => "fetching a page",
            State::Fetched { .. } => "page ready",
            State::Lost(_) => "next page invalid",
            State::Over => "over",
        };
        f.field("call", &self.call)
            .field("state", &format_args!("{state}"))
            .field("pages_read", &self.pages)
            .field("total_count", &self.total)
            .field("prefetch", &self.prefetch)
    }
}

/// Whether a call may have failed only because it was not polled in time.
fn may_lack_polling<E>(error: &Error<E>) -> bool {
    match error {
        Error::NotSent(_) => true,
        Error::NoResponse(error) => error.is_timeout(),
        Error::Token(error) => match error.error() {
            TokenError::NotSent(_) => true,
            TokenError::NoResponse(error) => error.is_timeout(),
            _ => false,
        },
        _ => false,
    }
}

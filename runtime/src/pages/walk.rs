//! From page to page, whatever is made of one.

use std::{
    fmt, mem,
    task::{Context, Poll},
};

use super::{
    Page,
    link::{self, Target},
};
use crate::{
    BoxFuture, Call, DecodeError, Error, OperationError, Paging, RawBody, Response, TokenError, response::Head,
};

/// A list that is read page by page; of each it gives a `T`.
pub(super) struct Walk<T, E> {
    /// The call as the caller made it.
    call: Call,
    paging: &'static Paging,
    fetch: fn(Call, &'static Paging) -> Fetch<T, E>,
    state: State<T, E>,
    prefetch: bool,
    total: Option<u64>,
    /// How many pages have come.
    pages: u64,
    /// How many of them had no items, the latest one and those right before it.
    empty_in_a_row: u32,
}

/// After so many pages without items, one that has a link is not followed.
const MOST_EMPTY_IN_A_ROW: u32 = 3;

/// A page on its way.
pub(super) type Fetch<T, E> = BoxFuture<'static, Result<Arrived<T>, Error<E>>>;

/// A page that has come.
pub(super) struct Arrived<T> {
    value: T,
    total: Option<u64>,
    empty: bool,
    next: Option<Next>,
}

/// A link to the next page, and the answer that it stands in.
struct Next {
    /// The link, or why nobody knows whether there is one.
    link: Result<String, String>,
    head: Head,
    body: RawBody,
}

/// Which page: the first one is where the caller's own parameters say.
type Position = Option<Target>;

enum State<T, E> {
    /// This page is next.
    Before(Position),
    /// This page is being fetched; `ahead` if before it was wanted.
    Fetching {
        place: Position,
        ahead: bool,
        page: Fetch<T, E>,
    },
    /// This page has been fetched and not been given.
    Fetched {
        place: Position,
        ahead: bool,
        page: Box<Result<Arrived<T>, Error<E>>>,
    },
    /// The link to the next page is none, which has not been said yet.
    Lost(Error<E>),
    /// All has been given.
    Over,
}

/// Fetches a page as it is.
pub(super) fn page<P: Page, E: OperationError>(call: Call, paging: &'static Paging) -> Fetch<Response<P>, E> {
    Box::pin(async move {
        let (page, body) = call.send_keeping_body::<P, E>().await?;
        Ok(Arrived {
            total: page.total_count(),
            empty: page.is_empty(),
            next: Next::of(&page, body, paging),
            value: page,
        })
    })
}

/// Fetches the items of a page.
pub(super) fn items<P: Page, E: OperationError>(call: Call, paging: &'static Paging) -> Fetch<Vec<P::Item>, E> {
    Box::pin(async move {
        let (page, body) = call.send_keeping_body::<P, E>().await?;
        let (total, next) = (page.total_count(), Next::of(&page, body, paging));
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
    fn of<P: Page>(page: &Response<P>, body: RawBody, paging: &Paging) -> Option<Self> {
        let link = match page.next_link() {
            Some(link) => Ok(link.to_owned()),
            None => Err(link::left_out(page.warnings(), paging)?),
        };
        Some(Self {
            link,
            head: page.head().clone(),
            body,
        })
    }
}

impl<T, E> Walk<T, E> {
    pub(super) fn new(call: Call, paging: &'static Paging, fetch: fn(Call, &'static Paging) -> Fetch<T, E>) -> Self {
        Self {
            call,
            paging,
            fetch,
            state: State::Before(None),
            prefetch: false,
            total: None,
            pages: 0,
            empty_in_a_row: 0,
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

    /// The next page. After an error, and after the last page, there is none.
    pub(super) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        loop {
            match mem::replace(&mut self.state, State::Over) {
                State::Before(place) => self.set_out(place, false),
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
                    Err(error) if ahead && was_left_alone(&error) => self.state = State::Before(place),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Lost(error) => return Poll::Ready(Some(Err(error))),
                State::Over => return Poll::Ready(None),
            }
        }
    }

    /// Gets on with the page that follows, if it is to be there before it is wanted.
    pub(super) fn poll_ahead(&mut self, cx: &mut Context<'_>) {
        if !self.prefetch {
            return;
        }
        if let State::Before(place) = self.state {
            self.set_out(place, true);
        }
        if let State::Fetching { place, ahead, page } = &mut self.state
            && let Poll::Ready(page) = page.as_mut().poll(cx)
        {
            let (place, ahead) = (*place, *ahead);
            self.fetched(place, ahead, page);
        }
    }

    fn set_out(&mut self, place: Position, ahead: bool) {
        let mut call = self.call.taking_id();
        if let Some(Target { start, limit }) = place {
            call = call.query(self.paging.start, start);
            // What the caller has set stays: the link only says what the service made of it.
            if let (Some(limit), None) = (limit, self.call.query_value(self.paging.limit)) {
                call = call.query(self.paging.limit, limit);
            }
        }
        let page = (self.fetch)(call, self.paging);
        self.state = State::Fetching { place, ahead, page };
    }

    fn fetched(&mut self, place: Position, ahead: bool, page: Result<Arrived<T>, Error<E>>) {
        let page = Box::new(page);
        self.state = State::Fetched { place, ahead, page };
    }

    /// Takes note of what a page says, and gives what is to be given of it.
    fn arrived(&mut self, place: Position, page: Arrived<T>) -> T {
        self.pages += 1;
        self.total = page.total.or(self.total);
        self.empty_in_a_row = if page.empty { self.empty_in_a_row + 1 } else { 0 };
        self.state = match page.next {
            None => State::Over,
            Some(next) => match next.link.and_then(|link| self.follow(place, &link)) {
                Ok(target) => State::Before(Some(target)),
                Err(problem) => {
                    let fault = (self.paging.links.to_owned(), problem);
                    let unreadable = DecodeError::new(self.call.operation().clone(), next.head, fault, next.body);
                    State::Lost(Error::Decode(unreadable))
                }
            },
        };
        page.value
    }

    /// Where the link on the page at `place` leads, if that is onwards.
    fn follow(&self, place: Position, link: &str) -> Result<Target, String> {
        let Paging { start, next, .. } = self.paging;
        let target = link::target(link, self.paging)?;
        let from = match place {
            Some(place) => place.start,
            None => self.call.query_value(start).and_then(link::whole).unwrap_or(0),
        };
        if target.start <= from {
            let to = target.start;
            return Err(format!(
                "the link `{next}` leads from `{start}` {from} to {to}, which is no page further: a loop"
            ));
        }
        if self.empty_in_a_row >= MOST_EMPTY_IN_A_ROW {
            let empty = self.empty_in_a_row;
            return Err(format!(
                "there is a link `{next}` on a page without items, after {} others",
                empty - 1
            ));
        }
        Ok(target)
    }

    /// The fields for `Debug`, without values of parameters.
    pub(super) fn debug<'a, 'f, 'g>(&self, f: &'a mut fmt::DebugStruct<'f, 'g>) -> &'a mut fmt::DebugStruct<'f, 'g> {
        let state = match &self.state {
            State::Before(_) => "waiting to be read",
            State::Fetching { .. } => "fetching a page",
            State::Fetched { .. } => "a page is there",
            State::Lost(_) => "the next page is lost",
            State::Over => "over",
        };
        f.field("call", &self.call)
            .field("state", &format_args!("{state}"))
            .field("pages_read", &self.pages)
            .field("total_count", &self.total)
            .field("prefetch", &self.prefetch)
    }
}

/// Whether a call can have failed for no better reason than that nobody carried it on while its time ran.
fn was_left_alone<E>(error: &Error<E>) -> bool {
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

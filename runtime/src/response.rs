//! Answers.

use std::{fmt, ops::Deref, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::Service;

/// What the service answered: a value, to which this dereferences, and what came with it.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    head: Box<Head>,
}

/// What an answer has beside its body.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) correlation_id: Box<str>,
    pub(crate) service: &'static Service,
    pub(crate) attempts: u32,
    pub(crate) retry_after: Option<Duration>,
}

impl Head {
    pub(crate) fn api_warning(&self) -> Option<&str> {
        self.text(self.service.warning_header)
    }

    pub(crate) fn sunset(&self) -> Option<&str> {
        self.text(self.service.sunset_header)
    }

    fn text(&self, header: Option<&str>) -> Option<&str> {
        self.headers.get(header?)?.to_str().ok()
    }
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: Head) -> Self {
        Self {
            value,
            head: Box::new(head),
        }
    }

    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same answer with the value changed by `change`.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: change(self.value),
            head: self.head,
        }
    }

    /// The status, which is a 2xx.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The correlation id in the answer's header, or that of the call when the answer has none.
    pub fn correlation_id(&self) -> &str {
        &self.head.correlation_id
    }

    /// How often the call was sent until this answer came.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// How long the service asks to wait before another call.
    pub fn retry_after(&self) -> Option<Duration> {
        self.head.retry_after
    }

    /// What the service says of an operation that is deprecated, as it came.
    pub fn api_warning(&self) -> Option<&str> {
        self.head.api_warning()
    }

    /// When the service says that the operation will be gone, as it came.
    pub fn sunset(&self) -> Option<&str> {
        self.head.sunset()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Without the headers, among which there may be cookies.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("correlation_id", &self.correlation_id())
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

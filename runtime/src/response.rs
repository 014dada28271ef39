//! Answers.

use std::{fmt, ops::Deref, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::{Service, Warning, error::CarriedOut};

/// What the service answered: a value, to which this dereferences, and what came with it.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    rest: Box<Rest>,
}

/// What comes with the value.
#[derive(Clone)]
struct Rest {
    head: Head,
    warnings: Vec<Warning>,
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
    /// What the attempts before this answer say.
    pub(crate) earlier: CarriedOut,
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

/// What every type with a `head` tells of it.
macro_rules! tells_head {
    ($type:ident $(<$parameter:ident>)?) => {
        impl $(<$parameter>)? $type $(<$parameter>)? {
            /// The status of the answer.
            pub fn status(&self) -> http::StatusCode {
                self.head().status
            }

            /// The headers of the answer.
            pub fn headers(&self) -> &http::HeaderMap {
                &self.head().headers
            }

            /// The correlation id in the answer's header, or that of the call when the answer has none.
            pub fn correlation_id(&self) -> &str {
                &self.head().correlation_id
            }

            /// How often the call was sent until this answer came.
            pub fn attempts(&self) -> u32 {
                self.head().attempts
            }

            /// How long the service asks to wait before another call.
            pub fn retry_after(&self) -> Option<std::time::Duration> {
                self.head().retry_after
            }

            /// What the service says of an operation that is deprecated, as it came.
            pub fn api_warning(&self) -> Option<&str> {
                self.head().api_warning()
            }

            /// When the service says that the operation will be gone, as it came.
            pub fn sunset(&self) -> Option<&str> {
                self.head().sunset()
            }
        }
    };
}

pub(crate) use tells_head;

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: Head) -> Self {
        Self::with_warnings(value, head, Vec::new())
    }

    pub(crate) fn with_warnings(value: T, head: Head, warnings: Vec<Warning>) -> Self {
        Self {
            value,
            rest: Box::new(Rest { head, warnings }),
        }
    }

    pub(crate) fn head(&self) -> &Head {
        &self.rest.head
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same answer with the value changed by `change`.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: change(self.value),
            rest: self.rest,
        }
    }

    /// The values of the answer that do not fit their fields, in the order of the answer. Usually there are none, and
    /// never when the client is [strict](crate::ClientBuilder::strict).
    ///
    /// An optional field is absent then, a list is empty, or lacks the item; a required field takes the nearest optional
    /// field or item around it with it. Such a value is kept as JSON beside its object: see
    /// [`Additional::raw`](crate::Additional::raw). At most 1000 are listed; of more, the `tracing` event has the count.
    pub fn warnings(&self) -> &[Warning] {
        &self.rest.warnings
    }
}

tells_head!(Response<T>);

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Without the headers, among which there may be cookies.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut response = f.debug_struct("Response");
        response
            .field("status", &self.status())
            .field("correlation_id", &self.correlation_id())
            .field("value", &self.value);
        if !self.warnings().is_empty() {
            response.field("warnings", &self.warnings());
        }
        response.finish_non_exhaustive()
    }
}

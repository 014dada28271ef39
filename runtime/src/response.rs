//! Responses.

use std::{fmt, ops::Deref, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::{Service, Warning, error::CarriedOut};

/// The response of the service: a value, to which this dereferences, and its metadata.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    rest: Box<Rest>,
}

/// Everything except the value.
#[derive(Clone)]
struct Rest {
    head: Head,
    warnings: Vec<Warning>,
}

/// The response without its body.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) correlation_id: Box<str>,
    pub(crate) service: &'static Service,
    pub(crate) attempts: u32,
    pub(crate) retry_after: Option<Duration>,
    /// The combined result of the attempts before this response.
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

/// Accessors of types that have a `head`.
macro_rules! head_accessors {
    ($type:ident $(<$parameter:ident>)?) => {
        impl $(<$parameter>)? $type $(<$parameter>)? {
            /// Returns the status of the response.
            pub fn status(&self) -> http::StatusCode {
                self.head().status
            }

            /// Returns the headers of the response.
            pub fn headers(&self) -> &http::HeaderMap {
                &self.head().headers
            }

            /// Returns the correlation id in the header of the response, or that of the call if it has none.
            pub fn correlation_id(&self) -> &str {
                &self.head().correlation_id
            }

            /// Returns the number of attempts.
            pub fn attempts(&self) -> u32 {
                self.head().attempts
            }

            /// Returns how long the service asks to wait before another call.
            pub fn retry_after(&self) -> Option<std::time::Duration> {
                self.head().retry_after
            }

            /// Returns the service's deprecation warning for the operation, as received.
            pub fn api_warning(&self) -> Option<&str> {
                self.head().api_warning()
            }

            /// Returns when the operation will be removed according to the service, as received.
            pub fn sunset(&self) -> Option<&str> {
                self.head().sunset()
            }
        }
    };
}

pub(crate) use head_accessors;

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

    /// Converts into the value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Converts the value with `change`.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: change(self.value),
            rest: self.rest,
        }
    }

    /// Returns the values that do not fit their fields, in the order of the response. Usually there are none, and a
    /// [strict](crate::ClientBuilder::strict) client never has any.
    ///
    /// An optional field with such a value is unset, a list is empty, and an item is missing from its list; a required
    /// field invalidates the nearest enclosing optional field or item. The value is kept as raw JSON with its object:
    /// see [`Additional::raw`](crate::Additional::raw). At most 1000 are returned; the `tracing` event contains the
    /// total number.
    pub fn warnings(&self) -> &[Warning] {
        &self.rest.warnings
    }
}

head_accessors!(Response<T>);

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Omits the headers, which may contain cookies.
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

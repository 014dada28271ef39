//! Recorded requests.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use crate::Limits;

/// A request that a [`Script`](super::Script) has received.
#[derive(Clone)]
pub struct Sent {
    request: Request<Bytes>,
    limits: Limits,
}

impl Sent {
    pub(super) fn new(request: Request<Bytes>, limits: Limits) -> Self {
        Self { request, limits }
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the URL, including host and query.
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// Returns the encoded path, such as `/v4/orders/7%2F8`.
    pub fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// Returns a query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        pairs(self.request.uri().query().unwrap_or_default(), name)
    }

    /// Returns a form field, decoded.
    pub fn form(&self, name: &str) -> Option<String> {
        pairs(&self.text(), name)
    }

    /// Returns the headers, including `Authorization`, but not those of the connection.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns a header if it is present and valid text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// Returns the body as text.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.request.body())
    }

    /// Deserializes the body as JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not JSON or not a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(self.request.body())
    }

    /// Returns the limits that were passed to the sender.
    pub fn limits(&self) -> Limits {
        self.limits
    }
}

fn pairs(text: &str, name: &str) -> Option<String> {
    let decoded = |text| percent_decode_str(text).decode_utf8_lossy();
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| decoded(key) == name)
        .map(|(_, value)| decoded(value).into_owned())
}

/// Shows only method and path, so that test output contains no tokens.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method(), self.path())
    }
}

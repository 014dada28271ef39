//! Requests as a sender has seen them.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use crate::Limits;

/// A request that a [`Script`](super::Script) was sent.
#[derive(Clone)]
pub struct Sent {
    request: Request<Bytes>,
    limits: Limits,
}

impl Sent {
    pub(super) fn new(request: Request<Bytes>, limits: Limits) -> Self {
        Self { request, limits }
    }

    /// Its method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Where it went, host and query included.
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// Its path as it travels: `/v4/orders/7%2F8`.
    pub fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// A parameter of its query, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        pairs(self.request.uri().query().unwrap_or_default(), name)
    }

    /// A field of its form, decoded.
    pub fn form(&self, name: &str) -> Option<String> {
        pairs(&self.text(), name)
    }

    /// Its headers, `Authorization` included, but for those of the connection.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// A header, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// Its body.
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// Its body as text.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.request.body())
    }

    /// Its body, read as JSON.
    ///
    /// # Errors
    ///
    /// When it is no JSON, or none of a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(self.request.body())
    }

    /// What the sender was told to keep to.
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

/// The method and the path alone: what is printed of a test should have no token in it.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method(), self.path())
    }
}

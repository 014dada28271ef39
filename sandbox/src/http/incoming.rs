//! Received requests.

use bytes::Bytes;
use http::HeaderMap;

use crate::tenant::Home;

/// A received request.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    /// The data center that received it.
    pub(crate) home: Home,
    pub(crate) method: String,
    /// The path as in the request line, without the query.
    pub(crate) path: String,
    /// The query without the question mark. Empty if there is none.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Incoming {
    /// Returns a header, if it is present and valid text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the query parameters, decoded, in order.
    pub(crate) fn parameters(&self) -> Vec<(String, String)> {
        pairs(self.query.as_bytes())
    }

    /// Returns the fields of a form-encoded body, decoded, in order.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        pairs(&self.body)
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

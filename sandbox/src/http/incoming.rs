//! A call as it came in.

use bytes::Bytes;
use http::HeaderMap;

use crate::tenant::Home;

/// A call as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    /// The data center whose address it was sent to.
    pub(crate) home: Home,
    pub(crate) method: String,
    /// As in the request line, without the query.
    pub(crate) path: String,
    /// What follows the question mark; empty without.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Incoming {
    /// A header, when it is there and a text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The parameters of the query, decoded, in order.
    pub(crate) fn parameters(&self) -> Vec<(String, String)> {
        pairs(self.query.as_bytes())
    }

    /// The fields of a form-encoded body, decoded, in order.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        pairs(&self.body)
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

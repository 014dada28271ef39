//! Answers.

use http::{HeaderName, HeaderValue};
use serde_json::Value;

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) content: Content,
}

/// The body of an answer.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// No body.
    Empty,
    /// JSON.
    Json(Value),
    /// Text with a media type such as `text/html`.
    Text(&'static str, String),
}

impl Answer {
    pub(crate) fn new(status: u16, content: Content) -> Self {
        let headers = Vec::new();
        Self {
            status,
            headers,
            content,
        }
    }

    /// Creates a JSON answer with status 200.
    pub(crate) fn json(value: Value) -> Self {
        Self::new(200, Content::Json(value))
    }

    /// Adds a header. An invalid one is ignored.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (name.parse(), value.parse()) {
            self.headers.push((name, value));
        }
        self
    }
}

impl Content {
    /// Returns the value of the header `Content-Type`.
    pub(crate) fn media_type(&self) -> Option<&'static str> {
        match self {
            Self::Empty => None,
            Self::Json(_) => Some("application/json"),
            Self::Text(media_type, _) => Some(media_type),
        }
    }

    /// Returns the serialized body.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Json(value) => value.to_string(),
            Self::Text(_, text) => text,
        }
    }

    /// Serializes the body in place and returns the text.
    pub(crate) fn write(&mut self) -> &str {
        if let (Self::Json(value), Some(media_type)) = (&*self, self.media_type()) {
            *self = Self::Text(media_type, value.to_string());
        }
        match self {
            Self::Text(_, text) => text,
            Self::Json(_) | Self::Empty => "",
        }
    }
}

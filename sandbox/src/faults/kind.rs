//! What goes wrong.

use std::time::Duration;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Latency(Duration),
    Status(Refused),
    Drop,
    /// After so many bytes.
    Truncate(usize),
    UnknownFields,
    UnknownValues,
    Nulls,
    Elsewhere,
}

/// An answer in place of the call's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) page: Page,
}

/// The body of an answer in place of the call's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// As the operation refuses, with a code.
    Envelope(Option<String>),
    Html,
    Empty,
}

impl Kind {
    /// It takes the place of the call or of its answer, so that of several only one can strike.
    pub(crate) fn is_instead(&self) -> bool {
        matches!(self, Self::Status(_) | Self::Drop | Self::Elsewhere)
    }
}

impl Refused {
    /// What is no status of an answer becomes the nearest.
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status: status.clamp(200, 599),
            headers: Vec::new(),
            page: Page::Envelope(None),
        }
    }
}

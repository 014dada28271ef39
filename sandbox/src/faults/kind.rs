//! The kinds of faults.

use std::time::Duration;

/// The kind of a fault.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Latency(Duration),
    Status(Refused),
    Drop,
    /// Cut the body after this many bytes.
    Truncate(usize),
    UnknownFields,
    UnknownValues,
    Nulls,
    Elsewhere,
}

/// An answer that replaces the one of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) page: Page,
}

/// The body of an answer that replaces the one of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// The error envelope of the operation, with a code.
    Envelope(Option<String>),
    Html,
    Empty,
}

impl Kind {
    /// Whether it replaces the call or its answer. Only one such fault can apply to a call.
    pub(crate) fn is_instead(&self) -> bool {
        matches!(self, Self::Status(_) | Self::Drop | Self::Elsewhere)
    }
}

impl Refused {
    /// Clamps the status to 200 to 599.
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status: status.clamp(200, 599),
            headers: Vec::new(),
            page: Page::Envelope(None),
        }
    }
}

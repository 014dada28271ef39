//! Changes to save.

/// A change of a record: its new text, or `None` if it was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) kind: &'static str,
    pub(crate) key: String,
    pub(crate) text: Option<String>,
}

/// Changes that are saved together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Remove all existing records first.
    pub(crate) replaces_all: bool,
    pub(crate) list: Vec<Change>,
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        !self.replaces_all && self.list.is_empty()
    }
}

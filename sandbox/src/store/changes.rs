//! What is to be written.

/// What has become of a record: its text, or none when it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) kind: &'static str,
    pub(crate) key: String,
    pub(crate) text: Option<String>,
}

/// Changes that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Everything that was there before is gone.
    pub(crate) from_nothing: bool,
    pub(crate) list: Vec<Change>,
}

impl Changes {
    pub(crate) fn are_none(&self) -> bool {
        !self.from_nothing && self.list.is_empty()
    }
}

//! Configurable behavior, where the real service has been observed to behave in more than one way.

use std::time::Duration;

/// The configured behavior.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Behavior {
    /// Refuse what the contract does not know, instead of logging a remark.
    pub(crate) strict: bool,
    pub(crate) links: Links,
    /// Refresh tokens are single-use: each grant returns a new one.
    pub(crate) rotate_refresh_tokens: bool,
    /// How long a purchase request stays in `PENDING_CREATION`.
    pub(crate) creation_takes: Duration,
    /// How long a created purchase request waits for its approval. `None` waits for a decision.
    pub(crate) approval_takes: Option<Duration>,
    /// The operations whose rules are left out: `request.create_expense`.
    pub(crate) without_rules: Vec<String>,
}

impl Default for Behavior {
    fn default() -> Self {
        Self {
            strict: false,
            links: Links::default(),
            rotate_refresh_tokens: true,
            creation_takes: Duration::from_secs(5),
            approval_takes: None,
            without_rules: Vec::new(),
        }
    }
}

/// The form of the links between the pages of a list. All of these have been observed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Links {
    /// A complete URL: `http://host/travelrequest/v4/requests?start=10`.
    #[default]
    Proper,
    /// Without the first path segment, which the gateway strips: `http://host/v4/requests?start=10`.
    WithoutPrefix,
    /// With an unreachable host inside the vendor's network.
    InternalHost,
    /// Not a valid URL: `http://http://host/…`.
    Malformed,
}

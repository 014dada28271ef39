//! How the sandbox behaves where the real service has been seen to behave in more than one way.

use std::time::Duration;

/// How the sandbox behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Behavior {
    /// Refuse what the contract does not know, instead of telling it in the log.
    pub(crate) strict: bool,
    pub(crate) links: Links,
    /// A refresh token is good once: its answer has another one.
    pub(crate) rotate_refresh_tokens: bool,
    /// How long a purchase request stays in `PENDING_CREATION`.
    pub(crate) creation_takes: Duration,
    /// How long a created purchase request waits for its approval; none to wait until somebody decides.
    pub(crate) approval_takes: Option<Duration>,
}

impl Default for Behavior {
    fn default() -> Self {
        Self {
            strict: false,
            links: Links::default(),
            rotate_refresh_tokens: true,
            creation_takes: Duration::from_secs(5),
            approval_takes: None,
        }
    }
}

/// What the links of a list's pages look like. All of these have been seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Links {
    /// Whole: `http://host/travelrequest/v4/requests?start=10`.
    #[default]
    Proper,
    /// Without the first segment of the path, which the gateway takes away: `http://host/v4/requests?start=10`.
    WithoutPrefix,
    /// To a host inside of the vendor's network, which nobody reaches.
    InternalHost,
    /// An address that is none: `http://http://host/…`.
    Malformed,
}

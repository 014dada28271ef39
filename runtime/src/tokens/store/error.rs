//! Errors of token stores.

use std::{error::Error as StdError, fmt, io, path::PathBuf, sync::Arc, time::Duration};

use crate::BoxError;

/// A token cannot be loaded or saved. No variant contains any part of a token.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum StoreError {
    /// An I/O error.
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What failed, as a participle such as `read`.
        action: &'static str,
        /// The cause.
        error: Arc<io::Error>,
    },
    /// The file was not written by this store, or not completely. It is not changed: inspect it, and delete it if it is
    /// useless.
    Corrupt {
        /// The file.
        path: PathBuf,
        /// The problem.
        problem: String,
    },
    /// The file has a newer format, written by a later release of this SDK. It is not changed.
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// The version of its format.
        version: u64,
    },
    /// Users other than the owner can read or write the file, so its tokens may be compromised.
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The store does not use this file: it is a link, not a regular file, or belongs to another user.
    Refused {
        /// The file.
        path: PathBuf,
        /// The problem and what to do.
        problem: &'static str,
    },
    /// Another program has held the lock for too long.
    Locked {
        /// The locked file.
        path: PathBuf,
        /// How long this program waited.
        after: Duration,
    },
    /// The lock or lease is no longer held. Nothing was spent: try again.
    LockLost,
    /// The store has another version of the token than the one to replace: another program has renewed or deleted it.
    /// Nothing was changed.
    Conflict,
    /// The stored token belongs to other credentials. Use another store, or clear this one.
    OtherOwner {
        /// What differs: `client id`, `grant` or `principal`.
        differs: &'static str,
    },
    /// An error of a custom store.
    Other(Arc<dyn StdError + Send + Sync>),
}

impl StoreError {
    /// Creates an error of a custom store. Its `Display` is shown, so it must not contain secrets.
    pub fn other(error: impl Into<BoxError>) -> Self {
        Self::Other(error.into().into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // A missing file is created, so what is missing is its directory.
            Self::Io { path, action, error } if error.kind() == io::ErrorKind::NotFound => write!(
                f,
                "the token file {} cannot be {action}: its directory does not exist and is not created",
                path.display()
            ),
            Self::Io { path, action, error } => {
                write!(f, "the token file {} cannot be {action}: {error}", path.display())
            }
            Self::Corrupt { path, problem } => write!(
                f,
                "the token file {} is not changed: {problem}; delete it to start over",
                path.display()
            ),
            Self::NewerFormat { path, version } => write!(
                f,
                "the token file {} has format {version} of a later release: update this program",
                path.display()
            ),
            Self::Refused { path, problem } => write!(f, "the token file {} is not used: {problem}", path.display()),
            Self::LockLost => {
                f.write_str("the lock of the token store was lost before the token was renewed; try again")
            }
            Self::Conflict => {
                f.write_str("another program keeps changing the stored token, or has deleted it; try again")
            }
            Self::Exposed { path, mode } => write!(
                f,
                "the token file {} is accessible to other users (mode {mode:o}): revoke its tokens, or run `chmod 600` \
                 on it; for 660 use `shared_with_group`",
                path.display()
            ),
            Self::Locked { path, after } => write!(
                f,
                "another program has locked the token file {} for {after:?}",
                path.display()
            ),
            Self::OtherOwner { differs } => write!(
                f,
                "the stored token belongs to another {differs}: use another store, or clear this one"
            ),
            Self::Other(error) => write!(f, "the token store failed: {error}"),
        }
    }
}

impl StdError for StoreError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Other(error) => error.source(),
            _ => None,
        }
    }
}

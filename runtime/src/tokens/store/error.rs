//! Why a store does not do what it should.

use std::{error::Error as StdError, fmt, io, path::PathBuf, sync::Arc, time::Duration};

use crate::BoxError;

/// Why a token cannot be loaded or saved. It quotes nothing of a token.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum StoreError {
    /// The system refused.
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What could not be done with it: `read`.
        action: &'static str,
        /// Why.
        error: Arc<io::Error>,
    },
    /// The file is not one that this store has written, or not all of it. It is left as it is: look at it, and delete it
    /// if it is of no use.
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The file is of a later format, which a later release of this SDK has written. It is left as it is.
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        version: u64,
    },
    /// Others than the owner can read or write the file, so the tokens in it may be known to them.
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The file is none that this store reads or writes: a link, of another owner, or no regular file.
    Refused {
        /// The file.
        path: PathBuf,
        /// What it is, and what to do.
        problem: &'static str,
    },
    /// Another program has been renewing the token for too long.
    Locked {
        /// The file that it has locked.
        path: PathBuf,
        /// How long was waited.
        after: Duration,
    },
    /// The lock, or the lease, is no longer held. Nothing was spent: try again.
    LockLost,
    /// The store has another version of the token than the one to be replaced: another program has renewed it or forgotten
    /// it. Nothing was changed.
    Conflict,
    /// The store has a token of someone else than the credentials are for. Use another store, or clear this one.
    OtherOwner {
        /// What differs: `client id`, `grant` or `principal`.
        differs: &'static str,
    },
    /// A store of your own could not.
    Other(Arc<dyn StdError + Send + Sync>),
}

impl StoreError {
    /// The error of a store of your own. Its `Display` is shown, so it must have no secret.
    pub fn other(error: impl Into<BoxError>) -> Self {
        Self::Other(error.into().into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // A file that is not there is made; so what lacks is the directory.
            Self::Io { path, action, error } if error.kind() == io::ErrorKind::NotFound => write!(
                f,
                "the token file {} cannot be {action}: there is no directory for it, and none is made",
                path.display()
            ),
            Self::Io { path, action, error } => {
                write!(f, "the token file {} cannot be {action}: {error}", path.display())
            }
            Self::Corrupt { path, problem } => write!(
                f,
                "the token file {} is left as it is: {problem}; delete it to begin anew",
                path.display()
            ),
            Self::NewerFormat { path, version } => write!(
                f,
                "the token file {} is of format {version}, which a later release has written: update this program",
                path.display()
            ),
            Self::Refused { path, problem } => write!(f, "the token file {} is not used: {problem}", path.display()),
            Self::LockLost => {
                f.write_str("the lock of the token store was lost before the token was renewed; try again")
            }
            Self::Conflict => {
                f.write_str("another program keeps changing the stored token, or has forgotten it; try again")
            }
            Self::Exposed { path, mode } => write!(
                f,
                "the token file {} is open to others (mode {mode:o}): revoke its tokens, or run `chmod 600` on it; \
                 for 660 use `shared_with_group`",
                path.display()
            ),
            Self::Locked { path, after } => write!(
                f,
                "another program has locked the token file {} for {after:?}",
                path.display()
            ),
            Self::OtherOwner { differs } => write!(
                f,
                "the stored token is of another {differs} than the credentials: use another store, or clear this one"
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

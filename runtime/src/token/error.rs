//! Why there is no token.

use std::fmt;

use super::AccessTokenError;
use crate::BoxError;

/// Why there is no access token for a call.
#[derive(Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// The client was given neither a token nor a source of tokens.
    NotConfigured,
    /// The source gave a token that cannot travel in a header.
    Unusable(AccessTokenError),
    /// The token has not the scope that the operation needs.
    MissingScope {
        /// The scope.
        needed: &'static str,
        /// The scopes that the token has, with blanks between them.
        scopes: String,
    },
    /// The source could not get one.
    Source(BoxError),
}

impl From<AccessTokenError> for TokenError {
    fn from(error: AccessTokenError) -> Self {
        Self::Unusable(error)
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConfigured => f.write_str("the client was given no access token and no source of them"),
            Self::Unusable(error) => error.fmt(f),
            Self::MissingScope { needed, scopes } if scopes.is_empty() => {
                write!(f, "the token lacks the scope `{needed}`; it has none")
            }
            Self::MissingScope { needed, scopes } => {
                write!(f, "the token lacks the scope `{needed}`; it has {scopes}")
            }
            Self::Source(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotConfigured | Self::Unusable(_) | Self::MissingScope { .. } => None,
            Self::Source(error) => error.source(),
        }
    }
}

//! Why there is no token.

use std::{borrow::Cow, error::Error as StdError, fmt, sync::Arc};

use super::{AccessTokenError, TokenRefusal};
use crate::{
    ApiError, BoxError, CarriedOut, DecodeError, Error, GeolocationError, IdTokenError, InvalidCallError,
    NoResponseError, NotSentError, StoreError, StoredToken, TokenService, error::End,
};

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
        needed: Cow<'static, str>,
        /// The scopes that the token has, with blanks between them.
        scopes: String,
    },
    /// Nothing that the client has gives a token: the store is empty and there is no grant, or no refresh token is left
    /// that the service takes, and the grant cannot be used again. Authorize again, and call
    /// [`TokenProvider::authorize`](crate::TokenProvider::authorize) of a client with the new credentials.
    AuthorizationNeeded {
        /// How the service refused the refresh token, if it did.
        refused: Option<TokenRefusal>,
    },
    /// The service refused.
    Refused(TokenRefusal),
    /// The token call cannot be sent as it was made.
    Invalid(InvalidCallError),
    /// The token call surely never left.
    NotSent(NotSentError),
    /// The token call may have arrived, but no complete answer has.
    NoResponse(NoResponseError),
    /// The answer to the token call is not understood.
    Decode(DecodeError),
    /// The answer to the token call lacks what makes it one.
    Incomplete {
        /// The field that is missing.
        field: &'static str,
        /// The correlation id of the answer.
        correlation_id: String,
    },
    /// The service names a base URL that no token is sent to. A refresh token that came with it is kept, and is used at the
    /// earlier base URL next.
    Geolocation(GeolocationError),
    /// The store failed, and there is no token that it should have saved.
    Store(StoreError),
    /// The store could not save a new token. It is not used yet, nor is it lost: the next call saves it, or
    /// [`TokenProvider::settled`](crate::TokenProvider::settled). When the program ends before that, only
    /// [`unsaved`](Self::unsaved) has it.
    NotSaved {
        /// Why.
        error: StoreError,
        /// The token.
        token: Arc<StoredToken>,
    },
    /// The id token cannot be read.
    IdToken(IdTokenError),
    /// The service has no call that revokes tokens.
    NotRevocable,
    /// The source could not get one.
    Source(BoxError),
}

impl TokenError {
    /// The refusal of the service, if it is one.
    pub fn refused(&self) -> Option<&ApiError<String>> {
        self.refusal().map(TokenRefusal::error)
    }

    /// Whether the service refused with this code.
    pub fn has(&self, code: impl AsRef<str>) -> bool {
        self.refused()
            .is_some_and(|error| error.codes().any(|found| found == code.as_ref()))
    }

    /// What to do about it, as far as the code of the refusal tells.
    pub fn remedy(&self) -> Option<&'static str> {
        self.refusal()?.remedy()
    }

    /// Whether somebody has to authorize the application again before there can be a token.
    pub fn needs_authorization(&self) -> bool {
        match self {
            Self::AuthorizationNeeded { .. } => true,
            Self::Refused(refusal) => refusal.is_spent(),
            _ => false,
        }
    }

    /// The new token that the store could not save, if that is what went wrong. Its refresh token may be the only one that
    /// the service still takes.
    pub fn unsaved(&self) -> Option<&StoredToken> {
        match self {
            Self::NotSaved { token, .. } => Some(token),
            _ => None,
        }
    }

    /// Whether the same would come of the same again.
    pub(crate) fn is_final(&self) -> bool {
        self.refusal().is_some_and(TokenRefusal::is_final)
    }

    /// Whether the service has carried out the token call, and so a code or a password that can be used once is spent. What it
    /// says is of the token call, not of the call that needed the token; see [`CarriedOut`] for the rule.
    pub fn carried_out(&self) -> CarriedOut {
        match self {
            Self::Invalid(error) => error.carried_out(),
            Self::NotSent(error) => error.carried_out(),
            Self::NoResponse(error) => error.carried_out(),
            Self::Decode(error) => error.carried_out(),
            Self::Refused(refusal) => refusal.error().carried_out(),
            Self::Incomplete { .. } | Self::Geolocation(_) | Self::IdToken(_) | Self::NotSaved { .. } => {
                CarriedOut::Yes
            }
            Self::Store(_) | Self::Source(_) => CarriedOut::Perhaps,
            Self::NotConfigured
            | Self::Unusable(_)
            | Self::MissingScope { .. }
            | Self::AuthorizationNeeded { .. }
            | Self::NotRevocable => CarriedOut::No,
        }
    }

    /// How the token call ended, when it was made or could not be.
    pub(crate) fn end(&self) -> Option<End> {
        match self {
            Self::NotSent(error) => Some(error.end()),
            Self::NoResponse(error) => Some(error.end()),
            Self::Decode(error) => Some(error.end()),
            error => error.refused().map(ApiError::end),
        }
    }

    /// The same with what the service documents about the code of a refusal.
    pub(crate) fn explained(self, service: &TokenService) -> Self {
        match self {
            Self::Refused(refusal) => Self::Refused(refusal.explained(service, &[])),
            other => other,
        }
    }

    fn refusal(&self) -> Option<&TokenRefusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::AuthorizationNeeded { refused } => refused.as_ref(),
            _ => None,
        }
    }

    /// The same error for another caller who waited for the same token. One that the runtime has not made itself is the
    /// same by its text.
    pub(crate) fn duplicate(&self) -> Self {
        match self {
            Self::NotConfigured => Self::NotConfigured,
            Self::Unusable(error) => Self::Unusable(error.clone()),
            Self::MissingScope { needed, scopes } => Self::MissingScope {
                needed: needed.clone(),
                scopes: scopes.clone(),
            },
            Self::AuthorizationNeeded { refused } => Self::AuthorizationNeeded {
                refused: refused.clone(),
            },
            Self::Refused(refusal) => Self::Refused(refusal.clone()),
            Self::Invalid(error) => Self::Invalid(error.clone()),
            Self::NotSent(error) => Self::NotSent(error.clone()),
            Self::NoResponse(error) => Self::NoResponse(error.clone()),
            Self::Decode(error) => Self::Decode(error.clone()),
            Self::Incomplete { field, correlation_id } => Self::Incomplete {
                field,
                correlation_id: correlation_id.clone(),
            },
            Self::Geolocation(error) => Self::Geolocation(error.clone()),
            Self::Store(error) => Self::Store(error.clone()),
            Self::NotSaved { error, token } => Self::NotSaved {
                error: error.clone(),
                token: Arc::clone(token),
            },
            Self::IdToken(error) => Self::IdToken(*error),
            Self::NotRevocable => Self::NotRevocable,
            Self::Source(error) => Self::Source(error.to_string().into()),
        }
    }
}

impl From<AccessTokenError> for TokenError {
    fn from(error: AccessTokenError) -> Self {
        Self::Unusable(error)
    }
}

impl From<GeolocationError> for TokenError {
    fn from(error: GeolocationError) -> Self {
        Self::Geolocation(error)
    }
}

impl From<StoreError> for TokenError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<IdTokenError> for TokenError {
    fn from(error: IdTokenError) -> Self {
        Self::IdToken(error)
    }
}

/// How a token call ended.
impl From<Error<TokenRefusal>> for TokenError {
    fn from(error: Error<TokenRefusal>) -> Self {
        match error {
            Error::Invalid(error) => Self::Invalid(error),
            Error::Token(error) => error.into_error(),
            Error::NotSent(error) => Self::NotSent(error),
            Error::NoResponse(error) => Self::NoResponse(error),
            Error::Api(refusal) => Self::Refused(refusal),
            Error::Decode(error) => Self::Decode(error),
        }
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
            Self::AuthorizationNeeded { refused: None } => {
                f.write_str("there is no token to renew and no grant to get one by: authorize the application")
            }
            Self::AuthorizationNeeded { refused: Some(refusal) } => {
                write!(f, "authorize again, for the refresh token is spent: {refusal}")
            }
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Invalid(error) => error.fmt(f),
            Self::NotSent(error) => error.fmt(f),
            Self::NoResponse(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Incomplete { field, correlation_id } => write!(
                f,
                "the answer to the token call has no `{field}`; correlation id {correlation_id}"
            ),
            Self::Geolocation(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::NotSaved { error, .. } => {
                write!(
                    f,
                    "the new token could not be saved and waits in memory for the next call: {error}"
                )
            }
            Self::IdToken(error) => error.fmt(f),
            Self::NotRevocable => f.write_str("the service has no call that revokes tokens"),
            Self::Source(error) => error.fmt(f),
        }
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Source(error) => error.source(),
            Self::Store(error) | Self::NotSaved { error, .. } => error.source(),
            _ => None,
        }
    }
}

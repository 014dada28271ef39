//! Errors of getting a token.

use std::{error::Error as StdError, fmt, sync::Arc};

use super::{AccessTokenError, TokenRefusal};
use crate::{
    ApiError, BoxError, CarriedOut, DecodeError, Error, GeolocationError, IdTokenError, InvalidCallError,
    NoResponseError, NotSentError, Scopes, StoreError, StoredToken, TokenService, error::End,
};

/// There is no access token for a call.
#[derive(Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// The client has neither an access token nor a token source.
    NotConfigured,
    /// The source returned a token that is not a valid header value.
    Unusable(AccessTokenError),
    /// The token lacks a scope that the operation requires.
    MissingScope {
        /// The required scopes.
        needed: Scopes,
        /// The scopes of the token, separated by spaces.
        scopes: String,
    },
    /// The client cannot get a token: the store is empty and there is no grant, or the service rejects the refresh
    /// token and the grant cannot be used again. Authorize the application again, and call
    /// [`TokenProvider::authorize`](crate::TokenProvider::authorize) of a client with the new credentials.
    AuthorizationNeeded {
        /// How the service refused the refresh token, if it did.
        refused: Option<TokenRefusal>,
    },
    /// The service refused the token request.
    Refused(TokenRefusal),
    /// The token request is invalid and was not sent.
    Invalid(InvalidCallError),
    /// The token request was certainly not sent.
    NotSent(NotSentError),
    /// The token request may have arrived, but no complete response was received.
    NoResponse(NoResponseError),
    /// The token response cannot be decoded.
    Decode(DecodeError),
    /// The token response lacks a required field.
    Incomplete {
        /// The missing field.
        field: &'static str,
        /// The correlation id of the response.
        correlation_id: String,
    },
    /// The service names a base URL that is not allowed. A refresh token in the same response is kept and used at the
    /// previous base URL next time.
    Geolocation(GeolocationError),
    /// The store failed, and there is no new token that was to be saved.
    Store(StoreError),
    /// The store could not save a new token. The token is not used yet, but it is not lost: the next call saves it, or
    /// [`TokenProvider::settled`](crate::TokenProvider::settled) does. If the program ends before that, only
    /// [`unsaved`](Self::unsaved) has it.
    NotSaved {
        /// The cause.
        error: StoreError,
        /// The token.
        token: Arc<StoredToken>,
    },
    /// The id token cannot be parsed.
    IdToken(IdTokenError),
    /// The service has no operation that revokes tokens.
    NotRevocable,
    /// A custom token source failed.
    Source(BoxError),
}

impl TokenError {
    /// Returns the refusal of the service, if it is one.
    pub fn refused(&self) -> Option<&ApiError<String>> {
        self.refusal().map(TokenRefusal::error)
    }

    /// Returns whether the service refused the token request with this code.
    pub fn has(&self, code: impl AsRef<str>) -> bool {
        self.refused()
            .is_some_and(|error| error.codes().any(|found| found == code.as_ref()))
    }

    /// Returns what to do about it, if the service documents the code of the refusal.
    pub fn remedy(&self) -> Option<&'static str> {
        self.refusal()?.remedy()
    }

    /// Returns whether a user has to authorize the application again before there can be a token.
    pub fn needs_authorization(&self) -> bool {
        match self {
            Self::AuthorizationNeeded { .. } => true,
            Self::Refused(refusal) => refusal.is_spent(),
            _ => false,
        }
    }

    /// Returns the new token that the store could not save, if that is the error. Its refresh token may be the only one
    /// that the service still accepts.
    pub fn unsaved(&self) -> Option<&StoredToken> {
        match self {
            Self::NotSaved { token, .. } => Some(token),
            _ => None,
        }
    }

    /// Whether another attempt would fail in the same way.
    pub(crate) fn is_final(&self) -> bool {
        self.refusal().is_some_and(TokenRefusal::is_final)
    }

    /// Returns whether the service has carried out the token request, so that a code or a password that can be used
    /// once is spent. This is about the token request, not the call that needed the token; see [`CarriedOut`] for the
    /// rule.
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

    /// Returns how the token request ended, if one was made or attempted.
    pub(crate) fn end(&self) -> Option<End> {
        match self {
            Self::NotSent(error) => Some(error.end()),
            Self::NoResponse(error) => Some(error.end()),
            Self::Decode(error) => Some(error.end()),
            error => error.refused().map(ApiError::end),
        }
    }

    /// Adds what the service documents about the code of a refusal.
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

    /// Clones the error for another caller that waited for the same token. Custom errors keep only their text.
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

/// Converts the error of a token request.
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
            Self::NotConfigured => f.write_str("the client has no access token and no token source"),
            Self::Unusable(error) => error.fmt(f),
            Self::MissingScope { needed, scopes } if scopes.is_empty() => {
                write!(f, "the token lacks the scope {needed}; it has none")
            }
            Self::MissingScope { needed, scopes } => {
                write!(f, "the token lacks the scope {needed}; it has {scopes}")
            }
            Self::AuthorizationNeeded { refused: None } => {
                f.write_str("there is no stored token and no grant that can be used: authorize the application")
            }
            Self::AuthorizationNeeded { refused: Some(refusal) } => {
                write!(f, "the refresh token is no longer valid, authorize again: {refusal}")
            }
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Invalid(error) => error.fmt(f),
            Self::NotSent(error) => error.fmt(f),
            Self::NoResponse(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Incomplete { field, correlation_id } => write!(
                f,
                "the token response has no `{field}`; correlation id {correlation_id}"
            ),
            Self::Geolocation(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::NotSaved { error, .. } => {
                write!(
                    f,
                    "the new token could not be saved and is kept in memory until the next call: {error}"
                )
            }
            Self::IdToken(error) => error.fmt(f),
            Self::NotRevocable => f.write_str("the service has no operation that revokes tokens"),
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

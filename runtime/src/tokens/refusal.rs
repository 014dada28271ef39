//! Refused token requests.

use std::fmt;

use percent_encoding::utf8_percent_encode;

use crate::{ApiError, OperationError, Secret, TokenService, percent::ENCODED};

/// The service refused a token request: the error and what to do about it.
///
/// The body is not shown, because the request contained secrets.
#[derive(Debug, Clone)]
pub struct TokenRefusal {
    error: ApiError<String>,
    remedy: Option<&'static str>,
    spent: bool,
}

impl TokenRefusal {
    /// Returns the error of the service.
    pub fn error(&self) -> &ApiError<String> {
        &self.error
    }

    /// Returns what to do about it, if the service documents the code.
    pub fn remedy(&self) -> Option<&'static str> {
        self.remedy
    }

    /// Whether the refresh token, code or password that was sent can no longer be used.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent
    }

    /// Whether the same request would be refused again, judging by the status.
    pub(crate) fn is_final(&self) -> bool {
        self.error.status().is_client_error() && !matches!(self.error.status().as_u16(), 408 | 429)
    }

    /// Adds what the service documents about the code. `spent` are the codes that mean that the value that was sent can
    /// no longer be used.
    pub(crate) fn explained(mut self, service: &TokenService, spent: &[&str]) -> Self {
        self.remedy = self.error.codes().find_map(|code| (service.remedy)(code));
        self.spent = self.error.codes().any(|code| spent.contains(&code.as_str()));
        self
    }

    /// Redacts the secrets that were sent, which the service may repeat as they are or percent-encoded.
    pub(crate) fn redacted<'a>(mut self, secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        // Shorter strings occur in ordinary words.
        const MIN_SECRET_LEN: usize = 4;

        for secret in secrets.into_iter().map(Secret::expose) {
            if secret.len() >= MIN_SECRET_LEN {
                self.error.redact(secret);
                self.error.redact(&utf8_percent_encode(secret, ENCODED).to_string());
            }
        }
        self
    }
}

impl fmt::Display for TokenRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)?;
        match self.remedy {
            Some(remedy) => write!(f, "; {}", crate::text::one_line(remedy, 300)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TokenRefusal {}

impl OperationError for TokenRefusal {
    type Code = String;

    fn from_api_error(error: ApiError<String>) -> Self {
        Self {
            error,
            remedy: None,
            spent: false,
        }
    }

    fn api_error(&self) -> &ApiError<String> {
        &self.error
    }
}

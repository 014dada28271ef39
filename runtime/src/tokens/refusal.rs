//! Refused tokens.

use std::fmt;

use percent_encoding::utf8_percent_encode;

use crate::{ApiError, OperationError, Secret, TokenService, percent::ENCODED};

/// The service refused to give a token: what it said, and what to do about it.
///
/// The body is not shown, for what was sent had secrets in it.
#[derive(Debug, Clone)]
pub struct TokenRefusal {
    error: ApiError<String>,
    remedy: Option<&'static str>,
    spent: bool,
}

impl TokenRefusal {
    /// What the service said.
    pub fn error(&self) -> &ApiError<String> {
        &self.error
    }

    /// What to do about it, when the service documents the code.
    pub fn remedy(&self) -> Option<&'static str> {
        self.remedy
    }

    /// Whether it says that a refresh token, a code or whatever else the grant takes is of no use any more.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent
    }

    /// Whether the same call would be refused again, as far as the status tells.
    pub(crate) fn is_final(&self) -> bool {
        self.error.status().is_client_error() && !matches!(self.error.status().as_u16(), 408 | 429)
    }

    /// The same with what the service documents about its code. `spent` are the codes that say that what was sent is of no
    /// use any more.
    pub(crate) fn explained(mut self, service: &TokenService, spent: &[&str]) -> Self {
        self.remedy = self.error.codes().find_map(|code| (service.remedy)(code));
        self.spent = self.error.codes().any(|code| spent.contains(&code.as_str()));
        self
    }

    /// The same without the secrets that were sent, which the service may repeat as they are or as the form had them.
    pub(crate) fn redacted<'a>(mut self, secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        // What is shorter is in many words.
        const SHORTEST: usize = 4;

        for secret in secrets.into_iter().map(Secret::expose) {
            if secret.len() >= SHORTEST {
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

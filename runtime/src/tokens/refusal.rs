//! Refused tokens.

use std::fmt;

use percent_encoding::utf8_percent_encode;
use serde_json::Value;

use crate::{ApiError, ErrorDetail, Grant, OperationError, Secret, TokenService, call::ENCODED, decode::read_lossy};

/// What stands in the place of a secret.
const HIDDEN: &str = "[redacted]";

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

    /// Whether it says that a refresh token is of no use any more.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent
    }

    /// Whether the same call would be refused again, as far as the status tells.
    pub(crate) fn is_final(&self) -> bool {
        self.error.status().is_client_error() && !matches!(self.error.status().as_u16(), 408 | 429)
    }

    /// The same with what the service documents about its code; of a token call of this grant, if it is one.
    ///
    /// A refusal in which the service has none of its own codes is read in the form of RFC 6749.
    pub(crate) fn explained(mut self, service: &TokenService, grant: Option<&Grant>) -> Self {
        if self.error.codes().next().is_none()
            && let Some(detail) = plain(self.error.body().as_bytes())
        {
            // A refresh token, or a code that is of use once, is no more. With a password it would be the password.
            let is_spent = grant.is_some_and(|grant| !grant.repeatable || grant.name == service.refresh.name);
            self.spent = is_spent && detail.code.as_deref() == Some("invalid_grant");
            self.error = self.error.with_details(vec![detail]);
        }
        self.remedy = self.error.codes().find_map(|code| (service.remedy)(code));
        self.spent |= self
            .error
            .codes()
            .any(|code| service.refresh_spent.contains(&code.as_str()));
        self
    }

    /// The same without secrets that were sent and that the service repeats in its words.
    pub(super) fn without<'a>(mut self, secrets: impl Iterator<Item = &'a Secret> + Clone) -> Self {
        let hidden = |text: String| {
            secrets.clone().fold(text, |text, secret| match secret.is_empty() {
                true => text,
                false => {
                    let encoded = utf8_percent_encode(secret.expose(), ENCODED).to_string();
                    text.replace(secret.expose(), HIDDEN).replace(&encoded, HIDDEN)
                }
            })
        };
        let details = self.error.details().iter().cloned().map(|detail| ErrorDetail {
            code: detail.code.map(&hidden),
            message: detail.message.map(&hidden),
            data_path: detail.data_path.map(&hidden),
        });
        let details = details.collect();
        self.error = self.error.with_details(details);
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

/// What a body says in the form of RFC 6749, section 5.2: the code as `error`.
fn plain(body: &[u8]) -> Option<ErrorDetail<String>> {
    let body: Value = read_lossy(body).ok()?;
    let text = |name| body.get(name)?.as_str().filter(|text| !text.is_empty());
    let code = text("error")?.to_owned();
    let message = text("error_description").map(str::to_owned);
    Some(ErrorDetail::new(Some(code), message))
}

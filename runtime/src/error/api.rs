//! Refused calls.

use std::fmt;

use serde::de::DeserializeOwned;

use super::{CarriedOut, Code, End, OperationError, RawBody};
use crate::{
    Operation,
    decode::{self, DecodeOptions},
    refusal::{self, Refusal},
    response::{Head, head_accessors},
    service::OperationRef,
    text,
};

/// The service refused a call: the status and the service's error codes.
///
/// Every status other than 2xx is a refusal, including redirects, and so is a 2xx to which a rule of the operation
/// applies, such as one with errors and no result. A
/// gateway can refuse in place of the service. After a 408 or a 5xx the call may have been carried out: see
/// [`carried_out`](Self::carried_out).
pub struct ApiError<C>(Box<Inner<C>>);

#[derive(Clone)]
struct Inner<C> {
    operation: OperationRef,
    head: Head,
    details: Vec<ErrorDetail<C>>,
    body: RawBody,
}

/// One error in a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail<C> {
    /// The error code, if there is one.
    pub code: Option<C>,
    /// The service's message, in the language that the service chose.
    pub message: Option<String>,
    /// The part of the request that is wrong.
    pub data_path: Option<String>,
}

impl<C> ErrorDetail<C> {
    /// Creates a detail with a code and a message and without a data path.
    pub fn new(code: Option<C>, message: Option<String>) -> Self {
        Self {
            code,
            message,
            data_path: None,
        }
    }
}

impl<C: Code> ApiError<C> {
    pub(crate) fn new(operation: OperationRef, head: Head, details: Vec<ErrorDetail<String>>, body: RawBody) -> Self {
        let typed = |detail: ErrorDetail<String>| ErrorDetail {
            code: detail.code.map(|code| C::from(code.as_str())),
            message: detail.message,
            data_path: detail.data_path,
        };
        let details = details.into_iter().map(typed).collect();
        Self(Box::new(Inner {
            operation,
            head,
            details,
            body,
        }))
    }

    /// Returns whether one of the errors has this code, given as a code of the API or as a string.
    pub fn has(&self, code: impl Into<C>) -> bool {
        let code = code.into();
        self.codes().any(|found| *found == code)
    }
}

impl<C> ApiError<C> {
    fn head(&self) -> &Head {
        &self.0.head
    }

    /// Returns the operation that was called.
    pub fn operation(&self) -> &Operation {
        &self.0.operation
    }

    /// Returns the errors in the order of the response. Empty if the shape of the body is unknown, such as a gateway's
    /// error page; see [`body`](Self::body).
    pub fn details(&self) -> &[ErrorDetail<C>] {
        &self.0.details
    }

    /// Returns the codes of the errors that have one.
    pub fn codes(&self) -> impl Iterator<Item = &C> {
        self.0.details.iter().filter_map(|detail| detail.code.as_ref())
    }

    /// Returns the body.
    pub fn body(&self) -> &RawBody {
        &self.0.body
    }

    /// Returns the body as a `T`, read like the body of a success: unknown fields are kept, and values that do not fit
    /// are skipped. `None` if it is not JSON or lacks what a `T` must have.
    pub fn body_as<T: DeserializeOwned>(&self) -> Option<T> {
        let options = DecodeOptions {
            strict: false,
            confidential: false,
        };
        let decoded = decode::read(self.0.body.as_bytes(), options, |json| T::deserialize(json));
        decoded.ok().map(|decoded| decoded.value)
    }
}

impl ApiError<String> {
    /// Redacts a secret wherever an error repeats it.
    pub(crate) fn redact(&mut self, secret: &str) {
        for detail in &mut self.0.details {
            let texts = [&mut detail.code, &mut detail.message, &mut detail.data_path];
            for text in texts.into_iter().flatten() {
                if text.contains(secret) {
                    *text = text.replace(secret, "[redacted]");
                }
            }
        }
    }
}

impl<C: AsRef<str>> ApiError<C> {
    /// Returns whether the service has carried out the call anyway. See [`CarriedOut`] for the rule.
    pub fn carried_out(&self) -> CarriedOut {
        self.end().carried_out().after(self.head().earlier)
    }

    /// Returns how much of the call a 2xx refuses.
    fn refused(&self) -> Option<Refusal> {
        refusal::of(&self.operation().refused_when, self.status(), self.0.body.as_bytes())
    }

    pub(crate) fn end(&self) -> End {
        if self.status().is_success() && self.refused() == Some(Refusal::Part) {
            return End::RefusedInPart;
        }
        let codes = self.codes().map(AsRef::as_ref);
        End::refused(self.head().service, &self.operation().api, self.status(), codes)
    }
}

head_accessors!(ApiError<C>);

impl<C: Clone> Clone for ApiError<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// Omits the headers, which may contain cookies.
impl<C: fmt::Debug> fmt::Debug for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &format_args!("{}", self.operation()))
            .field("status", &self.status())
            .field("correlation_id", &self.correlation_id())
            .field("details", &self.details())
            .field("body", &self.body())
            .finish_non_exhaustive()
    }
}

impl<C: AsRef<str>> fmt::Display for ErrorDetail<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_ref().map(|code| text::one_line(code.as_ref(), 100));
        let message = self.message.as_deref().map(|message| text::one_line(message, 300));
        match (code, message) {
            (Some(code), Some(message)) => write!(f, "{code}: {message}")?,
            (Some(one), None) | (None, Some(one)) => f.write_str(&one)?,
            (None, None) => f.write_str("no code and no message")?,
        }
        match &self.data_path {
            Some(path) => write!(f, " (at {})", text::one_line(path, 200)),
            None => Ok(()),
        }
    }
}

impl<C: AsRef<str>> fmt::Display for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            operation,
            head,
            details,
            body,
        } = &*self.0;
        write!(f, "`{}` was refused: {}", **operation, head.status)?;
        if let Some(place) = redirect_target(head) {
            write!(f, " to {place}")?;
        }
        match details.as_slice() {
            [] => {
                let excerpt = body.excerpt(120);
                if !excerpt.is_empty() {
                    write!(f, ", {excerpt}")?;
                }
            }
            [one] => write!(f, ", {one}")?,
            [first, second] => write!(f, ", {first}, and {second}")?,
            [first, more @ ..] => write!(f, ", {first}, and {} more errors", more.len())?,
        }
        write!(f, "; correlation id {}", head.correlation_id)
    }
}

/// Returns the target of a redirect, without user, query and fragment, which may be secret.
fn redirect_target(head: &Head) -> Option<String> {
    let location = head.headers.get(http::header::LOCATION)?;
    if !head.status.is_redirection() {
        return None;
    }
    let place = location.to_str().ok()?.split(['?', '#']).next()?;
    let place = match place.split_once("//") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = host.rsplit('@').next().unwrap_or(host);
            format!("{scheme}//{host}{path}")
        }
        None => place.to_owned(),
    };
    Some(place.chars().take(200).collect())
}

impl<C: AsRef<str> + fmt::Debug> std::error::Error for ApiError<C> {}

/// For calls without documented statuses and codes.
impl<C: Code> OperationError for ApiError<C> {
    type Code = C;

    fn from_api_error(error: Self) -> Self {
        error
    }

    fn api_error(&self) -> &Self {
        self
    }
}

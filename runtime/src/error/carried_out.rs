//! Whether the service carried out a call: one rule for errors, retries and waiters.

use std::fmt;

use http::StatusCode;

use crate::{SendError, Service};

/// Whether the service has carried out a call that failed.
///
/// | what happened | result |
/// |---|---|
/// | the call was invalid, had no token or was not sent | `No` |
/// | a 3xx, 401, 429 or any other 4xx except 408 | `No` |
/// | a 408 | `Perhaps` |
/// | a 5xx | `Perhaps` |
/// | a 5xx with a code that means that nothing was carried out | `No` |
/// | no response, or one that is truncated or too long | `Perhaps` |
/// | a 2xx that is a refusal | `No` |
/// | a 2xx that is a refusal of a part, such as a record of several | `Perhaps` |
/// | a 2xx with JSON of an unexpected shape | `Yes` |
/// | a 2xx with anything else: HTML, another content type, not JSON | `Perhaps` |
///
/// Otherwise the body of a 3xx, 4xx or 5xx makes no difference. The last attempt counts, but if an earlier one ended
/// with `Perhaps`, its `No` becomes `Perhaps`. A call that succeeds has no error: an empty 201, 202 or 204 is a
/// success, and so is an empty 200 to a `DELETE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CarriedOut {
    /// Nothing was carried out, so a retry cannot do anything twice.
    No,
    /// Unknown. Check the state before retrying a call that must not be carried out twice.
    Perhaps,
    /// It was carried out.
    Yes,
}

impl CarriedOut {
    /// Combines the result of the last attempt with that of `earlier` ones.
    pub(crate) fn after(self, earlier: Self) -> Self {
        match (earlier, self) {
            (Self::No, last) => last,
            (earlier, Self::No) => earlier,
            (_, last) => last,
        }
    }
}

/// `no`, `perhaps` or `yes`.
impl fmt::Display for CarriedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::No => "no",
            Self::Perhaps => "perhaps",
            Self::Yes => "yes",
        })
    }
}

/// How a failed attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It was not sent.
    NotSent,
    /// No complete response was received.
    NoResponse,
    /// The response was larger than the limit.
    TooLarge,
    /// It was refused with this status. `exempt` if one of its codes means that nothing was carried out.
    Refused { status: StatusCode, exempt: bool },
    /// It was refused in part, with a 2xx.
    RefusedInPart,
    /// A 2xx whose body is not from the service.
    Foreign,
    /// A 2xx with JSON of an unexpected shape.
    Decode,
}

impl End {
    /// Creates the end of a refused operation of `api` with these codes.
    pub(crate) fn refused<'a>(
        service: &Service,
        api: &str,
        status: StatusCode,
        mut codes: impl Iterator<Item = &'a str>,
    ) -> Self {
        let exempt =
            !service.not_carried_out.is_empty() && codes.any(|code| service.not_carried_out.contains(&(api, code)));
        Self::Refused { status, exempt }
    }

    /// Returns the result of this attempt alone.
    pub(crate) fn carried_out(self) -> CarriedOut {
        match self {
            Self::NotSent | Self::Refused { exempt: true, .. } => CarriedOut::No,
            Self::Refused { status, .. } => match status.as_u16() {
                408 => CarriedOut::Perhaps,
                200..=499 => CarriedOut::No,
                _ => CarriedOut::Perhaps,
            },
            Self::RefusedInPart | Self::NoResponse | Self::TooLarge | Self::Foreign => CarriedOut::Perhaps,
            Self::Decode => CarriedOut::Yes,
        }
    }

    /// Whether the same call may succeed a little later.
    pub(crate) fn is_transient(self, service: &Service) -> bool {
        match self {
            Self::NotSent | Self::NoResponse | Self::Foreign => true,
            Self::Refused { status, .. } => {
                status == StatusCode::TOO_MANY_REQUESTS || service.retry_statuses.contains(&status.as_u16())
            }
            // The next response would be the same.
            Self::RefusedInPart | Self::TooLarge | Self::Decode => false,
        }
    }
}

impl From<&SendError> for End {
    fn from(error: &SendError) -> Self {
        match error {
            SendError::NotSent(_) => Self::NotSent,
            SendError::NoResponse(_) | SendError::TimedOut { .. } => Self::NoResponse,
            SendError::TooLarge { .. } => Self::TooLarge,
        }
    }
}

//! Whether the service did what it was asked: one rule, for errors, retries and waiters alike.

use std::fmt;

use http::StatusCode;

use crate::{SendError, Service};

/// Whether the service has carried out a call that failed.
///
/// | what happened | answer |
/// |---|---|
/// | the call was invalid, had no token or never left | `No` |
/// | a 3xx, 401, 429 or another 4xx but 408 | `No` |
/// | a 408 | `Perhaps` |
/// | a 5xx | `Perhaps` |
/// | a 5xx with a code that means that nothing was carried out | `No` |
/// | no answer, or one that is cut off or too long | `Perhaps` |
/// | a 2xx with errors and no result | `No` |
/// | a 2xx with JSON of another shape than expected | `Yes` |
/// | a 2xx with anything else: HTML, another content type, no JSON | `Perhaps` |
///
/// The body of a 3xx, 4xx or 5xx makes no difference otherwise. The last attempt counts; but if an earlier one ended with
/// `Perhaps`, its `No` becomes `Perhaps`. A call that succeeds has no error: an empty 201, 202 or 204 is a success, and so is
/// an empty 200 to a `DELETE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CarriedOut {
    /// Nothing was carried out, so sending the call again cannot do anything twice.
    No,
    /// There is no telling. Look before sending again a call that must not be carried out twice.
    Perhaps,
    /// It was carried out.
    Yes,
}

impl CarriedOut {
    /// The answer for a call whose last attempt says this, after attempts that say `earlier`.
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

/// How an attempt ended other than well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It was not made, or never left.
    NotSent,
    /// No complete answer came.
    NoResponse,
    /// The answer was cut off at the limit.
    TooLarge,
    /// An answer with this status refused it. `exempt` if one of its codes means that nothing was carried out.
    Refused { status: StatusCode, exempt: bool },
    /// A 2xx came with a body that is not the service's.
    Foreign,
    /// A 2xx came with JSON of another shape than expected.
    Decode,
}

impl End {
    /// A refusal of an operation of `api` with these codes.
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

    /// What this attempt alone says.
    pub(crate) fn carried_out(self) -> CarriedOut {
        match self {
            Self::NotSent | Self::Refused { exempt: true, .. } => CarriedOut::No,
            Self::Refused { status, .. } => match status.as_u16() {
                408 => CarriedOut::Perhaps,
                200..=499 => CarriedOut::No,
                _ => CarriedOut::Perhaps,
            },
            Self::NoResponse | Self::TooLarge | Self::Foreign => CarriedOut::Perhaps,
            Self::Decode => CarriedOut::Yes,
        }
    }

    /// Whether the same call can succeed a little later.
    pub(crate) fn will_pass(self, service: &Service) -> bool {
        match self {
            Self::NotSent | Self::NoResponse | Self::Foreign => true,
            Self::Refused { status, .. } => {
                status == StatusCode::TOO_MANY_REQUESTS || service.retry_statuses.contains(&status.as_u16())
            }
            // They would be the same again.
            Self::TooLarge | Self::Decode => false,
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

//! Injected faults: what goes wrong, and for which calls.

mod inject;
mod json;
mod kind;
mod mutate;
mod registry;

use std::time::Duration;

pub(crate) use inject::{Outcome, Wire, carry_out};
use json::FaultJson;
pub(crate) use kind::{Kind, Page, Refused};
pub(crate) use registry::Faults;
pub use registry::{FaultId, Injected};
use serde::{Deserialize, Serialize};

/// A fault to inject. It applies to all calls until it is cleared, unless it is limited.
///
/// Several faults can apply to the same call, for example a latency and a status. Of the faults that replace the
/// answer, only the first applies and the others wait for the next call: `times(1)` makes a sequence of them.
///
/// ```
/// use std::time::Duration;
/// use concur_sandbox::Fault;
///
/// let busy = Fault::status(429).retry_after(Duration::from_secs(1)).on("request.list").times(2);
/// assert_eq!(busy.to_string(), "status 429 in place of the call");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "FaultJson", into = "FaultJson")]
pub struct Fault {
    pub(crate) kind: Kind,
    /// Whether the call is carried out before it fails.
    pub(crate) carried_out: bool,
    pub(crate) when: When,
}

/// The calls that a fault applies to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct When {
    /// An operation such as `request.list`, or an API such as `request`.
    pub(crate) operation: Option<String>,
    /// A path prefix.
    pub(crate) path: Option<String>,
    pub(crate) skip: u64,
    pub(crate) times: Option<u64>,
    /// From 0 to 1.
    pub(crate) rate: f64,
}

impl Default for When {
    fn default() -> Self {
        Self {
            operation: None,
            path: None,
            skip: 0,
            times: None,
            rate: 1.0,
        }
    }
}

impl Fault {
    /// Delays the answer, by the clock of the machine. The call is carried out at once.
    #[must_use]
    pub fn latency(time: Duration) -> Self {
        Self::new(Kind::Latency(time))
    }

    /// Answers with this status, from 200 to 599. The call is not carried out. The body is the error body of the
    /// operation.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Status(Refused::new(status)))
    }

    /// Answers with status 502 and the HTML page of a gateway. The call is not carried out.
    #[must_use]
    pub fn html() -> Self {
        Self::status(502).html_body()
    }

    /// Closes the connection without an answer. The call is not carried out.
    #[must_use]
    pub fn drop_connection() -> Self {
        Self::new(Kind::Drop)
    }

    /// Closes the connection after this many bytes of the body, although `Content-Length` announces all of it. At least
    /// one byte is missing. Answers without a body are not affected.
    #[must_use]
    pub fn truncate(after_bytes: usize) -> Self {
        Self::new(Kind::Truncate(after_bytes))
    }

    /// Adds fields that the specification does not know to every object of a successful answer.
    #[must_use]
    pub fn unknown_fields() -> Self {
        Self::new(Kind::UnknownFields)
    }

    /// Replaces every value of a value set in a successful answer by an unlisted one.
    #[must_use]
    pub fn unknown_values() -> Self {
        Self::new(Kind::UnknownValues)
    }

    /// Sets every documented field that is absent from a successful answer to null.
    #[must_use]
    pub fn nulls() -> Self {
        Self::new(Kind::Nulls)
    }

    /// Refuses a token call as if its user belonged to the other data center. Other calls are not affected.
    #[must_use]
    pub fn elsewhere() -> Self {
        Self::new(Kind::Elsewhere)
    }

    /// Limits the fault to an operation such as `request.list`, or to an API such as `request`.
    #[must_use]
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.when.operation = Some(operation.into());
        self
    }

    /// Limits the fault to paths with a prefix such as `/travelrequest/v4/`.
    #[must_use]
    pub fn on_path(mut self, prefix: impl Into<String>) -> Self {
        self.when.path = Some(prefix.into());
        self
    }

    /// Skips the first calls.
    #[must_use]
    pub fn skip(mut self, calls: u64) -> Self {
        self.when.skip = calls;
        self
    }

    /// Limits the number of calls. By default, the fault applies until it is cleared.
    #[must_use]
    pub fn times(mut self, calls: u64) -> Self {
        self.when.times = Some(calls);
        self
    }

    /// Applies the fault to a random fraction of the calls, from 0 to 1. See
    /// [`Builder::random_seed`](crate::Builder::random_seed).
    #[must_use]
    pub fn rate(mut self, share: f64) -> Self {
        self.when.rate = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        self
    }

    /// Carries out the call, so that it takes effect and only its answer is lost. Applies to a status and to a dropped
    /// connection, and has no effect on other faults.
    #[must_use]
    pub fn carried_out(mut self) -> Self {
        self.carried_out = true;
        self
    }

    /// Sets the header `Retry-After`, in whole seconds, rounded up. Applies to a status.
    #[must_use]
    pub fn retry_after(self, time: Duration) -> Self {
        let whole = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        self.header("Retry-After", whole.to_string())
    }

    /// Adds a header. Applies to a status. An invalid header is ignored.
    #[must_use]
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let header = (name.into(), value.into());
        self.of_status(|refused| refused.headers.push(header))
    }

    /// Sets the code in the error body. Applies to a status.
    #[must_use]
    pub fn code(self, code: impl Into<String>) -> Self {
        let code = code.into();
        self.of_status(|refused| refused.page = Page::Envelope(Some(code)))
    }

    /// Uses the HTML page of a gateway as the body. Applies to a status.
    #[must_use]
    pub fn html_body(self) -> Self {
        self.of_status(|refused| refused.page = Page::Html)
    }

    /// Sends no body. Applies to a status.
    #[must_use]
    pub fn empty_body(self) -> Self {
        self.of_status(|refused| refused.page = Page::Empty)
    }

    fn new(kind: Kind) -> Self {
        Self {
            kind,
            carried_out: false,
            when: When::default(),
        }
    }

    fn of_status(mut self, change: impl FnOnce(&mut Refused)) -> Self {
        if let Kind::Status(refused) = &mut self.kind {
            change(refused);
        }
        self
    }
}

impl std::fmt::Display for Fault {
    /// Describes the fault: "status 429 in place of the call".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.kind, self.carried_out) {
            (Kind::Latency(time), _) => write!(f, "answer delayed by {time:?}"),
            (Kind::Status(refused), false) => write!(f, "status {} in place of the call", refused.status),
            (Kind::Status(refused), true) => write!(f, "status {} in place of the answer", refused.status),
            (Kind::Drop, false) => f.write_str("connection dropped before the call was carried out"),
            (Kind::Drop, true) => f.write_str("connection dropped after the call was carried out"),
            (Kind::Truncate(bytes), _) => write!(f, "body truncated after {bytes} bytes"),
            (Kind::UnknownFields, _) => f.write_str("unknown fields in the answer"),
            (Kind::UnknownValues, _) => f.write_str("unlisted values in the answer"),
            (Kind::Nulls, _) => f.write_str("nulls in the answer"),
            (Kind::Elsewhere, _) => f.write_str("call redirected to the other data center"),
        }
    }
}

#[cfg(test)]
mod tests;

//! Faults on purpose: what goes wrong, and for which calls.

mod duration;
mod inject;
mod json;
mod kind;
mod mutate;
mod registry;

use std::time::Duration;

pub(crate) use duration::duration;
pub(crate) use inject::{Outcome, Wire, carry_out};
use json::FaultJson;
pub(crate) use kind::{Kind, Page, Refused};
pub(crate) use registry::Faults;
pub use registry::{FaultId, Injected};
use serde::{Deserialize, Serialize};

/// A fault: one thing that goes wrong, for all calls until it is cleared unless it says for which.
///
/// Several faults can strike the same call, a late one and a status say. Of those that take the place of the answer, the
/// first that was injected strikes and the others wait for another call: `times(1)` makes a sequence of them.
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
    /// The call is carried out before it goes wrong.
    pub(crate) carried_out: bool,
    pub(crate) when: When,
}

/// Which calls a fault strikes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct When {
    /// An operation, `request.list`, or all of an API, `request`.
    pub(crate) operation: Option<String>,
    /// What the path starts with.
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
    /// The answer comes late, by the machine's time. The call is carried out at once.
    #[must_use]
    pub fn latency(time: Duration) -> Self {
        Self::new(Kind::Latency(time))
    }

    /// An answer with this status, between 200 and 599, in place of the call, which is not carried out. Its body is the
    /// error body of the operation.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Status(Refused::new(status)))
    }

    /// Status 502 with the HTML page of a gateway in place of the call.
    #[must_use]
    pub fn html() -> Self {
        Self::status(502).html_body()
    }

    /// The connection ends without an answer and without the call being carried out.
    #[must_use]
    pub fn drop_connection() -> Self {
        Self::new(Kind::Drop)
    }

    /// The answer says how long it is, and the connection ends after so many bytes of its body. It is never whole. An
    /// answer without a body is not struck.
    #[must_use]
    pub fn truncate(after_bytes: usize) -> Self {
        Self::new(Kind::Truncate(after_bytes))
    }

    /// Every object of a successful answer has fields that the specification does not know.
    #[must_use]
    pub fn unknown_fields() -> Self {
        Self::new(Kind::UnknownFields)
    }

    /// Every field of a successful answer that has a set of values has one that is not listed.
    #[must_use]
    pub fn unknown_values() -> Self {
        Self::new(Kind::UnknownValues)
    }

    /// Every documented field that a successful answer does not have is null.
    #[must_use]
    pub fn nulls() -> Self {
        Self::new(Kind::Nulls)
    }

    /// The token call is refused, as if its user lived in the other data center. It strikes no other call.
    #[must_use]
    pub fn elsewhere() -> Self {
        Self::new(Kind::Elsewhere)
    }

    /// For an operation, `request.list`, or for all of an API, `request`.
    #[must_use]
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.when.operation = Some(operation.into());
        self
    }

    /// For paths that start with this: `/travelrequest/v4/`.
    #[must_use]
    pub fn on_path(mut self, prefix: impl Into<String>) -> Self {
        self.when.path = Some(prefix.into());
        self
    }

    /// Lets the first calls pass.
    #[must_use]
    pub fn skip(mut self, calls: u64) -> Self {
        self.when.skip = calls;
        self
    }

    /// For so many calls; until it is cleared without.
    #[must_use]
    pub fn times(mut self, calls: u64) -> Self {
        self.when.times = Some(calls);
        self
    }

    /// For a share of the calls, from 0 to 1, drawn by [`Builder::random_seed`](crate::Builder::random_seed).
    #[must_use]
    pub fn rate(mut self, share: f64) -> Self {
        self.when.rate = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        self
    }

    /// The call is carried out all the same: it took effect, and its answer is lost. Of a status and of a dropped
    /// connection; any other fault leaves the call as it is.
    #[must_use]
    pub fn carried_out(mut self) -> Self {
        self.carried_out = true;
        self
    }

    /// With the header `Retry-After`, in whole seconds. Of a status.
    #[must_use]
    pub fn retry_after(self, time: Duration) -> Self {
        let whole = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        self.header("Retry-After", whole.to_string())
    }

    /// With a header. Of a status; one that cannot travel is left out.
    #[must_use]
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let header = (name.into(), value.into());
        self.of_status(|refused| refused.headers.push(header))
    }

    /// With a code in the error body. Of a status.
    #[must_use]
    pub fn code(self, code: impl Into<String>) -> Self {
        let code = code.into();
        self.of_status(|refused| refused.page = Page::Envelope(Some(code)))
    }

    /// With the HTML page of a gateway for a body. Of a status.
    #[must_use]
    pub fn html_body(self) -> Self {
        self.of_status(|refused| refused.page = Page::Html)
    }

    /// Without a body. Of a status.
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
    /// What goes wrong: "status 429 in place of the call".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.kind, self.carried_out) {
            (Kind::Latency(time), _) => write!(f, "the answer {time:?} late"),
            (Kind::Status(refused), false) => write!(f, "status {} in place of the call", refused.status),
            (Kind::Status(refused), true) => write!(f, "status {} in place of the answer", refused.status),
            (Kind::Drop, false) => f.write_str("the connection dropped before the call was carried out"),
            (Kind::Drop, true) => f.write_str("the connection dropped after the call was carried out"),
            (Kind::Truncate(bytes), _) => write!(f, "the body cut after {bytes} bytes"),
            (Kind::UnknownFields, _) => f.write_str("unknown fields in the answer"),
            (Kind::UnknownValues, _) => f.write_str("unlisted values in the answer"),
            (Kind::Nulls, _) => f.write_str("nulls in the answer"),
            (Kind::Elsewhere, _) => f.write_str("the call sent to the other data center"),
        }
    }
}

#[cfg(test)]
mod tests;

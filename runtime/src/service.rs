//! What the generator tells the runtime about a service: plain data, written as `static`s.

mod following;
mod operation;
mod tokens;

use std::time::Duration;

pub use following::{Paging, Waiting};
pub(crate) use operation::OperationRef;
pub use operation::{Operation, RefusedWhen};
pub use tokens::{Authorize, Grant, Host, TokenResponse, TokenService};

use crate::RetryPolicy;

/// A service as a whole: the names and limits that all of its operations share.
#[derive(Debug, Clone)]
pub struct Service {
    /// What people call it: `SAP Concur`.
    pub name: &'static str,
    /// The header that carries the correlation id, both ways. In lower case, as HTTP/2 wants it.
    pub correlation_header: &'static str,
    /// The `User-Agent` that is sent unless the user of the SDK sets one.
    pub user_agent: &'static str,
    /// How long one attempt may take, from connecting to the last byte read.
    pub timeout: Duration,
    /// How long an answer may be, in bytes after decompression.
    pub max_body: usize,
    /// The shapes in which the service describes an error, in the order in which they are tried.
    pub envelopes: &'static [Envelope],
    /// The header that warns of a deprecated call.
    pub warning_header: Option<&'static str>,
    /// The header that says when a call will be gone.
    pub sunset_header: Option<&'static str>,
    /// The error codes that mean that nothing was carried out, whatever the status: the API, and the code.
    pub not_carried_out: &'static [(&'static str, &'static str)],
    /// How often and after which pauses a call is sent again, unless the user of the SDK says otherwise.
    pub retries: RetryPolicy,
    /// The statuses that say: send it again later.
    pub retry_statuses: &'static [u16],
    /// How many retries of all calls of a client may be open at a time; see [`ClientBuilder`](crate::ClientBuilder).
    pub retry_budget: u32,
    /// What the paths of its APIs begin with: `/travelrequest/v4`. In lower case. No base URL ends in one.
    pub base_paths: &'static [&'static str],
    /// How to get tokens, when the service has a token call.
    pub tokens: Option<&'static TokenService>,
}

impl Service {
    /// A service that is called so, with limits to begin with and nothing else; for services without a specification.
    ///
    /// ```
    /// use sap_concur_runtime::Service;
    ///
    /// static SERVICE: Service = Service { user_agent: "example/1.0", ..Service::named("Example") };
    /// ```
    pub const fn named(name: &'static str) -> Self {
        Self {
            name,
            correlation_header: "x-correlation-id",
            user_agent: "sap-concur-runtime",
            timeout: Duration::from_secs(75),
            max_body: 16 * 1024 * 1024,
            envelopes: &[],
            not_carried_out: &[],
            warning_header: None,
            sunset_header: None,
            retries: RetryPolicy::never(),
            retry_statuses: &[429, 503],
            retry_budget: 50,
            base_paths: &[],
            tokens: None,
        }
    }
}

/// One shape of an error body.
///
/// All of its texts are paths: keys with dots between them, such as `error.id`. `code`, `message` and `data_path` start
/// at an item of `list` when there is one, and at the body otherwise.
///
/// A body has the shape when its `code` is there, as a string that is not empty or as a number; with a `list`, when the
/// first item has it, or has at least a `message`. A body that has none of the shapes is kept as it is and has no
/// details.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// What the shape is called in the specification.
    pub name: &'static str,
    /// Where the list of errors stands, when the shape can hold several.
    pub list: Option<&'static str>,
    /// Where the code stands.
    pub code: &'static str,
    /// Where the message stands.
    pub message: &'static str,
    /// Where the place in the request that is at fault stands.
    pub data_path: Option<&'static str>,
    /// A second list of faults, which have no code.
    pub more: Option<EnvelopeMore>,
}

/// A list of faults without codes, beside the error that an [`Envelope`] describes.
#[derive(Debug, Clone)]
pub struct EnvelopeMore {
    /// Where the list stands, from the top of the body.
    pub list: &'static str,
    /// Where the message stands in an item.
    pub message: &'static str,
    /// Where the place at fault stands in an item.
    pub data_path: Option<&'static str>,
}

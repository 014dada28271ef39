//! Data about a service, which the generator writes as `static`s.

mod operation;
mod paging;
mod polling;
mod tokens;

use std::time::Duration;

pub(crate) use operation::OperationRef;
pub use operation::{Operation, RefusedWhen, Scopes};
pub use paging::{NextPage, Paging, Position};
pub use polling::Polling;
pub use tokens::{Authorize, Grant, Host, TokenResponse, TokenService};

use crate::RetryPolicy;

/// A service: the names and limits that all of its operations share.
#[derive(Debug, Clone)]
pub struct Service {
    /// The display name: `SAP Concur`.
    pub name: &'static str,
    /// The header of the correlation id in requests and responses, in lower case.
    pub correlation_header: &'static str,
    /// The default `User-Agent`.
    pub user_agent: &'static str,
    /// The default timeout of one attempt, from connecting to reading the last byte.
    pub timeout: Duration,
    /// The default maximum size of a response body, in bytes after decompression.
    pub max_body: usize,
    /// The shapes of error bodies, in the order in which they are tried.
    pub envelopes: &'static [Envelope],
    /// The header with a deprecation warning.
    pub warning_header: Option<&'static str>,
    /// The header with the date when an operation will be removed.
    pub sunset_header: Option<&'static str>,
    /// Error codes that mean that nothing was carried out, whatever the status: API and code.
    pub not_carried_out: &'static [(&'static str, &'static str)],
    /// The default retry policy.
    pub retries: RetryPolicy,
    /// The statuses that are retryable.
    pub retry_statuses: &'static [u16],
    /// The default retry budget; see [`ClientBuilder`](crate::ClientBuilder).
    pub retry_budget: u32,
    /// The beginnings of its API paths, such as `/travelrequest/v4`, in lower case. No base URL ends in one.
    pub base_paths: &'static [&'static str],
    /// The names of secret parameters and fields that [`WireLog`](crate::WireLog) blacks out: API and name.
    pub secrets: &'static [(&'static str, &'static str)],
    /// How to get tokens, if the service has a token endpoint.
    pub tokens: Option<&'static TokenService>,
}

impl Service {
    /// Creates a service with default limits and nothing else, for services without a specification.
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
            secrets: &[],
            tokens: None,
        }
    }
}

/// One shape of an error body.
///
/// All locations are paths: the keys that lead to a value, such as `["error", "id"]`. `code`, `message` and `data_path`
/// are relative to an item of `list` if there is one, and otherwise to the body.
///
/// With `present`, a body matches if it has that value: anything but null and what is empty. Otherwise it matches if
/// `code` is present, as a non-empty string or a number, or `message` in an envelope without `code`. With a `list`, the
/// first item must have a code or at least a `message`. A body that matches no envelope has no details.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The name of the envelope in the specification.
    pub name: &'static str,
    /// The value by which a body is known to have this shape, relative to the body.
    pub present: Option<&'static [&'static str]>,
    /// The list of errors, if there can be several.
    pub list: Option<&'static [&'static str]>,
    /// The error code, if errors have one.
    pub code: Option<&'static [&'static str]>,
    /// The message.
    pub message: &'static [&'static str],
    /// The part of the request that is wrong.
    pub data_path: Option<&'static [&'static str]>,
    /// A second list of errors.
    pub more: Option<EnvelopeMore>,
}

/// A list of errors in addition to those of an [`Envelope`].
#[derive(Debug, Clone)]
pub struct EnvelopeMore {
    /// The list, relative to the body.
    pub list: &'static [&'static str],
    /// The code of an item, if items have one.
    pub code: Option<&'static [&'static str]>,
    /// The message of an item.
    pub message: &'static [&'static str],
    /// The part of the request that is wrong, in an item.
    pub data_path: Option<&'static [&'static str]>,
}

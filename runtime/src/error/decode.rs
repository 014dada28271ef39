//! Responses that cannot be decoded.

use std::{fmt, sync::Arc};

use super::{CarriedOut, End, RawBody};
use crate::{
    Operation,
    response::{Head, head_accessors},
    service::OperationRef,
    text,
};

/// The status is 2xx, but the body cannot be decoded.
///
/// Either it is JSON of an unexpected shape; then the call was carried out. Or it is not from the service: HTML,
/// another content type, or not JSON where JSON is expected, as from a proxy, a gateway or a service in maintenance.
/// Then the call may or may not have been carried out. [`carried_out`](Self::carried_out) distinguishes the two.
#[derive(Debug, Clone)]
pub struct DecodeError(Arc<Inner>);

struct Inner {
    operation: OperationRef,
    head: Head,
    path: String,
    problem: String,
    body: RawBody,
    /// Whether the body is not from the service.
    foreign: bool,
}

impl DecodeError {
    /// Creates an error at `path` with the decoder's message `problem`.
    pub(crate) fn new(operation: OperationRef, head: Head, (path, problem): (String, String), body: RawBody) -> Self {
        Self(Arc::new(Inner {
            operation,
            head,
            path,
            problem,
            body,
            foreign: false,
        }))
    }

    /// Creates an error for a body that is not from the service, with the evidence for that.
    pub(crate) fn foreign(operation: OperationRef, head: Head, why: &str, body: RawBody) -> Self {
        let mut problem = format!("the response is not from the service: {why}");
        let excerpt = body.excerpt(120);
        if !excerpt.is_empty() {
            problem.push_str("; it begins with ");
            problem.push_str(&excerpt);
        }
        Self(Arc::new(Inner {
            operation,
            head,
            path: String::new(),
            problem,
            body,
            foreign: true,
        }))
    }

    fn head(&self) -> &Head {
        &self.0.head
    }

    /// Returns the operation that was called.
    pub fn operation(&self) -> &Operation {
        &self.0.operation
    }

    /// Returns whether the service has carried out the call. See [`CarriedOut`] for the rule.
    pub fn carried_out(&self) -> CarriedOut {
        self.end().carried_out().after(self.head().earlier)
    }

    pub(crate) fn end(&self) -> End {
        match self.0.foreign {
            true => End::Foreign,
            false => End::Decode,
        }
    }

    /// Returns the path of the value that cannot be decoded, such as `lineItems[2].quantity`. Empty if it is the whole
    /// body.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the problem, with line and column of the body if they are known. Does not quote the body if the call
    /// carried a secret.
    pub fn problem(&self) -> &str {
        &self.0.problem
    }

    /// Returns the body.
    pub fn body(&self) -> &RawBody {
        &self.0.body
    }

    /// Returns the response as received.
    pub(crate) fn to_response(&self) -> http::Response<bytes::Bytes> {
        let mut response = http::Response::new(self.0.body.bytes());
        *response.status_mut() = self.head().status;
        *response.headers_mut() = self.head().headers.clone();
        response
    }
}

head_accessors!(DecodeError);

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner")
            .field("operation", &format_args!("{}", *self.operation))
            .field("status", &self.head.status)
            .field("correlation_id", &self.head.correlation_id)
            .field("path", &self.path)
            .field("problem", &self.problem)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            operation,
            head,
            path,
            problem,
            ..
        } = &*self.0;
        write!(
            f,
            "`{}` answered {}, which cannot be decoded: ",
            **operation, head.status
        )?;
        if !path.is_empty() {
            write!(f, "at `{}`: ", text::one_line(path, 200))?;
        }
        write!(
            f,
            "{}; correlation id {}",
            text::one_line(problem, 300),
            head.correlation_id
        )
    }
}

impl std::error::Error for DecodeError {}

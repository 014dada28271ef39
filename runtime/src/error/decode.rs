//! Answers that are not understood.

use std::{fmt, sync::Arc};

use super::{CarriedOut, End, RawBody};
use crate::{
    Operation,
    response::{Head, tells_head},
    service::OperationRef,
    text,
};

/// The status is a 2xx, but the body is not what was expected.
///
/// Either it is JSON of another shape; then the call was carried out. Or it is not the service's: a page of HTML, another
/// content type, or no JSON where JSON belongs, as from a proxy, a gateway or a service in maintenance. Then the call may
/// have been carried out or not. [`carried_out`](Self::carried_out) tells which.
#[derive(Debug, Clone)]
pub struct DecodeError(Arc<Inner>);

struct Inner {
    operation: OperationRef,
    head: Head,
    path: String,
    problem: String,
    body: RawBody,
    /// Whether it is not the service's.
    foreign: bool,
}

impl DecodeError {
    /// `path` is where the fault is and `problem` is what it is, as the decoder says.
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

    /// An answer that is not the service's, and by what that shows.
    pub(crate) fn foreign(operation: OperationRef, head: Head, why: &str, body: RawBody) -> Self {
        let mut problem = format!("the answer is not the service's: {why}");
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

    /// The operation that was called.
    pub fn operation(&self) -> &Operation {
        &self.0.operation
    }

    /// Whether the service has carried out the call. See [`CarriedOut`] for the rule.
    pub fn carried_out(&self) -> CarriedOut {
        self.end().carried_out().after(self.head().earlier)
    }

    pub(crate) fn end(&self) -> End {
        match self.0.foreign {
            true => End::Foreign,
            false => End::Decode,
        }
    }

    /// Where in the answer the fault is: `lineItems[2].quantity`. Empty when it is the answer as a whole.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What is wrong there, with line and column of the body where they are known. When the call carried a secret it
    /// does not quote the body.
    pub fn problem(&self) -> &str {
        &self.0.problem
    }

    /// The body.
    pub fn body(&self) -> &RawBody {
        &self.0.body
    }

    /// The answer as it came.
    pub(crate) fn to_response(&self) -> http::Response<bytes::Bytes> {
        let mut response = http::Response::new(self.0.body.bytes());
        *response.status_mut() = self.head().status;
        *response.headers_mut() = self.head().headers.clone();
        response
    }
}

tells_head!(DecodeError);

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
            "`{}` answered {}, which is not understood: ",
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

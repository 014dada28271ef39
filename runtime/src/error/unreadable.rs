//! Answers that are not understood.

use std::{fmt, sync::Arc};

use super::RawBody;
use crate::{
    Operation,
    response::{Head, tells_head},
    service::OperationRef,
    text,
};

/// The service agreed, but its answer has not the form that was expected.
#[derive(Debug, Clone)]
pub struct Unreadable(Arc<Inner>);

struct Inner {
    operation: OperationRef,
    head: Head,
    path: String,
    problem: String,
    body: RawBody,
}

impl Unreadable {
    /// `path` is where the fault is and `problem` is what it is, as the decoder says.
    pub(crate) fn new(operation: OperationRef, head: Head, (path, problem): (String, String), body: RawBody) -> Self {
        Self(Arc::new(Inner {
            operation,
            head,
            path,
            problem,
            body,
        }))
    }

    fn head(&self) -> &Head {
        &self.0.head
    }

    /// The operation that was called.
    pub fn operation(&self) -> &Operation {
        &self.0.operation
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
}

tells_head!(Unreadable);

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

impl fmt::Display for Unreadable {
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

impl std::error::Error for Unreadable {}

//! Operations, and how calls and errors hold them.

use std::{borrow::Cow, fmt, ops::Deref, sync::Arc};

use http::Method;

/// One operation of a service.
///
/// Generated code has a `static` for each; its texts are borrowed then. One that is made at run time has texts of its own
/// and goes to [`Call::shared`](crate::Call::shared).
#[derive(Debug, Clone)]
pub struct Operation {
    /// The API that it belongs to: `request`. Empty when it is of none that the SDK knows.
    pub api: Cow<'static, str>,
    /// Its name in that API: `create`; of an untyped call its method and path.
    pub name: Cow<'static, str>,
    /// Its HTTP method.
    pub method: Method,
    /// Its path below the base URL. A parameter is a whole segment in braces: `/travelrequest/v4/requests/{id}`.
    pub path: Cow<'static, str>,
    /// The OAuth scope that the token must have.
    pub scope: Option<Cow<'static, str>>,
    /// Whether it is sent with an access token.
    pub authorized: bool,
    /// Whether sending it twice does no more than sending it once.
    pub idempotent: bool,
    /// Which 2xx answers are refusals all the same.
    pub refused_when: Option<RefusedWhen>,
}

/// What messages call it: `request.create`, or its name alone when it belongs to no API.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.api.is_empty() {
            write!(f, "{}.", self.api)?;
        }
        f.write_str(&self.name)
    }
}

/// A refusal that comes with a 2xx status: the body has items under `errors` and nothing under `without`.
#[derive(Debug, Clone)]
pub struct RefusedWhen {
    /// Where the list of errors stands; a path of keys with dots.
    pub errors: &'static str,
    /// What a body that is no refusal has; a path of keys with dots. Absent, `null` and `""` count as not there.
    pub without: &'static str,
}

/// An operation as calls and errors hold it: a clone of it allocates nothing.
#[derive(Debug, Clone)]
pub(crate) enum OperationRef {
    Static(&'static Operation),
    Shared(Arc<Operation>),
}

impl Deref for OperationRef {
    type Target = Operation;

    fn deref(&self) -> &Operation {
        match self {
            Self::Static(operation) => operation,
            Self::Shared(operation) => operation,
        }
    }
}

impl OperationRef {
    /// Changes the operation, as one of its own.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Operation)) {
        match self {
            Self::Shared(operation) => change(Arc::make_mut(operation)),
            Self::Static(operation) => {
                let mut own = operation.clone();
                change(&mut own);
                *self = Self::Shared(own.into());
            }
        }
    }
}

impl From<&'static Operation> for OperationRef {
    fn from(operation: &'static Operation) -> Self {
        Self::Static(operation)
    }
}

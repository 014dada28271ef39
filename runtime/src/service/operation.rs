//! Operations and references to them.

use std::{borrow::Cow, fmt, ops::Deref, sync::Arc};

use http::Method;

/// One operation of a service.
///
/// Generated code has a `static` for each, with borrowed strings. An operation that is created at run time owns its
/// strings; use it with [`Call::shared`](crate::Call::shared).
#[derive(Debug, Clone)]
pub struct Operation {
    /// The API of the operation: `request`. Empty if the SDK does not know it.
    pub api: Cow<'static, str>,
    /// The name of the operation in its API: `create`. For an untyped call, method and path.
    pub name: Cow<'static, str>,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL. A parameter is a whole segment in braces: `/travelrequest/v4/requests/{id}`.
    pub path: Cow<'static, str>,
    /// The required OAuth scopes.
    pub scopes: Scopes,
    /// Whether it needs an access token.
    pub authorized: bool,
    /// Whether it is idempotent.
    pub idempotent: bool,
    /// Which 2xx responses are refusals: those to which any of these rules applies.
    pub refused_when: Cow<'static, [RefusedWhen]>,
}

/// The OAuth scopes that a token needs for an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scopes {
    /// One of these scopes is enough. What a scope does not open may be missing in the response.
    Any(Cow<'static, [Cow<'static, str>]>),
    /// All of these scopes; if there are none, any token will do.
    All(Cow<'static, [Cow<'static, str>]>),
}

impl Scopes {
    /// No scope.
    pub const NONE: Self = Self::All(Cow::Borrowed(&[]));

    /// Returns true if a token with these scopes may call the operation.
    ///
    /// ```
    /// use sap_concur_runtime::Scopes;
    ///
    /// let scopes = Scopes::Any(vec!["spend.list.read".into(), "spend.list.write".into()].into());
    /// assert!(scopes.are_met(&["spend.list.write"]));
    /// assert!(!scopes.are_met(&["spend.list.delete"]));
    /// ```
    #[must_use]
    pub fn are_met(&self, granted: &[&str]) -> bool {
        match self {
            Self::Any(needed) => needed.iter().any(|scope| granted.contains(&&**scope)),
            Self::All(needed) => needed.iter().all(|scope| granted.contains(&&**scope)),
        }
    }
}

/// A single scope.
impl From<Cow<'static, str>> for Scopes {
    fn from(scope: Cow<'static, str>) -> Self {
        Self::All(vec![scope].into())
    }
}

/// Shows the scopes in back quotes, with `and` or `or` between them.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scopes, word) = match self {
            Self::Any(scopes) => (scopes, "or"),
            Self::All(scopes) => (scopes, "and"),
        };
        for (index, scope) in scopes.iter().enumerate() {
            if index > 0 {
                write!(f, " {word} ")?;
            }
            write!(f, "`{scope}`")?;
        }
        Ok(())
    }
}

/// Shows `request.create`, or only the name if the API is empty.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.api.is_empty() {
            write!(f, "{}.", self.api)?;
        }
        f.write_str(&self.name)
    }
}

/// What tells that a 2xx response is a refusal.
///
/// A field is a path of keys separated by dots, which may lead through lists. Missing, `null`, `""` and an empty list
/// count as absent.
#[derive(Debug, Clone)]
pub enum RefusedWhen {
    /// It has this status, and a part of the call was refused.
    Status(u16),
    /// Its body has a field. If a list leads to it, and not all items of the list have it, the others were carried out.
    Field {
        /// The field.
        field: &'static str,
        /// The value of the field; `None`: any.
        is: Option<&'static str>,
        /// A field that is present only on success.
        without: Option<&'static str>,
        /// The error code, in the object that has the field.
        code: Option<&'static str>,
        /// The error message, in the object that has the field.
        message: Option<&'static str>,
    },
}

/// A cheaply clonable reference to an operation.
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
    /// Changes the operation (copy-on-write).
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

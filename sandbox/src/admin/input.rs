//! The request to an endpoint, and the error it returns.

use serde_json::Value;

use crate::http::incoming::Incoming;
use concur_spec::validate::nearest;

/// A request to an endpoint.
pub(super) struct AdminRequest<'a> {
    incoming: &'a Incoming,
    /// The values of the path parameters, in order.
    path: Vec<String>,
}

/// An error of an endpoint.
#[derive(Debug)]
pub(super) struct AdminError {
    pub(super) status: u16,
    pub(super) message: String,
    pub(super) headers: Vec<(&'static str, String)>,
}

impl<'a> AdminRequest<'a> {
    pub(super) fn new(incoming: &'a Incoming, path: Vec<String>) -> Self {
        Self { incoming, path }
    }

    /// The request as it was received.
    pub(super) fn incoming(&self) -> &'a Incoming {
        self.incoming
    }

    /// Returns the path parameter at a position.
    pub(super) fn in_path(&self, position: usize) -> &str {
        self.path.get(position).map(String::as_str).unwrap_or_default()
    }

    /// Parses the body, which is JSON or a form of the page.
    pub(super) fn json(&self) -> Result<Value, AdminError> {
        if is_of_page(self.incoming) {
            let fields = self.incoming.form().into_iter();
            return Ok(Value::Object(
                fields.map(|(name, value)| (name, Value::from(value))).collect(),
            ));
        }
        serde_json::from_slice(&self.incoming.body)
            .map_err(|error| AdminError::new(400, format!("the body is not JSON: {error}")))
    }

    /// Returns the query parameters. Fails if one of them is not in `known`.
    pub(super) fn query(&self, known: &[&str]) -> Result<Vec<(String, String)>, AdminError> {
        let given = self.incoming.parameters();
        match given.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(AdminError::unknown("parameter", name, known)),
            None => Ok(given),
        }
    }
}

/// Whether the request was sent by a form of the page.
pub(super) fn is_of_page(incoming: &Incoming) -> bool {
    let accepts = incoming.header("accept").unwrap_or_default();
    let kind = incoming.header("content-type").unwrap_or_default();
    accepts.contains("text/html") && kind == "application/x-www-form-urlencoded"
}

impl AdminError {
    pub(super) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            headers: Vec::new(),
        }
    }

    /// An unknown parameter, field or operation.
    pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> Self {
        let message = match nearest(name, known.iter().copied()) {
            Some(nearest) => format!("unknown {what} `{name}`; did you mean `{nearest}`?"),
            None => format!("unknown {what} `{name}`; expected one of {}", known.join(", ")),
        };
        Self::new(400, message)
    }

    #[must_use]
    pub(super) fn with_header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

//! What an endpoint of the sandbox is asked, and what it complains about.

use serde_json::Value;

use crate::http::incoming::Incoming;
use crate::validate::nearest;

/// A call of an endpoint.
pub(super) struct Ask<'a> {
    incoming: &'a Incoming,
    /// The values of the path's parameters, in order.
    path: Vec<String>,
}

/// Why an endpoint does not do what it is asked.
#[derive(Debug)]
pub(super) struct Complaint {
    pub(super) status: u16,
    /// In a sentence.
    pub(super) message: String,
    pub(super) headers: Vec<(&'static str, String)>,
}

impl<'a> Ask<'a> {
    pub(super) fn new(incoming: &'a Incoming, path: Vec<String>) -> Self {
        Self { incoming, path }
    }

    /// A parameter of the path, by its position.
    pub(super) fn in_path(&self, position: usize) -> &str {
        self.path.get(position).map(String::as_str).unwrap_or_default()
    }

    /// The body, which must be JSON, or a form of the page.
    pub(super) fn json(&self) -> Result<Value, Complaint> {
        if is_of_page(self.incoming) {
            let fields = self.incoming.form().into_iter();
            return Ok(Value::Object(
                fields.map(|(name, value)| (name, Value::from(value))).collect(),
            ));
        }
        serde_json::from_slice(&self.incoming.body)
            .map_err(|error| Complaint::new(400, format!("the body is not JSON: {error}")))
    }

    /// The query, whose parameters must be among these.
    pub(super) fn query(&self, known: &[&str]) -> Result<Vec<(String, String)>, Complaint> {
        let given = self.incoming.parameters();
        match given.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(Complaint::unknown("parameter", name, known)),
            None => Ok(given),
        }
    }
}

/// Whether a button of the page was pressed.
pub(super) fn is_of_page(incoming: &Incoming) -> bool {
    let accepts = incoming.header("accept").unwrap_or_default();
    let kind = incoming.header("content-type").unwrap_or_default();
    accepts.contains("text/html") && kind == "application/x-www-form-urlencoded"
}

impl Complaint {
    pub(super) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            headers: Vec::new(),
        }
    }

    /// There is no such parameter, field or operation.
    pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> Self {
        let message = match nearest(name, known.iter().copied()) {
            Some(nearest) => format!("the {what} `{name}` is not known; `{nearest}` is"),
            None => format!("the {what} `{name}` is not known; there are {}", known.join(", ")),
        };
        Self::new(400, message)
    }

    #[must_use]
    pub(super) fn with_header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

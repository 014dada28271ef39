//! Refusals: an error code of the contract, in the envelope that the contract has for the status.

use concur_spec::Contract;
use concur_spec::api::{Api, Envelope, KeyPath, Operation, StatusKey};
use serde_json::{Map, Value};

/// The reason why a call is refused.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// What is wrong: one violation or, for APIs that report all at once, several.
    pub(crate) violations: Vec<Violation>,
    /// Additional members of a body that is not a list, such as `geolocation`.
    pub(crate) more: Map<String, Value>,
    /// The whole body, if it is not an envelope.
    pub(crate) whole: Option<Value>,
}

/// One violation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Violation {
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// The path in the body.
    pub(crate) data_path: Option<String>,
}

impl Refusal {
    /// Creates a refusal from an error code of the API, with its first status and its first message.
    pub(crate) fn code(api: &Api, code: &str) -> Self {
        Self::filled(api, code, 0, &[])
    }

    /// Creates a refusal from an error code with several messages, or messages with placeholders: `{iataCode}`.
    pub(crate) fn filled(api: &Api, code: &str, message: usize, values: &[(&str, &str)]) -> Self {
        let known = api.error_codes.iter().find(|known| known.wire == code);
        let status = known.and_then(|known| known.status.first().copied()).unwrap_or(400);
        Self::of(status, vec![Violation::filled(api, code, message, values)])
    }

    /// Creates a refusal with a code that is not of the API, as a gateway answers.
    pub(crate) fn plain(status: u16, code: &str, message: impl Into<String>) -> Self {
        let violation = Violation {
            code: Some(code.to_owned()),
            message: message.into(),
            data_path: None,
        };
        Self::of(status, vec![violation])
    }

    /// Creates a refusal from an error of the API without a code, by its position in the list.
    pub(crate) fn uncoded(api: &Api, position: usize) -> Self {
        let known = api.uncoded_errors.get(position);
        let violation = Violation {
            code: None,
            message: known.map(|known| known.message.clone()).unwrap_or_default(),
            data_path: None,
        };
        Self::of(known.map_or(400, |known| known.status), vec![violation])
    }

    pub(crate) fn of(status: u16, violations: Vec<Violation>) -> Self {
        let more = Map::new();
        Self {
            status,
            violations,
            more,
            whole: None,
        }
    }

    /// Replaces the body by one that is not an envelope.
    #[must_use]
    pub(crate) fn with_body(mut self, body: Value) -> Self {
        self.whole = Some(body);
        self
    }

    /// Replaces the status.
    #[must_use]
    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Adds a member to the body.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// Returns the body, in the envelope of the operation for this status, or the common one if there is none.
    pub(crate) fn body(&self, contract: &Contract, operation: Option<&Operation>) -> Value {
        if let Some(whole) = &self.whole {
            return whole.clone();
        }
        let response = operation.and_then(|operation| {
            let is_it = |status: StatusKey| status == StatusKey::Code(self.status);
            operation.responses.iter().find(|response| is_it(response.status))
        });
        let name = response.and_then(|response| response.envelope.as_deref());
        let envelopes = &contract.platform.envelopes;
        let envelope = match name {
            Some(name) => envelopes.iter().find(|envelope| envelope.name == name),
            // An operation with an envelope of its own for some refusals uses it for all.
            None => operation.and_then(|operation| own_envelope(contract, operation)),
        };
        match envelope.or(envelopes.first()) {
            Some(envelope) => self.in_envelope(envelope),
            None => Value::Object(self.more.clone()),
        }
    }

    fn in_envelope(&self, envelope: &Envelope) -> Value {
        let mut body = self.more.clone();
        if let Some(list) = &envelope.list {
            let violations = self
                .violations
                .iter()
                .map(|violation| Value::Object(violation.object(envelope)));
            put(&mut body, &list.0, violations.collect());
        } else {
            body.extend(
                self.violations
                    .first()
                    .map(|violation| violation.object(envelope))
                    .unwrap_or_default(),
            );
        }
        // Where further errors have codes, each violation is one. Where they have none, they are about something else.
        if let Some((more, code)) = envelope
            .more
            .as_ref()
            .and_then(|more| Some((more, more.code.as_ref()?)))
        {
            let item = |violation: &Violation| {
                let code = violation.code.as_deref().map(|wire| (code, Value::from(wire)));
                Value::Object(violation.at_paths(code, &more.message, more.data_path.as_ref()))
            };
            put(&mut body, &more.list.0, self.violations.iter().map(item).collect());
        }
        // What is in each body of the shape is the status, unless a rule has put something else there.
        if let Some(path) = &envelope.present
            && path.find(&Value::Object(body.clone())).is_none()
        {
            put(&mut body, &path.0, Value::from(self.status.to_string()));
        }
        Value::Object(body)
    }
}

fn own_envelope<'a>(contract: &'a Contract, operation: &Operation) -> Option<&'a Envelope> {
    let name = operation
        .responses
        .iter()
        .find_map(|response| response.envelope.as_ref())?;
    contract
        .platform
        .envelopes
        .iter()
        .find(|envelope| envelope.name == *name)
}

impl Violation {
    /// Creates a violation from an error code of the API, with its first message.
    pub(crate) fn code(api: &Api, code: &str) -> Self {
        Self::filled(api, code, 0, &[])
    }

    /// Creates a violation from an error code with several messages, or messages with placeholders.
    pub(crate) fn filled(api: &Api, code: &str, message: usize, values: &[(&str, &str)]) -> Self {
        let known = api.error_codes.iter().find(|known| known.wire == code);
        let message = known.and_then(|known| known.messages.get(message));
        let mut message = message.cloned().unwrap_or_else(|| code.to_owned());
        for (name, value) in values {
            message = message.replace(&format!("{{{name}}}"), value);
        }
        let (code, data_path) = (Some(code.to_owned()), None);
        Self {
            code,
            message,
            data_path,
        }
    }

    /// Sets the path in the body.
    #[must_use]
    pub(crate) fn at(mut self, path: impl Into<String>) -> Self {
        self.data_path = Some(path.into()).filter(|path: &String| !path.is_empty());
        self
    }

    fn object(&self, envelope: &Envelope) -> Map<String, Value> {
        let code = self.code.as_deref().map(|code| {
            // Token calls have numeric codes.
            let number = code.parse::<u64>().ok().filter(|_| envelope.list.is_none());
            number.map_or_else(|| Value::from(code), Value::from)
        });
        let code = envelope.code.as_ref().zip(code);
        self.at_paths(code, &envelope.message, envelope.data_path.as_ref())
    }

    /// Returns an object with the code, the message and the path in the body at these paths.
    fn at_paths(
        &self,
        code: Option<(&KeyPath, Value)>,
        message: &KeyPath,
        data_path: Option<&KeyPath>,
    ) -> Map<String, Value> {
        let mut object = Map::new();
        if let Some((path, code)) = code {
            put(&mut object, &path.0, code);
        }
        put(&mut object, &message.0, Value::from(self.message.as_str()));
        if let (Some(to), Some(path)) = (data_path, &self.data_path) {
            put(&mut object, &to.0, Value::from(path.as_str()));
        }
        object
    }
}

/// Puts a value at a path.
fn put(object: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => {
            object.insert(key.clone(), value);
        }
        [first, rest @ ..] => {
            let below = object.entry(first).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(below) = below {
                put(below, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests;

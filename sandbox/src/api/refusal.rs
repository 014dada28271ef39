//! Refusals: by a code of the contract, in the shape that the contract has for the status.

use concur_spec::Contract;
use concur_spec::api::{Api, Envelope, Operation, StatusKey};
use serde_json::{Map, Value};

/// Why a call is not carried out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// What is wrong: one thing or, where the API tells all at once, several.
    pub(crate) violations: Vec<Violation>,
    /// What the body has besides, when it is no list: `geolocation`.
    pub(crate) more: Map<String, Value>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Violation {
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// The place in the body.
    pub(crate) data_path: Option<String>,
}

impl Refusal {
    /// With a code of the API, its first status and its first message.
    pub(crate) fn code(api: &Api, code: &str) -> Self {
        Self::filled(api, code, 0, &[])
    }

    /// With a code of the API that has several messages, or messages with values: `{iataCode}`.
    pub(crate) fn filled(api: &Api, code: &str, message: usize, values: &[(&str, &str)]) -> Self {
        let known = api.error_codes.iter().find(|known| known.wire == code);
        let status = known.and_then(|known| known.status.first().copied()).unwrap_or(400);
        Self::of(status, vec![Violation::filled(api, code, message, values)])
    }

    /// Without a code of the API: what a gateway says.
    pub(crate) fn plain(status: u16, code: &str, message: impl Into<String>) -> Self {
        let violation = Violation {
            code: Some(code.to_owned()),
            message: message.into(),
            data_path: None,
        };
        Self::of(status, vec![violation])
    }

    /// An error of the API that has no code, by the position in its list.
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
        }
    }

    /// With another status than the first that the contract knows.
    #[must_use]
    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// With a further member of the body.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// As the operation answers with its status, or as most do when it is not said.
    pub(crate) fn body(&self, contract: &Contract, operation: Option<&Operation>) -> Value {
        let response = operation.and_then(|operation| {
            let is_it = |status: StatusKey| status == StatusKey::Code(self.status);
            operation.responses.iter().find(|response| is_it(response.status))
        });
        let name = response.and_then(|response| response.envelope.as_deref());
        let envelopes = &contract.platform.envelopes;
        let envelope = match name {
            Some(name) => envelopes.iter().find(|envelope| envelope.name == name),
            // An operation whose refusals have a shape of their own has it for all of them.
            None => operation.and_then(|operation| own_envelope(contract, operation)),
        };
        match envelope.or(envelopes.first()) {
            Some(envelope) => self.in_envelope(envelope),
            None => Value::Object(self.more.clone()),
        }
    }

    fn in_envelope(&self, envelope: &Envelope) -> Value {
        let mut body = self.more.clone();
        match &envelope.list {
            Some(list) => {
                let violations = self
                    .violations
                    .iter()
                    .map(|violation| violation.object(envelope))
                    .map(Value::Object);
                body.insert(list.clone(), violations.collect());
            }
            None => body.extend(
                self.violations
                    .first()
                    .map(|violation| violation.object(envelope))
                    .unwrap_or_default(),
            ),
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
    /// With a code of the API and its first message.
    pub(crate) fn code(api: &Api, code: &str) -> Self {
        Self::filled(api, code, 0, &[])
    }

    /// With a code of the API that has several messages, or messages with values.
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

    /// At a place in the body.
    #[must_use]
    pub(crate) fn at(mut self, path: impl Into<String>) -> Self {
        self.data_path = Some(path.into()).filter(|path: &String| !path.is_empty());
        self
    }

    fn object(&self, envelope: &Envelope) -> Map<String, Value> {
        let mut object = Map::new();
        if let Some(code) = &self.code {
            // A token call has numbers for codes.
            let number = code.parse::<u64>().ok().filter(|_| envelope.list.is_none());
            let code = number.map_or_else(|| Value::from(code.as_str()), Value::from);
            put(&mut object, &envelope.code, code);
        }
        put(&mut object, &envelope.message, Value::from(self.message.as_str()));
        if let (Some(name), Some(path)) = (&envelope.data_path, &self.data_path) {
            put(&mut object, name, Value::from(path.as_str()));
        }
        object
    }
}

/// Puts a value at a path of names with dots.
fn put(object: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            object.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let below = object.entry(first).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(below) = below {
                put(below, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests;

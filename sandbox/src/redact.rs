//! Blacks out secrets: whatever the contract marks as one, by its name.

use std::collections::BTreeSet;

use concur_spec::Contract;
use serde_json::Value;

/// What stands in the place of a secret.
const BLACK: &str = "***";

/// The names of what is secret.
#[derive(Debug, Clone)]
pub(crate) struct Secrets(BTreeSet<String>);

impl Secrets {
    /// All parameters and fields that the contract marks.
    pub(crate) fn of(contract: &Contract) -> Self {
        let mut names = BTreeSet::new();
        for api in &contract.apis {
            let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
            names.extend(parameters.filter(|known| known.secret).map(|known| known.wire.clone()));
            let fields = api.types.iter().flat_map(|ty| &ty.fields);
            names.extend(fields.filter(|known| known.secret).map(|known| known.wire.clone()));
        }
        Self(names)
    }

    /// A query or a form. One without secrets stays as it is.
    pub(crate) fn in_pairs(&self, text: &str) -> String {
        let mut pairs = text.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.0.contains(name) => format!("{name}={BLACK}"),
            _ => pair.to_owned(),
        });
        let first = pairs.next().unwrap_or_default();
        pairs.fold(first, |text, pair| text + "&" + &pair)
    }

    /// A body of JSON.
    pub(crate) fn in_json(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) if self.0.contains(name) => BLACK.clone_into(text),
                        value => self.in_json(value),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.in_json(item)),
            _ => {}
        }
    }

    /// A body of any kind.
    pub(crate) fn in_body(&self, body: &[u8]) -> String {
        match serde_json::from_slice::<Value>(body) {
            Ok(mut value) => {
                self.in_json(&mut value);
                value.to_string()
            }
            Err(_) => self.in_pairs(&String::from_utf8_lossy(body)),
        }
    }
}

//! Redacts secrets: every parameter and field that the contract marks as secret, by name.

use std::collections::{BTreeMap, BTreeSet};

use concur_spec::api::{Api, Contract};
use serde_json::Value;

use crate::http::answer::Content;

/// The replacement for a secret.
const REDACTED: &str = "***";

/// The names of the secret parameters and fields.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    names: BTreeSet<String>,
    /// The secret names of an API, by API key: the `code` of a grant is secret, the `code` of a status is not.
    by_api: BTreeMap<String, Secrets>,
}

impl Secrets {
    /// Collects all parameters and fields that the contract marks as secret.
    pub(crate) fn of(contract: &Contract) -> Self {
        let mut names = BTreeSet::new();
        for api in &contract.apis {
            let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
            names.extend(parameters.filter(|known| known.secret).map(|known| known.wire.clone()));
            let fields = api.types.iter().flat_map(|ty| &ty.fields);
            names.extend(fields.filter(|known| known.secret).map(|known| known.wire.clone()));
        }
        let of_api = |api: &Api| {
            let (names, by_api) = (without(&names, api), BTreeMap::new());
            (api.key.clone(), Self { names, by_api })
        };
        let by_api = contract.apis.iter().map(of_api).collect();
        Self { names, by_api }
    }

    /// Returns the secrets of an operation such as `request.create`. Without an operation, everything that is secret in
    /// any API.
    pub(crate) fn of_call(&self, operation: Option<&str>) -> &Self {
        let api = operation.and_then(|operation| operation.split_once('.'));
        api.and_then(|(api, _)| self.by_api.get(api)).unwrap_or(self)
    }

    /// Redacts a query or a form. Text without secrets is unchanged.
    pub(crate) fn in_pairs(&self, text: &str) -> String {
        let mut pairs = text.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.has(name) => format!("{name}={REDACTED}"),
            _ => pair.to_owned(),
        });
        let first = pairs.next().unwrap_or_default();
        pairs.fold(first, |text, pair| text + "&" + &pair)
    }

    /// Whether an encoded name of a query or a form is secret: `client%5Fsecret` is `client_secret`.
    fn has(&self, name: &str) -> bool {
        let decoded = form_urlencoded::parse(name.as_bytes()).next();
        decoded.is_some_and(|(name, _)| self.names.contains(name.as_ref()))
    }

    /// Redacts a request body: every value of a secret name. JSON is serialized again, since the text can have a name
    /// twice and only one of them is parsed.
    pub(crate) fn in_body(&self, body: &[u8]) -> String {
        match serde_json::from_slice::<Value>(body) {
            Ok(mut value) => {
                self.redact(&mut value, |value| !value.is_null());
                value.to_string()
            }
            Err(_) => self.in_pairs(&String::from_utf8_lossy(body)),
        }
    }

    /// Redacts an answer and returns its text. The content is serialized only once unless it has secrets. Numbers are
    /// not secret: the `code` of a grant is secret, that of an error is not.
    pub(crate) fn in_answer(&self, content: &mut Content) -> String {
        let is_secret = |value: &Value| !value.is_null() && !value.is_number();
        match content {
            Content::Json(value) if self.are_in(value, is_secret) => {
                let mut redacted = value.clone();
                self.redact(&mut redacted, is_secret);
                redacted.to_string()
            }
            Content::Json(_) => content.write().to_owned(),
            Content::Empty | Content::Text(..) => self.in_pairs(content.write()),
        }
    }

    fn are_in(&self, value: &Value, is_secret: fn(&Value) -> bool) -> bool {
        match value {
            Value::Object(fields) => fields
                .iter()
                .any(|(name, value)| self.names.contains(name) && is_secret(value) || self.are_in(value, is_secret)),
            Value::Array(items) => items.iter().any(|item| self.are_in(item, is_secret)),
            _ => false,
        }
    }

    fn redact(&self, value: &mut Value, is_secret: fn(&Value) -> bool) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    if self.names.contains(name) && is_secret(value) {
                        *value = Value::from(REDACTED);
                    }
                    self.redact(value, is_secret);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(item, is_secret)),
            _ => {}
        }
    }
}

/// Removes the names that the API also uses without marking them secret.
fn without(names: &BTreeSet<String>, api: &Api) -> BTreeSet<String> {
    let fields = api.types.iter().flat_map(|ty| &ty.fields);
    let fields = fields.map(|field| (field.wire.as_str(), field.secret));
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    let parameters = parameters.map(|parameter| (parameter.wire.as_str(), parameter.secret));
    let known: Vec<(&str, bool)> = fields.chain(parameters).collect();
    let is_marked = |name: &&String| known.contains(&(name.as_str(), true));
    let is_known = |name: &&String| known.contains(&(name.as_str(), false));
    names
        .iter()
        .filter(|name| is_marked(name) || !is_known(name))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests;

//! Blacks out secrets: whatever the contract marks as one, by its name.

use std::collections::{BTreeMap, BTreeSet};

use concur_spec::api::{Api, Contract};
use serde_json::Value;

use crate::http::answer::Content;

/// What stands in the place of a secret.
const BLACK: &str = "***";

/// The names of what is secret.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    names: BTreeSet<String>,
    /// What of it is secret in an API, by its key: the `code` of a grant is, the `code` of a status is not.
    by_api: BTreeMap<String, Secrets>,
}

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
        let of_api = |api: &Api| {
            let (names, by_api) = (without(&names, api), BTreeMap::new());
            (api.key.clone(), Self { names, by_api })
        };
        let by_api = contract.apis.iter().map(of_api).collect();
        Self { names, by_api }
    }

    /// What is secret in a call of an operation, `request.create`; of no operation everything that is secret anywhere.
    pub(crate) fn of_call(&self, operation: Option<&str>) -> &Self {
        let api = operation.and_then(|operation| operation.split_once('.'));
        api.and_then(|(api, _)| self.by_api.get(api)).unwrap_or(self)
    }

    /// A query or a form. One without secrets stays as it is.
    pub(crate) fn in_pairs(&self, text: &str) -> String {
        let mut pairs = text.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.has(name) => format!("{name}={BLACK}"),
            _ => pair.to_owned(),
        });
        let first = pairs.next().unwrap_or_default();
        pairs.fold(first, |text, pair| text + "&" + &pair)
    }

    /// Whether a name as it travels in a query or a form is that of a secret: `client%5Fsecret` is `client_secret`.
    fn has(&self, name: &str) -> bool {
        let decoded = form_urlencoded::parse(name.as_bytes()).next();
        decoded.is_some_and(|(name, _)| self.names.contains(name.as_ref()))
    }

    /// What was sent: whatever stands under the name of a secret is one. What is JSON is written anew, for the text can
    /// have a name twice, and only one of them is seen here.
    pub(crate) fn in_body(&self, body: &[u8]) -> String {
        match serde_json::from_slice::<Value>(body) {
            Ok(mut value) => {
                self.blacken(&mut value, |value| !value.is_null());
                value.to_string()
            }
            Err(_) => self.in_pairs(&String::from_utf8_lossy(body)),
        }
    }

    /// What is answered, as text. It is left as that text, which is written but once unless it has secrets. A number is
    /// none: the `code` of a grant is secret, that of an error is not.
    pub(crate) fn in_answer(&self, content: &mut Content) -> String {
        let is_secret = |value: &Value| !value.is_null() && !value.is_number();
        match content {
            Content::Json(value) if self.are_in(value, is_secret) => {
                let mut black = value.clone();
                self.blacken(&mut black, is_secret);
                black.to_string()
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

    fn blacken(&self, value: &mut Value, is_secret: fn(&Value) -> bool) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    if self.names.contains(name) && is_secret(value) {
                        *value = Value::from(BLACK);
                    }
                    self.blacken(value, is_secret);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.blacken(item, is_secret)),
            _ => {}
        }
    }
}

/// Without what the API has by the same name and does not mark.
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

//! A call with a known operation and a known caller.

use std::borrow::Cow;
use std::collections::BTreeMap;

use concur_spec::Contract;
use http::Uri;
use http::uri::Authority;
use serde_json::Value;

use crate::api::routes::Route;
use crate::behavior::Behavior;
use crate::http::incoming::Incoming;
use crate::state::tokens::AccessToken;
use crate::tenant::Home;

/// A call, as passed to a rule.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// The contract that the sandbox serves.
    pub(crate) contract: &'static Contract,
    pub(crate) route: Route<'static>,
    /// The data center that received the call.
    pub(crate) home: Home,
    /// The path parameters by their wire names.
    pub(crate) path: BTreeMap<&'static str, String>,
    /// The query parameters, in order.
    pub(crate) query: Vec<(String, String)>,
    /// The form fields, in order. Empty if the operation does not take a form.
    pub(crate) form: Vec<(String, String)>,
    pub(crate) body: Body,
    /// The access token. `None` if the operation needs none.
    pub(crate) token: Option<AccessToken>,
    pub(crate) addresses: &'a Addresses,
    pub(crate) behavior: &'a Behavior,
}

/// A JSON body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    /// Empty or whitespace only.
    Absent,
    /// Not valid JSON.
    NotJson,
    /// Valid JSON.
    Json(Value),
}

/// The base URLs of the two data centers, without a trailing slash.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    pub(crate) first: String,
    pub(crate) second: String,
}

impl Call<'_> {
    /// Returns a path parameter. The route guarantees that it exists.
    pub(crate) fn in_path(&self, name: &str) -> &str {
        self.path.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Returns a query parameter. An empty one counts as absent.
    pub(crate) fn in_query(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
    }

    /// Returns a text or a number of a JSON body as text. An empty one counts as absent.
    pub(crate) fn in_body(&self, name: &str) -> Option<String> {
        let Body::Json(body) = &self.body else { return None };
        match body.get(name)? {
            Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// Returns a form field. An empty one counts as absent.
    pub(crate) fn in_form(&self, name: &str) -> Option<&str> {
        find(&self.form, name)
    }

    /// Returns the base URL of the data center that received the call.
    pub(crate) fn base_url(&self) -> &str {
        self.addresses.of(self.home)
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let (_, value) = pairs.iter().find(|(known, _)| known == name)?;
    Some(value.as_str()).filter(|value| !value.is_empty())
}

impl Addresses {
    pub(crate) fn of(&self, home: Home) -> &str {
        match home {
            Home::First => &self.first,
            Home::Second => &self.second,
        }
    }

    /// Returns the addresses as the caller reaches them. A sandbox that listens on all interfaces (`0.0.0.0`) takes the
    /// host of the `Host` header.
    pub(crate) fn for_caller(&self, incoming: &Incoming) -> Cow<'_, Self> {
        let host = |url: &str| url.parse::<Uri>().ok()?.host().map(str::to_owned);
        let anywhere = host(&self.first).filter(|host| host == "0.0.0.0" || host == "[::]");
        let called = incoming
            .header("host")
            .and_then(|header| header.parse::<Authority>().ok());
        match (anywhere, called) {
            (Some(anywhere), Some(called)) => {
                let with_host = |url: &str| url.replacen(&anywhere, called.host(), 1);
                Cow::Owned(Self {
                    first: with_host(&self.first),
                    second: with_host(&self.second),
                })
            }
            _ => Cow::Borrowed(self),
        }
    }
}

impl Body {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        if bytes.trim_ascii().is_empty() {
            return Self::Absent;
        }
        serde_json::from_slice(bytes).map_or(Self::NotJson, Self::Json)
    }

    /// Returns the JSON, or null if there is none.
    pub(crate) fn json(&self) -> &Value {
        match self {
            Self::Json(value) => value,
            Self::Absent | Self::NotJson => &Value::Null,
        }
    }
}

#[cfg(test)]
mod tests;

//! A call that has found its operation and whose caller is known.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::Uri;
use http::uri::Authority;
use serde_json::Value;

use crate::api::routes::Route;
use crate::behavior::Behavior;
use crate::http::incoming::Incoming;
use crate::state::tokens::AccessToken;
use crate::tenant::Home;

/// What a rule gets to see of a call.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) route: Route<'static>,
    /// The data center that it came to.
    pub(crate) home: Home,
    /// The parameters of the path by their names on the wire.
    pub(crate) path: BTreeMap<&'static str, String>,
    /// The parameters of the query, in order.
    pub(crate) query: Vec<(String, String)>,
    /// The fields of the form, in order, when the operation takes one.
    pub(crate) form: Vec<(String, String)>,
    pub(crate) body: Body,
    /// The token that it came with; none for an operation that needs none.
    pub(crate) token: Option<AccessToken>,
    pub(crate) addresses: &'a Addresses,
    pub(crate) behavior: &'a Behavior,
}

/// A body of JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    /// Nothing, or nothing but blanks.
    Absent,
    /// Something that is no JSON.
    NotJson,
    /// JSON.
    Json(Value),
}

/// Where the two data centers are: base URLs without a slash at the end.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    pub(crate) first: String,
    pub(crate) second: String,
}

impl Call<'_> {
    /// A parameter of the path. The route has it, so it is there.
    pub(crate) fn in_path(&self, name: &str) -> &str {
        self.path.get(name).map(String::as_str).unwrap_or_default()
    }

    /// A parameter of the query; an empty one is none.
    pub(crate) fn in_query(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
    }

    /// A field of the form; an empty one is none.
    pub(crate) fn in_form(&self, name: &str) -> Option<&str> {
        find(&self.form, name)
    }

    /// Where the data center is that the call came to.
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

    /// As a caller reaches them: one that listens at every address of the machine (`0.0.0.0`) is where it was called.
    pub(crate) fn for_caller(&self, incoming: &Incoming) -> Cow<'_, Self> {
        let host = |url: &str| url.parse::<Uri>().ok()?.host().map(str::to_owned);
        let anywhere = host(&self.first).filter(|host| host == "0.0.0.0" || host == "[::]");
        let called = incoming
            .header("host")
            .and_then(|header| header.parse::<Authority>().ok());
        match (anywhere, called) {
            (Some(anywhere), Some(called)) => {
                let there = |url: &str| url.replacen(&anywhere, called.host(), 1);
                Cow::Owned(Self {
                    first: there(&self.first),
                    second: there(&self.second),
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

    /// The JSON; null when there is none.
    pub(crate) fn json(&self) -> &Value {
        match self {
            Self::Json(value) => value,
            Self::Absent | Self::NotJson => &Value::Null,
        }
    }
}

#[cfg(test)]
mod tests;

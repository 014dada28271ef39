//! Parses YAML to a tenant, and locates its items in the text. Only this file uses the YAML crate.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde_yaml::{DuplicateKeyPolicy, Error, MergeKeyPolicy, Options, Spanned, UserMessageFormatter};

use super::seed_error::SeedDiagnostic;
use super::{FORMAT, Tenant};
use concur_spec::validate::nearest;

/// Parses a tenant. Parsing stops at the first error.
pub(super) fn tenant(text: &str) -> Result<Tenant, SeedDiagnostic> {
    // First, since the keys of a later format are unknown.
    refuse_other_formats(text)?;
    serde_yaml::from_str_with_options(text, options()).map_err(|error| diagnostic(&error))
}

/// Refuses a file with another version of the format.
fn refuse_other_formats(text: &str) -> Result<(), SeedDiagnostic> {
    #[derive(serde::Deserialize)]
    struct Header {
        format: Option<Spanned<u64>>,
    }
    // Other problems are reported when the whole file is parsed.
    let header = serde_yaml::from_str_with_options::<Header>(text, options()).ok();
    let Some(format) = header
        .and_then(|header| header.format)
        .filter(|format| format.value != FORMAT)
    else {
        return Ok(());
    };
    let version = format.value;
    Err(SeedDiagnostic {
        line: Some(format.referenced.line()),
        column: Some(format.referenced.column()),
        message: match version > FORMAT {
            true => format!("the file has format {version} of a later version of the sandbox; update the sandbox"),
            false => format!("there is no format {version}; write `format: {FORMAT}`, or leave it out"),
        },
        ..SeedDiagnostic::default()
    })
}

fn options() -> Options {
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Error,
        budget: serde_yaml::budget! { max_depth: 64, max_documents: 1 },
    }
}

fn diagnostic(error: &Error) -> SeedDiagnostic {
    let at = error.location().map(|location| (location.line(), location.column()));
    SeedDiagnostic {
        line: at.map(|(line, _)| line),
        column: at.map(|(_, column)| column),
        message: message(error.without_snippet()),
        ..SeedDiagnostic::default()
    }
}

fn message(error: &Error) -> String {
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            format!("unknown key `{field}`; {}", suggestion(field, expected))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            format!("unknown value `{variant}`; {}", suggestion(variant, expected))
        }
        Error::SerdeMissingField { field, .. } => format!("missing key `{field}`"),
        Error::DuplicateMappingKey { key, .. } => {
            format!("duplicate key `{}`", key.as_deref().unwrap_or_default())
        }
        other => {
            let message = other.render_with_formatter(&UserMessageFormatter);
            message.split(" at line ").next().unwrap_or_default().to_owned()
        }
    }
}

fn suggestion(wrong: &str, known: &[&str]) -> String {
    match nearest(wrong, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("expected one of: {}", known.join(", ")),
    }
}

/// The line and the column of each path, such as `users[3].approver`.
#[derive(Debug, Default)]
pub(super) struct Places(BTreeMap<String, (u64, u64)>);

impl Places {
    /// Locates all paths of a text. Empty if the text cannot be parsed.
    pub(super) fn of(text: &str) -> Self {
        let mut places = Self::default();
        if let Ok(root) = serde_yaml::from_str_with_options::<Node>(text, options()) {
            places.add(String::new(), root);
        }
        places
    }

    /// Returns the position of a path, or of the nearest enclosing item.
    pub(super) fn find(&self, path: &str) -> Option<(u64, u64)> {
        let mut paths = std::iter::successors(Some(path), |path| Some(&path[..path.rfind(['.', '['])?]));
        paths.find_map(|path| self.0.get(path).copied())
    }

    fn add(&mut self, path: String, node: Node) {
        match node.value {
            NodeValue::Scalar => {}
            NodeValue::List(items) => {
                for (index, item) in items.into_iter().enumerate() {
                    self.add(format!("{path}[{index}]"), item);
                }
            }
            NodeValue::Map(entries) => {
                for (key, value) in entries {
                    let path = if path.is_empty() { key } else { format!("{path}.{key}") };
                    self.add(path, value);
                }
            }
        }
        self.0.insert(path, node.at);
    }
}

struct Node {
    at: (u64, u64),
    value: NodeValue,
}

enum NodeValue {
    Scalar,
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<NodeValue>::deserialize(deserializer)?;
        Ok(Self {
            at: (spanned.referenced.line(), spanned.referenced.column()),
            value: spanned.value,
        })
    }
}

impl<'de> Deserialize<'de> for NodeValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> de::Visitor<'de> for AnyNode {
    type Value = NodeValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML node")
    }

    fn visit_unit<E>(self) -> Result<NodeValue, E> {
        Ok(NodeValue::Scalar)
    }

    fn visit_bool<E>(self, _: bool) -> Result<NodeValue, E> {
        Ok(NodeValue::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<NodeValue, E> {
        Ok(NodeValue::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<NodeValue, E> {
        Ok(NodeValue::Scalar)
    }

    fn visit_i128<E>(self, _: i128) -> Result<NodeValue, E> {
        Ok(NodeValue::Scalar)
    }

    fn visit_u128<E>(self, _: u128) -> Result<NodeValue, E> {
        Ok(NodeValue::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<NodeValue, E> {
        Ok(NodeValue::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> Result<NodeValue, E> {
        Ok(NodeValue::Scalar)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<NodeValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(NodeValue::List(list))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<NodeValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(NodeValue::Map(map))
    }
}

#[cfg(test)]
mod tests;

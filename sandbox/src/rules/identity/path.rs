//! Attribute notation: `name.givenName`, `urn:…:2.0:User:manager.value`.

use concur_spec::api::{Api, TypeField, TypeRef};
use serde_json::{Map, Value};

/// What the URN of an extension starts with.
const URN: &str = "urn:";

/// The URN of the attributes of every user, which a path can have in front.
pub(super) const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

pub(super) const EXTENSIONS: [&str; 2] = [
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:ietf:params:scim:schemas:extension:sap:2.0:User",
];

/// The names that lead to an attribute: at most an extension, an attribute and a sub-attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path(pub(super) Vec<String>);

impl Path {
    /// Parses a path. `None` if a name is missing.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (extension, rest) = match EXTENSIONS.iter().find_map(|urn| Some((*urn, below(text, urn)?))) {
            Some((urn, rest)) => (Some(urn.to_owned()), rest),
            None => (None, below(text, CORE).unwrap_or(text)),
        };
        if rest.starts_with(URN) {
            return None;
        }
        let names = rest.split('.').filter(|_| !rest.is_empty()).map(str::to_owned);
        let names: Vec<String> = extension.into_iter().chain(names).collect();
        let is_name = |name: &String| !name.is_empty() && !name.contains(char::is_whitespace);
        (!names.is_empty() && names.iter().all(is_name)).then_some(Self(names))
    }

    /// Whether the attribute of objects of a type is one object and not a list.
    pub(super) fn is_single(&self, api: &Api, ty: &str) -> bool {
        let Some((last, before)) = self.0.split_last() else {
            return false;
        };
        let mut ty = ty;
        for name in before {
            let inner = attribute(api, ty, name).map(|field| match &field.ty {
                TypeRef::List(item) => &**item,
                one => one,
            });
            let Some(TypeRef::Named(inner)) = inner else {
                return false;
            };
            ty = inner;
        }
        attribute(api, ty, last).is_some_and(|field| match &field.ty {
            TypeRef::Named(name) => api.types.iter().any(|known| known.name == *name),
            _ => false,
        })
    }

    /// Returns the values of the attribute, of each item of a list.
    pub(super) fn values<'v>(&self, object: &'v Value) -> Vec<&'v Value> {
        let mut found = vec![object];
        for name in &self.0 {
            let items = found.into_iter().flat_map(items);
            found = items.filter_map(|value| member(value.as_object()?, name)).collect();
        }
        let values = found.into_iter().flat_map(items);
        values.filter(|value| !value.is_null()).collect()
    }
}

/// Returns the attribute of a type with a name, which has no case.
fn attribute<'a>(api: &'a Api, ty: &str, name: &str) -> Option<&'a TypeField> {
    let ty = api.types.iter().find(|known| known.name == ty)?;
    ty.fields.iter().find(|field| field.wire.eq_ignore_ascii_case(name))
}

/// Returns what a path has behind a URN.
fn below<'t>(text: &'t str, urn: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(urn)?;
    match rest.strip_prefix(':') {
        Some(rest) => Some(rest),
        None => rest.is_empty().then_some(rest),
    }
}

/// Returns the items of a list, or the value itself.
pub(super) fn items(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        other => Box::new(std::iter::once(other)),
    }
}

/// Returns the key of an attribute, whose name has no case.
pub(super) fn key<'o>(object: &'o Map<String, Value>, name: &str) -> Option<&'o String> {
    object.keys().find(|key| key.eq_ignore_ascii_case(name))
}

fn member<'o>(object: &'o Map<String, Value>, name: &str) -> Option<&'o Value> {
    object.get(key(object, name)?)
}

/// Returns the object with the attributes of the paths alone.
pub(super) fn only(object: &Map<String, Value>, paths: &[Path]) -> Map<String, Value> {
    let mut kept = Map::new();
    for (key, value) in object {
        let own = paths.iter().filter_map(|path| path.0.split_first());
        let own = own.filter(|(first, _)| first.eq_ignore_ascii_case(key));
        let rest: Vec<&[String]> = own.map(|(_, rest)| rest).collect();
        if rest.is_empty() {
            continue;
        }
        let inner: Vec<Path> = rest.iter().map(|rest| Path(rest.to_vec())).collect();
        let is_whole = rest.iter().any(|rest| rest.is_empty());
        let value = if is_whole {
            value.clone()
        } else {
            each(value, |object| only(object, &inner))
        };
        kept.insert(key.clone(), value);
    }
    kept
}

/// Returns the object without the attributes of the paths.
pub(super) fn without(object: &Map<String, Value>, paths: &[Path]) -> Map<String, Value> {
    let mut kept = Map::new();
    for (key, value) in object {
        let own = paths.iter().filter_map(|path| path.0.split_first());
        let own = own.filter(|(first, _)| first.eq_ignore_ascii_case(key));
        let inner: Vec<Path> = own.map(|(_, rest)| Path(rest.to_vec())).collect();
        if inner.iter().any(|path| path.0.is_empty()) {
            continue;
        }
        kept.insert(key.clone(), each(value, |object| without(object, &inner)));
    }
    kept
}

/// Changes an object, or each of a list.
fn each(value: &Value, change: impl Fn(&Map<String, Value>) -> Map<String, Value>) -> Value {
    match value {
        Value::Object(object) => Value::Object(change(object)),
        Value::Array(items) => items
            .iter()
            .map(|item| {
                item.as_object()
                    .map_or_else(|| item.clone(), |object| change(object).into())
            })
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests;
